"""A file that another program or window has written meanwhile is not saved over unasked."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from crfill_core.imaging.photo import Photo
from crfill_core.imaging.write import write_photo
from crfill_gui.editor.versions import FileVersions, version_of
from crfill_gui.window.main_window import MainWindow
from tests.fakes import ScriptedPrompts
from tests.gui.helpers import document_of, fill_something, noise, trigger

Drag = Callable[..., None]


def test_only_what_was_seen_and_is_another_now_has_changed(tmp_path: Path) -> None:
    path, versions = tmp_path / "a.txt", FileVersions()
    path.write_text("one")
    assert not versions.changed(path)
    versions.note(path, version_of(path))
    assert not versions.changed(path)
    os.utime(path, ns=(0, 0))  # a clock that was put back
    assert versions.changed(path)
    versions.note(path, version_of(path))
    path.write_text("other")
    assert versions.changed(tmp_path / "." / "a.txt")
    path.unlink()
    assert not versions.changed(path)


def test_the_photo_was_changed_while_it_was_open(
    editor: MainWindow, drag: Drag, prompts: ScriptedPrompts, photo_file: Path, qtbot
) -> None:
    fill_something(editor, drag, qtbot)
    write_photo(Photo(noise(300, 400, seed=5)), photo_file)
    theirs = photo_file.read_bytes()
    prompts.save_answer = photo_file
    trigger(editor, "save")
    assert prompts.asked[-1] == ("changed", photo_file.name)
    editor.session.files.start(lambda _: None)
    qtbot.waitUntil(lambda: not editor.session.files.busy)
    assert photo_file.read_bytes() == theirs and document_of(editor).is_dirty
    prompts.changed_answer = True
    trigger(editor, "save")
    qtbot.waitUntil(lambda: not document_of(editor).is_dirty)
    assert photo_file.read_bytes() != theirs
    asked = len(prompts.asked)
    fill_something(editor, drag, qtbot)
    trigger(editor, "save")
    qtbot.waitUntil(lambda: not document_of(editor).is_dirty)
    assert len(prompts.asked) == asked  # it is ours now


def test_another_window_saved_the_project_meanwhile(
    editor: MainWindow, drag: Drag, prompts: ScriptedPrompts, tmp_path: Path, qtbot
) -> None:
    fill_something(editor, drag, qtbot)
    project = prompts.write_answer = tmp_path / "a.crfill"
    trigger(editor, "project.save")
    qtbot.waitUntil(lambda: not document_of(editor).is_dirty)
    theirs = project.read_bytes()
    os.utime(project)
    document_of(editor).clear_mask()
    fill_something(editor, drag, qtbot)
    trigger(editor, "save")
    assert prompts.asked[-1] == ("changed", project.name)
    assert project.read_bytes() == theirs
