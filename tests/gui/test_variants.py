"""Variants of a fill: made one after another, looked at, swapped in."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crfill_core.inference.request import FillOptions, FillRequest, FillResult
from crfill_core.progress import Progress
from crfill_gui.document.document import Document
from crfill_gui.variants import plans
from crfill_gui.window import MainWindow
from tests.fakes import ScriptedFiller, grey_for

INSIDE = (140, 190)
"""Row and column of a pixel in the hole."""


def document_of(window: MainWindow) -> Document:
    assert window.session.document is not None
    return window.session.document


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
    editor.session.fill()
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


def test_shift_enter_makes_a_set_for_the_last_hole_and_leaves_the_photo(
    varied: MainWindow, filler: ScriptedFiller
) -> None:
    base = FillOptions()
    assert [request.options for request in filler.requests[1:]] == [p.options for p in plans(base, True)]
    assert all(np.array_equal(r.mask, filler.requests[0].mask) for r in filler.requests)
    assert grey(varied) == grey_for(base) and len(document_of(varied).recipe) == 1
    panel = varied.variants_panel
    assert panel.isVisible() and panel.list.count() == 6 and panel.list.currentRow() == 0
    texts = [panel.list.item(row).text() for row in range(6)]
    assert texts[0].startswith("As it is") and texts[1].startswith("Network")
    pictures = [variant.picture.pixels for variant in varied.variants.variants]
    assert all(np.array_equal(picture.shape, pictures[0].shape) for picture in pictures)
    assert len({picture.tobytes() for picture in pictures}) == 6


def test_choosing_swaps_the_fill_in_one_undo_step(varied: MainWindow) -> None:
    document = document_of(varied)
    steps, before = document.history.position, document.pixels.copy()
    variants = varied.variants.variants
    for index in (1, 3, 2):
        varied.variants_panel.list.itemClicked.emit(varied.variants_panel.list.item(index))
        request = variants[index].request
        assert request is not None and grey(varied) == grey_for(request.options)
        assert document.history.position == steps + 1
        assert document.history.steps[-1].label == f"Variant: {variants[index].title}"
        assert document.recipe[-1].options == request.options
        assert varied.variants_panel.list.currentRow() == index
    varied.session.undo()
    assert np.array_equal(document.pixels, before) and varied.variants.current == 0
    varied.session.redo()
    assert varied.variants.current == 2
    varied.variants.choose(0)
    assert np.array_equal(document.pixels, before)


def test_the_photo_shows_the_references_of_the_chosen_variant(varied: MainWindow) -> None:
    first = document_of(varied).references
    varied.variants.choose(1)
    result = varied.variants.variants[1].result
    assert result is not None and document_of(varied).references == (*first, *result.references)


def test_shift_enter_again_shows_one_after_another(varied: MainWindow) -> None:
    seen = []
    for _ in range(6):
        QTest.keyClick(varied.canvas, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
        seen.append(varied.variants.current)
    assert seen == [1, 2, 3, 4, 5, 0]


def test_a_set_for_a_fresh_mask_begins_with_the_plain_fill(
    editor: MainWindow, filler: ScriptedFiller, qtbot
) -> None:
    filler.varies = True
    mask_hole(editor)
    mask = document_of(editor).coverage.copy()
    editor.variants.next()
    qtbot.waitUntil(lambda: not editor.variants.making)
    assert [variant.title for variant in editor.variants.variants][:2] == ["As it is", "Fill"]
    assert np.array_equal(document_of(editor).coverage, mask) and not document_of(editor).recipe
    editor.variants.choose(1)
    assert not document_of(editor).coverage.any() and grey(editor) == grey_for(FillOptions())


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
    assert varied.variants.current is None and not varied.variants_panel.list.isEnabled()
    assert "changed" in varied.variants_panel.status.text()
    before = document_of(varied).pixels.copy()
    varied.variants.choose(2)
    assert np.array_equal(document_of(varied).pixels, before)


def test_what_is_steered_is_steered_in_every_variant(
    filled: MainWindow, filler: ScriptedFiller, qtbot
) -> None:
    filled.references.steer(50, 50, True)
    filled.variants.next()
    qtbot.waitUntil(lambda: not filled.variants.making)
    assert len(filler.requests) == 6
    for request in filler.requests[1:]:
        assert request.avoid is not None and request.avoid[50, 50]


def test_without_a_hole_there_is_nothing_to_vary(editor: MainWindow) -> None:
    assert not editor.actions_["variants"].isEnabled()
