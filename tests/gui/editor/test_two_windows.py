"""A file that another program or window has written meanwhile is not saved over unasked."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from crfill_core.imaging.photo import Photo
from crfill_core.imaging.write import write_photo
from crfill_gui.app import build
from crfill_gui.config.settings import Settings
from crfill_gui.document import project_save
from crfill_gui.document.project import Project
from crfill_gui.document.project_file import load_project
from crfill_gui.document.project_save import save_project
from crfill_gui.document.unsaved import ABOUT
from crfill_gui.editor.recovery import Recovery
from crfill_gui.window.main_window import MainWindow
from tests.fakes import ScriptedFiller, ScriptedPrompts
from tests.gui.helpers import document_of, fill_something, noise, trigger

Drag = Callable[..., None]


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


@pytest.fixture
def project(tmp_path: Path) -> Path:
    photo = Photo(noise(60, 80))
    return save_project(tmp_path / "a.crfill", Project(photo, np.zeros((60, 80), np.uint8)))


@pytest.fixture
def two(qtbot, tmp_path: Path, project: Path) -> Iterator[tuple[MainWindow, MainWindow]]:
    """Two editors, each with the project."""
    windows = []
    for name in "ab":
        settings = Settings(tmp_path / name / "settings.json")
        _, window = build([str(project)], settings, ScriptedFiller().make, tmp_path / name / "unsaved")
        window.session.prompts = ScriptedPrompts()
        recovery = window.session.findChild(Recovery)
        assert recovery is not None
        recovery.keep_after_ms = 20
        windows.append(window)
    qtbot.waitUntil(lambda: all(window.session.document is not None for window in windows))
    yield windows[0], windows[1]
    for window in windows:
        window.session.prompts.unsaved_answer = "discard"
        window.close()
        window.deleteLater()


def paint(window: MainWindow, row: int) -> None:
    mask = document_of(window).coverage.copy()
    mask[row] = 255
    document_of(window).set_mask(mask, "Paint")


def rows(project: Path) -> list[int]:
    return np.flatnonzero(load_project(project).mask[:, 0]).tolist()


def rest(window: MainWindow, qtbot) -> None:
    window.session.files.start(lambda _: None)
    qtbot.waitUntil(lambda: not window.session.files.busy)


def save(window: MainWindow, qtbot) -> None:
    window.session.saving.save()
    rest(window, qtbot)


def asked(window: MainWindow) -> int:
    return sum(question[0] == "changed" for question in window.session.prompts.asked)


def test_two_windows_edit_one_project(two: tuple[MainWindow, MainWindow], project: Path, qtbot) -> None:
    first, second = two
    for row in (5, 6):
        paint(first, row)
        save(first, qtbot)
    assert rows(project) == [5, 6] and not asked(first)
    paint(second, 40)
    save(second, qtbot)
    assert asked(second) == 1 and rows(project) == [5, 6] and document_of(second).is_dirty
    second.session.prompts.write_answer = project.with_name("b.crfill")
    second.session.saving.save_project_as()
    rest(second, qtbot)
    assert rows(project) == [5, 6] and rows(project.with_name("b.crfill")) == [40]
    assert not document_of(second).is_dirty


def test_both_save_at_the_same_moment(
    two: tuple[MainWindow, MainWindow], project: Path, qtbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = two
    paint(first, 5)
    paint(second, 40)
    write = project_save._write

    def slowly(archive, content: Project, recipe) -> None:
        write(archive, content, recipe)
        if content.mask[40, 0] and not asked(second):  # the other's is complete before this
            monkeypatch.setattr(project_save, "_write", write)
            save_project(project, Project(content.photo, document_of(first).coverage))

    monkeypatch.setattr(project_save, "_write", slowly)
    save(second, qtbot)
    assert rows(project) == [5] and document_of(second).is_dirty and not asked(second)
    assert "changed it in the meantime" in second.message_bar.label.text()
    save(second, qtbot)
    assert asked(second) == 1 and rows(project) == [5]
    second.session.prompts.changed_answer = True
    save(second, qtbot)
    assert rows(project) == [40] and not document_of(second).is_dirty


def test_work_restored_after_a_crash_does_not_replace_what_was_saved_since(
    two: tuple[MainWindow, MainWindow], project: Path, tmp_path: Path, qtbot
) -> None:
    first, second = two
    paint(second, 40)
    save(second, qtbot)
    paint(second, 41)
    abouts = tmp_path / "b" / "unsaved"
    qtbot.waitUntil(lambda: bool(list(abouts.glob(f"*/{ABOUT}"))))
    folder = next(abouts.glob(f"*/{ABOUT}")).parent
    shutil.copytree(folder, tmp_path / "c" / "unsaved" / "1")  # as a crash leaves it
    save_project(project, Project(Photo(noise(60, 80)), np.eye(60, 80, dtype=np.uint8) * 255))
    theirs = project.read_bytes()
    _, third = build(
        [], Settings(tmp_path / "c" / "settings.json"), ScriptedFiller().make, tmp_path / "c" / "unsaved"
    )
    third.session.prompts = ScriptedPrompts()
    recovery = third.session.findChild(Recovery)
    qtbot.waitUntil(lambda: bool(recovery.left))
    recovery.restore_latest()
    qtbot.waitUntil(lambda: third.session.document is not None)
    save(third, qtbot)
    assert asked(third) == 1 and project.read_bytes() == theirs and document_of(third).is_dirty
    third.session.prompts.unsaved_answer = "discard"
    third.close()
    third.deleteLater()
