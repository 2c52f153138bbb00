"""The brush's ring: its edge, the end of its full strength, and a mark of what it does."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QRegion

from crfill_gui.canvas.overlays import DARK, LIGHT
from crfill_gui.document.brush import Brush

MARK = 12.0
SOFT = 0.75
SMALL = 4.0
"""Below this radius (canvas units) the ring is hard to see, so a cross marks the place."""
LARGEST_KEPT = 1024
"""Device pixels: rings up to this radius are drawn once and kept. Stroking a circle takes ten times as long as
showing its picture.
"""


class Ring:
    """Draws the ring of any brush; ``scale`` is canvas units per photo pixel."""

    def __init__(self) -> None:
        self._key: object = None
        self._picture = QImage()

    def draw(
        self,
        painter: QPainter,
        center: QPointF,
        brush: Brush,
        scale: float,
        canvas: QRectF,
        erasing: bool,
    ) -> None:
        """Draw with a painter whose units are the canvas's."""
        ratio = painter.device().devicePixelRatio()
        reach = math.ceil(max(brush.radius * scale, MARK)) + 4
        if reach * ratio > LARGEST_KEPT:
            _draw(painter, center, brush, scale, canvas, erasing)
            return
        key = (brush, scale, ratio, erasing)
        if key != self._key:
            self._key = key
            side = math.ceil(2 * reach * ratio)
            self._picture = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(Qt.GlobalColor.transparent)
            whole = QPainter(self._picture)
            _draw(whole, QPointF(reach, reach), brush, scale, QRectF(0, 0, 2 * reach, 2 * reach), erasing)
            whole.end()
        # On whole device pixels, otherwise the picture would be smoothed.
        left, top = round((center.x() - reach) * ratio), round((center.y() - reach) * ratio)
        painter.drawImage(QPointF(left / ratio, top / ratio), self._picture)


def ring_region(center: QPointF, brush: Brush, scale: float, canvas: QRectF) -> QRegion:
    """What the ring and the mark within may touch on the canvas. ``scale``: canvas units per photo pixel.

    The inside of a large ring is left out, so that moving it repaints little.
    """
    region = QRegion(_square(center, MARK).toAlignedRect())
    radius = brush.radius * scale
    circles = [radius, radius * brush.hardness] if _has_core(brush, radius) else [radius]
    for circle in circles:
        if crosses(center, circle, canvas):
            region += QRegion(_square(center, circle + 4).toAlignedRect())
    # Left out: the largest square inside the inner circle, except for the mark in its middle.
    free = min(circles) / math.sqrt(2) - 4
    if free > MARK:
        region -= QRegion(_square(center, free).toAlignedRect()) - QRegion(
            _square(center, MARK).toAlignedRect()
        )
    return region & QRegion(canvas.toAlignedRect())


CROSS = 5.0, 14.0
"""Where the arms of a cross begin and end."""


def cross_region(center: QPointF) -> QRegion:
    """What :func:`draw_cross` may touch."""
    return QRegion(_square(center, CROSS[1] + 3).toAlignedRect())


def draw_cross(painter: QPainter, center: QPointF) -> None:
    """A cross around a place, which itself stays visible."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _draw_mark(painter, center, *CROSS, True)


def crosses(center: QPointF, radius: float, canvas: QRectF) -> bool:
    """Whether a circle's line is visible: it is not if the canvas is wholly inside or wholly outside it."""
    if not _square(center, radius + 4).intersects(canvas):
        return False
    across = max(abs(canvas.left() - center.x()), abs(canvas.right() - center.x()))
    down = max(abs(canvas.top() - center.y()), abs(canvas.bottom() - center.y()))
    return math.hypot(across, down) > radius - 4


def _square(center: QPointF, reach: float) -> QRectF:
    return QRectF(center.x() - reach, center.y() - reach, 2 * reach, 2 * reach)


def _has_core(brush: Brush, radius: float) -> bool:
    return brush.hardness < SOFT and radius * brush.hardness > 6


def _draw(
    painter: QPainter, center: QPointF, brush: Brush, scale: float, canvas: QRectF, erasing: bool
) -> None:
    """A light circle in a dark one at the brush's edge; a faint one where its full strength ends; a mark."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    radius = brush.radius * scale
    circle = max(radius, 1.5)
    if crosses(center, circle, canvas):
        for color, width in ((DARK, 3.0), (LIGHT, 1.2)):
            painter.setPen(QPen(color, width))
            painter.drawEllipse(center, circle, circle)
    core = radius * brush.hardness
    if _has_core(brush, radius) and crosses(center, core, canvas):
        for color in (QColor(0, 0, 0, 80), QColor(255, 255, 255, 130)):
            painter.setPen(QPen(color, 1.0, Qt.PenStyle.DashLine if color.red() else Qt.PenStyle.SolidLine))
            painter.drawEllipse(center, core, core)
    if radius < SMALL:
        _draw_mark(painter, center, 5, 9, True)
    elif radius > 12:
        _draw_mark(painter, center, 0, 3.5, not erasing)


def _draw_mark(painter: QPainter, center: QPointF, inner: float, outer: float, vertical: bool) -> None:
    directions = [(1, 0), (-1, 0)] + ([(0, 1), (0, -1)] if vertical else [])
    for color, width in ((DARK, 3.0), (LIGHT, 1.2)):
        painter.setPen(QPen(color, width))
        for dx, dy in directions:
            painter.drawLine(
                QPointF(center.x() + dx * inner, center.y() + dy * inner),
                QPointF(center.x() + dx * outer, center.y() + dy * outer),
            )
