"""Shows a part of a document's photo and masks at some zoom. Used by the canvas and the split view."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, QRect, Signal
from PySide6.QtGui import QColor, QKeyEvent, QNativeGestureEvent, QPainter, QWheelEvent

from crfill_core.geometry import Box, Size
from crfill_core.imaging.bounds import bounds
from crfill_gui.canvas import navigation
from crfill_gui.canvas.layers import Layers
from crfill_gui.canvas.tiles import DisplayTiles
from crfill_gui.canvas.viewport import Viewport
from crfill_gui.document.document import Document
from crfill_gui.document.history import What


class PhotoView(QObject):
    """Its widget passes on its size and wheel, pinch and key events, and lets it draw.

    Places and sizes are in device pixels unless named photo.
    """

    changed = Signal(object)  # Box that is to be drawn again
    moved = Signal(object)  # Viewport: another part of the photo is shown, or the widget has another size
    zoomed = Signal(float)
    compare_changed = Signal(bool)
    mask_shown = Signal(bool)

    def __init__(self, background: QColor, overlay: QColor, parent: QObject) -> None:
        super().__init__(parent)
        self.document: Document | None = None
        self.mask_visible = True
        self.ratio = 1.0
        """Device pixels per unit of the widget."""
        self._layers = Layers(background, overlay)
        self._surface = self._layers.surface
        self._fits = True

    # Content

    @property
    def viewport(self) -> Viewport:
        return self._surface.viewport

    @property
    def comparing(self) -> bool:
        """Whether the photo as opened is shown, without the masks."""
        return self._layers.comparing

    @property
    def original(self) -> DisplayTiles | None:
        """The photo as opened; None without a document."""
        return self._layers.original

    def show_document(self, document: Document | None, like: Viewport | None = None) -> None:
        """Show another document (None: nothing) around the middle of the view ``like``. Default: fitted, or at the same
        place as the last one if that had the same size and was zoomed in.
        """
        if like is None and self.document is not None and not self._fits:
            like = self.viewport
        if self.document is not None:
            self.document.unsubscribe(self._on_change)
        self.document = document
        self._layers.show_document(document)
        if document is not None:
            document.subscribe(self._on_change)
            self._fits = like is None or like.photo != document.size
            if like is None or self._fits:
                self._surface.viewport = Viewport(document.size, self.viewport.canvas).fitted(enlarge=False)
            else:
                self._surface.viewport = like.on_canvas(self.viewport.canvas)
            self.zoomed.emit(self.viewport.zoom)
        self.redraw()

    def redraw(self) -> None:
        """Draw everything again."""
        self._surface.redraw()
        self._all_changed()

    def preview_mask(self, coverage: np.ndarray | None) -> None:
        """Show this mask (H, W) uint8 in place of the document's, which is not changed; None: the document's again."""
        self._layers.preview_mask(coverage)
        self._all_changed()

    def set_colors(self, background: QColor, overlay: QColor) -> None:
        """The ground around the photo, and the mask (its alpha is the opacity)."""
        self._surface.set_colors(background, overlay)
        self._all_changed()

    def set_mask_visible(self, visible: bool) -> None:
        if visible != self.mask_visible:
            self.mask_visible = visible
            self._surface.set_mask_visible(visible)
            self._all_changed()
            self.mask_shown.emit(visible)

    def set_comparing(self, comparing: bool) -> None:
        """Show the photo as opened, without the mask, or the edited one again."""
        if self._layers.set_comparing(comparing):
            self._all_changed()
            self.compare_changed.emit(comparing)

    def pixel(self, place: QPointF) -> tuple[int, int] | None:
        """The photo's pixel at a place; None beside the photo."""
        return None if self.document is None else self.viewport.pixel(place.x(), place.y())

    def _on_change(self, what: What, box: Box) -> None:
        place = self._layers.changed(what, box)
        if not place.is_empty:
            self.changed.emit(place)

    def _all_changed(self) -> None:
        self.changed.emit(Box.of(self.viewport.canvas))

    # Zoom and pan

    def fit(self) -> None:
        """Show the whole photo."""
        self.move_to(self.viewport.fitted(), fits=True)

    def zoom_to(self, zoom: float) -> None:
        """Show the photo at that zoom (1: one device pixel per pixel), keeping its middle."""
        self.move_to(self.viewport.zoomed(zoom))

    def zoom_step(self, direction: int, x: float | None = None, y: float | None = None) -> None:
        """Take the next larger (1) or smaller (−1) of the usual zooms; (x, y) stays where it is (default: the middle)."""
        self.move_to(self.viewport.stepped(direction, x, y))

    def zoom_to_mask(self) -> None:
        """Show the mask and some surroundings as large as possible."""
        box = Box(0, 0, 0, 0) if self.document is None else bounds(self.document.coverage)
        if not box.is_empty:
            self.zoom_to_box(box.pad(max(8, max(box.size) // 5)))

    def zoom_to_box(self, box: Box) -> None:
        """Show a box of the photo as large as possible."""
        self.move_to(self.viewport.showing(box))

    def pan(self, dx: float, dy: float) -> None:
        self.move_to(self.viewport.panned(dx, dy))

    def move_to(self, viewport: Viewport, fits: bool = False) -> None:
        """Show that part of the photo. With ``fits`` the whole photo is shown again whenever the widget changes its
        size.
        """
        if self.document is None or viewport == self.viewport:
            return
        rescaled = viewport.zoom != self.viewport.zoom
        self._fits = fits
        self._surface.move_to(viewport)
        self._all_changed()
        if rescaled:
            self.zoomed.emit(viewport.zoom)
        self.moved.emit(viewport)

    # The widget's size and events

    def resize(self, size: Size, ratio: float) -> None:
        """Set the widget's size and its number of device pixels per unit."""
        self.ratio = ratio
        viewport = self.viewport.on_canvas(size)
        if self.document is not None and self._fits:
            viewport = viewport.fitted(enlarge=False)
        self._surface.set_ratio(ratio)
        self._surface.move_to(viewport)
        self.moved.emit(viewport)
        if self.document is not None:
            self.zoomed.emit(viewport.zoom)

    def wheel(self, event: QWheelEvent, place: QPointF) -> None:
        """Zoom around ``place``, or pan."""
        self.move_to(navigation.by_wheel(self.viewport, event, place, self.ratio))
        event.accept()

    def pinch(self, event: QEvent, place: QPointF) -> bool:
        """Zoom around ``place`` if the event is a touchpad's pinch; False for all other events."""
        if not isinstance(event, QNativeGestureEvent):
            return False
        viewport = navigation.by_pinch(self.viewport, event, place)
        if viewport is not None:
            self.move_to(viewport)
        return viewport is not None

    def key(self, event: QKeyEvent) -> bool:
        """Pan or zoom; False for keys that do neither."""
        viewport = navigation.by_key(self.viewport, event)
        if viewport is not None:
            self.move_to(viewport)
        return viewport is not None

    # Painting

    def draw(self, painter: QPainter, area: QRect | None = None) -> None:
        """Draw an area (default: all) of photo and masks, with a painter whose units are device pixels, unscaled."""
        image = self._surface.image
        area = image.rect() if area is None else area.intersected(image.rect())
        painter.drawImage(area.topLeft(), image, area)
