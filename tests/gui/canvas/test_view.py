"""Pen, fingers and wheel on a real canvas."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QInputDevice, QPointingDevice, QTabletEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crfill_core.geometry import Box
from crfill_core.imaging.photo import Photo
from crfill_gui.canvas.view import Canvas
from crfill_gui.document.brush import Brush
from crfill_gui.document.document import Document
from crfill_gui.workers.task import Task

SCREEN = QTest.createTouchDevice()
LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
NONE = Qt.MouseButton.NoButton
Kind = QPointingDevice.PointerType


@pytest.fixture
def canvas(qtbot) -> Iterator[Canvas]:
    """One photo pixel on one screen pixel, the photo's (100, 100) at (0, 0)."""
    canvas = Canvas(QColor("#1a1a1b"), QColor(255, 45, 111, 128), Brush(10, 1.0))
    qtbot.addWidget(canvas)
    canvas.resize(600, 400)
    canvas.show()
    qtbot.waitExposed(canvas)
    canvas.show_document(Document(Photo(np.zeros((600, 800, 3), np.uint8))))
    canvas.view.zoom_to(1.0)
    yield canvas
    canvas.show_document(None)


def mask(canvas: Canvas) -> np.ndarray:
    assert canvas.view.document is not None
    return canvas.view.document.coverage


def covered(canvas: Canvas, x: int, y: int) -> bool:
    """Whether the mask covers what is seen at a place of the widget."""
    column, row = canvas.viewport.to_photo(x + 0.5, y + 0.5)
    return bool(mask(canvas)[int(row), int(column)] > 127)


class Fingertips:
    """Fingers on the canvas by number; each call is one event with the places of all that are down."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas, self._down = canvas, {}

    def at(self, **places: tuple[int, int]) -> None:
        event = QTest.touchEvent(self._canvas, SCREEN)
        for number, place in enumerate(("a", "b", "c")):
            if place in places:
                act = event.move if place in self._down else event.press
                act(number, QPoint(*places[place]), self._canvas)
            elif place in self._down:
                event.release(number, QPoint(*self._down[place]), self._canvas)
        event.commit()
        self._down = places


@pytest.fixture
def fingers(canvas: Canvas) -> Fingertips:
    return Fingertips(canvas)


def test_one_finger_paints(canvas: Canvas, fingers: Fingertips) -> None:
    fingers.at(a=(100, 100))
    fingers.at(a=(130, 100))
    fingers.at(a=(200, 100))
    fingers.at()
    assert all(covered(canvas, x, 100) for x in range(100, 200))
    fingers.at(a=(300, 300))
    fingers.at()
    assert covered(canvas, 300, 300)  # a tap is a dot
    assert canvas.view.document is not None and len(canvas.view.document.history.steps) == 2


def test_two_fingers_move_the_photo_and_paint_nothing(canvas: Canvas, fingers: Fingertips) -> None:
    view = canvas.viewport
    fingers.at(a=(200, 200))
    fingers.at(a=(202, 200))
    fingers.at(a=(202, 200), b=(400, 200))
    fingers.at(a=(232, 210), b=(430, 210))
    fingers.at()
    seen = canvas.viewport
    assert (seen.zoom, seen.left - view.left, seen.top - view.top) == (1.0, 30, 10)
    assert not mask(canvas).any()


def test_pinching_zooms_about_the_fingers(canvas: Canvas, fingers: Fingertips) -> None:
    middle = canvas.viewport.to_photo(300, 200)
    fingers.at(a=(250, 200), b=(350, 200))
    for step in range(1, 11):
        fingers.at(a=(250 - 5 * step, 200), b=(350 + 5 * step, 200))
    fingers.at()
    assert canvas.viewport.zoom == pytest.approx(2.0)
    assert canvas.viewport.to_photo(300, 200) == pytest.approx(middle, abs=1)


def test_a_second_finger_takes_the_stroke_back(canvas: Canvas, fingers: Fingertips) -> None:
    fingers.at(a=(100, 100))
    fingers.at(a=(200, 100))
    assert mask(canvas).any()
    fingers.at(a=(200, 100), b=(300, 100))
    fingers.at(a=(210, 100), b=(310, 100))
    fingers.at(b=(320, 100))  # the finger that stays does not paint
    fingers.at(b=(400, 100))
    fingers.at()
    assert not mask(canvas).any()


def test_a_second_finger_leaves_a_polygon_as_it_is(canvas: Canvas, fingers: Fingertips) -> None:
    canvas.tools.set_tool("polygon")
    for place in ((100, 100), (200, 100), (200, 200)):
        fingers.at(a=place)
        fingers.at()
    fingers.at(a=(300, 300))
    fingers.at(a=(300, 300), b=(400, 300))
    fingers.at(a=(300, 300), b=(400, 300))
    fingers.at()
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert covered(canvas, 180, 120) and not covered(canvas, 250, 250)


def test_a_double_tap_closes_a_polygon(canvas: Canvas, fingers: Fingertips) -> None:
    canvas.tools.set_tool("polygon")
    for place in ((100, 100), (200, 100), (200, 200), (200, 200)):
        fingers.at(a=place)
        fingers.at()
    assert covered(canvas, 180, 120) and not canvas.tools.box.outlines


def test_a_hand_on_the_screen_does_not_disturb_a_stroke(canvas: Canvas, fingers: Fingertips) -> None:
    QTest.mousePress(canvas, LEFT, pos=QPoint(100, 100))
    view = canvas.viewport
    fingers.at(a=(300, 300), b=(350, 350))
    fingers.at(a=(320, 300), b=(380, 350))
    fingers.at()
    QTest.mouseMove(canvas, QPoint(160, 100))
    QTest.mouseRelease(canvas, LEFT, pos=QPoint(160, 100))
    assert canvas.viewport == view and covered(canvas, 130, 100) and not covered(canvas, 310, 300)


def click(canvas: Canvas, button: Qt.MouseButton, x: int, y: int) -> None:
    QTest.mousePress(canvas, button, pos=QPoint(x, y))
    QTest.mouseRelease(canvas, button, pos=QPoint(x, y))


def test_another_button_does_not_end_a_stroke(canvas: Canvas) -> None:
    QTest.mousePress(canvas, LEFT, pos=QPoint(100, 100))
    QTest.mouseMove(canvas, QPoint(150, 100))
    click(canvas, MIDDLE, 150, 100)
    QTest.mouseMove(canvas, QPoint(250, 100))
    QTest.mouseRelease(canvas, LEFT, pos=QPoint(250, 100))
    assert all(covered(canvas, x, 100) for x in range(100, 250))
    assert canvas.view.document is not None and len(canvas.view.document.history.steps) == 1
    QTest.mouseMove(canvas, QPoint(400, 100))
    assert not covered(canvas, 350, 100)


def test_the_main_button_does_not_end_a_drag_of_the_photo(canvas: Canvas) -> None:
    left = canvas.viewport.left
    QTest.mousePress(canvas, MIDDLE, pos=QPoint(200, 100))
    click(canvas, LEFT, 200, 100)
    QTest.mouseMove(canvas, QPoint(170, 100))
    QTest.mouseRelease(canvas, MIDDLE, pos=QPoint(170, 100))
    assert abs(canvas.viewport.left - left) == 30 and not mask(canvas).any()


@pytest.mark.parametrize("button", [MIDDLE, Qt.MouseButton.RightButton])
def test_another_button_does_not_end_a_drag_of_the_wipe(canvas: Canvas, button: Qt.MouseButton) -> None:
    canvas.set_wiping(True)
    QTest.mousePress(canvas, LEFT, pos=QPoint(300, 200))
    QTest.mouseMove(canvas, QPoint(350, 200))
    click(canvas, button, 350, 200)
    QTest.mouseMove(canvas, QPoint(450, 200))
    QTest.mouseRelease(canvas, LEFT, pos=QPoint(450, 200))
    QTest.mouseMove(canvas, QPoint(500, 200))
    assert [can_drag(canvas, x, 20) for x in (350, 450, 500)] == [False, True, False]


@pytest.mark.parametrize("button", [MIDDLE, Qt.MouseButton.RightButton])
def test_another_button_does_not_end_a_drag_of_the_window(canvas: Canvas, button: Qt.MouseButton) -> None:
    chosen: list[Box] = []
    canvas.guides.window_chosen.connect(chosen.append)
    canvas.guides.set_plan(lambda document: Task(lambda _: []))
    canvas.guides.set_window(Box(200, 200, 400, 400))
    x, y = (round(place) for place in canvas.viewport.to_canvas(400, 250))
    QTest.mousePress(canvas, LEFT, pos=QPoint(x, y))
    QTest.mouseMove(canvas, QPoint(x + 20, y))
    click(canvas, button, x + 20, y)
    QTest.mouseMove(canvas, QPoint(x + 60, y))
    QTest.mouseRelease(canvas, LEFT, pos=QPoint(x + 60, y))
    assert chosen == [Box(200, 200, 460, 400)]


def can_drag(canvas: Canvas, x: int, y: int) -> bool:
    return canvas.guides.cursor_at(x, y, canvas.viewport, canvas.devicePixelRatioF()) is not None


def pen(canvas: Canvas, places: list[tuple[int, int]], pressure: float, kind: Kind = Kind.Pen) -> None:
    """A stroke of a pen: its own events, which the canvas leaves, and those of the mouse that Qt makes of them."""
    device = QPointingDevice(
        *("pen", 7, QInputDevice.DeviceType.Stylus, kind),
        *(QInputDevice.Capability.Position | QInputDevice.Capability.Pressure, 1, 3),
    )
    send_pen(canvas, device, QEvent.Type.TabletPress, places[0], pressure)
    QTest.mousePress(canvas, LEFT, pos=QPoint(*places[0]))
    for place in places[1:]:
        send_pen(canvas, device, QEvent.Type.TabletMove, place, pressure)
        QTest.mouseMove(canvas, QPoint(*place))
    send_pen(canvas, device, QEvent.Type.TabletRelease, places[-1], 0.0)
    QTest.mouseRelease(canvas, LEFT, pos=QPoint(*places[-1]))


def send_pen(
    canvas: Canvas, device: QPointingDevice, kind: QEvent.Type, place: tuple[int, int], pressure: float
) -> None:
    at = QPointF(*place)
    keys = Qt.KeyboardModifier.NoModifier
    held = NONE if kind == QEvent.Type.TabletRelease else LEFT
    event = QTabletEvent(kind, device, at, canvas.mapToGlobal(at), pressure, 0, 0, 0, 0, 0, keys, LEFT, held)
    QApplication.sendEvent(canvas, event)
    assert not event.isAccepted()  # so that the mouse's events follow


def test_pressure_makes_the_stroke_wider(canvas: Canvas) -> None:
    pen(canvas, [(100, 100), (200, 100)], 0.5)
    assert covered(canvas, 150, 103) and not covered(canvas, 150, 107)
    pen(canvas, [(100, 200), (200, 200)], 1.0)
    assert covered(canvas, 150, 208)
    QTest.mouseClick(canvas, LEFT, pos=QPoint(300, 300))
    assert covered(canvas, 300, 308)  # the mouse is not the pen


def test_pressure_can_mean_hardness_or_nothing(canvas: Canvas) -> None:
    canvas.tools.set_pen("hardness")
    pen(canvas, [(100, 100), (200, 100)], 0.25)
    x, y = (int(v) for v in canvas.viewport.to_photo(150.5, 100.5))
    assert mask(canvas)[y, x] > 127 and 0 < mask(canvas)[y + 8, x] < 127
    canvas.tools.set_pen("nothing")
    pen(canvas, [(100, 200), (200, 200)], 0.25)
    assert mask(canvas)[y + 108, x] == 255


def test_the_pens_other_end_erases(canvas: Canvas) -> None:
    pen(canvas, [(100, 100), (200, 100)], 1.0)
    pen(canvas, [(150, 100)], 1.0, Kind.Eraser)
    assert covered(canvas, 120, 100) and not covered(canvas, 150, 100)
    canvas.tools.set_tool("eraser")
    pen(canvas, [(120, 100)], 1.0, Kind.Eraser)
    assert not covered(canvas, 120, 100)
    canvas.tools.set_tool("brush")
    QTest.mouseClick(canvas, LEFT, pos=QPoint(150, 100))
    assert covered(canvas, 150, 100)


def wheel(canvas: Canvas, turn: int, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    at = QPointF(150, 120)
    event = QWheelEvent(
        *(at, canvas.mapToGlobal(at), QPoint(), QPoint(0, turn), NONE, keys),
        *(Qt.ScrollPhase.NoScrollPhase, False),
    )
    QApplication.sendEvent(canvas, event)


def test_the_wheel_zooms_at_the_pointer_and_with_alt_sizes_the_brush(canvas: Canvas) -> None:
    under = canvas.viewport.to_photo(150, 120)
    wheel(canvas, 120)
    assert canvas.viewport.zoom == pytest.approx(1.2)
    assert canvas.viewport.to_photo(150, 120) == pytest.approx(under, abs=1)
    wheel(canvas, 120, Qt.KeyboardModifier.AltModifier)
    assert canvas.viewport.zoom == pytest.approx(1.2) and canvas.tools.brush.radius > 10


def test_another_theme_changes_both_sides_of_the_wipe(canvas: Canvas) -> None:
    canvas.view.zoom_to(1 / 4)  # leaves room around the photo
    canvas.set_wiping(True)
    canvas.set_colors(QColor("#ffffff"), QColor(255, 45, 111, 128))
    image = canvas.grab().toImage()
    colors = {image.pixelColor(x, 395).name() for x in (5, 595)}
    assert colors == {"#ffffff"}
