"""A person's work in the real window: mouse and keys in, pixels and files out."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QApplication, QListWidget, QSlider, QWidget

from crfill_core.imaging.photo import Photo
from crfill_core.imaging.read import read_photo
from crfill_core.imaging.write import write_photo
from crfill_core.resources import resource
from crfill_gui.document.document import Document
from crfill_gui.window import MainWindow
from tests.fakes import ScriptedFiller, ScriptedPrompts
from tests.gui.helpers import noise, on_canvas

Key = Qt.Key
Keys = Qt.KeyboardModifier
Drag = Callable[..., None]


def document_of(window: MainWindow) -> Document:
    assert window.session.document is not None
    return window.session.document


def trigger(window: MainWindow, id: str) -> None:
    action = window.findChild(QAction, f"action.{id}")
    assert action is not None and action.isEnabled(), id
    action.trigger()


def is_enabled(window: MainWindow, id: str) -> bool:
    return window.actions_[id].isEnabled()


def wait_filled(window: MainWindow, qtbot) -> None:
    qtbot.waitUntil(lambda: not window.session.filling.active)


def drop(target: QWidget, path: Path) -> bool:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    place, copy, left = QPoint(50, 50), Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(place, copy, data, left, Keys.NoModifier)
    QApplication.sendEvent(target, enter)
    if enter.isAccepted():
        QApplication.sendEvent(target, QDropEvent(QPointF(place), copy, data, left, Keys.NoModifier))
    return enter.isAccepted()


def wheel(window: MainWindow, place: QPoint, turn: int, keys: Keys = Keys.NoModifier) -> None:
    canvas = window.canvas
    event = QWheelEvent(
        *(QPointF(place), QPointF(canvas.mapToGlobal(place)), QPoint(), QPoint(0, turn)),
        *(Qt.MouseButton.NoButton, keys, Qt.ScrollPhase.NoScrollPhase, False),
    )
    QApplication.sendEvent(canvas, event)


# Opening


def test_without_a_photo_the_window_invites(window: MainWindow) -> None:
    assert window.empty.isVisible() and not window.canvas.isVisible()
    assert len(window.empty.sample_buttons) == 3
    assert not is_enabled(window, "save") and not is_enabled(window, "fill") and is_enabled(window, "open")


def test_a_dropped_photo_opens_and_is_remembered(window: MainWindow, photo_file: Path, qtbot) -> None:
    assert drop(window.empty, photo_file)
    qtbot.waitUntil(lambda: window.session.document is not None)
    assert window.canvas.isVisible() and window.windowTitle().startswith("photo.png")
    assert np.array_equal(document_of(window).pixels, read_photo(photo_file).pixels)
    window.settings.save()
    recent = window._menus["recent"]
    recent.aboutToShow.emit()
    assert [action.text() for action in recent.actions()] == [str(photo_file.resolve())]


def test_another_photo_dropped_on_the_canvas_replaces_it(editor: MainWindow, tmp_path: Path, qtbot) -> None:
    other = tmp_path / "other.png"
    write_photo(Photo(noise(50, 60, seed=3)), other)
    assert drop(editor.canvas, other)
    qtbot.waitUntil(lambda: document_of(editor).size == (60, 50))


def test_a_file_that_is_no_photo_is_one_sentence_and_the_present_photo_stays(
    editor: MainWindow, tmp_path: Path, qtbot
) -> None:
    bad = tmp_path / "bad.png"
    bad.write_text("hello")
    before = document_of(editor)
    drop(editor.canvas, bad)
    qtbot.waitUntil(editor.message_bar.isVisible)
    assert "bad.png" in editor.message_bar.label.text() and "Traceback" not in editor.message_bar.label.text()
    assert editor.session.document is before
    editor.message_bar.close_button.click()
    assert not editor.message_bar.isVisible()
    trigger(editor, "help.last_error")
    assert "bad.png" in editor.message_bar.label.text()


def test_a_sample_opens_with_its_ready_mask(window: MainWindow, qtbot) -> None:
    button = window.empty.sample_buttons[0]
    button.click()
    qtbot.waitUntil(lambda: window.session.document is not None, timeout=15000)
    assert document_of(window).mask_area > 0
    assert is_enabled(window, "fill")
    assert "Fill" in window.message_bar.label.text()
    assert resource("samples", button.property("path")).is_file()


def test_open_dialog(window: MainWindow, prompts: ScriptedPrompts, photo_file: Path, qtbot) -> None:
    prompts.open_answer = [photo_file]
    window.empty.open_button.click()
    qtbot.waitUntil(lambda: window.session.document is not None)


# Painting


def test_a_stroke_covers_what_the_mouse_passed_and_undo_takes_it_back(editor: MainWindow, drag: Drag) -> None:
    drag((100, 100), (200, 100))
    mask = document_of(editor).coverage
    radius = editor.canvas.brush.radius
    assert np.all(mask[100, 100:200] == 255)
    assert not mask[: int(100 - radius - 3)].any() and not mask[int(100 + radius + 3) :].any()
    trigger(editor, "undo")
    assert not document_of(editor).coverage.any()
    trigger(editor, "redo")
    assert document_of(editor).coverage[100, 150] == 255


def test_what_was_painted_is_seen_at_its_place(editor: MainWindow, drag: Drag) -> None:
    place = on_canvas(editor, 150, 120)
    before = editor.canvas.grab().toImage().pixelColor(place)
    drag((150, 120), (151, 120))
    QTest.mouseMove(editor.canvas, on_canvas(editor, 350, 250))
    after = editor.canvas.grab().toImage().pixelColor(place)
    assert after.red() > before.red() or after.green() < before.green()
    assert after != before
    trigger(editor, "view.mask")
    QTest.mouseMove(editor.canvas, on_canvas(editor, 351, 250))
    assert editor.canvas.grab().toImage().pixelColor(place) == before


def test_the_eraser_and_alt_take_paint_away(editor: MainWindow, drag: Drag) -> None:
    drag((100, 100), (300, 100))
    drag((200, 100), (201, 100), keys=Keys.AltModifier)
    assert document_of(editor).coverage[100, 200] == 0
    QTest.keyClick(editor.canvas, Key.Key_E)
    assert editor.canvas.tool == "eraser" and editor.actions_["tool.eraser"].isChecked()
    drag((110, 100), (111, 100))
    assert document_of(editor).coverage[100, 110] == 0
    drag((110, 100), (111, 100), keys=Keys.AltModifier)
    assert document_of(editor).coverage[100, 110] == 255


def test_shift_click_draws_a_straight_line(editor: MainWindow, drag: Drag) -> None:
    drag((50, 60))
    drag((350, 200), keys=Keys.ShiftModifier)
    mask = document_of(editor).coverage
    for t in np.linspace(0, 1, 20):
        assert mask[int(60 + 140 * t), int(50 + 300 * t)] == 255


def test_shift_drag_and_alt_wheel_and_keys_change_the_brush(editor: MainWindow, drag: Drag) -> None:
    radius = editor.canvas.brush.radius
    drag((100, 100), (110, 100), (140, 100), keys=Keys.ShiftModifier)
    assert editor.canvas.brush.radius == pytest.approx(radius + 40)
    assert not document_of(editor).coverage.any()
    wheel(editor, QPoint(100, 100), 120, Keys.AltModifier)
    grown = editor.canvas.brush.radius
    assert grown > radius + 40
    QTest.keyClick(editor.canvas, Key.Key_BracketLeft)
    assert editor.canvas.brush.radius < grown
    assert editor.brush_panel.size_row.value == pytest.approx(2 * editor.canvas.brush.radius)
    hardness = editor.canvas.brush.hardness
    trigger(editor, "brush.softer")
    assert editor.canvas.brush.hardness == pytest.approx(hardness - 0.1)
    editor.brush_panel.size_row.field.setValue(50)
    assert editor.canvas.brush.radius == 25


def test_escape_gives_up_the_stroke_and_leaves_the_zoom(editor: MainWindow, drag: Drag) -> None:
    editor.canvas.zoom_to(2.0)
    view = editor.canvas.viewport
    drag((100, 100), (150, 100), release=False)
    assert document_of(editor).mask_area
    QTest.keyClick(editor.canvas, Key.Key_Escape)
    assert not document_of(editor).mask_area and not document_of(editor).history.steps
    assert editor.canvas.viewport == view


def test_letters_do_nothing_while_a_field_has_the_focus(editor: MainWindow) -> None:
    field = editor.brush_panel.size_row.field
    field.setFocus()
    QTest.keyClick(field, Key.Key_E)
    assert editor.canvas.tool == "brush"


def test_mask_menu(editor: MainWindow, drag: Drag, prompts: ScriptedPrompts, tmp_path: Path, qtbot) -> None:
    drag((100, 100), (200, 100))
    painted = document_of(editor).coverage.copy()
    prompts.mask_answer = tmp_path / "mask.png"
    trigger(editor, "mask.save")
    qtbot.waitUntil(prompts.mask_answer.is_file)
    trigger(editor, "mask.invert")
    assert np.array_equal(document_of(editor).coverage, 255 - painted)
    trigger(editor, "mask.clear")
    assert not document_of(editor).coverage.any()
    trigger(editor, "mask.open")
    qtbot.waitUntil(lambda: document_of(editor).mask_area > 0)
    assert np.array_equal(document_of(editor).coverage > 127, painted > 127)


# Filling


def test_fill_undo_redo_and_restoring_the_mask(editor: MainWindow, drag: Drag, qtbot) -> None:
    before = document_of(editor).pixels.copy()
    drag((100, 100), (200, 150))
    mask = document_of(editor).coverage.copy()
    QTest.keyClick(editor.canvas, Key.Key_Return)
    wait_filled(editor, qtbot)
    filled = document_of(editor).pixels
    assert np.all(filled[mask == 255] == 128) and np.array_equal(filled[mask == 0], before[mask == 0])
    assert not document_of(editor).coverage.any() and editor.isWindowModified()
    assert "Filled in" in editor.fill_panel.status.text()
    (entry,) = document_of(editor).recipe
    assert (entry.weights, entry.weights_sha256) == ("scripted", "5c" * 32)
    trigger(editor, "mask.restore")
    assert np.array_equal(document_of(editor).coverage, mask)
    trigger(editor, "undo")
    trigger(editor, "undo")
    assert np.array_equal(document_of(editor).pixels, before)
    assert np.array_equal(document_of(editor).coverage, mask)
    assert not editor.isWindowModified()
    trigger(editor, "redo")
    assert np.array_equal(document_of(editor).pixels, filled) and editor.isWindowModified()


def test_the_request_holds_the_mode_and_a_copy_of_the_mask(
    editor: MainWindow, drag: Drag, filler: ScriptedFiller, qtbot
) -> None:
    drag((100, 100))
    editor.fill_panel.modes.buttons["assembly"].click()
    filler.hold()
    editor.fill_panel.fill_button.click()
    qtbot.waitUntil(filler.reached_half.is_set)
    drag((300, 200))  # painting goes on while the engine works
    filler.release()
    wait_filled(editor, qtbot)
    (request,) = filler.requests
    assert request.options.mode == "assembly"
    assert request.mask[200, 300] == 0
    assert document_of(editor).coverage[200, 300] == 255 and document_of(editor).coverage[100, 100] == 0


def test_progress_is_shown_and_escape_cancels(
    editor: MainWindow, drag: Drag, filler: ScriptedFiller, qtbot
) -> None:
    drag((100, 100))
    before = document_of(editor).pixels.copy()
    filler.hold()
    trigger(editor, "fill")
    qtbot.waitUntil(lambda: editor.fill_panel.bar.value() >= 500)
    assert editor.fill_panel.bar.isVisible() and editor.fill_panel.cancel_button.isVisible()
    assert "Scripted work" in editor.fill_panel.status.text()
    assert not is_enabled(editor, "fill")
    QTest.keyClick(editor.canvas, Key.Key_Escape)
    wait_filled(editor, qtbot)
    assert editor.fill_panel.status.text() == "Cancelled" and not editor.fill_panel.bar.isVisible()
    assert np.array_equal(document_of(editor).pixels, before) and document_of(editor).mask_area
    assert is_enabled(editor, "fill")


def test_a_result_for_changed_pixels_is_dropped_and_said(
    editor: MainWindow, drag: Drag, filler: ScriptedFiller, qtbot
) -> None:
    drag((100, 100))
    trigger(editor, "fill")
    wait_filled(editor, qtbot)
    drag((200, 200))
    filler.hold()
    filler.reached_half.clear()
    trigger(editor, "fill")
    qtbot.waitUntil(filler.reached_half.is_set)
    trigger(editor, "undo")
    trigger(editor, "undo")
    pixels = document_of(editor).pixels.copy()
    filler.release()
    wait_filled(editor, qtbot)
    assert np.array_equal(document_of(editor).pixels, pixels)
    assert "dropped" in editor.message_bar.label.text()


def test_another_photo_cancels_the_fill(
    editor: MainWindow, drag: Drag, filler: ScriptedFiller, tmp_path: Path, qtbot
) -> None:
    other = tmp_path / "other.png"
    write_photo(Photo(noise(50, 60, seed=3)), other)
    drag((100, 100))
    filler.hold()
    trigger(editor, "fill")
    qtbot.waitUntil(filler.reached_half.is_set)
    editor.session.open(other)
    wait_filled(editor, qtbot)
    assert document_of(editor).size == (60, 50) and not document_of(editor).is_changed


def test_a_failed_fill_is_a_sentence_and_changes_nothing(
    editor: MainWindow, drag: Drag, filler: ScriptedFiller, qtbot
) -> None:
    filler.fails_with = "There is nothing to fill from; leave some of the photo unmasked."
    drag((100, 100))
    trigger(editor, "fill")
    wait_filled(editor, qtbot)
    assert editor.message_bar.label.text() == filler.fails_with
    assert not document_of(editor).is_changed and document_of(editor).mask_area
    filler.fails_with = None
    trigger(editor, "fill")
    wait_filled(editor, qtbot)
    assert document_of(editor).is_changed


def test_notes_of_the_engine_reach_the_person(
    editor: MainWindow, drag: Drag, filler: ScriptedFiller, qtbot
) -> None:
    filler.notes = ("The GPU ran out of memory; filled on the CPU.",)
    drag((100, 100))
    trigger(editor, "fill")
    wait_filled(editor, qtbot)
    assert editor.message_bar.label.text() == filler.notes[0]
    assert editor.status.engine.text() == "scripted · CPU"


def test_weights_warm_up_after_the_window_is_shown(window: MainWindow, filler: ScriptedFiller, qtbot) -> None:
    qtbot.waitUntil(lambda: filler.made_with == [("default", "auto")])
    qtbot.waitUntil(lambda: window.status.engine.text() == "scripted · CPU")


def test_fill_without_a_mask_says_what_to_do(editor: MainWindow) -> None:
    assert not is_enabled(editor, "fill")
    editor.session.fill()
    assert "Paint" in editor.message_bar.label.text()


# Comparing, zooming, panning


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
    editor.canvas.zoom_to(4.0)
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
    editor.canvas.zoom_to(8.0)
    QTest.mouseMove(editor.canvas, QPoint(2, 2))
    image = editor.canvas.grab().toImage()
    left, top = (round(n) for n in editor.canvas.viewport.to_canvas(200, 150))
    colors = {image.pixelColor(left + x, top + y).rgb() for x in range(8) for y in range(8)}
    red, green, blue = document_of(editor).pixels[150, 200]
    (only,) = colors
    assert (only >> 16 & 255, only >> 8 & 255, only & 255) == (red, green, blue)


@pytest.mark.parametrize("how", ["space", "middle"])
def test_space_drag_and_middle_drag_pan(editor: MainWindow, drag: Drag, how: str) -> None:
    editor.canvas.zoom_to(4.0)
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
    editor.canvas._surface.redraw()
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


# Saving


def fill_something(editor: MainWindow, drag: Drag, qtbot) -> None:
    drag((100, 100), (140, 120))
    trigger(editor, "fill")
    wait_filled(editor, qtbot)


def test_the_first_save_suggests_a_new_name_and_later_ones_do_not_ask(
    editor: MainWindow, drag: Drag, prompts: ScriptedPrompts, photo_file: Path, qtbot
) -> None:
    original = photo_file.read_bytes()
    fill_something(editor, drag, qtbot)
    prompts.save_answer = photo_file.with_name("photo-filled.png")
    trigger(editor, "save")
    qtbot.waitUntil(lambda: not editor.isWindowModified())
    assert prompts.asked == [("save", prompts.save_answer)]
    assert np.array_equal(read_photo(prompts.save_answer).pixels, document_of(editor).pixels)
    assert photo_file.read_bytes() == original
    fill_something(editor, drag, qtbot)
    trigger(editor, "save")
    qtbot.waitUntil(lambda: not editor.isWindowModified())
    assert len(prompts.asked) == 1


def test_losses_are_asked_about_and_can_be_refused(
    editor: MainWindow, prompts: ScriptedPrompts, tmp_path: Path, qtbot
) -> None:
    path = tmp_path / "deep.png"
    write_photo(Photo(noise(40, 50, dtype=np.uint16)), path)
    editor.session.open(path)
    qtbot.waitUntil(lambda: editor.session.path == path)
    prompts.save_answer, prompts.loss_answer = tmp_path / "shallow.jpg", False
    trigger(editor, "save_as")
    assert prompts.asked[-1][0] == "loss"
    editor.session._background.close()
    assert not prompts.save_answer.exists()


def test_a_failed_save_is_a_sentence_and_the_work_stays_unsaved(
    editor: MainWindow, drag: Drag, prompts: ScriptedPrompts, tmp_path: Path, qtbot
) -> None:
    fill_something(editor, drag, qtbot)
    prompts.save_answer = tmp_path / "missing" / "photo.png"
    trigger(editor, "save")
    qtbot.waitUntil(editor.message_bar.isVisible)
    assert str(prompts.save_answer.parent) in editor.message_bar.label.text()
    assert editor.isWindowModified()


def test_closing_with_unsaved_fills_asks(
    editor: MainWindow, drag: Drag, prompts: ScriptedPrompts, tmp_path: Path, qtbot
) -> None:
    fill_something(editor, drag, qtbot)
    assert not editor.close() and editor.isVisible()
    prompts.unsaved_answer, prompts.save_answer = "save", tmp_path / "kept.png"
    assert not editor.close()
    qtbot.waitUntil(lambda: not editor.isVisible())
    assert prompts.save_answer.is_file()


def test_opening_over_unsaved_fills_asks_and_discards_only_when_told(
    editor: MainWindow, drag: Drag, prompts: ScriptedPrompts, photo_file: Path, qtbot
) -> None:
    fill_something(editor, drag, qtbot)
    document = editor.session.document
    editor.session.open(photo_file)
    assert prompts.asked == [("unsaved", "photo.png")] and editor.session.document is document
    prompts.unsaved_answer = "discard"
    editor.session.open(photo_file)
    qtbot.waitUntil(lambda: editor.session.document is not document)


def test_closing_the_photo_brings_back_the_invitation(editor: MainWindow) -> None:
    trigger(editor, "close")
    assert editor.session.document is None and editor.empty.isVisible()
    assert editor.windowTitle() == "CR-Fill Studio"


# History panel, looks, accessibility


def test_the_history_panel_goes_to_any_step(editor: MainWindow, drag: Drag) -> None:
    for x in (60, 160, 260):
        drag((x, 100))
    steps = editor.findChild(QListWidget)
    assert [steps.item(row).text() for row in range(steps.count())] == ["Opened", "Paint", "Paint", "Paint"]
    steps.itemClicked.emit(steps.item(1))
    mask = document_of(editor).coverage
    assert mask[100, 60] == 255 and not mask[100, 160]
    assert steps.currentRow() == 1 and steps.count() == 4


def test_themes_change_the_whole_window_at_once(editor: MainWindow) -> None:
    def brightness() -> float:
        image = editor.grab().toImage()
        places = [(x, y) for x in range(5, image.width(), 40) for y in (image.height() - 4, 40)]
        return sum(image.pixelColor(*place).lightness() for place in places) / len(places)

    trigger(editor, "theme.dark")
    dark = brightness()
    trigger(editor, "theme.light")
    assert dark < 90 < 180 < brightness()


def test_window_and_brush_are_remembered(editor: MainWindow, qtbot) -> None:
    editor.canvas.set_brush(editor.canvas.brush.resized(77))
    trigger(editor, "theme.light")
    editor.close()
    from crfill_gui import settings as keys
    from crfill_gui.settings import Settings

    stored = Settings(editor.settings._path)
    assert stored.get(keys.BRUSH_RADIUS) == 77 and stored.get(keys.THEME) == "light"
    assert stored.get(keys.WINDOW_GEOMETRY)


def test_every_control_has_a_name_for_screen_readers(editor: MainWindow) -> None:
    controls = [
        widget
        for kind in (QAbstractButton, QSlider, QAbstractSpinBox)
        for widget in editor.findChildren(kind)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isVisible()
    ]
    assert len(controls) > 20
    assert [
        widget for widget in controls if not (widget.accessibleName() or getattr(widget, "text", str)())
    ] == []
    assert editor.canvas.objectName() == "canvas" and editor.canvas.accessibleName()


def test_everything_is_in_the_tab_order(editor: MainWindow) -> None:
    reached, widget = set(), editor.nextInFocusChain()
    while widget is not editor and widget is not None:
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
            reached.add(widget)
        widget = widget.nextInFocusChain()
    for control in (
        editor.canvas,
        editor.fill_panel.fill_button,
        editor.brush_panel.size_row.slider,
        editor.history_panel.list,
        editor.fill_panel.modes.buttons["network"],
    ):
        assert control in reached


# Several photos, and what could get in the way


def test_photos_opened_together_are_turned_like_pages(window: MainWindow, tmp_path: Path, qtbot) -> None:
    paths = [tmp_path / name for name in ("b.png", "a.png", "c.png")]
    for number, path in enumerate(paths):
        write_photo(Photo(noise(40, 50, seed=number)), path)
    window.session.open_all(paths[:2])
    qtbot.waitUntil(lambda: window.session.path == paths[0])
    QTest.keyClick(window.canvas, Key.Key_PageDown)
    qtbot.waitUntil(lambda: window.session.path == paths[1])
    QTest.keyClick(window.canvas, Key.Key_PageDown)
    assert "last" in window.message_bar.label.text()
    window.session.open(paths[2])
    qtbot.waitUntil(lambda: window.session.path == paths[2])
    trigger(window, "previous")  # one photo alone: its folder counts
    qtbot.waitUntil(lambda: window.session.path == paths[0])


def test_painting_shows_a_hidden_mask(editor: MainWindow, drag: Drag) -> None:
    trigger(editor, "view.mask")
    assert not editor.canvas.mask_visible
    drag((100, 100))
    assert editor.canvas.mask_visible and editor.actions_["view.mask"].isChecked()


def test_holding_alt_leaves_the_focus_on_the_canvas(editor: MainWindow) -> None:
    QTest.keyPress(editor.canvas, Key.Key_Alt, Keys.AltModifier)
    QTest.keyRelease(editor.canvas, Key.Key_Alt)
    assert QApplication.focusWidget() is editor.canvas


def test_a_bug_is_told_in_a_sentence(editor: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    from crfill_gui.__main__ import tell_of_bugs

    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    tell_of_bugs(editor.session)
    sys.excepthook(KeyError, KeyError("lost"), None)
    assert "lost" in editor.message_bar.label.text() and "Traceback" not in editor.message_bar.label.text()


def test_the_brushs_ring_leaves_no_trace_when_zoomed_and_moved(editor: MainWindow) -> None:
    QTest.mouseMove(editor.canvas, on_canvas(editor, 120, 100))
    wheel(editor, on_canvas(editor, 120, 100), 360)
    QTest.mouseMove(editor.canvas, on_canvas(editor, 260, 180))
    QApplication.processEvents()
    shown = editor.canvas.screen().grabWindow(editor.winId()).toImage()
    editor.canvas.update()
    QApplication.processEvents()
    assert editor.canvas.screen().grabWindow(editor.winId()).toImage() == shown


def test_two_fingers_pan_and_with_control_they_zoom(editor: MainWindow) -> None:
    editor.canvas.zoom_to(4.0)
    place = on_canvas(editor, 170, 130)

    def fingers(keys: Keys) -> None:
        event = QWheelEvent(
            *(QPointF(place), QPointF(editor.canvas.mapToGlobal(place)), QPoint(-30, 20), QPoint(-60, 40)),
            *(Qt.MouseButton.NoButton, keys, Qt.ScrollPhase.ScrollUpdate, False),
        )
        QApplication.sendEvent(editor.canvas, event)

    old = editor.canvas.viewport
    fingers(Keys.NoModifier)
    panned = editor.canvas.viewport
    assert panned.zoom == old.zoom and (panned.left - old.left, panned.top - old.top) == (-30, 20)
    fingers(Keys.ControlModifier)
    assert editor.canvas.viewport.zoom > panned.zoom


def test_arrow_keys_pan(editor: MainWindow) -> None:
    editor.canvas.zoom_to(4.0)
    old = editor.canvas.viewport
    QTest.keyClick(editor.canvas, Key.Key_Left)
    QTest.keyClick(editor.canvas, Key.Key_Down)
    new = editor.canvas.viewport
    assert new.left > old.left and new.top < old.top


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("channels", [1, 3])
def test_grey_deep_and_transparent_photos_go_through_a_fill(
    editor: MainWindow,
    drag: Drag,
    prompts: ScriptedPrompts,
    tmp_path: Path,
    qtbot,
    dtype: type,
    channels: int,
) -> None:
    photo = Photo(noise(300, 400, channels, dtype), alpha=noise(300, 400, 1, dtype, seed=1)[..., 0])
    path = tmp_path / "photo.tif"
    write_photo(photo, path)
    editor.session.open(path)
    qtbot.waitUntil(lambda: editor.session.path == path)
    editor.canvas.zoom_to(1.0)
    drag((100, 100), (150, 110))
    mask = document_of(editor).coverage.copy()
    trigger(editor, "fill")
    wait_filled(editor, qtbot)
    prompts.save_answer = tmp_path / "filled.tif"
    trigger(editor, "save")
    qtbot.waitUntil(lambda: not editor.isWindowModified())
    saved = read_photo(prompts.save_answer)
    assert saved.pixels.dtype == dtype and saved.channels == channels
    assert np.array_equal(saved.pixels[mask == 0], photo.pixels[mask == 0])
    assert np.all(saved.pixels[mask == 255] == 128)
    assert saved.alpha is not None and np.array_equal(saved.alpha, photo.alpha)
