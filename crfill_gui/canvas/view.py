"""The canvas widget: turns events of mouse, pen, fingers and keys into gestures of the tools."""

from __future__ import annotations

import math
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDropEvent,
    QFocusEvent,
    QGuiApplication,
    QInputDevice,
    QKeyEvent,
    QMouseEvent,
    QPointingDevice,
    QTabletEvent,
    QTouchEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from crfill_gui.canvas import navigation
from crfill_gui.canvas.fingers import Act, Fingers
from crfill_gui.canvas.tool_view import ToolView
from crfill_gui.canvas.tools import Pointer
from crfill_gui.canvas.viewport import Viewport
from crfill_gui.document.brush import Brush
from crfill_gui.document.mask_tools.tool import Key
from crfill_gui.i18n import tr

Keys = Qt.KeyboardModifier
WHEEL_SIZE = 1.15
"""Factor of the brush's size for one notch of the wheel."""
NEVER = (-math.inf, QPointF())
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
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self._fingers = Fingers(self)
        self._tapped = NEVER
        self._pen_pressure, self._pen_erases = 1.0, False
        self._area_before = 0

    # Mouse and pen

    def _pointer_event(self, position: QPointF, modifiers: Qt.KeyboardModifier) -> Pointer:
        device = position * self.devicePixelRatioF()
        x, y = self.viewport.to_photo(device.x(), device.y())
        return Pointer(
            *(x, y, device.x(), device.y(), self.viewport.zoom, self._pen_pressure),
            shift=bool(modifiers & Keys.ShiftModifier),
            alt=bool(modifiers & Keys.AltModifier) or (self._pen_erases and self.tool != "eraser"),
            ratio=self.devicePixelRatioF(),
        )

    def _place(self, event: QMouseEvent) -> tuple[float, float, Viewport, float]:
        """The place of an event, in device pixels, as the guides need it."""
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
        if left and self._tools.edits_mask:  # no painting while the mask is hidden
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
        pointer = self._pointer_event(event.position(), event.modifiers())
        self._tools.opposite = pointer.alt
        self._tools.move(pointer)
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
        """Keep the pen's pressure and its end (tip or eraser) for the mouse event that Qt makes of this one."""
        released = event.type() == QEvent.Type.TabletRelease
        self._pen_pressure = 1.0 if released or event.pressure() <= 0 else event.pressure()
        if released or event.type() == QEvent.Type.TabletPress:
            self._pen_erases = not released and event.pointerType() == QPointingDevice.PointerType.Eraser
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

    # Fingers

    @property
    def busy(self) -> bool:
        """Whether a gesture is under way."""
        return self._tools.busy or self.guides.busy

    def finger(self, act: Act, place: QPointF) -> None:
        """Treat the only finger as the mouse's main button."""
        kinds = {"press": QEvent.Type.MouseButtonPress, "move": QEvent.Type.MouseMove}
        kind = kinds.get(act, QEvent.Type.MouseButtonRelease)
        button = Qt.MouseButton.LeftButton
        held = Qt.MouseButton.NoButton if act == "release" else button
        keys = QGuiApplication.keyboardModifiers()
        event = QMouseEvent(kind, place, QPointF(self.mapToGlobal(place)), button, held, keys)
        if act == "press":
            self._pointer = place
            self._press(event, double=self._is_second_tap(place))
        elif act == "move":
            self.mouseMoveEvent(event)
        else:
            self.mouseReleaseEvent(event)

    def _is_second_tap(self, place: QPointF) -> bool:
        before, self._tapped = self._tapped, (time.monotonic(), place)
        hints = QGuiApplication.styleHints()
        soon = self._tapped[0] - before[0] < hints.mouseDoubleClickInterval() / 1000
        near = (place - before[1]).manhattanLength() < hints.touchDoubleTapDistance()
        if soon and near:
            self._tapped = NEVER  # a third press is a first one again
        return soon and near

    def fingers_off(self) -> None:
        """No finger is on the screen any more: there is no pointer."""
        self.leaveEvent(QEvent(QEvent.Type.Leave))

    def give_up(self) -> None:
        """A second finger has followed: undo what the first one has begun."""
        self.cancel_gesture()

    def move_to(self, viewport: Viewport) -> None:
        """Show another part of the photo."""
        self._move_to(viewport)

    # Keys

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QTouchEvent) and event.device().type() == QInputDevice.DeviceType.TouchScreen:
            self._fingers.follow(event, self.devicePixelRatioF())
            event.accept()
            return True
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
        elif (moved := navigation.by_key(self.viewport, event)) is not None:
            self._move_to(moved)
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
        """Otherwise keys released elsewhere would count as held."""
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
