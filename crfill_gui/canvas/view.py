"""The canvas widget: turns what mouse, pen, fingers and keys do into gestures of the tools on the photo."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QTabletEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QWidget

from crfill_gui.canvas.tool_view import ToolView
from crfill_gui.canvas.tools import Pointer
from crfill_gui.canvas.viewport import Viewport
from crfill_gui.document.brush import Brush
from crfill_gui.document.select_tools import Key
from crfill_gui.i18n import tr

Keys = Qt.KeyboardModifier
WHEEL_SIZE = 1.15
"""Factor of the brush's size for one notch of the wheel."""
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


class Canvas(ToolView):
    """Shows a document and paints on it. Coordinates of its own methods are device pixels unless they say
    photo.
    """

    steered = Signal(int, int, bool)  # Ctrl+click on a photo pixel; with Alt: not from there
    dropped = Signal(list)  # of Path

    def __init__(
        self, background: QColor, overlay: QColor, brush: Brush, parent: QWidget | None = None
    ) -> None:
        super().__init__(background, overlay, brush, parent)
        self.setObjectName("canvas")
        self.setAccessibleName(tr("Photo canvas"))
        self.setAccessibleDescription(
            tr("The photo. Paint over what should go; arrow keys pan, plus and minus zoom.")
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(True)
        self._pen_pressure = 1.0
        self._area_before = 0

    # Mouse and pen

    def _pointer_event(self, position: QPointF, modifiers: Qt.KeyboardModifier) -> Pointer:
        device = position * self.devicePixelRatioF()
        x, y = self.viewport.to_photo(device.x(), device.y())
        return Pointer(
            *(x, y, device.x(), device.y(), self.viewport.zoom, self._pen_pressure),
            shift=bool(modifiers & Keys.ShiftModifier),
            alt=bool(modifiers & Keys.AltModifier),
        )

    def _place(self, event: QMouseEvent) -> tuple[float, float, Viewport, float]:
        """Where an event is, as the guides want to know it."""
        ratio = self.devicePixelRatioF()
        return event.position().x() * ratio, event.position().y() * ratio, self.viewport, ratio

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
        if left and not self.comparing and self.guides.press(*self._place(event)):
            return
        if left and event.modifiers() & Keys.ControlModifier and self._tools.edits_mask:
            if (point := self._photo_pixel(event.position())) is not None:
                self.steered.emit(*point, bool(event.modifiers() & Keys.AltModifier))
            return
        if left and self._tools.edits_mask:  # nobody paints on what cannot be seen
            self.set_comparing(False)
            self.set_mask_visible(True)
        self._area_before = self._mask_area()
        self._tools.press(self._pointer_event(event.position(), event.modifiers()), middle, double)
        self._update_cursor()
        self._follow_selection()

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
            self._tools.release(self._pointer_event(event.position(), event.modifiers()))
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

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not event.modifiers() & Keys.AltModifier:
            super().wheelEvent(event)
            return
        turn = event.angleDelta()  # some platforms turn Alt+wheel into a sideways wheel
        self.set_brush(self.brush.scaled(WHEEL_SIZE ** ((turn.y() or turn.x()) / 120)))
        event.accept()

    def _on_gesture(self, event: QGestureEvent) -> bool:
        if event.gesture(Qt.GestureType.PinchGesture) is not None:
            self.cancel_gesture()  # the first finger may have begun a stroke
        return super()._on_gesture(event)

    # Keys

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            # Held for the opposite tool: the menu bar must not take the focus.
            opposite = event.key() == Qt.Key.Key_Alt
            if opposite or (event.key() in TOOL_KEYS and self._tools.wants(TOOL_KEYS[event.key()])):
                event.accept()
                return True
        return super().event(event)

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
            before = self._mask_area()
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
