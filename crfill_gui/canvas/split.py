"""Fill, jigsaw and original side by side: three views of one place that move together."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from crfill_core.geometry import Box, Size
from crfill_gui.canvas import navigation
from crfill_gui.canvas.layers import Layers
from crfill_gui.canvas.overlays import DARK, LIGHT, draw_label
from crfill_gui.canvas.reference_overlay import Drawn, ReferenceOverlay
from crfill_gui.canvas.surface import Surface
from crfill_gui.canvas.viewport import Viewport
from crfill_gui.document.document import Document, What
from crfill_gui.i18n import mark, tr

PANES = (mark("Fill"), mark("Jigsaw"), mark("Original"))
GAP = 2
NO_MASK = QColor(0, 0, 0, 0)
CROSS = 9.0
LABEL_ABOVE = 46


class SplitView(QWidget):
    """Replaces the canvas; dragging moves and the wheel zooms all three panes."""

    hovered = Signal(object)  # (x, y) photo pixel, or None

    def __init__(self, overlay: ReferenceOverlay, background: QColor) -> None:
        super().__init__()
        self.setObjectName("splitView")
        self.setAccessibleName(tr("Split view: fill, jigsaw and original side by side"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._jigsaw = Drawn(overlay)
        self._layers = Layers(background, NO_MASK)  # the fill; the second pane draws the jigsaw over it
        self._layers.surface.set_mask_visible(False)
        self._original = Surface(background, NO_MASK)
        self._surfaces = (self._layers.surface, self._original)
        self._document: Document | None = None
        self._drag: QPointF | None = None
        self._pointer: tuple[float, float] | None = None  # in photo pixels

    @property
    def viewport(self) -> Viewport:
        """The size of every pane."""
        return self._original.viewport

    def show_document(self, document: Document | None, like: Viewport | None = None) -> None:
        """Show that document around the middle of the view ``like``; None frees everything."""
        if self._document is not None:
            self._document.unsubscribe(self._on_change)
        self._document = document
        self._layers.show_document(document)
        self._original.show(self._layers.original, None)
        if document is not None and like is not None:
            document.subscribe(self._on_change)
            self._move_to(like.on_canvas(self._pane_size()), force=True)
        self.update()

    def set_background(self, background: QColor) -> None:
        for surface in self._surfaces:
            surface.set_colors(background, NO_MASK)
        self.update()

    def look_at(self, box: Box) -> None:
        """Show a box of the photo as large as possible in a pane."""
        pane = self._pane_size()
        zoom = min(pane.width / max(1, box.width), pane.height / max(1, box.height))
        viewport = replace(self.viewport, canvas=pane).zoomed(min(zoom, 8.0))
        self._move_to(viewport.centred(*box.center), force=True)

    def _on_change(self, what: What, box: Box) -> None:
        self._layers.changed(what, box)
        if what == "pixels":
            self.update()

    # Moving

    def _pane_size(self) -> Size:
        ratio = self.devicePixelRatioF()
        width = (self.width() - GAP * (len(PANES) - 1)) / len(PANES)
        return Size(max(1, int(width * ratio)), max(1, round(self.height() * ratio)))

    def _left(self, pane: int) -> int:
        """Where a pane begins, in device pixels."""
        return pane * (self._pane_size().width + round(GAP * self.devicePixelRatioF()))

    def _move_to(self, viewport: Viewport, force: bool = False) -> None:
        if force or viewport != self.viewport:
            for surface in self._surfaces:
                surface.move_to(viewport)
                if force:
                    surface.redraw()
            self.update()

    def _in_pane(self, position: QPointF) -> QPointF:
        """A point of the widget in device pixels of the pane under it."""
        device = position * self.devicePixelRatioF()
        pane = min(len(PANES) - 1, int(device.x() // (self._left(1) or 1)))
        return device - QPointF(self._left(pane), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._document is not None:
            self._move_to(self.viewport.on_canvas(self._pane_size()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        place, ratio = self._in_pane(event.position()), self.devicePixelRatioF()
        self._move_to(navigation.by_wheel(self.viewport, event, place, ratio))
        event.accept()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.NativeGesture and isinstance(event, QNativeGestureEvent):
            moved = navigation.by_pinch(self.viewport, event, self._in_pane(event.position()))
            if moved is not None:
                self._move_to(moved)
                return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._drag = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is not None and event.buttons() != Qt.MouseButton.NoButton:
            moved = (event.position() - self._drag) * self.devicePixelRatioF()
            self._drag = event.position()
            self._move_to(self.viewport.panned(moved.x(), moved.y()))
        place = self._in_pane(event.position())
        self._pointer = self.viewport.to_photo(place.x(), place.y())
        self.hovered.emit(self.viewport.pixel(place.x(), place.y()))
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drag = None

    def leaveEvent(self, event: QEvent) -> None:
        self._pointer = None
        self.hovered.emit(None)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moved = navigation.by_key(self.viewport, event)
        if moved is not None:
            self._move_to(moved)
        else:
            super().keyPressEvent(event)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ratio, pane = self.devicePixelRatioF(), self._pane_size()
        painter.scale(1 / ratio, 1 / ratio)
        fill, original = (surface.image for surface in self._surfaces)
        for number, name in enumerate(PANES):
            painter.save()
            painter.translate(self._left(number), 0)
            painter.setClipRect(QRectF(0, 0, *pane))
            painter.drawImage(QPoint(0, 0), original if name == "Original" else fill)
            if name == "Jigsaw":
                self._jigsaw.draw(painter, self.viewport, "jigsaw", ratio)
            self._draw_pointer(painter, ratio)
            painter.scale(ratio, ratio)
            # At the bottom: messages appear at the top.
            draw_label(painter, tr(name), pane.width / ratio / 2, self.height() - LABEL_ABOVE)
            painter.restore()

    def _draw_pointer(self, painter: QPainter, ratio: float) -> None:
        """The same place in every pane."""
        if self._pointer is None:
            return
        x, y = self.viewport.to_canvas(*self._pointer)
        reach = CROSS * ratio
        for color, width in ((DARK, 3.0 * ratio), (LIGHT, 1.2 * ratio)):
            painter.setPen(QPen(color, width))
            painter.drawLine(QPointF(x - reach, y), QPointF(x + reach, y))
            painter.drawLine(QPointF(x, y - reach), QPointF(x, y + reach))
