"""Projects and exports, from the menu to the file and back."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest

from crfill_core.geometry import Box
from crfill_core.jobs.recipe import read_recipe
from crfill_gui.document.document import Document
from crfill_gui.window.main_window import MainWindow
from tests.fakes import ScriptedFiller, ScriptedPrompts
from tests.gui.helpers import document_of, trigger


def said(window: MainWindow, qtbot, words: str) -> None:
    qtbot.waitUntil(lambda: window.message_bar.isVisible() and words in window.message_bar.label.text())


@pytest.fixture
def worked(editor: MainWindow, qtbot) -> MainWindow:
    """A photo with one fill, a new mask and something to avoid."""
    document = document_of(editor)
    mask = np.zeros((300, 400), np.uint8)
    mask[50:90, 60:140] = 255
    document.set_mask(mask, "Mask")
    editor.session.filling.fill()
    qtbot.waitUntil(lambda: not editor.session.filling.active)
    assert document.is_dirty
    document.set_mask(mask.T[:300, :].repeat(2, axis=1)[:, :400].copy(), "Mask")
    document.steering.avoid_region(Box(0, 0, 30, 20))
    return editor


@pytest.fixture
def project(worked: MainWindow, prompts: ScriptedPrompts, tmp_path: Path, qtbot) -> Path:
    """The same, saved as a project."""
    prompts.write_answer = tmp_path / "evening.crfill"
    trigger(worked, "project.save")
    said(worked, qtbot, "evening.crfill")
    return prompts.write_answer


def reopen(window: MainWindow, path: Path, qtbot) -> Document:
    before = document_of(window)
    window.session.opening.open(path)
    qtbot.waitUntil(lambda: window.session.document is not before)
    return document_of(window)


def test_everything_comes_back_from_a_project(worked: MainWindow, project: Path, qtbot) -> None:
    before = document_of(worked)
    again = reopen(worked, project, qtbot)
    assert np.array_equal(again.pixels, before.pixels) and np.array_equal(
        again.original.pixels, before.original.pixels
    )
    assert np.array_equal(again.coverage, before.coverage) and np.array_equal(again.avoid, before.avoid)
    assert again.recipe == before.recipe and len(again.recipe) == 1
    shown = worked.canvas.grab().toImage()
    worked.canvas.show_document(before)
    assert shown == worked.canvas.grab().toImage()
    worked.canvas.show_document(again)
    assert not again.is_dirty and worked.windowTitle().startswith("evening.crfill")
    again.go_to(0)
    assert np.array_equal(again.pixels, before.original.pixels)


def test_ctrl_s_of_a_project_saves_the_project(
    worked: MainWindow, project: Path, prompts: ScriptedPrompts, qtbot
) -> None:
    document = document_of(worked)
    asked = len(prompts.asked)
    assert not document.is_dirty
    document.clear_mask()
    assert document.is_dirty and worked.isWindowModified()
    trigger(worked, "save")
    qtbot.waitUntil(lambda: not document.is_dirty)
    assert len(prompts.asked) == asked
    assert not reopen(worked, project, qtbot).coverage.any()


def test_a_photo_saved_out_of_a_project_is_a_photo(
    worked: MainWindow, project: Path, prompts: ScriptedPrompts, photo_file: Path, tmp_path: Path, qtbot
) -> None:
    prompts.save_answer = tmp_path / "out.png"
    trigger(worked, "save_as")
    said(worked, qtbot, "out.png")
    assert ("Save photo", photo_file.with_name("photo-filled.png")) in prompts.asked
    assert document_of(worked).saved_as == tmp_path / "out.png"


def test_a_project_may_be_chosen_in_save_as(
    worked: MainWindow, prompts: ScriptedPrompts, tmp_path: Path, qtbot
) -> None:
    prompts.save_answer = tmp_path / "chosen.crfill"
    trigger(worked, "save_as")
    said(worked, qtbot, "chosen.crfill")
    assert zipfile.is_zipfile(tmp_path / "chosen.crfill")


def test_a_damaged_project_is_a_sentence_and_the_photo_stays(
    editor: MainWindow, tmp_path: Path, qtbot
) -> None:
    bad = tmp_path / "bad.crfill"
    bad.write_bytes(b"PK nonsense")
    before = document_of(editor)
    editor.session.opening.open(bad)
    said(editor, qtbot, "bad.crfill")
    assert document_of(editor) is before


def test_a_project_that_cannot_be_written_stays_dirty(
    worked: MainWindow, prompts: ScriptedPrompts, tmp_path: Path, qtbot
) -> None:
    prompts.write_answer = tmp_path / "nowhere" / "a.crfill"
    trigger(worked, "project.save")
    said(worked, qtbot, "folder does not exist")
    assert document_of(worked).is_dirty and document_of(worked).saved_as is None


def test_openraster_has_the_photo_and_the_fill(
    worked: MainWindow, prompts: ScriptedPrompts, tmp_path: Path, qtbot
) -> None:
    prompts.write_answer = tmp_path / "layers"
    trigger(worked, "export.openraster")
    said(worked, qtbot, "layers.ora")
    with zipfile.ZipFile(tmp_path / "layers.ora") as archive:
        assert archive.read("mimetype") == b"image/openraster"
        assert archive.read("stack.xml").count(b"<layer") == 2
    assert document_of(worked).is_dirty  # an export is no save


@pytest.mark.parametrize(
    ("action", "written"),
    [
        *(("save_as", "photo.v2.png"), ("project.save", "photo.v2.crfill"), ("mask.save", "photo.v2.png")),
        *(("export.openraster", "photo.v2.ora"), ("export.recipe", "photo.v2.json")),
    ],
)
def test_what_follows_a_dot_in_a_name_is_no_suffix_unless_it_is_a_known_one(
    worked: MainWindow, prompts: ScriptedPrompts, tmp_path: Path, qtbot, action: str, written: str
) -> None:
    prompts.write_answer = prompts.save_answer = prompts.mask_answer = tmp_path / "photo.v2"
    trigger(worked, action)
    said(worked, qtbot, written)
    assert (tmp_path / written).is_file() and not (tmp_path / "photo.v2").exists()


def test_the_recipe_says_what_was_filled(
    worked: MainWindow, prompts: ScriptedPrompts, filler: ScriptedFiller, tmp_path: Path, qtbot
) -> None:
    prompts.write_answer = tmp_path / "how.json"
    trigger(worked, "export.recipe")
    said(worked, qtbot, "how.json")
    recipe = read_recipe(tmp_path / "how.json")
    recipe.check_photo(document_of(worked).original)
    assert [entry.weights_sha256 for entry in recipe.fills] == [filler.weights_sha256]
    assert np.array_equal(recipe.fills[0].mask(recipe.size), filler.requests[0].mask)


def test_projects_dropped_or_named_at_the_start_open(
    worked: MainWindow, project: Path, tmp_path: Path, filler: ScriptedFiller, qtbot
) -> None:
    from crfill_gui.app import build
    from crfill_gui.config.settings import Settings

    _, other = build([str(project)], Settings(tmp_path / "other" / "settings.json"), filler.make)
    try:
        qtbot.waitUntil(lambda: other.session.document is not None)
        assert len(document_of(other).recipe) == 1
    finally:
        other.close()
