"""Navigation with wheel, touchpad and keys, shared by the canvas and the split view."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QInputDevice, QKeyEvent, QNativeGestureEvent, QWheelEvent

from crfill_gui.canvas.viewport import Viewport

WHEEL_ZOOM = 1.2
"""Factor of one notch of the wheel."""
PAN_STEP = 80
PANS = {
    Qt.Key.Key_Left: (PAN_STEP, 0),
    Qt.Key.Key_Right: (-PAN_STEP, 0),
    Qt.Key.Key_Up: (0, PAN_STEP),
    Qt.Key.Key_Down: (0, -PAN_STEP),
}
STEPS = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}


def by_wheel(viewport: Viewport, event: QWheelEvent, place: QPointF, ratio: float) -> Viewport:
    """The wheel zooms around ``place``, in device pixels; two fingers on a touchpad pan, with Ctrl they zoom."""
    turn = event.angleDelta()
    if _is_touchpad(event) and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        shift = event.pixelDelta() if not event.pixelDelta().isNull() else turn / 4
        return viewport.panned(shift.x() * ratio, shift.y() * ratio)
    return _enlarged(viewport, WHEEL_ZOOM ** (turn.y() / 120), place) if turn.y() else viewport


def by_pinch(viewport: Viewport, event: QNativeGestureEvent, place: QPointF) -> Viewport | None:
    """A touchpad's pinch zooms around ``place``, in device pixels; None for all other gestures."""
    if event.gestureType() != Qt.NativeGestureType.ZoomNativeGesture:
        return None
    return _enlarged(viewport, 1 + event.value(), place)


def by_key(viewport: Viewport, event: QKeyEvent) -> Viewport | None:
    """The arrows pan, plus and minus zoom; None for all other keys."""
    key = event.key()
    if key in PANS:
        return viewport.panned(*PANS[Qt.Key(key)])
    return viewport.stepped(STEPS[Qt.Key(key)]) if key in STEPS else None


def _enlarged(viewport: Viewport, factor: float, place: QPointF) -> Viewport:
    return viewport.zoomed(viewport.zoom * factor, place.x(), place.y())


def _is_touchpad(event: QWheelEvent) -> bool:
    """X11 reports the device; other platforms report pixels and phases."""
    if event.device() is not None and event.device().type() == QInputDevice.DeviceType.TouchPad:
        return True
    return event.phase() != Qt.ScrollPhase.NoScrollPhase and not event.pixelDelta().isNull()
