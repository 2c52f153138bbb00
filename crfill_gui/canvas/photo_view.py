"""A part of a document's photo and masks at some zoom, for the canvas and the split view."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QColor, QInputDevice, QKeyEvent, QNativeGestureEvent, QPainter, QWheelEvent

from crfill_core.geometry import EMPTY, Box, Size
from crfill_core.imaging.bounds import bounds
from crfill_gui.canvas.layers import Layers
from crfill_gui.canvas.surface import Surface
from crfill_gui.canvas.viewport import Viewport
from crfill_gui.document.document import Document
from crfill_gui.document.history import What

WHEEL_ZOOM = 1.2
"""The factor by which one notch of the wheel, which is 120 units of Qt's angle, changes the zoom."""
PAN_STEP = 80
"""How far one press of an arrow key pans, in the widget's units."""
PANS = {
    Qt.Key.Key_Left: (PAN_STEP, 0),
    Qt.Key.Key_Right: (-PAN_STEP, 0),
    Qt.Key.Key_Up: (0, PAN_STEP),
    Qt.Key.Key_Down: (0, -PAN_STEP),
}
ZOOMS = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}


class PhotoView(QObject):
    """What a widget shows. The widget passes its size and its wheel, pinch and key events on, and calls :meth:`draw`.

    Places and sizes are in device pixels unless stated otherwise.
    """

    changed = Signal(object)  # Box of the canvas that has to be painted again
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

    def original_surface(self) -> Surface:
        """A new surface that shows the same place of the photo as opened, without masks."""
        surface = Surface(self._surface.background, QColor(0, 0, 0, 0))
        surface.show(self._layers.original, None)
        surface.move_to(self.viewport)
        surface.redraw()
        return surface

    def show_document(self, document: Document | None, like: Viewport | None = None) -> None:
        """Show another document, or nothing for None, at the zoom and place of ``like``.

        By default ``like`` is the current viewport. If that was set to show the whole photo, or if the photo of ``like``
        has another size, the whole photo is shown.
        """
        if like is None and self.document is not None and not self._fits:
            like = self.viewport
        if self.document is not None:
            self.document.unsubscribe(self._on_change)
        self.document = document
        was_comparing = self.comparing
        self._layers.show_document(document)
        if was_comparing:
            self.compare_changed.emit(False)
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
        """Show this mask, (H, W) uint8, without changing the document. None shows the document's mask again."""
        self._layers.preview_mask(coverage)
        self._all_changed()

    def set_colors(self, background: QColor, overlay: QColor) -> None:
        """Set the colours around the photo and of the mask. The alpha of ``overlay`` is the mask's opacity."""
        self._surface.set_colors(background, overlay)
        self._all_changed()

    def set_mask_visible(self, visible: bool) -> None:
        if visible != self.mask_visible:
            self.mask_visible = visible
            self._surface.set_mask_visible(visible)
            self._all_changed()
            self.mask_shown.emit(visible)

    def set_comparing(self, comparing: bool) -> None:
        """Show the photo as opened, without the masks, or the edited photo again."""
        if self._layers.set_comparing(comparing):
            self._all_changed()
            self.compare_changed.emit(comparing)

    def pixel(self, place: QPointF) -> tuple[int, int] | None:
        """The photo's pixel at a place; None outside the photo."""
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
        """Show the photo at a zoom, in device pixels per photo pixel. The middle of the view stays."""
        self.move_to(self.viewport.zoomed(zoom))

    def zoom_step(self, direction: int, x: float | None = None, y: float | None = None) -> None:
        """Take the next larger (1) or smaller (−1) zoom of ``ZOOM_STEPS`` around the place (x, y), by default the middle."""
        self.move_to(self.viewport.stepped(direction, x, y))

    def zoom_to_mask(self) -> None:
        """Show the masked area and a margin around it as large as possible."""
        box = EMPTY if self.document is None else bounds(self.document.coverage)
        if not box.is_empty:
            self.zoom_to_box(box.pad(max(8, max(box.size) // 5)))

    def zoom_to_box(self, box: Box) -> None:
        """Show a box of the photo as large as possible."""
        self.move_to(self.viewport.showing(box))

    def pan(self, dx: float, dy: float) -> None:
        self.move_to(self.viewport.panned(dx, dy))

    def move_to(self, viewport: Viewport, fits: bool = False) -> None:
        """Show another part of the photo. With ``fits``, later changes of the widget's size show the whole photo again."""
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
        """Set the widget's size and its device pixels per unit."""
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
        """Zoom around ``place``. Two fingers on a touchpad pan; with Ctrl they zoom."""
        event.accept()
        turn = event.angleDelta()
        if _is_touchpad(event) and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            shift = event.pixelDelta() if not event.pixelDelta().isNull() else turn / 4
            self.pan(shift.x() * self.ratio, shift.y() * self.ratio)
        elif turn.y():
            self._enlarge(WHEEL_ZOOM ** (turn.y() / 120), place)

    def pinch(self, event: QEvent, place: QPointF) -> bool:
        """Zoom around ``place`` if the event is a touchpad's pinch; False for all other events."""
        pinch = Qt.NativeGestureType.ZoomNativeGesture
        if not isinstance(event, QNativeGestureEvent) or event.gestureType() != pinch:
            return False
        self._enlarge(1 + event.value(), place)
        return True

    def key(self, event: QKeyEvent) -> bool:
        """Pan with the arrow keys, and zoom with plus and minus; False for all other keys."""
        key = event.key()
        if key in PANS:
            across, down = PANS[Qt.Key(key)]
            self.pan(across * self.ratio, down * self.ratio)
        elif key in ZOOMS:
            self.zoom_step(ZOOMS[Qt.Key(key)])
        return key in PANS or key in ZOOMS

    def _enlarge(self, factor: float, place: QPointF) -> None:
        self.move_to(self.viewport.zoomed(self.viewport.zoom * factor, place.x(), place.y()))

    # Painting

    def draw(self, painter: QPainter, area: QRect | None = None) -> None:
        """Draw an area of the photo and the masks; by default all. The painter's units are device pixels."""
        image = self._surface.image
        area = image.rect() if area is None else area.intersected(image.rect())
        painter.drawImage(area.topLeft(), image, area)


def _is_touchpad(event: QWheelEvent) -> bool:
    """Whether a touchpad sent the event. X11 reports the device; other platforms report pixels and phases."""
    if event.device() is not None and event.device().type() == QInputDevice.DeviceType.TouchPad:
        return True
    return event.phase() != Qt.ScrollPhase.NoScrollPhase and not event.pixelDelta().isNull()
