"""Comparing, zooming and panning in the real window."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crfill_gui.canvas.photo_view import PAN_STEP
from crfill_gui.canvas.split import SplitView
from crfill_gui.canvas.view import Canvas
from crfill_gui.document.document import Document
from crfill_gui.window.main_window import MainWindow
from tests.gui.helpers import (
    document_of,
    fill_something,
    on_canvas,
    trigger,
    wait_filled,
    wheel,
)

Key = Qt.Key
Keys = Qt.KeyboardModifier
Drag = Callable[..., None]


def test_backslash_shows_the_original_while_it_is_held(editor: MainWindow, drag: Drag, qtbot) -> None:
    place = on_canvas(editor, 150, 120)
    original = editor.canvas.grab().toImage().pixelColor(place)
    drag((150, 120), (160, 120))
    trigger(editor, "fill")
    wait_filled(editor, qtbot)
    QTest.mouseMove(editor.canvas, on_canvas(editor, 350, 250))
    filled = editor.canvas.grab().toImage().pixelColor(place)
    assert (filled.red(), filled.green(), filled.blue()) == (128, 128, 128)
    QTest.keyPress(editor.canvas, Key.Key_Backslash)
    assert editor.canvas.grab().toImage().pixelColor(place) == original
    assert editor.actions_["view.compare"].isChecked()
    QTest.keyRelease(editor.canvas, Key.Key_Backslash)
    assert editor.canvas.grab().toImage().pixelColor(place) == filled
    assert not editor.actions_["view.compare"].isChecked()


def test_the_wheel_zooms_at_the_cursor(editor: MainWindow) -> None:
    editor.canvas.view.zoom_to(4.0)
    place = on_canvas(editor, 170, 130)
    wheel(editor, place, 240)
    assert editor.canvas.viewport.zoom == pytest.approx(4 * 1.44)
    assert (on_canvas(editor, 170, 130) - place).manhattanLength() <= 2
    assert editor.status.zoom.text() == "576 %"


def test_zoom_keys(editor: MainWindow) -> None:
    trigger(editor, "zoom.in")
    assert editor.canvas.viewport.zoom == 1.5
    trigger(editor, "zoom.actual")
    assert editor.canvas.viewport.zoom == 1.0
    trigger(editor, "zoom.fit")
    view = editor.canvas.viewport
    assert view.zoom == pytest.approx(view.fit_zoom)


def test_pixels_are_crisp_above_two_hundred_percent(editor: MainWindow) -> None:
    editor.canvas.view.zoom_to(8.0)
    QTest.mouseMove(editor.canvas, QPoint(2, 2))
    image = editor.canvas.grab().toImage()
    left, top = (round(n) for n in editor.canvas.viewport.to_canvas(200, 150))
    colors = {image.pixelColor(left + x, top + y).rgb() for x in range(8) for y in range(8)}
    red, green, blue = document_of(editor).pixels[150, 200]
    (only,) = colors
    assert (only >> 16 & 255, only >> 8 & 255, only & 255) == (red, green, blue)


@pytest.mark.parametrize("how", ["space", "middle"])
def test_space_drag_and_middle_drag_pan(editor: MainWindow, drag: Drag, how: str) -> None:
    editor.canvas.view.zoom_to(4.0)
    old = editor.canvas.viewport
    start, end = (200, 150), (215, 140)
    if how == "space":
        QTest.keyPress(editor.canvas, Key.Key_Space)
        drag(start, end)
        QTest.keyRelease(editor.canvas, Key.Key_Space)
    else:
        drag(start, end, button=Qt.MouseButton.MiddleButton)
    new = editor.canvas.viewport
    assert (new.left - old.left, new.top - old.top) == (60, -40)
    assert not document_of(editor).coverage.any()
    scrolled = editor.canvas.grab().toImage()
    editor.canvas.view.redraw()
    assert editor.canvas.grab().toImage() == scrolled


def test_the_status_bar_tells_place_colour_and_mask(editor: MainWindow, drag: Drag, qtbot) -> None:
    QTest.mouseMove(editor.canvas, on_canvas(editor, 40, 30))
    x, y = (int(n) for n in editor.status.position.text().split(", "))
    assert abs(x - 40) <= 1 and abs(y - 30) <= 1
    assert editor.status.color.text().split() == [str(value) for value in document_of(editor).pixels[y, x]]
    drag((100, 100))
    area = document_of(editor).mask_area
    text = f"Mask {area} px" if area < 1000 else f"Mask {area // 1000}\u202f{area % 1000:03d} px"
    qtbot.waitUntil(lambda: editor.status.mask_area.text().startswith(text))
    assert "400 × 300" in editor.status.photo.text()


def test_the_brushs_ring_leaves_no_trace_when_zoomed_and_moved(editor: MainWindow) -> None:
    QTest.mouseMove(editor.canvas, on_canvas(editor, 120, 100))
    wheel(editor, on_canvas(editor, 120, 100), 360)
    QTest.mouseMove(editor.canvas, on_canvas(editor, 260, 180))
    QApplication.processEvents()
    shown = editor.canvas.screen().grabWindow(editor.winId()).toImage()
    editor.canvas.update()
    QApplication.processEvents()
    assert editor.canvas.screen().grabWindow(editor.winId()).toImage() == shown


@pytest.fixture(params=["canvas", "split"])
def view(request: pytest.FixtureRequest, editor: MainWindow) -> Canvas | SplitView:
    """What shows the photo, enlarged: the canvas or the split view."""
    editor.canvas.view.zoom_to(4.0)
    if request.param == "canvas":
        return editor.canvas
    editor.set_split(True)
    return editor.split


def test_two_fingers_pan_and_with_control_they_zoom(view: Canvas | SplitView) -> None:
    place = QPointF(60, 130)

    def fingers(keys: Keys) -> None:
        event = QWheelEvent(
            *(place, QPointF(view.mapToGlobal(place)), QPoint(-30, 20), QPoint(-60, 40)),
            *(Qt.MouseButton.NoButton, keys, Qt.ScrollPhase.ScrollUpdate, False),
        )
        QApplication.sendEvent(view, event)

    old = view.viewport
    fingers(Keys.NoModifier)
    panned = view.viewport
    assert panned.zoom == old.zoom and (panned.left - old.left, panned.top - old.top) == (-30, 20)
    fingers(Keys.ControlModifier)
    assert view.viewport.zoom > panned.zoom


def test_arrow_keys_pan(view: Canvas | SplitView) -> None:
    old = view.viewport
    QTest.keyClick(view, Key.Key_Left)
    QTest.keyClick(view, Key.Key_Down)
    new = view.viewport
    assert new.left > old.left and new.top < old.top


def test_arrow_keys_pan_as_far_on_every_screen(view: Canvas | SplitView, monkeypatch) -> None:
    monkeypatch.setattr(view, "devicePixelRatioF", lambda: 2.0)
    QApplication.sendEvent(view, QEvent(QEvent.Type.DevicePixelRatioChange))
    view.view.zoom_to(8.0)
    left = view.viewport.left
    QTest.keyClick(view, Key.Key_Right)
    assert view.viewport.left == left - 2 * PAN_STEP


def test_the_view_follows_to_a_screen_of_another_density(view: Canvas | SplitView, monkeypatch) -> None:
    before = view.viewport.canvas
    monkeypatch.setattr(view, "devicePixelRatioF", lambda: 2.0)
    QApplication.sendEvent(view, QEvent(QEvent.Type.DevicePixelRatioChange))
    after = view.viewport.canvas
    assert abs(after.width - 2 * before.width) <= 2 and abs(after.height - 2 * before.height) <= 2


def test_another_photo_ends_the_comparison(editor: MainWindow, drag: Drag, qtbot) -> None:
    fill_something(editor, drag, qtbot)
    trigger(editor, "view.compare")
    assert editor.canvas.view.comparing
    editor.session.opening.show(Document(document_of(editor).original), None)
    assert not editor.canvas.view.comparing and not editor.actions_["view.compare"].isChecked()
