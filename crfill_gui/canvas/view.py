"""The canvas widget. It passes events of mouse, pen, fingers and keys on to the view, the tools and the guides."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QInputDevice,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPointingDevice,
    QResizeEvent,
    QSinglePointEvent,
    QTabletEvent,
    QTouchEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from crfill_core.geometry import Box, Size
from crfill_core.inference.preview import Preview
from crfill_core.references.links import Link
from crfill_gui.canvas.drops import Drops
from crfill_gui.canvas.fill_preview import FillPreview
from crfill_gui.canvas.fingers import Act, Fingers
from crfill_gui.canvas.guides import Guides
from crfill_gui.canvas.hover import Hover
from crfill_gui.canvas.key_pointer import KeyPointer
from crfill_gui.canvas.overlays import draw_label
from crfill_gui.canvas.photo_view import PhotoView
from crfill_gui.canvas.reference_overlay import ReferenceOverlay
from crfill_gui.canvas.tool_layer import ToolLayer
from crfill_gui.canvas.viewport import Viewport
from crfill_gui.document.brush import Brush
from crfill_gui.document.document import Document
from crfill_gui.document.history import What
from crfill_gui.document.mask_tools.tool import Key
from crfill_gui.document.pointer import Pointer
from crfill_gui.editor.references.explanation import Explanation, Look
from crfill_gui.i18n import tr
from crfill_gui.workers.worker import Worker

Keys = Qt.KeyboardModifier
WHEEL_SIZE = 1.15
"""The factor by which one notch of the wheel, which is 120 units of Qt's angle, changes the brush's size."""
ACTS: dict[Act, QEvent.Type] = {
    "press": QEvent.Type.MouseButtonPress,
    "double": QEvent.Type.MouseButtonDblClick,
    "move": QEvent.Type.MouseMove,
    "release": QEvent.Type.MouseButtonRelease,
}
"""The mouse event for each act of a finger or a key."""
TOOL_KEYS: dict[int, Key] = {
    Qt.Key.Key_Return: "enter",
    Qt.Key.Key_Enter: "enter",
    Qt.Key.Key_Backspace: "backspace",
    Qt.Key.Key_Delete: "backspace",
}


class Canvas(QWidget):
    """Shows a document. ``view`` draws the photo and its masks, ``tools`` change the masks, and ``guides`` and
    ``references`` are drawn over them.
    """

    hovered = Signal(object)  # the photo pixel (x, y) under the pointer, or None
    steered = Signal(int, int, bool)  # Ctrl+click on the photo pixel (x, y), and whether Alt was held
    failed = Signal(str)  # a sentence that says why something could not be done

    def __init__(
        self, background: QColor, overlay: QColor, brush: Brush, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("canvas")
        self.setAccessibleName(tr("Photo canvas"))
        self.setAccessibleDescription(
            tr(
                "The photo. Paint over what should go. The arrow keys pan, and plus and minus zoom. "
                "With the command Pointer with the Keys you can paint without a mouse."
            )
        )
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setMouseTracking(True)
        self.setMinimumSize(240, 180)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.drops = Drops(self)
        self.view = PhotoView(background, overlay, self)
        self.worker = Worker("tools", self)
        self.tools = ToolLayer(brush, self.view, self.worker, self.update, self)
        self.guides = Guides(self.update, self.worker, self)
        self.references = ReferenceOverlay()
        self._fill_preview = FillPreview()
        self._hover = Hover(self, self.view, self.tools, self.guides)
        self.keys = KeyPointer(self, self.view, self.tools, self._hover, self._act)
        self._fingers = Fingers(
            self.view,
            busy=lambda: self.busy,
            act=self._act,
            cancel=self.cancel_gesture,
            leave=lambda: self.leaveEvent(QEvent(QEvent.Type.Leave)),
        )
        self._pen_pressure, self._pen_erases = 1.0, False
        self._button = Qt.MouseButton.NoButton  # the button that began the gesture in progress
        self.view.changed.connect(self._update_place)
        self.view.moved.connect(self._on_moved)
        self.tools.acted.connect(self._hover.update)
        self.tools.brush_changed.connect(self._hover.update_ring)
        for part in (self.tools, self.guides):
            part.failed.connect(self.failed)

    @property
    def viewport(self) -> Viewport:
        """The visible part of the photo."""
        return self.view.viewport

    def show_document(self, document: Document | None) -> None:
        """Show and edit another document, or nothing for None."""
        self.cancel_gesture()
        if self.view.document is not None:
            self.view.document.unsubscribe(self._on_change)
        self.tools.edit(document)
        self.guides.edit(document)
        self._fill_preview.clear()
        self.view.show_document(document)
        if document is not None:
            document.subscribe(self._on_change)

    def close_worker(self) -> None:
        """Cancel all searches and end their thread, because the program ends."""
        self.worker.cancel_all()
        self.worker.close()

    def _on_change(self, what: What, box: Box) -> None:
        if what == "mask" and not box.is_empty:
            self.guides.mask_changed()
        elif what == "lines":
            self.tools.follow_lines()

    def _on_moved(self, viewport: Viewport) -> None:
        self.guides.move_to(viewport)
        self._hover.update_ring()
        self._report_hover()

    # Overlays

    def show_fill_preview(self, preview: Preview, icc: bytes | None) -> None:
        """Show a preview of a fill in progress. ``icc`` is the photo's colour profile."""
        self._fill_preview.show(preview, icc)
        self.update()

    def end_fill_preview(self) -> None:
        """Remove the previews, because the fill has ended."""
        if self._fill_preview:
            self._fill_preview.clear()
            self.update()

    def show_references(self, explanations: Sequence[Explanation], look: Look, opacity: float) -> None:
        """Show the references of fills over the photo; ``opacity`` is 0 … 1."""
        self.references.show(explanations)
        self.references.look, self.references.opacity = look, opacity
        self.update()

    def set_links(self, links: Sequence[Link], chosen: Link | None = None, outward: bool = True) -> None:
        """Draw lines for these links instead of the current ones."""
        ratio = self.devicePixelRatioF()
        before = self.references.lines.bounds(self.viewport, ratio)
        self.references.set_links(links, chosen, outward)
        for place in (before, self.references.lines.bounds(self.viewport, ratio)):
            if not place.is_empty:
                self._update_place(place)

    def set_colors(self, background: QColor, overlay: QColor) -> None:
        """Set the colours around the photo and of the mask. The alpha of ``overlay`` is the mask's opacity."""
        self.guides.set_background(background)
        self.view.set_colors(background, overlay)

    def set_wiping(self, wiping: bool) -> None:
        """Show the photo as opened on one side of a line that can be dragged, and the edited photo on the other."""
        if self.view.document is not None and wiping != self.guides.wiping:
            self.guides.set_wipe(self.view.original_surface() if wiping else None)

    def cancel_gesture(self) -> bool:
        """Abandon the current stroke, selection or drag; False if there is none."""
        self.keys.give_up()
        dragged = self.guides.cancel()
        return self.tools.cancel_gesture() or dragged

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ratio, area = self.devicePixelRatioF(), event.rect()
        painter.scale(1 / ratio, 1 / ratio)  # the units are device pixels
        lengths = (area.left(), area.top(), area.width(), area.height())
        left, top, width, height = (int(length * ratio) for length in lengths)
        self.view.draw(painter, QRect(left - 1, top - 1, width + 3, height + 3))
        if self.view.comparing:
            painter.resetTransform()
            draw_label(painter, tr("Original"), self.width() / 2, 16)
            return
        self._fill_preview.draw(painter, self.viewport)
        self.references.draw(painter, self.viewport, ratio)
        self.tools.draw_under(painter)
        self.guides.draw_under(painter, self.viewport)
        painter.resetTransform()
        self.guides.draw(painter, self.viewport, ratio)
        self.tools.draw(painter)
        self._hover.draw(painter)

    def _update_place(self, place: Box) -> None:
        """Repaint a box of device pixels, rounded outwards to the widget's units."""
        ratio = self.devicePixelRatioF()
        corner = QPoint(int(place.left / ratio) - 1, int(place.top / ratio) - 1)
        self.update(QRect(corner, QPoint(int(place.right / ratio) + 2, int(place.bottom / ratio) + 2)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        ratio = self.devicePixelRatioF()
        # Rounded up: a partial device pixel is shown too.
        size = Size(max(1, math.ceil(self.width() * ratio)), max(1, math.ceil(self.height() * ratio)))
        self.view.resize(size, ratio)

    # Mouse and pen

    def _device(self, position: QPointF) -> QPointF:
        return position * self.devicePixelRatioF()

    def _report_hover(self) -> None:
        place = self._hover.place
        self.hovered.emit(None if place is None else self.view.pixel(self._device(place)))

    def _pointer_event(self, event: QSinglePointEvent) -> Pointer:
        device, modifiers = self._device(event.position()), event.modifiers()
        x, y = self.viewport.to_photo(device.x(), device.y())
        return Pointer(
            *(x, y, device.x(), device.y(), self.viewport.zoom, self._pen_pressure),
            shift=bool(modifiers & Keys.ShiftModifier),
            alt=bool(modifiers & Keys.AltModifier) or (self._pen_erases and self.tools.tool != "eraser"),
            ratio=self.devicePixelRatioF(),
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._press(event, double=False)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._press(event, double=True)

    def _press(self, event: QMouseEvent, double: bool) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        left = event.button() == Qt.MouseButton.LeftButton
        middle = event.button() == Qt.MouseButton.MiddleButton
        if self.view.document is None or self.busy or not (left or middle):
            return
        self._button = event.button()
        device, edits = self._device(event.position()), self.tools.box.edits_mask
        grip = (device.x(), device.y(), self.viewport, self.devicePixelRatioF())
        if left and not self.view.comparing and self.guides.press(*grip):
            return
        if left and event.modifiers() & Keys.ControlModifier and edits:
            if (point := self.view.pixel(device)) is not None:
                self.steered.emit(*point, bool(event.modifiers() & Keys.AltModifier))
            return
        if left and edits:  # whoever paints must see the mask
            self.view.set_comparing(False)
            self.view.set_mask_visible(True)
        self.tools.press(self._pointer_event(event), middle, double)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.guides.busy:
            self._hover.place = event.position()
            device = self._device(event.position())
            self.guides.drag(device.x(), device.y(), self.viewport)
            return
        self.tools.move(self._pointer_event(event))
        self._hover.move(event.position())
        self._report_hover()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != self._button:
            return
        self._button = Qt.MouseButton.NoButton
        if self.guides.busy:
            self.guides.release()
            self._hover.update()
        else:
            self.tools.release(self._pointer_event(event))

    def tabletEvent(self, event: QTabletEvent) -> None:
        """Remember the pressure and which end of the pen is used, tip or eraser, for the mouse event that Qt sends next."""
        released = event.type() == QEvent.Type.TabletRelease
        self._pen_pressure = 1.0 if released or event.pressure() <= 0 else event.pressure()
        if released or event.type() == QEvent.Type.TabletPress:
            self._pen_erases = not released and event.pointerType() == QPointingDevice.PointerType.Eraser
        event.ignore()

    def leaveEvent(self, event: QEvent) -> None:
        if not self.keys.on:
            self._hover.move(None)
            self._report_hover()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Keys.AltModifier:
            turn = event.angleDelta()  # on some platforms Alt+wheel scrolls sideways
            self.tools.set_brush(self.tools.brush.scaled(WHEEL_SIZE ** ((turn.y() or turn.x()) / 120)))
            event.accept()
        else:
            self.view.wheel(event, self._device(event.position()))

    # Fingers and the pointer that keys move

    @property
    def busy(self) -> bool:
        """Whether a gesture is in progress."""
        return self.tools.box.busy or self.guides.busy

    def _act(self, act: Act, place: QPointF, keys: Keys) -> None:
        """Do what the mouse's main button would do at a place, in the widget's units."""
        button = Qt.MouseButton.LeftButton
        held = Qt.MouseButton.NoButton if act == "release" else button
        event = QMouseEvent(ACTS[act], place, QPointF(self.mapToGlobal(place)), button, held, keys)
        if act == "move":
            self.mouseMoveEvent(event)
        elif act == "release":
            self.mouseReleaseEvent(event)
        else:
            self._hover.place = place
            self._press(event, double=act == "double")

    # Keys

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QTouchEvent) and event.device().type() == QInputDevice.DeviceType.TouchScreen:
            self._fingers.follow(event, self.devicePixelRatioF())
            event.accept()
            return True
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            # Alt is held to swap painting and erasing, so it must not move the focus to the menu bar.
            opposite = event.key() == Qt.Key.Key_Alt
            if opposite or (event.key() in TOOL_KEYS and self.tools.box.wants(TOOL_KEYS[event.key()])):
                event.accept()
                return True
        if isinstance(event, QNativeGestureEvent) and self.view.pinch(event, self._device(event.position())):
            return True
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self.resizeEvent(QResizeEvent(self.size(), self.size()))
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if self.keys.key(key, event.modifiers()):
            return
        if key == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self.tools.box.panning = True
                self._hover.update()
        elif key == Qt.Key.Key_Backslash and event.modifiers() in (Keys.NoModifier, Keys.AltModifier):
            if not event.isAutoRepeat():
                self.cancel_gesture()
                self.view.set_comparing(True)
        elif key == Qt.Key.Key_Alt:
            self.tools.box.opposite = True
            self._hover.update()
        elif not (self.view.key(event) or (key in TOOL_KEYS and self.tools.key(TOOL_KEYS[key]))):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat():
            return
        if event.key() == Qt.Key.Key_Space:
            self.tools.box.panning = False
            self._hover.update()
        elif event.key() == Qt.Key.Key_Backslash:
            self.view.set_comparing(False)
        elif event.key() == Qt.Key.Key_Alt:
            self.tools.box.opposite = False
            self._hover.update()
        else:
            super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Treat all keys as released, because the widget is not told if they are released elsewhere."""
        self.tools.box.release_keys()
        self.view.set_comparing(False)
        self._hover.update()
        super().focusOutEvent(event)
