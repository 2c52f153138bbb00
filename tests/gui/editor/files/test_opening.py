"""Photos come into the window: dropped, chosen, turned like pages."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crfill_core.files.resources import resource
from crfill_core.imaging.photo import Photo
from crfill_core.imaging.read import read_photo
from crfill_core.imaging.write import write_photo
from crfill_gui.editor import photos
from crfill_gui.window.main_window import MainWindow
from tests.fakes import ScriptedPrompts
from tests.gui.helpers import (
    document_of,
    drop,
    is_enabled,
    noise,
    trigger,
)

Key = Qt.Key


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
    recent = window.bars.menus["recent"]
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


def test_turning_the_pages_of_a_folder_passes_over_masks(
    window: MainWindow, photo_file: Path, tmp_path: Path, qtbot
) -> None:
    for name in ("photo-mask.png", "quest.png", "quest_mask.png"):
        write_photo(Photo(noise(50, 60)), tmp_path / name)
    window.session.opening.open(photo_file)
    qtbot.waitUntil(lambda: window.session.path == photo_file)
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, Key.Key_PageDown)
    qtbot.waitUntil(lambda: window.session.path == tmp_path / "quest.png")


def test_photos_opened_together_are_turned_like_pages(window: MainWindow, tmp_path: Path, qtbot) -> None:
    paths = [tmp_path / name for name in ("b.png", "a.png", "c.png")]
    for number, path in enumerate(paths):
        write_photo(Photo(noise(40, 50, seed=number)), path)
    window.session.opening.open_all(paths[:2])
    qtbot.waitUntil(lambda: window.session.path == paths[0])
    QTest.keyClick(window.canvas, Key.Key_PageDown)
    qtbot.waitUntil(lambda: window.session.path == paths[1])
    QTest.keyClick(window.canvas, Key.Key_PageDown)
    assert "last" in window.message_bar.label.text()
    window.session.opening.open(paths[2])
    qtbot.waitUntil(lambda: window.session.path == paths[2])
    trigger(window, "previous")  # one photo alone: its folder counts
    qtbot.waitUntil(lambda: window.session.path == paths[0])


@pytest.mark.parametrize("readable", [True, False])
def test_escape_stays_with_the_present_photo(
    editor: MainWindow,
    photo_file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot,
    readable: bool,
) -> None:
    before, go_on, read = document_of(editor), Event(), photos.read

    def slowly(*arguments: object) -> photos.Opened:
        go_on.wait(10)
        return read(*arguments)

    monkeypatch.setattr(photos, "read", slowly)
    editor.session.opening.open(photo_file if readable else tmp_path / "missing.png")
    assert "Opening" in editor.status.activity.text()
    QTest.keyClick(editor.canvas, Key.Key_Escape)
    assert editor.status.activity.text() == ""
    go_on.set()
    qtbot.waitUntil(lambda: not editor.session.files.busy)
    assert document_of(editor) is before and not editor.message_bar.isVisible()
    editor.session.opening.open(photo_file)
    qtbot.waitUntil(lambda: document_of(editor) is not before)


def open_slowly(editor: MainWindow, path: Path, monkeypatch: pytest.MonkeyPatch) -> Event:
    """Open a photo that is read only once the event is set."""
    go_on, read = Event(), photos.read

    def slowly(*arguments: object) -> photos.Opened:
        go_on.wait(10)
        return read(*arguments)

    monkeypatch.setattr(photos, "read", slowly)
    editor.session.opening.open(path)
    return go_on


@pytest.fixture
def other(tmp_path: Path) -> Path:
    path = tmp_path / "other.png"
    write_photo(Photo(noise(50, 60, seed=3)), path)
    return path


def fill_square(editor: MainWindow, qtbot) -> None:
    mask = np.zeros((300, 400), np.uint8)
    mask[10:40, 10:40] = 255
    document_of(editor).set_mask(mask, "Paint")
    editor.session.filling.fill()
    qtbot.waitUntil(lambda: not editor.session.filling.active)
    assert document_of(editor).is_dirty


@pytest.mark.parametrize("answer", ["cancel", "discard"])
def test_a_fill_that_is_done_while_another_photo_is_read_is_not_lost_without_a_question(
    editor: MainWindow,
    other: Path,
    prompts: ScriptedPrompts,
    monkeypatch: pytest.MonkeyPatch,
    qtbot,
    answer: str,
) -> None:
    before = document_of(editor)
    go_on = open_slowly(editor, other, monkeypatch)
    fill_square(editor, qtbot)
    prompts.unsaved_answer = answer
    go_on.set()
    qtbot.waitUntil(lambda: ("unsaved", "photo.png") in prompts.asked)
    assert (document_of(editor) is before) == (answer == "cancel")
    assert editor.status.activity.text() == ""


def test_what_was_given_up_is_asked_about_once(
    editor: MainWindow, other: Path, prompts: ScriptedPrompts, monkeypatch: pytest.MonkeyPatch, qtbot
) -> None:
    fill_square(editor, qtbot)
    prompts.unsaved_answer = "discard"
    open_slowly(editor, other, monkeypatch).set()
    qtbot.waitUntil(lambda: document_of(editor).size == (60, 50))
    assert prompts.asked.count(("unsaved", "photo.png")) == 1


def test_photos_that_are_not_opened_after_all_do_not_become_neighbours(
    window: MainWindow, tmp_path: Path, prompts: ScriptedPrompts, qtbot
) -> None:
    paths = [tmp_path / name for name in ("b.png", "a.png", "c.png", "d.png")]
    for number, path in enumerate(paths):
        write_photo(Photo(noise(300, 400, seed=number)), path)
    window.session.opening.open_all([paths[0], paths[2]])
    qtbot.waitUntil(lambda: window.session.path == paths[0])
    fill_square(window, qtbot)
    window.session.opening.open_all([paths[0], paths[3]])
    assert prompts.asked == [("unsaved", "b.png")]
    rows: list[tuple[Path, ...]] = []
    window.session.opening.list_row(rows.append)
    assert rows == [(paths[0], paths[2])]
