"""Lines over the photo, visible on any background: drawn ones are solid, detected ones dashed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from crfill_gui.canvas.line_tool import ShownLines
from crfill_gui.canvas.viewport import Viewport
from crfill_gui.document.outline import Point

CASING = QColor(0, 0, 0, 200)
DRAWN, FOUND, SELECTED = QColor(255, 214, 10), QColor(90, 220, 255), QColor(255, 255, 255)
WIDTH, POINT = 2.0, 4.0
"""Width of a line, and radius of a point that can be dragged, in the widget's units."""
DASHES = [4.0, 3.0]
"""Length of a dash and of a gap, in line widths."""


def draw_lines(painter: QPainter, shown: ShownLines, viewport: Viewport, ratio: float) -> None:
    """Draw with a painter whose units are the widget's, each of which is ``ratio`` device pixels."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for line in shown.found:
        _stroke(painter, _places(line.points, viewport, ratio), FOUND, line == shown.selected, dashed=True)
    for line in shown.drawn:
        places = _places(line.points, viewport, ratio)
        _stroke(painter, places, DRAWN, line == shown.selected)
        _dots(painter, places)
    if shown.under_way:
        places = _places(shown.under_way, viewport, ratio)
        _stroke(painter, places[:-1], DRAWN, False)
        _stroke(painter, places[-2:], DRAWN, False, dashed=True)
        _dots(painter, places[:-1])
    painter.restore()


def _places(points: Sequence[Point], viewport: Viewport, ratio: float) -> list[QPointF]:
    return [QPointF(*viewport.to_canvas(*point)) / ratio for point in points]


def _stroke(
    painter: QPainter, places: list[QPointF], color: QColor, selected: bool, dashed: bool = False
) -> None:
    """Draw a line on a dark casing. A selected line also has a light casing around that, and a dark one outside."""
    width = WIDTH + selected
    layers = [(CASING, width + 2.4, False), (color, width, dashed)]
    if selected:
        layers[:1] = [
            (CASING, width + 6, False),
            (SELECTED, width + 3.6, False),
            (CASING, width + 1.2, False),
        ]
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for layer, thickness, broken in layers:
        pen = QPen(layer, thickness)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap if broken else Qt.PenCapStyle.RoundCap)
        if broken:
            pen.setDashPattern(DASHES)
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF(places))


def _dots(painter: QPainter, places: list[QPointF]) -> None:
    painter.setPen(QPen(CASING, 1.4))
    painter.setBrush(SELECTED)
    for place in places:
        painter.drawEllipse(place, POINT, POINT)
