"""Colours and labels of overlays that are visible on any background."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter

DARK, LIGHT = QColor(0, 0, 0, 170), QColor(255, 255, 255, 235)


def square(center: QPointF, reach: float) -> QRectF:
    """The square around a point; ``reach`` is half its side."""
    return QRectF(center.x() - reach, center.y() - reach, 2 * reach, 2 * reach)


def draw_label(painter: QPainter, text: str, center_x: float, top: float) -> None:
    """Draw a short text on a dark rounded background. ``center_x`` and ``top`` are in the painter's units."""
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
