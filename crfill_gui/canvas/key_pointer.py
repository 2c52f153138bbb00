"""A pointer on the canvas that is moved and pressed with keys, so that every tool works without a mouse."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtWidgets import QWidget

from crfill_gui.canvas.fingers import Act
from crfill_gui.canvas.hover import Hover
from crfill_gui.canvas.photo_view import PhotoView
from crfill_gui.canvas.tool_layer import ToolLayer
from crfill_gui.canvas.tools import ToolName

Keys = Qt.KeyboardModifier
STEP, FINE, FAR = 16, 1, 96
"""How far an arrow key moves the pointer, in the widget's units: alone, with Shift, and with Ctrl."""
EDGE = 48
"""If the pointer would come closer than this to the widget's edge, in the widget's units, the photo moves instead, as far
as it can.
"""
ARROWS = {
    Qt.Key.Key_Left: QPointF(-1, 0),
    Qt.Key.Key_Right: QPointF(1, 0),
    Qt.Key.Key_Up: QPointF(0, -1),
    Qt.Key.Key_Down: QPointF(0, 1),
}
CLICKING: tuple[ToolName, ...] = ("polygon", "bucket", "line", "zoom")
"""Tools that work by clicks: Space clicks. With all others, Space presses the button and the next Space releases it."""


class KeyPointer:
    """While ``on``, the arrow keys move a pointer on the widget, and Space presses its main button. ``act`` does both."""

    def __init__(
        self,
        widget: QWidget,
        view: PhotoView,
        tools: ToolLayer,
        hover: Hover,
        act: Callable[[Act, QPointF, Keys], None],
    ) -> None:
        self._widget, self._view, self._tools, self._hover, self._act = widget, view, tools, hover, act
        self.on = False
        self._held = False

    def switch(self, on: bool) -> None:
        """Turn the pointer on or off. It starts at the mouse, or, if that is not over the widget, in the middle."""
        if not on:
            self._release()
        self.on = on
        self._hover.set_cross(on)
        if on:
            self._act("move", self.place, Keys.NoModifier)
        elif not self._widget.underMouse():
            self._hover.move(None)

    def key(self, key: int, keys: Keys) -> bool:
        """Handle a key; False for keys that do not act on the pointer."""
        if not self.on or self._view.document is None:
            return False
        if key in ARROWS:
            self._move(ARROWS[Qt.Key(key)] * _step(keys))
        elif key == Qt.Key.Key_Space:
            self._press(keys)
        else:
            return False
        return True

    def give_up(self) -> None:
        """Treat the button as released, because the gesture was abandoned."""
        self._held = False

    @property
    def place(self) -> QPointF:
        """The pointer's place, in the widget's units."""
        place = self._hover.place
        return QPointF(self._widget.rect().center()) if place is None else place

    def _move(self, by: QPointF) -> None:
        area, place = self._widget.rect(), self.place + by
        inner = area.adjusted(EDGE, EDGE, -EDGE, -EDGE)
        beyond = place - _within(place, inner)
        outwards = QPointF(beyond.x() if by.x() else 0, beyond.y() if by.y() else 0)
        if not outwards.isNull():
            before, ratio = self._view.viewport, self._view.ratio
            self._view.pan(-outwards.x() * ratio, -outwards.y() * ratio)
            if self._view.viewport != before:
                place -= outwards
        self._act("move", _within(place, area), Keys.NoModifier)

    def _press(self, keys: Keys) -> None:
        if self._held:
            self._release()
            return
        # With a tool that edits the mask, a click with Ctrl steers the fill and does not begin a gesture.
        steers = keys & Keys.ControlModifier and self._tools.box.edits_mask
        # Shift stands for Alt here, because Alt+Space opens the window's menu on most systems.
        if keys & Keys.ShiftModifier:
            keys = (keys & ~Keys.ShiftModifier) | Keys.AltModifier
        self._act("press", self.place, keys)
        self._held = not steers
        if self._tools.tool in CLICKING:
            self._release()

    def _release(self) -> None:
        if self._held:
            self._held = False
            self._act("release", self.place, Keys.NoModifier)


def _step(keys: Keys) -> int:
    if keys & Keys.ShiftModifier:
        return FINE
    return FAR if keys & Keys.ControlModifier else STEP


def _within(place: QPointF, area: QRect) -> QPointF:
    """The place in an area that is nearest to ``place``."""
    x = min(max(place.x(), area.left()), area.right())
    y = min(max(place.y(), area.top()), area.bottom())
    return QPointF(x, y)
