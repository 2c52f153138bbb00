"""The canvas widget: turns events into gestures on the photo and shows what they changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDropEvent,
    QFocusEvent,
    QInputDevice,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QTabletEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QWidget

from crfill_core.geometry import Box, Size
from crfill_core.references.provenance import Link
from crfill_gui.canvas import outlines
from crfill_gui.canvas.ants import Ants
from crfill_gui.canvas.cursors import Mark, cursor
from crfill_gui.canvas.guides import Guides
from crfill_gui.canvas.overlays import draw_label, draw_ring, ring_region
from crfill_gui.canvas.reference_overlay import ReferenceOverlay
from crfill_gui.canvas.surface import Surface
from crfill_gui.canvas.tiles import DisplayTiles, Pyramid
from crfill_gui.canvas.toolbox import ToolBox
from crfill_gui.canvas.tools import Pointer, ToolName
from crfill_gui.canvas.viewport import Viewport
from crfill_gui.document.brush import Brush
from crfill_gui.document.bucket import BucketSettings
from crfill_gui.document.document import Document, What
from crfill_gui.document.mask import bounds
from crfill_gui.document.select_tools import Key

Keys = Qt.KeyboardModifier
ARROW_PAN = 80
PANS = {
    Qt.Key.Key_Left: (ARROW_PAN, 0),
    Qt.Key.Key_Right: (-ARROW_PAN, 0),
    Qt.Key.Key_Up: (0, ARROW_PAN),
    Qt.Key.Key_Down: (0, -ARROW_PAN),
}
TOOL_KEYS: dict[int, Key] = {
    Qt.Key.Key_Return: "enter",
    Qt.Key.Key_Enter: "enter",
    Qt.Key.Key_Backspace: "backspace",
    Qt.Key.Key_Delete: "backspace",
}


class Canvas(QWidget):
    """Shows a document and paints on it. Coordinates of its own methods are device pixels unless they say
    photo.
    """

    hovered = Signal(object)  # (x, y) photo pixel under the pointer, or None
    zoomed = Signal(float)
    brush_changed = Signal(object)  # Brush
    tool_changed = Signal(str)
    covered = Signal()  # a gesture has added to the mask
    compare_changed = Signal(bool)
    mask_shown = Signal(bool)
    steered = Signal(int, int, bool)  # Ctrl+click on a photo pixel; with Alt: not from there
    dropped = Signal(list)  # of Path

    def __init__(
        self, background: QColor, overlay: QColor, brush: Brush, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("canvas")
        self.setAccessibleName("Photo canvas")
        self.setAccessibleDescription(
            "The photo. Paint over what should go; arrow keys pan, plus and minus zoom."
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(240, 180)
        self.grabGesture(Qt.GestureType.PinchGesture)

        self.brush = brush
        self._document: Document | None = None
        self._surface = Surface(background, overlay)
        self.references = ReferenceOverlay()
        self._tiles: DisplayTiles | None = None
        self._original_tiles: DisplayTiles | None = None
        self._mask: Pyramid | None = None
        self._avoid: Pyramid | None = None
        self._prefer: Pyramid | None = None
        self._comparing = False
        self.mask_visible = True
        self._fits = True
        self._tools = ToolBox(
            lambda: self.brush, self.set_brush, self._pan, self._zoom_step_at, self.zoom_to_box
        )
        self.guides = Guides(self.update, background, self)
        self._ants = Ants(self.update, self)
        self._tint = outlines.PreviewTint()
        self._pen_pressure = 1.0
        self._area_before = 0
        self._previewing = False
        self._pointer: QPointF | None = None
        self._ring = QRegion()
        self._update_cursor()

    # What it shows

    @property
    def viewport(self) -> Viewport:
        return self._surface.viewport

    @property
    def tool(self) -> ToolName:
        return self._tools.name

    @property
    def comparing(self) -> bool:
        return self._comparing

    def show_document(self, document: Document | None) -> None:
        """Show another document (None: nothing): fitted to the canvas, or in the same place as the last one if
        it is just as large and was looked at from near.
        """
        self.cancel_gesture()
        before = None if self._fits or self._document is None else self.viewport
        if self._document is not None:
            self._document.unsubscribe(self._on_change)
        self._document = document
        self._tools.edit(document)
        self.guides.edit(document)
        self._comparing = False
        self._original_tiles = None
        self._tiles = None if document is None else DisplayTiles(document.original)
        self._mask = None if document is None else Pyramid(document.coverage)
        self._previewing = False
        self._avoid = self._prefer = None
        if document is not None and document.is_steered:
            self._avoid, self._prefer = Pyramid(document.avoid), Pyramid(document.prefer)
        self._show_layers()
        if document is not None:
            document.subscribe(self._on_change)
            if document.is_changed and self._tiles is not None:  # reopened with its fills
                self._tiles.refresh(document.pixels, Box.of(document.size))
            self._fits = before is None or before.photo != document.size
            if self._fits:
                self._surface.viewport = Viewport(document.size, self.viewport.canvas).fitted(enlarge=False)
            self.zoomed.emit(self.viewport.zoom)
        self._surface.redraw()
        self.update()

    def _show_layers(self) -> None:
        self._surface.show(self._tiles, self._mask, self._avoid, self._prefer)

    def preview_mask(self, coverage: np.ndarray | None) -> None:
        """Show this mask (H, W) uint8 in place of the document's, which stays as it is; None: the document's again."""
        if self._document is None:
            return
        self._mask = Pyramid(self._document.coverage if coverage is None else coverage)
        self._previewing = coverage is not None
        if not self._comparing:
            self._show_layers()
            self._surface.redraw()
            self.update()

    def update_references(self) -> None:
        """Draw the overlay of :attr:`references` again, after a change to it."""
        self.update()

    def set_links(self, links: Sequence[Link], chosen: Link | None = None) -> None:
        """Draw lines for these links in place of the present ones."""
        before = self.references.lines.bounds(self.viewport)
        self.references.set_links(links, chosen)
        for place in (before, self.references.lines.bounds(self.viewport)):
            if not place.is_empty:
                self.update(self._logical(place))

    def set_colors(self, background: QColor, overlay: QColor) -> None:
        """The canvas around the photo, and the mask (its alpha is the opacity)."""
        self._surface.set_colors(background, overlay)
        self.guides.set_background(background)
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
        if comparing == self._comparing or self._document is None:
            return
        self._comparing = comparing
        if comparing:
            self._surface.show(self._original() if self._document.is_changed else self._tiles, None)
        else:
            self._show_layers()
        self._surface.redraw()
        self.update()
        self.compare_changed.emit(comparing)

    def set_wiping(self, wiping: bool) -> None:
        """Lay the photo as opened over a part of the edited one, up to a line that can be dragged."""
        if self._document is not None and wiping != self.guides.wiping:
            self.guides.set_wipe(self._original() if wiping else None, self.viewport)

    def _original(self) -> DisplayTiles:
        assert self._document is not None
        if self._original_tiles is None:
            self._original_tiles = DisplayTiles(self._document.original)
        return self._original_tiles

    def _on_change(self, what: What, box: Box) -> None:
        if self._document is None or self._tiles is None or self._mask is None or box.is_empty:
            return
        if what == "pixels":
            self._tiles.refresh(self._document.pixels, box)
        elif what == "mask":
            if not self._previewing:
                self._mask.refresh(box)
            self.guides.mask_changed()
        else:
            self._refresh_steering(self._document, box)
        if self._comparing:
            return
        place = self._surface.photo_changed(box) if what == "pixels" else self._surface.mask_changed(box)
        if not place.is_empty:
            self.update(self._logical(place))

    def _refresh_steering(self, document: Document, box: Box) -> None:
        """Steering changed in that box; before the first time its layers cost nothing."""
        if self._avoid is None or self._prefer is None:
            self._avoid, self._prefer = Pyramid(document.avoid), Pyramid(document.prefer)
            if not self._comparing:
                self._show_layers()
        self._avoid.refresh(box)
        self._prefer.refresh(box)

    # Zoom and pan

    def fit(self) -> None:
        """Show the whole photo."""
        self._move_to(self.viewport.fitted(), fits=True)

    def zoom_to(self, zoom: float) -> None:
        """Show photo pixels that large (1 = one device pixel), keeping the middle."""
        self._move_to(self.viewport.zoomed(zoom))

    def zoom_step(self, direction: int) -> None:
        self._move_to(self.viewport.stepped(direction))

    def _zoom_step_at(self, direction: int, x: float, y: float) -> None:
        self._move_to(self.viewport.stepped(direction, x, y))

    def zoom_to_mask(self) -> None:
        """Show the mask with some of its surroundings as large as it fits."""
        box = Box(0, 0, 0, 0) if self._document is None else bounds(self._document.coverage)
        if not box.is_empty:
            self.zoom_to_box(box.pad(max(8, max(box.size) // 5)))

    def zoom_to_box(self, box: Box) -> None:
        """Show a box of the photo as large as it fits."""
        self._move_to(self.viewport.showing(box))

    def _pan(self, dx: float, dy: float) -> None:
        self._move_to(self.viewport.panned(dx, dy))

    def _zoom_at(self, factor: float, position: QPointF) -> None:
        device = position * self.devicePixelRatioF()
        self._move_to(self.viewport.zoomed(self.viewport.zoom * factor, device.x(), device.y()))

    def _move_to(self, viewport: Viewport, fits: bool = False) -> None:
        if self._document is None or viewport == self.viewport:
            return
        changed = viewport.zoom != self.viewport.zoom
        self._fits = fits
        self._surface.move_to(viewport)
        self.guides.move_to(viewport)
        self.update()
        if changed:
            self.zoomed.emit(viewport.zoom)
        self._update_ring()
        self._report_hover()

    def resizeEvent(self, event: QResizeEvent) -> None:
        ratio = self.devicePixelRatioF()
        canvas = Size(max(1, round(self.width() * ratio)), max(1, round(self.height() * ratio)))
        viewport = self.viewport.on_canvas(canvas)
        if self._document is not None and self._fits:
            viewport = viewport.fitted(enlarge=False)
        self._surface.move_to(viewport)
        self.guides.move_to(viewport)
        if self._document is not None:
            self.zoomed.emit(viewport.zoom)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Gesture and isinstance(event, QGestureEvent):
            return self._on_gesture(event)
        if event.type() == QEvent.Type.NativeGesture and isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self._zoom_at(1 + event.value(), event.position())
                return True
        elif event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if (
                event.key() == Qt.Key.Key_Alt
            ):  # held for the opposite tool: the menu bar must not take the focus
                event.accept()
                return True
            if event.key() in TOOL_KEYS and self._tools.wants(TOOL_KEYS[event.key()]):
                event.accept()
                return True
        elif event.type() == QEvent.Type.DevicePixelRatioChange:
            self.resizeEvent(QResizeEvent(self.size(), self.size()))
        return super().event(event)

    def _on_gesture(self, event: QGestureEvent) -> bool:
        pinch = event.gesture(Qt.GestureType.PinchGesture)
        if not isinstance(pinch, QPinchGesture):
            return False
        self.cancel_gesture()  # the first finger may have begun a stroke
        moved = (pinch.centerPoint() - pinch.lastCenterPoint()) * self.devicePixelRatioF()
        self._pan(moved.x(), moved.y())
        self._zoom_at(pinch.scaleFactor(), QPointF(self.mapFromGlobal(pinch.centerPoint())))
        return True

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn = event.angleDelta()
        if event.modifiers() & Keys.AltModifier:  # some platforms turn Alt+wheel into a sideways wheel
            self.set_brush(self.brush.scaled(1.15 ** ((turn.y() or turn.x()) / 120)))
        elif _is_touchpad(event) and not event.modifiers() & Keys.ControlModifier:
            shift = event.pixelDelta() if not event.pixelDelta().isNull() else turn / 4
            self._pan(shift.x() * self.devicePixelRatioF(), shift.y() * self.devicePixelRatioF())
        elif turn.y():
            self._zoom_at(1.2 ** (turn.y() / 120), event.position())
        event.accept()

    # Tools

    def set_tool(self, tool: ToolName) -> None:
        """Take a tool in hand; what the present one has selected so far is accepted."""
        self._tools.name = tool
        self._update_cursor()
        self._update_ring()
        self._follow_selection()
        self.tool_changed.emit(tool)

    @property
    def swapped_tool(self) -> ToolName:
        """The tool to take when brush and eraser change places."""
        return self._tools.swapped

    @property
    def bucket(self) -> BucketSettings:
        return self._tools.bucket

    def set_bucket(self, settings: BucketSettings) -> None:
        self._tools.bucket = settings

    def finish_gesture(self) -> None:
        """Accept what a selection tool has found so far."""
        self._tools.finish()
        self._follow_selection()

    def _follow_selection(self) -> None:
        """Draw what the tool in hand has under way, and let it march."""
        lines = bool(self._tools.outlines)
        if lines or self._ants.marching:
            self.update()
        self._ants.march(lines)

    def set_brush(self, brush: Brush) -> None:
        if brush != self.brush:
            self.brush = brush
            self._update_ring()
            self.brush_changed.emit(brush)

    def cancel_gesture(self) -> bool:
        """Give up the stroke or drag under way; False if there was none."""
        cancelled = self.guides.cancel() or self._tools.cancel()
        self._update_cursor()
        self._follow_selection()
        return cancelled

    def _pointer_event(self, position: QPointF, modifiers: Qt.KeyboardModifier) -> Pointer:
        device = position * self.devicePixelRatioF()
        x, y = self.viewport.to_photo(device.x(), device.y())
        return Pointer(
            *(x, y, device.x(), device.y(), self.viewport.zoom, self._pen_pressure),
            shift=bool(modifiers & Keys.ShiftModifier),
            alt=bool(modifiers & Keys.AltModifier),
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._press(event, double=False)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._press(event, double=True)

    def _press(self, event: QMouseEvent, double: bool) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        left, middle = (
            event.button() == button for button in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton)
        )
        if self._document is None or self._tools.busy or self.guides.busy or not (left or middle):
            return
        if left and not self._comparing and self.guides.press(*self._place(event)):
            return
        if left and event.modifiers() & Keys.ControlModifier and self._tools.edits_mask:
            if (point := self._photo_pixel(event.position())) is not None:
                self.steered.emit(*point, bool(event.modifiers() & Keys.AltModifier))
            return
        if left and self._tools.edits_mask:  # nobody paints on what cannot be seen
            self.set_comparing(False)
            self.set_mask_visible(True)
        self._area_before = self._document.mask_area
        self._tools.press(self._pointer_event(event.position(), event.modifiers()), middle, double)
        self._update_cursor()
        self._follow_selection()

    def _gesture_ended(self, area_before: int) -> None:
        """Tell if a gesture has made the mask larger."""
        self._follow_selection()
        if self._document is not None and self._document.mask_area > area_before:
            self.covered.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer = event.position()
        if self.guides.busy:
            x, y, viewport, _ = self._place(event)
            self.guides.drag(x, y, viewport)
            return
        self._tools.opposite = bool(event.modifiers() & Keys.AltModifier)
        self._tools.move(self._pointer_event(event.position(), event.modifiers()))
        self._update_ring()
        self._update_shape()
        self._follow_selection()
        self._report_hover()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        buttons = (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton)
        if self.guides.busy:
            self.guides.release()
            self._update_cursor()
        elif event.button() in buttons:
            with self._patience():
                self._tools.release(self._pointer_event(event.position(), event.modifiers()))
            self._update_cursor()
            self._gesture_ended(self._area_before)

    def tabletEvent(self, event: QTabletEvent) -> None:
        """Keep the pen's pressure for the mouse event that Qt makes of this one."""
        released = event.type() == QEvent.Type.TabletRelease
        self._pen_pressure = 1.0 if released or event.pressure() <= 0 else event.pressure()
        event.ignore()

    def leaveEvent(self, event: QEvent) -> None:
        self._pointer = None
        self._update_ring()
        self._report_hover()

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._tools.panning = True
                self._update_cursor()
        elif key == Qt.Key.Key_Backslash and event.modifiers() in (Keys.NoModifier, Keys.AltModifier):
            if not event.isAutoRepeat():
                self.cancel_gesture()
                self.set_comparing(True)
        elif key in PANS:
            self._pan(*PANS[Qt.Key(key)])
        elif key in TOOL_KEYS and self._document is not None and self._tools.wants(TOOL_KEYS[key]):
            before = self._document.mask_area
            self._tools.key(TOOL_KEYS[key])
            self._gesture_ended(before)
        elif key == Qt.Key.Key_Alt:
            self._tools.opposite = True
            self._update_cursor()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat():
            return
        if event.key() == Qt.Key.Key_Space:
            self._tools.panning = False
            self._update_cursor()
        elif event.key() == Qt.Key.Key_Backslash:
            self.set_comparing(False)
        elif event.key() == Qt.Key.Key_Alt:
            self._tools.opposite = False
            self._update_cursor()
        else:
            super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keys released elsewhere would otherwise stay held."""
        self._tools.let_go()
        self.set_comparing(False)
        self._update_cursor()
        super().focusOutEvent(event)

    # Drop

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(paths)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ratio = self.devicePixelRatioF()
        area = event.rect()
        # Blit in device pixels: the surface is not scaled, whatever the screen's ratio.
        painter.scale(1 / ratio, 1 / ratio)
        source = QRect(
            int(area.left() * ratio) - 1,
            int(area.top() * ratio) - 1,
            int(area.width() * ratio) + 3,
            int(area.height() * ratio) + 3,
        ).intersected(self._surface.image.rect())
        painter.drawImage(source.topLeft(), self._surface.image, source)
        if not self._comparing:
            self.references.draw(painter, self.viewport, ratio)
            if self._tools.preview is not None:
                self._tint.draw(painter, self._tools.preview, self.viewport)
            self.guides.draw_under(painter, self.viewport)
        painter.scale(ratio, ratio)
        if not self._comparing:
            self.guides.draw(painter, self.viewport, ratio)
        if lines := self._tools.outlines:
            outlines.draw_marching(painter, outlines.path_of(lines, self.viewport, ratio), self._ants.phase)
            outlines.draw_corners(painter, lines if self.tool == "polygon" else (), self.viewport, ratio)
        if self._comparing:
            draw_label(painter, "Original", self.width() / 2, 16)
        elif self._ring_shown() and self._pointer is not None:
            draw_ring(
                painter,
                self._pointer,
                self.brush,
                self.viewport.zoom / ratio,
                QRectF(self.rect()),
                self._tools.erases,
            )

    def _ring_shown(self) -> bool:
        shown = self._document is not None and self._tools.paints and not self._comparing
        return shown and self._grip_shape() is None

    def _grip_shape(self) -> Qt.CursorShape | None:
        """The pointer's shape where it is over something of the guides to take hold of."""
        if self._pointer is None or self._tools.busy:
            return None
        ratio = self.devicePixelRatioF()
        device = self._pointer * ratio
        return self.guides.cursor_at(device.x(), device.y(), self.viewport, ratio)

    def _place(self, event: QMouseEvent) -> tuple[float, float, Viewport, float]:
        """Where an event is, as the guides want to know it."""
        ratio = self.devicePixelRatioF()
        return event.position().x() * ratio, event.position().y() * ratio, self.viewport, ratio

    def _update_ring(self) -> None:
        """Repaint where the brush's ring was and where it is now."""
        old, self._ring = self._ring, QRegion()
        if self._pointer is not None and self._ring_shown():
            scale = self.viewport.zoom / self.devicePixelRatioF()
            self._ring = ring_region(self._pointer, self.brush, scale, QRectF(self.rect()))
        self.update(old + self._ring)

    def _update_cursor(self) -> None:
        if self._document is None:
            self.unsetCursor()
        elif self._tools.dragging:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self._tools.moves:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self._update_shape()
        self._update_ring()

    def _update_shape(self) -> None:
        """The pointer's shape where a tool is at work: the brush draws its own."""
        if self._document is None or self._tools.moves or self._tools.dragging:
            return
        if (grip := self._grip_shape()) is not None:
            self.setCursor(grip)
        elif self._tools.paints:
            self.setCursor(Qt.CursorShape.BlankCursor)
        else:
            marks: tuple[Mark, Mark] = ("zoom in", "zoom out") if self._tools.zooms else ("add", "subtract")
            self.setCursor(cursor(marks[self._tools.opposite], self.devicePixelRatioF()))

    @contextmanager
    def _patience(self) -> Iterator[None]:
        """Smart select thinks for a moment when the button is released."""
        thinks = self._tools.name == "smart" and self._tools.busy and not self._tools.dragging
        if thinks:
            self.setCursor(Qt.CursorShape.BusyCursor)
        yield

    def _report_hover(self) -> None:
        self.hovered.emit(None if self._pointer is None else self._photo_pixel(self._pointer))

    def _photo_pixel(self, position: QPointF) -> tuple[int, int] | None:
        """The photo's pixel at a point of this widget; None beside the photo."""
        if self._document is None:
            return None
        device = position * self.devicePixelRatioF()
        x, y = self.viewport.to_photo(device.x(), device.y())
        inside = 0 <= x < self._document.size.width and 0 <= y < self._document.size.height
        return (int(x), int(y)) if inside else None

    def _logical(self, place: Box) -> QRect:
        """Device pixels as a rectangle of this widget, rounded outwards."""
        ratio = self.devicePixelRatioF()
        left, top = int(place.left / ratio) - 1, int(place.top / ratio) - 1
        corner = QPoint(int(place.right / ratio) + 2, int(place.bottom / ratio) + 2)
        return QRect(QPoint(left, top), corner)


def _is_touchpad(event: QWheelEvent) -> bool:
    """Two fingers on a touchpad pan, a mouse's wheel zooms. X11 names the device, others give pixels and
    phases.
    """
    if event.device() is not None and event.device().type() == QInputDevice.DeviceType.TouchPad:
        return True
    return event.phase() != Qt.ScrollPhase.NoScrollPhase and not event.pixelDelta().isNull()
