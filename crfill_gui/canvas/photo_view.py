"""A widget that shows a document's photo and masks, zooms and pans. The canvas adds the tools to it."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QColor, QNativeGestureEvent, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from crfill_core.geometry import Box, Size
from crfill_core.imaging.bounds import bounds
from crfill_gui.canvas import navigation
from crfill_gui.canvas.layers import Layers
from crfill_gui.canvas.viewport import Viewport
from crfill_gui.document.document import Document, What


class PhotoView(QWidget):
    """Shows a document. Coordinates of its own methods are device pixels unless they say photo."""

    hovered = Signal(object)  # (x, y) photo pixel under the pointer, or None
    zoomed = Signal(float)
    compare_changed = Signal(bool)
    mask_shown = Signal(bool)

    def __init__(self, background: QColor, overlay: QColor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setMinimumSize(240, 180)
        self._document: Document | None = None
        self._layers = Layers(background, overlay)
        self._surface = self._layers.surface
        self.mask_visible = True
        self._fits = True
        self._pointer: QPointF | None = None

    # What it shows

    @property
    def viewport(self) -> Viewport:
        return self._surface.viewport

    @property
    def comparing(self) -> bool:
        return self._layers.comparing

    def show_document(self, document: Document | None) -> None:
        """Show another document (None: nothing): fitted to the canvas, or at the same place as the last one if that
        had the same size and was zoomed in.
        """
        before = None if self._fits or self._document is None else self.viewport
        if self._document is not None:
            self._document.unsubscribe(self._on_change)
        self._document = document
        self._layers.show_document(document)
        if document is not None:
            document.subscribe(self._on_change)
            self._fits = before is None or before.photo != document.size
            if self._fits:
                self._surface.viewport = Viewport(document.size, self.viewport.canvas).fitted(enlarge=False)
            self.zoomed.emit(self.viewport.zoom)
        self._surface.redraw()
        self.update()

    def preview_mask(self, coverage: np.ndarray | None) -> None:
        """Show this mask (H, W) uint8 in place of the document's, which is not changed; None: the document's again."""
        self._layers.preview_mask(coverage)
        self.update()

    def set_colors(self, background: QColor, overlay: QColor) -> None:
        """The canvas around the photo, and the mask (its alpha is the opacity)."""
        self._surface.set_colors(background, overlay)
        self.update()

    def set_mask_visible(self, visible: bool) -> None:
        if visible == self.mask_visible:
            return
        self.mask_visible = visible
        self._surface.set_mask_visible(visible)
        self.update()
        self.mask_shown.emit(visible)

    def set_comparing(self, comparing: bool) -> None:
        """Show the photo as opened, without the mask, or the edited one again."""
        if self._layers.set_comparing(comparing):
            self.update()
            self.compare_changed.emit(comparing)

    def _on_change(self, what: What, box: Box) -> None:
        place = self._layers.changed(what, box)
        if not place.is_empty:
            self.update(self._logical(place))

    # Zoom and pan

    def fit(self) -> None:
        """Show the whole photo."""
        self._move_to(self.viewport.fitted(), fits=True)

    def zoom_to(self, zoom: float) -> None:
        """Show the photo at that zoom (1: one device pixel per pixel), keeping its middle."""
        self._move_to(self.viewport.zoomed(zoom))

    def zoom_step(self, direction: int) -> None:
        self._move_to(self.viewport.stepped(direction))

    def _zoom_step_at(self, direction: int, x: float, y: float) -> None:
        self._move_to(self.viewport.stepped(direction, x, y))

    def zoom_to_mask(self) -> None:
        """Show the mask and some surroundings as large as possible."""
        box = Box(0, 0, 0, 0) if self._document is None else bounds(self._document.coverage)
        if not box.is_empty:
            self.zoom_to_box(box.pad(max(8, max(box.size) // 5)))

    def zoom_to_box(self, box: Box) -> None:
        """Show a box of the photo as large as possible."""
        self._move_to(self.viewport.showing(box))

    def _pan(self, dx: float, dy: float) -> None:
        self._move_to(self.viewport.panned(dx, dy))

    def _move_to(self, viewport: Viewport, fits: bool = False) -> None:
        if self._document is None or viewport == self.viewport:
            return
        changed = viewport.zoom != self.viewport.zoom
        self._fits = fits
        self._surface.move_to(viewport)
        self._on_moved(viewport)
        self.update()
        if changed:
            self.zoomed.emit(viewport.zoom)
        self._report_hover()

    def _on_moved(self, viewport: Viewport) -> None:
        """Called when another part of the photo is shown, or the widget has another size, so that overlays can
        follow.
        """

    def resizeEvent(self, event: QResizeEvent) -> None:
        ratio = self.devicePixelRatioF()
        # Rounded up: a partial device pixel is shown too.
        canvas = Size(max(1, math.ceil(self.width() * ratio)), max(1, math.ceil(self.height() * ratio)))
        viewport = self.viewport.on_canvas(canvas)
        if self._document is not None and self._fits:
            viewport = viewport.fitted(enlarge=False)
        self._surface.set_ratio(ratio)
        self._surface.move_to(viewport)
        self._on_moved(viewport)
        if self._document is not None:
            self.zoomed.emit(viewport.zoom)

    # Wheel and touchpad

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.NativeGesture and isinstance(event, QNativeGestureEvent):
            moved = navigation.by_pinch(self.viewport, event, event.position() * self.devicePixelRatioF())
            if moved is not None:
                self._move_to(moved)
                return True
        elif event.type() == QEvent.Type.DevicePixelRatioChange:
            self.resizeEvent(QResizeEvent(self.size(), self.size()))
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        ratio = self.devicePixelRatioF()
        self._move_to(navigation.by_wheel(self.viewport, event, event.position() * ratio, ratio))
        event.accept()

    # Places

    def _report_hover(self) -> None:
        self.hovered.emit(None if self._pointer is None else self._photo_pixel(self._pointer))

    def _photo_pixel(self, position: QPointF) -> tuple[int, int] | None:
        """The photo's pixel at a point of this widget; None beside the photo."""
        if self._document is None:
            return None
        device = position * self.devicePixelRatioF()
        return self.viewport.pixel(device.x(), device.y())

    def _logical(self, place: Box) -> QRect:
        """Device pixels as a rectangle of this widget, rounded outwards."""
        ratio = self.devicePixelRatioF()
        left, top = int(place.left / ratio) - 1, int(place.top / ratio) - 1
        corner = QPoint(int(place.right / ratio) + 2, int(place.bottom / ratio) + 2)
        return QRect(QPoint(left, top), corner)

    def _draw_surface(self, painter: QPainter, area: QRect) -> None:
        """Draw the photo and its masks within an area of this widget, with a painter whose units are device pixels: the
        surface is not scaled, whatever the screen's ratio.
        """
        ratio = self.devicePixelRatioF()
        source = QRect(
            int(area.left() * ratio) - 1,
            int(area.top() * ratio) - 1,
            int(area.width() * ratio) + 3,
            int(area.height() * ratio) + 3,
        ).intersected(self._surface.image.rect())
        painter.drawImage(source.topLeft(), self._surface.image, source)
