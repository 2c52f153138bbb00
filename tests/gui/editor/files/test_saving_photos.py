"""Saving what was filled, and not losing it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from crfill_core.imaging.photo import Photo
from crfill_core.imaging.read import read_photo
from crfill_core.imaging.write import write_photo
from crfill_gui.window.main_window import MainWindow
from tests.fakes import ScriptedPrompts
from tests.gui.helpers import (
    document_of,
    fill_something,
    noise,
    trigger,
)

Drag = Callable[..., None]


def test_the_first_save_suggests_a_new_name_and_later_ones_do_not_ask(
    editor: MainWindow, drag: Drag, prompts: ScriptedPrompts, photo_file: Path, qtbot
) -> None:
    original = photo_file.read_bytes()
    fill_something(editor, drag, qtbot)
    prompts.save_answer = photo_file.with_name("photo-filled.png")
    trigger(editor, "save")
    qtbot.waitUntil(lambda: not editor.isWindowModified())
    assert prompts.asked == [("Save photo", prompts.save_answer)]
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
    editor.session.opening.open(path)
    qtbot.waitUntil(lambda: editor.session.path == path)
    prompts.save_answer, prompts.loss_answer = tmp_path / "shallow.jpg", False
    trigger(editor, "save_as")
    assert prompts.asked[-1][0] == "loss"
    editor.session.files.close()
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
    editor.session.opening.open(photo_file)
    assert prompts.asked == [("unsaved", "photo.png")] and editor.session.document is document
    prompts.unsaved_answer = "discard"
    editor.session.opening.open(photo_file)
    qtbot.waitUntil(lambda: editor.session.document is not document)


def test_closing_the_photo_brings_back_the_invitation(editor: MainWindow) -> None:
    trigger(editor, "close")
    assert editor.session.document is None and editor.empty.isVisible()
    assert editor.windowTitle() == "CR-Fill Studio"
