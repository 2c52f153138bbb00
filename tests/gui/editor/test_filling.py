"""Fills in the real window: requested, followed, cancelled, dropped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crfill_core.base.messages import Message
from crfill_core.imaging.photo import Photo
from crfill_core.imaging.read import read_photo
from crfill_core.imaging.write import write_photo
from crfill_gui.window.main_window import MainWindow
from tests.fakes import ScriptedFiller, ScriptedPrompts
from tests.gui.helpers import (
    document_of,
    fill_something,
    is_enabled,
    noise,
    trigger,
    wait_filled,
)

Key = Qt.Key
Drag = Callable[..., None]


@pytest.mark.parametrize(
    ("key", "modifiers"),
    [
        (Key.Key_Return, Qt.KeyboardModifier.NoModifier),
        (Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier),
    ],
)
def test_enter_on_a_slider_fills_and_in_a_field_commits_the_value(
    editor: MainWindow, drag: Drag, qtbot, key: Qt.Key, modifiers: Qt.KeyboardModifier
) -> None:
    drag((100, 100), (200, 150))
    row = editor.fill_options.grow
    row.field.setFocus()
    row.field.selectAll()
    QTest.keyClicks(row.field, "7")
    QTest.keyClick(row.field, key, modifiers)
    assert row.value == 7 and row.slider.value() == 7
    assert not editor.session.filling.active and not document_of(editor).recipe
    row.slider.setFocus()
    QTest.keyClick(row.slider, key, modifiers)
    wait_filled(editor, qtbot)
    assert len(document_of(editor).recipe) == 1 and row.value == 7


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


def test_weights_changed_during_a_fill_are_not_those_it_records(
    editor: MainWindow, drag: Drag, filler: ScriptedFiller, monkeypatch: pytest.MonkeyPatch, qtbot
) -> None:
    """A recipe names the weights that made the pixels, so that a replay makes the same ones."""
    qtbot.waitUntil(lambda: editor.status.engine.text() == "scripted · CPU")
    other = ScriptedFiller()
    other.weights_sha256 = "07" * 32
    monkeypatch.setattr(editor.session.engine, "_make_filler", other.make)
    drag((100, 100))
    filler.hold()
    trigger(editor, "fill")
    qtbot.waitUntil(filler.reached_half.is_set)
    editor.session.engine.choose("other", "cpu")
    filler.release()
    qtbot.waitUntil(lambda: bool(other.made_with))
    wait_filled(editor, qtbot)
    (entry,) = document_of(editor).recipe
    assert entry.weights_sha256 == filler.weights_sha256 != other.weights_sha256
    drag((200, 200))
    trigger(editor, "fill")
    wait_filled(editor, qtbot)
    assert document_of(editor).recipe[-1].weights_sha256 == other.weights_sha256


def test_the_request_holds_the_mode_and_a_copy_of_the_mask(
    editor: MainWindow, drag: Drag, filler: ScriptedFiller, qtbot
) -> None:
    drag((100, 100))
    editor.fill_panel.modes.buttons["assembly"].click()
    filler.hold()
    editor.fill_panel.fill_button.click()
    drag((300, 200))  # painting continues while the engine works, and before it has begun
    qtbot.waitUntil(filler.reached_half.is_set)
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


@pytest.mark.parametrize("cancelled", [False, True])
def test_a_save_waits_for_the_running_fill(
    editor: MainWindow,
    drag: Drag,
    filler: ScriptedFiller,
    prompts: ScriptedPrompts,
    tmp_path: Path,
    qtbot,
    cancelled,
) -> None:
    """Its preview shows the fill, so a photo without it would surprise."""
    prompts.save_answer = tmp_path / "saved.png"
    drag((100, 100))
    filler.hold()
    trigger(editor, "fill")
    qtbot.waitUntil(filler.reached_half.is_set)
    trigger(editor, "save")
    trigger(editor, "save_as")
    assert "as soon as the fill is done" in editor.message_bar.label.text()
    if cancelled:
        trigger(editor, "cancel")
    filler.release()
    wait_filled(editor, qtbot)
    if not cancelled:
        qtbot.waitUntil(lambda: not editor.isWindowModified())
        assert (read_photo(prompts.save_answer).pixels[100, 100] == 128).all()
    assert [what for what, _ in prompts.asked].count("Save photo") == (0 if cancelled else 1)


@pytest.mark.parametrize("closes", [False, True])
@pytest.mark.parametrize("cancelled", [False, True])
def test_a_promised_save_is_made_before_the_photo_is_closed(
    editor: MainWindow,
    drag: Drag,
    filler: ScriptedFiller,
    prompts: ScriptedPrompts,
    tmp_path: Path,
    qtbot,
    closes: bool,
    cancelled: bool,
) -> None:
    other = tmp_path / "other.png"
    write_photo(Photo(noise(50, 60, seed=3)), other)
    prompts.save_answer, before = tmp_path / "saved.png", document_of(editor)
    drag((100, 100))
    filler.hold()
    trigger(editor, "fill")
    qtbot.waitUntil(filler.reached_half.is_set)
    trigger(editor, "save")
    prompts.unsaved_answer = "save"
    if closes:
        assert not editor.close()
    else:
        editor.session.opening.open(other)
    assert editor.session.document is before and ("unsaved", "photo.png") in prompts.asked
    if cancelled:
        trigger(editor, "cancel")
    filler.release()
    if not cancelled:
        qtbot.waitUntil(lambda: not editor.isVisible() if closes else editor.session.path == other)
        assert (read_photo(prompts.save_answer).pixels[100, 100] == 128).all()
        return
    wait_filled(editor, qtbot)
    drag((200, 200))
    trigger(editor, "fill")
    wait_filled(editor, qtbot)
    trigger(editor, "save")  # this save has nothing to do with the former question
    qtbot.waitUntil(lambda: not editor.isWindowModified())
    assert editor.isVisible() and editor.session.document is before


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
    editor.session.opening.open(other)
    wait_filled(editor, qtbot)
    assert document_of(editor).size == (60, 50) and not document_of(editor).is_changed


def test_what_was_said_of_a_fill_goes_with_its_photo(
    editor: MainWindow, drag: Drag, prompts: ScriptedPrompts, qtbot
) -> None:
    fill_something(editor, drag, qtbot)
    assert editor.fill_panel.status.text().startswith("Filled in")
    prompts.unsaved_answer = "discard"
    trigger(editor, "close")
    assert editor.fill_panel.status.text() == ""


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


def test_notes_of_the_engine_reach_the_user(
    editor: MainWindow, drag: Drag, filler: ScriptedFiller, qtbot
) -> None:
    filler.notes = (Message("The GPU ran out of memory; filled on the CPU."),)
    drag((100, 100))
    trigger(editor, "fill")
    wait_filled(editor, qtbot)
    assert editor.message_bar.label.text() == filler.notes[0]
    assert editor.status.engine.text() == "scripted · CPU"
    assert editor.status.engine.toolTip() == filler.notes[0]


def test_weights_warm_up_after_the_window_is_shown(window: MainWindow, filler: ScriptedFiller, qtbot) -> None:
    qtbot.waitUntil(lambda: filler.made_with == [("default", "auto")])
    qtbot.waitUntil(lambda: window.status.engine.text() == "scripted · CPU")


def test_fill_without_a_mask_says_what_to_do(editor: MainWindow) -> None:
    assert not is_enabled(editor, "fill")
    editor.session.filling.fill()
    assert "Paint" in editor.message_bar.label.text()


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
    editor.session.opening.open(path)
    qtbot.waitUntil(lambda: editor.session.path == path)
    editor.canvas.view.zoom_to(1.0)
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
    assert saved.alpha is not None and photo.alpha is not None
    assert np.array_equal(saved.alpha[mask == 0], photo.alpha[mask == 0])
    assert np.all(saved.alpha[mask == 255] == np.iinfo(dtype).max)  # what was filled is seen


def test_after_a_fill_one_click_shows_why_it_is_as_it_is(editor, drag, qtbot) -> None:
    why = editor.fill_panel.why_button
    assert not why.isVisible()
    fill_something(editor, drag, qtbot)
    assert why.isVisible() and not editor.docks.references_dock.isVisible()
    QTest.mouseClick(why, Qt.MouseButton.LeftButton)
    assert editor.docks.references_dock.isVisible() and not why.isVisible()
    fill_something(editor, drag, qtbot)
    assert not why.isVisible()  # they are seen already
