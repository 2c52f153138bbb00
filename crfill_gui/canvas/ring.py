"""The brush's ring: its edge, a circle where its full strength ends, and a plus for painting or a minus for erasing."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QRegion

from crfill_gui.canvas.circles import Line, Places, draw_circle
from crfill_gui.canvas.overlays import DARK, LIGHT, square
from crfill_gui.document.brush import Brush

MARK = 12.0
"""Half the side of the square that a mark may fill, in canvas units."""
SOFT = 0.75
"""Below this hardness a second circle shows where the full strength ends, if that circle is not too small."""
SMALL = 4.0
"""Below this radius, in canvas units, the ring is hard to see, so a cross marks the place."""
CROSS = 5.0, 14.0
"""Where the arms of a cross begin and end, in canvas units from the centre."""
LARGEST_KEPT = 512
"""A ring's picture is kept if half its side is at most this many device pixels. Of larger rings only the visible part is
drawn, each time anew.
"""


class Ring:
    """Draws the ring of a brush. ``scale`` is in canvas units per photo pixel."""

    def __init__(self) -> None:
        self._key: object = None
        self._picture = _Picture()

    def draw(
        self, painter: QPainter, center: QPointF, brush: Brush, scale: float, canvas: QRectF, erasing: bool
    ) -> None:
        """Draw with a painter whose units are the canvas's."""
        ratio = painter.device().devicePixelRatio()
        reach = math.ceil(max(brush.radius * scale, MARK)) + 4
        if reach * ratio > LARGEST_KEPT:
            self._key = None
            self._picture.clear(canvas.width(), canvas.height(), ratio)
            self._picture.draw(center - canvas.topLeft(), brush, scale, erasing)
            painter.drawImage(canvas.topLeft(), self._picture.image)
            return
        key = (brush, scale, ratio, erasing)
        if key != self._key:
            self._key = key
            self._picture.clear(2 * reach, 2 * reach, ratio)
            self._picture.draw(QPointF(reach, reach), brush, scale, erasing)
        # At whole device pixels, because otherwise the picture would be smoothed.
        left, top = round((center.x() - reach) * ratio), round((center.y() - reach) * ratio)
        painter.drawImage(QPointF(left / ratio, top / ratio), self._picture.image)


def ring_region(center: QPointF, brush: Brush, scale: float, canvas: QRectF) -> QRegion:
    """The part of the canvas that the ring and the mark in it may touch. ``scale``: canvas units per photo pixel.

    The inside of a large ring is left out, so that little is repainted when the ring moves.
    """
    region = QRegion(square(center, MARK).toAlignedRect())
    radius = brush.radius * scale
    circles = [radius, radius * brush.hardness] if _has_core(brush, radius) else [radius]
    for circle in circles:
        if crosses(center, circle, canvas):
            region += QRegion(square(center, circle + 4).toAlignedRect())
    free = min(circles) / math.sqrt(2) - 4  # half the largest square inside the inner circle
    if free > MARK:
        mark = QRegion(square(center, MARK).toAlignedRect())
        region -= QRegion(square(center, free).toAlignedRect()) - mark
    return region & QRegion(canvas.toAlignedRect())


def cross_region(center: QPointF) -> QRegion:
    """The part of the canvas that :func:`draw_cross` may touch."""
    return QRegion(square(center, CROSS[1] + 3).toAlignedRect())


def draw_cross(painter: QPainter, center: QPointF) -> None:
    """Draw a cross around a place. The place itself stays visible."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _draw_mark(painter, center, *CROSS, True)


def crosses(center: QPointF, radius: float, canvas: QRectF) -> bool:
    """Whether a circle's line may be visible. It is not if the canvas is wholly inside or outside the circle."""
    if not square(center, radius + 4).intersects(canvas):
        return False
    across = max(abs(canvas.left() - center.x()), abs(canvas.right() - center.x()))
    down = max(abs(canvas.top() - center.y()), abs(canvas.bottom() - center.y()))
    return math.hypot(across, down) > radius - 4


def _has_core(brush: Brush, radius: float) -> bool:
    return brush.hardness < SOFT and radius * brush.hardness > 6


class _Picture:
    """A transparent picture for rings. It keeps its memory, because allocating new memory takes longer than
    drawing.
    """

    def __init__(self) -> None:
        self._pixels = np.zeros((0, 0, 4), np.uint8)
        self._drawn: list[Places | tuple[slice, slice]] = []  # what has to be cleared
        self._ratio = 1.0
        self.image = QImage()

    def clear(self, width: float, height: float, ratio: float) -> None:
        """Make the picture transparent and give it a size in canvas units, each of which is ``ratio`` device pixels."""
        rows, columns = math.ceil(height * ratio), math.ceil(width * ratio)
        if rows > self._pixels.shape[0] or columns > self._pixels.shape[1]:
            # A power of two, so that a growing ring rarely needs more.
            least = 1 << (max(rows, columns) - 1).bit_length()
            size = max(min(least, 2 * LARGEST_KEPT), rows), max(min(least, 2 * LARGEST_KEPT), columns)
            self._pixels = np.zeros((*size, 4), np.uint8)
        else:
            for places in self._drawn:
                self._pixels[places] = 0
        self._drawn, self._ratio = [], ratio
        data, stride = self._pixels.data, self._pixels.strides[0]
        self.image = QImage(data, columns, rows, stride, QImage.Format.Format_ARGB32_Premultiplied)
        self.image.setDevicePixelRatio(ratio)

    def draw(self, center: QPointF, brush: Brush, scale: float, erasing: bool) -> None:
        """Draw a light line on a dark one at the brush's edge, a faint one where its full strength ends, and a mark if
        the ring is very small or has room for it.
        """
        radius = brush.radius * scale
        self._circle(center, max(radius, 1.5), [Line(DARK, 3.0), Line(LIGHT, 1.2)])
        if _has_core(brush, radius):
            faint = [Line(QColor(0, 0, 0, 80), 1.0), Line(QColor(255, 255, 255, 130), 1.0, dashed=True)]
            self._circle(center, radius * brush.hardness, faint)
        painter = QPainter(self.image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if radius < SMALL:
            _draw_mark(painter, center, 5, 9, True)
        elif radius > 12:
            _draw_mark(painter, center, 0, 3.5, not erasing)
        painter.end()
        mark, ratio = square(center, MARK), self._ratio
        rows = slice(max(0, math.floor(mark.top() * ratio)), max(0, math.ceil(mark.bottom() * ratio)))
        columns = slice(max(0, math.floor(mark.left() * ratio)), max(0, math.ceil(mark.right() * ratio)))
        self._drawn.append((rows, columns))

    def _circle(self, center: QPointF, radius: float, lines: list[Line]) -> None:
        ratio = self._ratio
        wide = [line._replace(width=line.width * ratio) for line in lines]
        rows, columns = self.image.height(), self.image.width()
        place = center.x() * ratio, center.y() * ratio
        self._drawn.append(draw_circle(self._pixels[:rows, :columns], place, radius * ratio, wide))


def _draw_mark(painter: QPainter, center: QPointF, inner: float, outer: float, vertical: bool) -> None:
    directions = [(1, 0), (-1, 0)] + ([(0, 1), (0, -1)] if vertical else [])
    for color, width in ((DARK, 3.0), (LIGHT, 1.2)):
        painter.setPen(QPen(color, width))
        for dx, dy in directions:
            painter.drawLine(center + QPointF(dx, dy) * inner, center + QPointF(dx, dy) * outer)
