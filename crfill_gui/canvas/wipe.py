"""The wipe: the photo as opened on the left of a line, and the edited photo on the right."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from crfill_gui.canvas.overlays import DARK, LIGHT, draw_label
from crfill_gui.canvas.surface import Surface
from crfill_gui.canvas.viewport import Viewport
from crfill_gui.i18n import tr

KNOB, REACH = 15.0, 5.0
"""Radius of the knob, and largest distance from the line at which the line can be dragged, in the widget's units."""
EDGE = 0.02
"""The minimum share of the width on each side of the line."""


class Wipe:
    """``original`` shows the photo as opened. ``share`` is the line's place on the canvas, 0 … 1 from the left.

    Places are in device pixels of the canvas. One unit of the widget is ``ratio`` device pixels.
    """

    def __init__(self, original: Surface) -> None:
        self.original = original
        self.share = self._before = 0.5

    def cursor_at(self, x: float, y: float, viewport: Viewport, ratio: float) -> Qt.CursorShape | None:
        """The pointer's shape over a place where the line can be dragged; None elsewhere."""
        knob = QLineF(x, y, self._x(viewport), self._y(viewport)).length() <= KNOB * ratio
        near = abs(x - self._x(viewport)) <= REACH * ratio
        return Qt.CursorShape.SplitHCursor if knob or near else None

    def press(self, x: float, y: float, viewport: Viewport, ratio: float) -> None:
        self._before = self.share

    def drag(self, x: float, y: float, viewport: Viewport) -> None:
        self.share = min(1 - EDGE, max(EDGE, x / viewport.canvas.width))

    def release(self) -> None:
        return

    def cancel(self) -> None:
        """Put the line back."""
        self.share = self._before

    def draw_original(self, painter: QPainter, viewport: Viewport) -> None:
        """Draw the photo as opened on the left of the line. The painter's units are device pixels."""
        place = QRect(0, 0, round(self._x(viewport)), viewport.canvas.height)
        painter.drawImage(place, self.original.image, place)

    def draw(self, painter: QPainter, viewport: Viewport, ratio: float) -> None:
        """Draw the line. The painter's units are the widget's."""
        x, y = self._x(viewport) / ratio, self._y(viewport) / ratio
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = QLineF(x, 0, x, viewport.canvas.height / ratio)
        for color, width in ((DARK, 3.0), (LIGHT, 1.4)):
            painter.setPen(QPen(color, width))
            painter.drawLine(line)
        painter.setPen(QPen(LIGHT, 1.4))
        painter.setBrush(QColor(30, 30, 30, 220))
        painter.drawEllipse(QPointF(x, y), KNOB, KNOB)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(LIGHT)
        for side in (-1, 1):
            tip, back = x + side * 9, x + side * 4
            painter.drawPolygon(QPolygonF([QPointF(tip, y), QPointF(back, y - 4.5), QPointF(back, y + 4.5)]))
        width = viewport.canvas.width / ratio
        if x > 120:
            draw_label(painter, tr("Original"), x / 2, 16)
        if width - x > 120:
            draw_label(painter, tr("Now"), (x + width) / 2, 16)

    def _x(self, viewport: Viewport) -> float:
        return self.share * viewport.canvas.width

    def _y(self, viewport: Viewport) -> float:
        return viewport.canvas.height / 2
