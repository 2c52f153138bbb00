"""What is drawn over the photo: the brush's ring and short labels. Legible on any background."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from crfill_gui.document.brush import Brush

DARK, LIGHT = QColor(0, 0, 0, 170), QColor(255, 255, 255, 235)
SMALL_RING = 4.0
"""Below this radius (canvas units) the ring alone would be lost: a cross marks the spot."""


def ring_bounds(center: QPointF, brush: Brush, scale: float) -> QRectF:
    """What the ring may touch. ``scale``: canvas units per photo pixel."""
    reach = max(brush.radius * scale, SMALL_RING) + 10
    return QRectF(center.x() - reach, center.y() - reach, 2 * reach, 2 * reach)


def draw_ring(painter: QPainter, center: QPointF, brush: Brush, scale: float, erasing: bool) -> None:
    """A light circle in a dark one at the brush's edge; a faint one where its full strength ends; a mark
    within.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    radius = brush.radius * scale
    circle = max(radius, 1.5)
    for color, width in ((DARK, 3.0), (LIGHT, 1.2)):
        painter.setPen(QPen(color, width))
        painter.drawEllipse(center, circle, circle)
    core = radius * brush.hardness
    if brush.hardness < 0.95 and core > 6:
        for color, style in (
            (QColor(0, 0, 0, 90), Qt.PenStyle.SolidLine),
            (QColor(255, 255, 255, 150), Qt.PenStyle.DotLine),
        ):
            painter.setPen(QPen(color, 1.0, style))
            painter.drawEllipse(center, core, core)
    if radius < SMALL_RING:
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


def draw_label(painter: QPainter, text: str, center_x: float, top: float) -> None:
    """A word in a dark pill, e.g. "Original" while comparing."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    font = QFont(painter.font())
    font.setBold(True)
    painter.setFont(font)
    width = painter.fontMetrics().horizontalAdvance(text) + 28
    pill = QRectF(center_x - width / 2, top, width, painter.fontMetrics().height() + 12)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(20, 20, 22, 205))
    painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
    painter.setPen(LIGHT)
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
