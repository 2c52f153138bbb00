"""Variants of a fill: made one after another, looked at, swapped in."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crfill_core.inference.request import FillOptions, FillRequest, FillResult
from crfill_core.progress import Progress
from crfill_gui.document.project import Project
from crfill_gui.document.project_file import load_project
from crfill_gui.document.project_save import save_project
from crfill_gui.editor.variants import plans
from crfill_gui.window.main_window import MainWindow
from tests.fakes import ScriptedFiller, grey_for
from tests.gui.helpers import document_of

INSIDE = (140, 190)
"""Row and column of a pixel in the hole."""


def grey(window: MainWindow) -> int:
    return int(document_of(window).pixels[INSIDE][0])


def mask_hole(window: MainWindow) -> None:
    mask = np.zeros((300, 400), np.uint8)
    mask[120:168, 160:224] = 255
    document_of(window).set_mask(mask, "Paint")


@pytest.fixture
def filled(editor: MainWindow, filler: ScriptedFiller, qtbot) -> MainWindow:
    filler.varies, filler.leans = True, "copied"
    mask_hole(editor)
    editor.session.filling.fill()
    qtbot.waitUntil(lambda: not editor.session.filling.active)
    return editor


@pytest.fixture
def varied(filled: MainWindow, qtbot) -> MainWindow:
    """With a complete set of variants."""
    QTest.keyClick(filled.canvas, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: not filled.variants.making)
    return filled


def test_plans_differ_from_the_fill_and_from_each_other() -> None:
    for base, assembled in (
        (FillOptions(), True),
        (FillOptions(mode="network"), False),
        (FillOptions(mode="assembly", scale=0.7, mirrored=True, candidate_set=1), True),
    ):
        options = [plan.options for plan in plans(base, assembled)]
        assert base not in options and len(set(options)) == len(options)
        assert all(plan.title and plan.reason for plan in plans(base, assembled))
    assert all(plan.options.candidate_set == 0 for plan in plans(FillOptions(mode="network"), False))
    closer = {plan.title for plan in plans(FillOptions(), True)} - {
        plan.title for plan in plans(FillOptions(), True, closest=True)
    }
    assert closer == {"Closer window"}


def test_shift_enter_makes_a_set_for_the_last_hole_and_leaves_the_photo(
    varied: MainWindow, filler: ScriptedFiller
) -> None:
    base = FillOptions()
    expected = plans(base, True, closest=True)  # the scripted windows are seen at full scale
    assert [request.options for request in filler.requests[1:]] == [plan.options for plan in expected]
    assert all(np.array_equal(r.mask, filler.requests[0].mask) for r in filler.requests)
    assert all(np.array_equal(r.photo.pixels, document_of(varied).original.pixels) for r in filler.requests)
    assert grey(varied) == grey_for(base) and len(document_of(varied).recipe) == 1
    panel = varied.docks.variants
    assert panel.isVisible() and panel.list.count() == 5 and panel.list.currentRow() == 0
    texts = [panel.list.item(row).text() for row in range(5)]
    assert texts[0] == "Fill\npieces of the photo" and texts[1].startswith("Network\npainted")
    pictures = [variant.picture.pixels for variant in varied.variants.variants]
    assert all(np.array_equal(picture.shape, pictures[0].shape) for picture in pictures)
    assert len({picture.tobytes() for picture in pictures}) == 5


def test_choosing_swaps_the_fill_in_one_undo_step(varied: MainWindow) -> None:
    document = document_of(varied)
    steps, before = document.history.position, document.pixels.copy()
    variants = varied.variants.variants
    for index in (1, 3, 2):
        varied.docks.variants.list.itemClicked.emit(varied.docks.variants.list.item(index))
        request = variants[index].request
        assert request is not None and grey(varied) == grey_for(request.options)
        assert document.history.position == steps + 1
        assert document.history.steps[-1].label == f"Variant: {variants[index].title}"
        assert [entry.options for entry in document.recipe] == [request.options]
        assert varied.docks.variants.list.currentRow() == index
    varied.session.document.undo()
    assert np.array_equal(document.pixels, before) and varied.variants.current == 0
    varied.session.document.redo()
    assert varied.variants.current == 2
    varied.variants.choose(0)
    assert np.array_equal(document.pixels, before)


def test_the_focus_stays_where_the_user_works(varied: MainWindow) -> None:
    panel = varied.docks.variants
    rows = panel.list
    place = rows.visualItemRect(rows.item(1)).center()
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert varied.variants.current == 1 and varied.canvas.hasFocus()
    panel.more.setFocus()
    QTest.keyClick(panel.more, Qt.Key.Key_Space)
    assert varied.variants.current == 2 and panel.more.hasFocus()
    rows.setFocus()
    rows.setCurrentRow(3)
    QTest.keyClick(rows, Qt.Key.Key_Return)
    assert varied.variants.current == 3 and rows.hasFocus()


def test_the_photo_shows_the_references_of_the_chosen_variant(varied: MainWindow) -> None:
    varied.variants.choose(1)
    result = varied.variants.variants[1].result
    assert result is not None and document_of(varied).references == result.references


def test_shift_enter_again_shows_one_after_another(varied: MainWindow) -> None:
    seen = []
    for _ in range(5):
        QTest.keyClick(varied.canvas, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
        seen.append(varied.variants.current)
    assert seen == [1, 2, 3, 4, 0]


def test_with_a_fresh_mask_the_first_is_the_plain_fill(
    editor: MainWindow, filler: ScriptedFiller, qtbot
) -> None:
    filler.varies = True
    mask_hole(editor)
    editor.variants.next()
    qtbot.waitUntil(lambda: len(editor.variants.variants) == 6 and not editor.variants.making)
    assert not document_of(editor).coverage.any() and grey(editor) == grey_for(FillOptions())
    assert editor.variants.variants[0].title == "Fill" and editor.variants.current == 0
    assert [step.label for step in document_of(editor).history.steps] == ["Paint", "Fill"]


def test_an_undone_fill_is_done_again_first(filled: MainWindow, filler: ScriptedFiller, qtbot) -> None:
    filled.session.document.go_to(0)  # no mask either
    filled.variants.next()
    qtbot.waitUntil(lambda: len(filled.variants.variants) == 5 and not filled.variants.making)
    assert grey(filled) == grey_for(FillOptions()) and len(document_of(filled).recipe) == 1


def test_the_same_answer_twice_is_no_choice(filled: MainWindow, filler: ScriptedFiller, qtbot) -> None:
    filler.varies = False
    filled.variants.next()
    qtbot.waitUntil(lambda: len(filler.requests) == 5 and not filled.variants.making)
    assert len(filled.variants.variants) == 2  # all fill alike now, but not as the first did


def test_replacing_a_fill_survives_saving_undo_and_fill_again(varied: MainWindow, tmp_path, qtbot) -> None:
    document = document_of(varied)
    varied.variants.choose(3)
    reopened = load_project(save_project(tmp_path / "p.crfill", Project.of(document))).document()
    assert np.array_equal(reopened.pixels, document.pixels)
    assert [entry.options for entry in reopened.recipe] == [entry.options for entry in document.recipe]
    assert np.array_equal(reopened.before_last_fill().pixels, document.original.pixels)
    shown = document.pixels.copy()
    varied.session.filling.fill_again()
    qtbot.waitUntil(lambda: not varied.session.filling.active)
    assert len(document.recipe) == 1 and grey(varied) == grey_for(FillOptions())
    varied.session.document.undo()
    assert np.array_equal(document.pixels, shown)
    while document.undo():
        pass
    assert np.array_equal(document.pixels, document.original.pixels) and not document.recipe


def test_escape_stops_and_keeps_what_there_is(filled: MainWindow, filler: ScriptedFiller, qtbot) -> None:
    filler.reached_half.clear()
    filler.hold()
    filled.variants.next()
    qtbot.waitUntil(filler.reached_half.is_set)
    QTest.keyClick(filled.canvas, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not filled.variants.making)
    filler.release()
    assert len(filled.variants.variants) == 1 and not filled.session.filling.active


def test_choosing_while_others_are_made_stops_those(
    filled: MainWindow, filler: ScriptedFiller, monkeypatch: pytest.MonkeyPatch, qtbot
) -> None:
    answer = filler.fill

    def fill_and_wait_in_the_second(request: FillRequest, progress: Progress) -> FillResult:
        if len(filler.requests) == 2:
            filler.hold()
        return answer(request, progress)

    monkeypatch.setattr(filler, "fill", fill_and_wait_in_the_second)
    filled.variants.next()
    qtbot.waitUntil(lambda: len(filled.variants.variants) == 2)
    filled.variants.choose(1)
    qtbot.waitUntil(lambda: not filled.session.filling.active)
    assert not filled.variants.making and grey(filled) == grey_for(FillOptions(mode="network"))
    assert not filled.message_bar.isVisible()


def test_a_set_of_an_earlier_photo_cannot_be_chosen(varied: MainWindow, qtbot) -> None:
    varied.variants.choose(1)
    mask_hole(varied)
    assert varied.variants.current is None and not varied.docks.variants.list.isEnabled()
    assert "changed" in varied.docks.variants.status.text()
    before = document_of(varied).pixels.copy()
    varied.variants.choose(2)
    assert np.array_equal(document_of(varied).pixels, before)


def test_what_is_steered_is_steered_in_every_variant(
    filled: MainWindow, filler: ScriptedFiller, qtbot
) -> None:
    filled.references.steer(50, 50, True)
    filled.variants.next()
    qtbot.waitUntil(lambda: not filled.variants.making)
    assert len(filler.requests) == 5
    for request in filler.requests[1:]:
        assert request.avoid is not None and request.avoid[50, 50]


def test_without_a_hole_there_is_nothing_to_vary(editor: MainWindow) -> None:
    assert not editor.actions_["variants"].isEnabled()


def test_the_panel_goes_with_its_photo(varied: MainWindow, photo_file: Path, prompts, qtbot) -> None:
    assert varied.docks.variants_dock.isVisible()
    before, prompts.unsaved_answer = document_of(varied), "discard"
    varied.session.opening.open(photo_file)
    qtbot.waitUntil(lambda: varied.session.document is not before)
    assert not varied.docks.variants_dock.isVisible()
