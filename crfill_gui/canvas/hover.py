"""The mouse pointer over the canvas: the brush's ring, or a shape that shows what a press would do."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QRegion
from PySide6.QtWidgets import QWidget

from crfill_gui.canvas.cursors import Mark, cursor
from crfill_gui.canvas.guides import Guides
from crfill_gui.canvas.photo_view import PhotoView
from crfill_gui.canvas.ring import Ring, cross_region, draw_cross, ring_region
from crfill_gui.canvas.tool_layer import ToolLayer

SHAPES = {"point": Qt.CursorShape.SizeAllCursor, "line": Qt.CursorShape.PointingHandCursor}
"""The pointer's shape over a point of a line, which can be dragged, and over a line, which can be selected."""


class Hover:
    """The pointer of a widget with a view, tools and guides. ``place`` is in the widget's units; None means outside it."""

    def __init__(self, widget: QWidget, view: PhotoView, tools: ToolLayer, guides: Guides) -> None:
        self.place: QPointF | None = None
        self._widget, self._view, self._tools, self._guides = widget, view, tools, guides
        self._ring, self._ring_place = Ring(), QRegion()
        self._cross = False

    def move(self, place: QPointF | None) -> None:
        self.place = place
        self.update_ring()
        if place is not None:
            self._update_shape()

    def set_cross(self, shown: bool) -> None:
        """Mark the place with a cross. The system does not show a pointer that is moved by keys."""
        self._cross = shown
        self.update_ring()

    def update(self) -> None:
        """Set the shape and the ring for the current state of the tools."""
        tools = self._tools.box
        if self._view.document is None:
            self._widget.unsetCursor()
        elif tools.dragging:
            self._widget.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif tools.moves:
            self._widget.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self._update_shape()
        self.update_ring()

    def update_ring(self) -> None:
        """Repaint where the brush's ring was and where it is now."""
        old, self._ring_place = self._ring_place, QRegion()
        if self.place is not None and self._ring_shown():
            area = QRectF(self._widget.rect())
            self._ring_place = ring_region(self.place, self._tools.brush, self._scale, area)
        if self.place is not None and self._cross:
            self._ring_place += cross_region(self.place)
        self._widget.update(old + self._ring_place)

    def draw(self, painter: QPainter) -> None:
        """Draw the ring and the cross. The painter's units are the widget's."""
        if self.place is not None and self._ring_shown():
            brush, area = self._tools.brush, QRectF(self._widget.rect())
            self._ring.draw(painter, self.place, brush, self._scale, area, self._tools.box.erases)
        if self.place is not None and self._cross:
            draw_cross(painter, self.place)

    @property
    def _scale(self) -> float:
        """The widget's units per photo pixel."""
        return self._view.viewport.zoom / self._view.ratio

    def _ring_shown(self) -> bool:
        shown = self._view.document is not None and self._tools.box.paints and not self._view.comparing
        return shown and self._grip_shape() is None

    def _grip_shape(self) -> Qt.CursorShape | None:
        """The pointer's shape over a guide that can be dragged; None elsewhere."""
        if self.place is None or self._tools.box.busy:
            return None
        device = self.place * self._view.ratio
        return self._guides.cursor_at(device.x(), device.y(), self._view.viewport, self._view.ratio)

    def _update_shape(self) -> None:
        """Set the pointer's shape for the active tool. The brush has its ring instead."""
        tools, ratio = self._tools.box, self._view.ratio
        if self._view.document is None or tools.moves or tools.dragging:
            return
        if (grip := self._grip_shape()) is not None:
            self._widget.setCursor(grip)
        elif tools.paints:
            self._widget.setCursor(Qt.CursorShape.BlankCursor)
        elif tools.is_searching and not tools.busy:
            self._widget.setCursor(Qt.CursorShape.BusyCursor)
        elif tools.draws_lines:
            shape = SHAPES.get(tools.lines.over)
            self._widget.setCursor(cursor("line", ratio) if shape is None else shape)
        else:
            marks: tuple[Mark, Mark] = ("zoom in", "zoom out") if tools.zooms else ("add", "subtract")
            self._widget.setCursor(cursor(marks[tools.opposite], ratio))
