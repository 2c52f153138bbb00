"""The wipe, the window's frame, growth of the mask and filling at once, in the real window."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crfill_core.geometry import Box
from crfill_core.imaging.photo import Photo
from crfill_core.imaging.write import write_photo
from crfill_gui.canvas import guides
from crfill_gui.config import settings as keys
from crfill_gui.document.grow_outline import grown_outline
from crfill_gui.window.main_window import MainWindow
from tests.fakes import ScriptedFiller
from tests.gui.helpers import document_of, on_canvas

Key = Qt.Key
Keys = Qt.KeyboardModifier
Drag = Callable[..., None]


def fill_rectangle(window: MainWindow, drag: Drag, qtbot) -> None:
    QTest.keyClick(window.canvas, Key.Key_R)
    drag((100, 100), (300, 200))
    window.actions_["fill"].trigger()
    qtbot.waitUntil(lambda: not window.session.filling.active)


def test_the_wipe_shows_the_original_left_of_its_line(editor: MainWindow, drag: Drag, qtbot) -> None:
    fill_rectangle(editor, drag, qtbot)
    QTest.mouseMove(editor.canvas, on_canvas(editor, 350, 280))
    left, right = on_canvas(editor, 110, 120), on_canvas(editor, 290, 120)
    now = editor.canvas.grab().toImage()
    QTest.keyClick(editor.canvas, Key.Key_Backslash, Keys.ShiftModifier)
    assert editor.actions_["view.wipe"].isChecked()
    wiped = editor.canvas.grab().toImage()
    original = document_of(editor).original.pixels[120, 110]
    assert wiped.pixelColor(left).getRgb()[:3] == tuple(original)
    assert wiped.pixelColor(right) == now.pixelColor(right)
    QTest.keyClick(editor.canvas, Key.Key_Backslash, Keys.ShiftModifier)
    assert editor.canvas.grab().toImage().pixelColor(left) == now.pixelColor(left)


def test_the_wipe_line_is_dragged_and_nothing_is_painted(editor: MainWindow, drag: Drag, qtbot) -> None:
    fill_rectangle(editor, drag, qtbot)
    editor.actions_["view.wipe"].trigger()
    canvas = editor.canvas
    middle, target = QPoint(canvas.width() // 2, canvas.height() // 2), on_canvas(editor, 295, 150)
    place = on_canvas(editor, 290, 120)
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, Keys.NoModifier, middle)
    QTest.mouseMove(canvas, target)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, Keys.NoModifier, target)
    original = document_of(editor).original.pixels[120, 290]
    assert canvas.grab().toImage().pixelColor(place).getRgb()[:3] == tuple(original)
    assert document_of(editor).mask_area == 0


def test_the_mask_is_grown_for_the_fill_only_and_wholly_cleared_by_it(
    editor: MainWindow, filler: ScriptedFiller, drag: Drag, qtbot
) -> None:
    editor.fill_options.grow.field.setValue(10)
    before = document_of(editor).pixels.copy()
    fill_rectangle(editor, drag, qtbot)
    (request,) = filler.requests
    assert request.mask[150, 92] == 255 and request.mask[150, 80] == 0
    assert document_of(editor).mask_area == 0
    assert np.all(document_of(editor).pixels[150, 92] == 128)
    assert np.array_equal(document_of(editor).pixels[150, :80], before[150, :80])
    editor.actions_["undo"].trigger()
    assert document_of(editor).mask_area == 200 * 100


def test_how_far_the_mask_will_grow_is_drawn(editor: MainWindow, drag: Drag, qtbot) -> None:
    QTest.keyClick(editor.canvas, Key.Key_R)
    drag((100, 100), (300, 200))
    column = [on_canvas(editor, x, 150) for x in range(70, 100)]
    before = editor.canvas.grab().toImage()
    editor.settings.set(keys.FILL_GROW, 15.0)
    qtbot.waitUntil(lambda: editor.canvas.grab().toImage() != before)
    after = editor.canvas.grab().toImage()
    changed = [x for x, place in enumerate(column, 70) if after.pixelColor(place) != before.pixelColor(place)]
    assert changed and min(changed) >= 82 and max(changed) <= 88
    drag((60, 100), (100, 200))  # the line follows the mask
    place = on_canvas(editor, 45, 150)
    qtbot.waitUntil(lambda: editor.canvas.grab().toImage().pixelColor(place) != before.pixelColor(place))
    editor.settings.set(keys.FILL_GROW, 0.0)
    qtbot.waitUntil(lambda: editor.canvas.grab().toImage().pixelColor(place) == before.pixelColor(place))


def test_the_outline_of_a_large_mask_is_reduced_but_in_place() -> None:
    mask = np.zeros((3000, 4000), np.uint8)
    mask[500:2500, 600:3400] = 255
    (outline,) = grown_outline(mask, 30)
    x, y = np.array(outline.points).T
    assert np.allclose((x.min(), y.min(), x.max(), y.max()), (570, 470, 3430, 2530), atol=5)


def test_filling_after_each_stroke(editor: MainWindow, filler: ScriptedFiller, drag: Drag, qtbot) -> None:
    editor.fill_options.after_stroke.click()
    filler.hold()
    drag((100, 100), (140, 100))
    qtbot.waitUntil(lambda: editor.session.filling.active)
    drag((300, 250), (340, 250))  # meanwhile
    assert document_of(editor).mask_area
    filler.release()
    qtbot.waitUntil(lambda: len(filler.requests) == 2 and not editor.session.filling.active)
    assert document_of(editor).mask_area == 0
    assert np.all(document_of(editor).pixels[250, 320] == 128)
    drag((100, 100), (101, 100), keys=Keys.AltModifier)  # erasing fills nothing
    assert not editor.session.filling.active and len(filler.requests) == 2


def test_detail_and_scale_go_with_the_request(
    editor: MainWindow, filler: ScriptedFiller, drag: Drag, qtbot
) -> None:
    options = editor.fill_options
    assert not options.detail.isEnabled()
    editor.fill_panel.modes.buttons["network"].click()
    assert options.detail.isEnabled()
    options.detail.field.setValue(40)
    options.advanced.click()
    options.scale.field.setValue(50)
    fill_rectangle(editor, drag, qtbot)
    asked = filler.requests[0].options
    assert (asked.mode, asked.detail, asked.scale, asked.window) == ("network", 0.4, 0.5, None)


def test_the_window_is_shown_dragged_used_and_planned_again(
    editor: MainWindow, filler: ScriptedFiller, drag: Drag, qtbot
) -> None:
    QTest.keyClick(editor.canvas, Key.Key_R)
    drag((190, 140), (210, 160))
    editor.fill_options.advanced.click()
    editor.fill_options.show_window.click()
    qtbot.waitUntil(lambda: len(editor.canvas.guides._window.boxes) == 1)
    (planned,) = editor.canvas.guides._window.boxes
    assert planned.contains(Box(190, 140, 210, 160)) and planned.width == 20 + 256
    drag((planned.right, 150), (planned.right - 20, 150), (planned.right - 60, 150))
    chosen = editor.session.choices.window
    assert chosen == Box(planned.left, planned.top, planned.right - 60, planned.bottom)
    assert document_of(editor).mask_area == 400
    editor.actions_["fill"].trigger()
    qtbot.waitUntil(lambda: not editor.session.filling.active)
    assert filler.requests[0].options.window == chosen
    editor.fill_options.plan_again.click()
    assert editor.session.choices.window is None


def test_a_window_that_does_not_hold_the_hole_is_planned_again_and_said(
    editor: MainWindow, filler: ScriptedFiller, drag: Drag, qtbot
) -> None:
    editor.session.choices.set_window(Box(0, 0, 64, 64))
    fill_rectangle(editor, drag, qtbot)
    assert filler.requests[0].options.window is None
    assert "planned again" in editor.message_bar.label.text()


def test_a_pending_selection_is_filled_with_the_rest(
    editor: MainWindow, filler: ScriptedFiller, drag: Drag, qtbot
) -> None:
    drag((20, 20), (30, 20))
    QTest.keyClick(editor.canvas, Key.Key_P)
    for corner in ((200, 100), (250, 100), (250, 150)):
        QTest.mouseClick(
            editor.canvas, Qt.MouseButton.LeftButton, Keys.NoModifier, on_canvas(editor, *corner)
        )
    editor.fill_panel.fill_button.click()
    qtbot.waitUntil(lambda: not editor.session.filling.active)
    assert filler.requests[0].mask[110, 240] == 255


def test_variants_are_of_the_grown_mask_too(
    editor: MainWindow, filler: ScriptedFiller, drag: Drag, qtbot
) -> None:
    editor.fill_options.grow.field.setValue(10)
    filler.varies = True
    QTest.keyClick(editor.canvas, Key.Key_O)
    drag((100, 100), (300, 200))
    QTest.keyClick(editor.canvas, Key.Key_Return, Keys.ShiftModifier)
    qtbot.waitUntil(lambda: len(editor.variants.variants) > 1 and not editor.variants.making)
    assert all(request.mask[150, 92] == 255 for request in filler.requests)
    editor.variants.choose(1)
    assert document_of(editor).mask_area == 0


def test_the_wheel_scrolls_the_fill_panel_and_leaves_its_numbers(editor: MainWindow) -> None:
    slider = editor.fill_options.grow.slider
    place = QPointF(slider.rect().center())
    for focused in (False, True):
        (slider if focused else editor.canvas).setFocus()
        event = QWheelEvent(
            *(place, QPointF(slider.mapToGlobal(place)), QPoint(), QPoint(0, 120)),
            *(Qt.MouseButton.NoButton, Keys.NoModifier, Qt.ScrollPhase.NoScrollPhase, False),
        )
        QApplication.sendEvent(slider, event)
        assert (editor.fill_options.grow.value > 0) is focused


def draw_thing(editor: MainWindow, tmp_path: Path, qtbot) -> np.ndarray:
    """A photo with one dark thing on light ground; returns where the thing is, (H, W) bool."""
    pixels = np.full((300, 400, 3), 200, np.uint8)
    pixels[100:200, 120:280] = 60
    write_photo(Photo(pixels), tmp_path / "thing.png")
    editor.session.opening.open(tmp_path / "thing.png")
    qtbot.waitUntil(lambda: editor.session.path == tmp_path / "thing.png")
    return (pixels == 60).all(axis=2)


def test_a_mask_that_is_too_tight_is_widened_and_a_line_shows_it_before(
    editor: MainWindow, filler: ScriptedFiller, tmp_path: Path, qtbot
) -> None:
    thing = draw_thing(editor, tmp_path, qtbot)
    tight = np.zeros(thing.shape, np.uint8)
    tight[105:195, 125:275] = 255
    document_of(editor).set_mask(tight, "Mask")
    qtbot.waitUntil(lambda: bool(editor.canvas.guides._grown))
    (line,) = editor.canvas.guides._grown
    xs, ys = zip(*line.points, strict=True)
    assert min(xs) < 120 and max(xs) > 280 and min(ys) < 100 and max(ys) > 200
    editor.actions_["fill"].trigger()
    qtbot.waitUntil(lambda: not editor.session.filling.active)
    (request,) = filler.requests
    assert np.all(request.mask[thing] > 127) and not request.mask[:80].any()
    assert document_of(editor).mask_area == 0
    editor.actions_["undo"].trigger()
    assert np.array_equal(document_of(editor).coverage, tight)


def test_widening_can_be_turned_off(
    editor: MainWindow, filler: ScriptedFiller, tmp_path: Path, qtbot
) -> None:
    draw_thing(editor, tmp_path, qtbot)
    tight = np.zeros((300, 400), np.uint8)
    tight[105:195, 125:275] = 255
    document_of(editor).set_mask(tight, "Mask")
    qtbot.waitUntil(lambda: bool(editor.canvas.guides._grown))
    editor.fill_options.widen.click()
    assert not editor.settings.get(keys.FILL_WIDEN)
    qtbot.waitUntil(lambda: not editor.canvas.guides._grown)
    editor.actions_["fill"].trigger()
    qtbot.waitUntil(lambda: not editor.session.filling.active)
    assert np.array_equal(filler.requests[0].mask, tight)


def test_the_outline_is_found_in_pixels_that_do_not_change(
    editor: MainWindow, drag: Drag, monkeypatch: pytest.MonkeyPatch, qtbot
) -> None:
    """A fill that lands while a worker reads the photo leaves the worker's pixels alone."""
    fill_rectangle(editor, drag, qtbot)  # from now on the document changes its pixels in place
    began, go_on, same = threading.Event(), threading.Event(), []

    def slow(coverage: np.ndarray, radius: float, pixels: np.ndarray) -> tuple:
        before = pixels.copy()
        began.set()
        go_on.wait(10)
        same.append(np.array_equal(before, pixels))
        return ()

    monkeypatch.setattr(guides, "grown_outline", slow)
    drag((20, 20), (60, 60))
    qtbot.waitUntil(began.is_set)
    document = document_of(editor)
    before = document.pixels.copy()
    editor.actions_["fill"].trigger()
    qtbot.waitUntil(lambda: not editor.session.filling.active)
    assert not np.array_equal(document.pixels, before)
    go_on.set()
    qtbot.waitUntil(lambda: bool(same))
    assert same[0]
