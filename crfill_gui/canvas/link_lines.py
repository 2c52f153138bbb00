"""Lines that link a filled region to its source and references, or a known region to the filled ones that use it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen

from crfill_core.geometry import EMPTY, Box, union_all
from crfill_core.references.colours import direction_colours
from crfill_core.references.links import Link
from crfill_gui.canvas.viewport import Viewport
from crfill_gui.i18n import tr

INK, PAPER = QColor(14, 16, 20), QColor(255, 255, 255)
MOST_LINES = 40
"""Only this many of the first links, and the chosen one, get lines, because more could not be told apart. The other
links get frames only.
"""
LABELLED = 5
"""Only this many of the first links get labels."""
SMALLEST_FRAME = 9.0
"""Minimum side length of a frame, in device-independent pixels."""
MARGIN = 200
"""Margin around the linked regions for labels, in device-independent pixels."""
BEND = 0.12
"""The distance of a curve's control point from the straight line, as a share of the line's length."""


@dataclass(frozen=True)
class Lines:
    """Links to draw, those of the largest weight first. The colour of a link is fully saturated if its shift is at least
    ``reach`` photo pixels long.
    """

    links: tuple[Link, ...]
    chosen: Link | None = None
    reach: float = 1.0
    outward: bool = True
    """Whether all links lead from one filled region. Otherwise all lead to one known region."""

    def bounds(self, viewport: Viewport, ratio: float) -> Box:
        """The part of the canvas, in device pixels, that drawing may change."""
        if not self.links:
            return EMPTY
        around = union_all(box for link in self.links for box in (link.filled, link.known))
        left, top = viewport.to_canvas(around.left, around.top)
        right, bottom = viewport.to_canvas(around.right, around.bottom)
        # Half as far as its control point is the farthest that a curve is from the straight line.
        farthest = BEND / 2 * math.hypot(right - left, bottom - top)
        # Not clamped before the margin is added, because labels of regions beyond the canvas may be on it.
        place = Box(math.floor(left), math.floor(top), math.ceil(right), math.ceil(bottom))
        return place.pad(math.ceil(max(MARGIN * ratio, farthest + 8 * ratio))).clamp(viewport.canvas)

    def draw(self, painter: QPainter, viewport: Viewport, ratio: float) -> None:
        """Draw with a painter whose units are device pixels. One unit of the widget is ``ratio`` device pixels."""
        if not self.links:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # The last link is a reference if there is any. Its region is a patch; that of a copy is a square around a pixel.
        filled = self.links[-1].filled
        heaviest = max((link.weight for link in self.links if not link.copied), default=1.0)
        pen = _Pen(painter, viewport, ratio)
        colors = self._colors
        for rank, link in reversed(list(enumerate(self.links))):
            share = math.sqrt(max(link.weight, 0) / max(heaviest, 1e-9))
            if link.copied or link is self.chosen:
                share = 1.0
            if self.chosen is not None and link is not self.chosen:
                share *= 0.4
            color = colors[rank]
            if rank < MOST_LINES or link is self.chosen:
                pen.curve(link, color, share)
            pen.frame(link.known if self.outward else link.filled, color, 1.6, 0.45 + 0.55 * share)
        pen.frame(filled if self.outward else self.links[0].known, PAPER, 2.2, 1.0)
        if self.outward:
            pen.keep_free([filled, *(link.known for link in self.links[:LABELLED])])
            for rank, link in enumerate(self.links[:LABELLED]):
                pen.label(link, _label(link), colors[rank])
        painter.restore()

    @cached_property
    def _colors(self) -> list[QColor]:
        """The colours of all links, computed once because every repaint needs them."""
        shifts = np.array([link.shift for link in self.links])
        return [QColor(*rgb) for rgb in direction_colours(shifts, self.reach).tolist()]


def _label(link: Link) -> str:
    if link.similarity is None:
        dx, dy = link.shift
        return tr("source {shift} px", shift=f"{dx:+d}, {dy:+d}".replace("-", "−"))
    return f"{link.rank + 1} · {100 * max(link.similarity, 0):.1f} %"


class _Pen:
    """Draws in device pixels. Each line is on top of a darker one, so that it is visible on any photo."""

    def __init__(self, painter: QPainter, viewport: Viewport, ratio: float) -> None:
        self._painter, self._viewport, self._ratio = painter, viewport, ratio
        self._taken: list[QRectF] = []
        font = QFont(painter.font())
        font.setPixelSize(round(12 * ratio))
        font.setBold(True)
        painter.setFont(font)

    def curve(self, link: Link, color: QColor, share: float) -> None:
        start, end = self._center(link.filled), self._center(link.known)
        along = end - start
        bend = (start + end) / 2 + QPointF(along.y(), -along.x()) * BEND
        path = QPainterPath(start)
        path.quadTo(bend, end)
        width = self._ratio * (1.2 + 2.8 * share)
        self._stroke(path, color, width, 0.35 + 0.65 * share)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(color)
        self._painter.drawEllipse(end, width, width)

    def frame(self, box: Box, color: QColor, width: float, opacity: float) -> None:
        path = QPainterPath()
        path.addRoundedRect(self._rect(box), 2 * self._ratio, 2 * self._ratio)
        self._stroke(path, color, width * self._ratio, opacity)

    def keep_free(self, boxes: list[Box]) -> None:
        """Let no label cover these boxes."""
        self._taken += [self._rect(box) for box in boxes]

    def label(self, link: Link, text: str, color: QColor) -> None:
        """Draw a label next to the known region, clear of other labels and of the boxes kept free. If there is no room,
        draw nothing.
        """
        rect, canvas = self._rect(link.known), self._viewport.canvas
        room = QRectF(0, 0, canvas.width, canvas.height)
        metrics, ratio = self._painter.fontMetrics(), self._ratio
        pill = QRectF(0, 0, metrics.horizontalAdvance(text) + 12 * ratio, metrics.height() + 4 * ratio)
        gap, middle = 4 * ratio, rect.center().y() - pill.height() / 2
        for left, top in (
            (rect.left(), rect.top() - gap - pill.height()),
            (rect.left(), rect.bottom() + gap),
            (rect.right() + gap, middle),
            (rect.left() - gap - pill.width(), middle),
        ):
            pill.moveTopLeft(QPointF(left, top))
            if room.contains(pill) and not any(pill.intersects(other) for other in self._taken):
                break
        else:
            return
        self._taken.append(QRectF(pill))
        self._painter.setOpacity(1.0)
        self._painter.setPen(QPen(color, ratio))
        self._painter.setBrush(QColor(INK.red(), INK.green(), INK.blue(), 225))
        self._painter.drawRoundedRect(pill, 4 * ratio, 4 * ratio)
        self._painter.setPen(PAPER)
        self._painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)

    def _stroke(self, path: QPainterPath, color: QColor, width: float, opacity: float) -> None:
        self._painter.setOpacity(opacity)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        for ink, wide in ((INK, width + 2 * self._ratio), (color, width)):
            pen = QPen(ink, wide)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            self._painter.strokePath(path, pen)

    def _center(self, box: Box) -> QPointF:
        return QPointF(*self._viewport.to_canvas(*box.center))

    def _rect(self, box: Box) -> QRectF:
        """The box on the canvas, enlarged if it would be too small to be visible."""
        left, top = self._viewport.to_canvas(box.left, box.top)
        right, bottom = self._viewport.to_canvas(box.right, box.bottom)
        rect = QRectF(QPointF(left, top), QPointF(right, bottom))
        least = SMALLEST_FRAME * self._ratio
        across, down = max(0.0, (least - rect.width()) / 2), max(0.0, (least - rect.height()) / 2)
        return rect.adjusted(-across, -down, across, down)
