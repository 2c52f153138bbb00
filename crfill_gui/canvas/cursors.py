"""Cursors that are visible on any background: a cross or a magnifying glass, with a sign for what a click does."""

from __future__ import annotations

from functools import cache
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QCursor, QPainter, QPainterPath, QPen, QPixmap

Mark = Literal["add", "subtract", "zoom in", "zoom out", "line"]
SIDE, MIDDLE = 32, 12
"""Side of a cursor, and the place of its hot spot in both directions, in device-independent pixels."""
BLACK, WHITE = QColor(0, 0, 0, 200), QColor(255, 255, 255)


@cache
def cursor(mark: Mark, ratio: float) -> QCursor:
    """The cursor for a screen with this device-pixel ratio."""
    pixmap = QPixmap(round(SIDE * ratio), round(SIDE * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    path = _glass(mark) if mark.startswith("zoom") else _cross(mark)
    for color, width in ((BLACK, 3.4), (WHITE, 1.4)):
        painter.setPen(QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawPath(path)
    painter.end()
    return QCursor(pixmap, MIDDLE, MIDDLE)


def _cross(mark: Mark) -> QPainterPath:
    path = QPainterPath()
    for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        path.moveTo(QPointF(MIDDLE + 3 * dx, MIDDLE + 3 * dy))
        path.lineTo(QPointF(MIDDLE + 9 * dx, MIDDLE + 9 * dy))
    if mark == "line":
        path.moveTo(QPointF(19, 29))
        path.lineTo(QPointF(28, 20))
    else:
        _sign(path, 24, 24, mark == "subtract")
    return path


def _glass(mark: Mark) -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QRectF(MIDDLE - 8, MIDDLE - 8, 16, 16))
    path.moveTo(QPointF(MIDDLE + 6, MIDDLE + 6))
    path.lineTo(QPointF(MIDDLE + 14, MIDDLE + 14))
    _sign(path, MIDDLE, MIDDLE, mark == "zoom out")
    return path


def _sign(path: QPainterPath, x: float, y: float, minus: bool) -> None:
    path.moveTo(QPointF(x - 3.5, y))
    path.lineTo(QPointF(x + 3.5, y))
    if not minus:
        path.moveTo(QPointF(x, y - 3.5))
        path.lineTo(QPointF(x, y + 3.5))
