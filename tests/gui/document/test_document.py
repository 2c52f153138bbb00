from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crfill_core.geometry import Box
from crfill_core.imaging.photo import Photo
from crfill_core.inference.request import FillRequest
from crfill_gui.document.brush import Brush, Dab
from crfill_gui.document.document import Document
from crfill_gui.document.landing import Landing
from crfill_gui.document.mask_operations import grown
from tests.fakes import solid_fill
from tests.gui.helpers import noise

HEIGHT, WIDTH = 300, 340


def make(history_budget: int = 2**26, dtype: type = np.uint8) -> Document:
    return Document(Photo(noise(HEIGHT, WIDTH, dtype=dtype)), history_budget)


def stroke(document: Document, *points: tuple[float, float], radius: float = 12, erase: bool = False) -> None:
    document.begin_stroke("Paint")
    document.paint(Brush(radius, 0.7), points, erase)
    document.commit_stroke()


def fill(document: Document, value: int = 128) -> FillRequest:
    request = FillRequest(document.photo, document.coverage.copy(), revision=document.revision)
    result = solid_fill(request, value)
    document.apply_fill(request, result)
    return request


points = st.tuples(st.floats(-40, WIDTH + 40), st.floats(-40, HEIGHT + 40))
acts = st.one_of(
    st.tuples(st.just("stroke"), st.lists(points, min_size=1, max_size=3), st.floats(0.5, 90), st.booleans()),
    st.sampled_from([("clear",), ("invert",), ("fill",), ("undo",), ("redo",), ("abort",), ("restore",)]),
)


def act(document: Document, what: tuple) -> None:
    match what:
        case ("stroke", places, radius, erase):
            stroke(document, *places, radius=radius, erase=erase)
        case ("clear",):
            document.clear_mask()
        case ("invert",):
            document.invert_mask()
        case ("fill",):
            if document.mask_area:
                fill(document, value=document.revision % 256)
        case ("undo",):
            document.undo()
        case ("redo",):
            document.redo()
        case ("restore",):
            document.restore_last_mask()
        case ("abort",):
            before = document.coverage.copy()
            document.begin_stroke("Paint")
            document.paint(Brush(30), [(50.0, 60.0), (200.0, 10.0)])
            document.abort_stroke()
            assert np.array_equal(document.coverage, before)


@settings(max_examples=60, deadline=None)
@given(st.lists(acts, max_size=12))
def test_undo_and_redo_restore_every_byte_after_anything(script: list[tuple]) -> None:
    document = make()
    original = document.pixels.copy()
    for what in script:
        act(document, what)
    end = document.pixels.copy(), document.coverage.copy(), document.history.state
    steps = document.history.position
    document.go_to(0)
    assert np.array_equal(document.pixels, original) and not document.coverage.any()
    assert document.history.state == 0 and not document.is_dirty and document.recipe == ()
    document.go_to(steps)
    assert np.array_equal(document.pixels, end[0]) and np.array_equal(document.coverage, end[1])
    assert document.history.state == end[2]
    assert np.array_equal(document.original.pixels, original)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(points, st.floats(0.5, 60)), min_size=1, max_size=4))
def test_each_notified_box_holds_everything_that_changed(dabs: list) -> None:
    document = make()
    seen = document.coverage.copy()
    outside: list[bool] = []

    def observer(what: str, box: Box) -> None:
        if what == "mask":
            changed = document.coverage != seen
            changed[box.slices] = False
            outside.append(bool(changed.any()))
            seen[...] = document.coverage

    document.subscribe(observer)
    for place, radius in dabs:
        stroke(document, place, radius=radius)
    document.go_to(0)
    assert not any(outside)


def test_a_big_stroke_equals_its_dabs_however_it_is_cut_into_tiles() -> None:
    photo = Photo(np.zeros((1500, 1700, 1), np.uint8))
    document = Document(photo)
    places = [(600.0 + 40 * i, 500.0 + 25 * i) for i in range(12)]
    notified = np.zeros((1500, 1700), bool)

    def observer(what: str, box: Box) -> None:
        notified[box.slices] |= what == "mask"

    document.subscribe(observer)
    document.begin_stroke("Paint")
    expected = np.zeros((1500, 1700), np.uint8)
    for erase, radius in ((False, 600), (True, 350), (False, 420)):
        brush = Brush(radius, 0.8)
        for place in places:
            document.paint(brush, [place], erase)
            dab = Dab.at(brush, place)
            box = dab.box.clamp(photo.size)
            values = dab.values[box.relative_to(dab.box).slices]
            target = expected[box.slices]
            target[...] = np.minimum(target, 255 - values) if erase else np.maximum(target, values)
    assert np.array_equal(document.coverage, expected)
    assert notified[expected > 0].all()
    document.commit_stroke()
    document.undo()
    assert not document.coverage.any()


def test_a_gesture_is_one_step_and_an_idle_one_none() -> None:
    document = make()
    document.begin_stroke("Paint")
    for x in range(0, 200, 10):
        document.paint(Brush(9), [(float(x), 50.0)])
    document.commit_stroke()
    assert [step.label for step in document.history.steps] == ["Paint"]
    stroke(document, (100, 50), radius=1)  # within what is painted already
    stroke(document, (-500, -500))
    document.clear_mask()
    document.clear_mask()
    assert [step.label for step in document.history.steps] == ["Paint", "Clear mask"]


def test_a_fill_changes_nothing_outside_its_mask_and_clears_it() -> None:
    document = make(dtype=np.uint16)
    before = document.pixels.copy()
    stroke(document, (80, 90), (200, 150), radius=25)
    mask = document.coverage.copy()
    fill(document)
    assert np.array_equal(document.pixels[mask == 0], before[mask == 0])
    assert np.all(document.pixels[mask == 255] == 128)
    assert not document.coverage.any() and document.is_dirty
    assert document.undo()
    assert np.array_equal(document.coverage, mask) and np.array_equal(document.pixels, before)
    assert not document.is_dirty


def test_paint_added_while_filling_stays() -> None:
    document = make()
    stroke(document, (80, 90))
    request = FillRequest(document.photo, document.coverage.copy(), revision=document.revision)
    result = solid_fill(request)
    stroke(document, (250, 200))
    later = document.coverage.copy()
    later[request.mask > 0] = 0
    document.apply_fill(request, result)
    assert later.any() and np.array_equal(document.coverage, later)


def test_a_stale_result_is_refused() -> None:
    document = make()
    stroke(document, (80, 90))
    request = FillRequest(document.photo, document.coverage.copy(), revision=document.revision)
    result = solid_fill(request)
    document.apply_fill(request, result)
    before = document.pixels.copy()
    with pytest.raises(ValueError, match="changed"):
        document.apply_fill(request, result)
    assert np.array_equal(document.pixels, before)


def test_a_photo_that_a_worker_keeps_never_changes() -> None:
    document = make()
    stroke(document, (80, 90))
    fill(document)
    kept = document.now
    parts = kept.pixels[Box(60, 70, 260, 120).slices].copy()
    stroke(document, (200, 90))
    fill(document, value=7)
    assert not np.array_equal(document.now.pixels[Box(60, 70, 260, 120).slices], parts)
    whole = kept.photo.pixels  # put together only now
    document.undo()
    assert np.array_equal(document.pixels, whole)
    assert np.array_equal(whole[70:120, 60:260], parts)
    for array in (whole, document.pixels, document.original.pixels, document.coverage, document.avoid):
        with pytest.raises(ValueError, match="read-only"):
            array[0, 0] = 1


def test_the_mask_of_a_fill_can_be_restored_and_is_in_the_recipe() -> None:
    document = make()
    assert not document.restore_last_mask()
    stroke(document, (80, 90), (120, 90))
    request = fill(document)
    (entry,) = document.recipe
    assert np.array_equal(entry.mask(document.size), request.mask)
    assert entry.weights == "scripted" and entry.options == request.options
    assert document.restore_last_mask()
    assert np.array_equal(document.coverage, request.mask)
    document.go_to(1)
    assert document.recipe == ()


def test_what_comes_during_a_stroke_splits_it_and_all_can_be_undone() -> None:
    document = make()
    stroke(document, (80, 90))
    seen = [document.coverage.copy()]
    request = FillRequest(document.photo, document.coverage.copy(), revision=document.revision)
    document.begin_stroke("Paint")
    document.paint(Brush(20), [(120.0, 90.0)])
    seen.append(document.coverage.copy())
    document.apply_fill(request, solid_fill(request, 128))  # a fill lands
    seen.append(document.coverage.copy())
    document.paint(Brush(20), [(130.0, 90.0)])
    document.commit_stroke()
    assert [step.label for step in document.history.steps] == ["Paint", "Paint", "Fill", "Paint"]
    assert document.coverage[90, 130] and not document.coverage[90, 65]
    for expected in reversed(seen):
        document.undo()
        assert np.array_equal(document.coverage, expected)


def test_the_mask_comes_back_as_it_was_painted_not_as_it_was_grown() -> None:
    document = make()
    stroke(document, (80, 90), (120, 90))
    painted = document.coverage.copy()

    def fill_grown(covered: np.ndarray | None) -> None:
        request = FillRequest(document.photo, grown(painted, 9).apply(painted), revision=document.revision)
        document.apply_fill(request, solid_fill(request, 128), covered=covered)

    fill_grown(painted)
    assert document.fills.last_mask is not None and document.fills.last_mask.sum() > painted.sum()
    fill_grown(None)  # the same hole once more
    assert document.restore_last_mask()
    assert np.array_equal(document.coverage, painted)
    document.clear_mask()
    stroke(document, (200, 90))
    fill(document)
    document.undo()
    document.clear_mask()  # the undone fill is lost
    assert document.restore_last_mask()
    assert np.array_equal(document.coverage, painted)


def test_saving_marks_the_state_that_was_saved() -> None:
    document = make()
    stroke(document, (80, 90))
    fill(document)
    saved = document.history.state
    stroke(document, (200, 90))
    fill(document)
    document.mark_saved(Path("x.png"), saved)
    assert document.is_dirty
    document.undo()
    assert not document.is_dirty
    document.go_to(0)
    assert document.is_dirty and not document.is_changed


def test_a_new_branch_from_the_saved_state_does_not_look_saved() -> None:
    document = make()
    stroke(document, (80, 90))
    fill(document)
    document.mark_saved(Path("x.png"), document.history.state)
    document.undo()
    fill(document, value=7)
    assert document.is_dirty


def test_the_history_keeps_to_its_budget_and_the_recipe_survives() -> None:
    document = make(history_budget=200_000)
    for x in range(30, 300, 20):
        stroke(document, (x, 100), radius=30)
        fill(document, value=x % 256)
    assert document.history.bytes <= 200_000
    assert document.history.forgotten > 0
    assert len(document.recipe) == 14
    while document.undo():
        pass
    assert 0 < len(document.recipe) < 14 and document.is_dirty


def test_masks_of_one_value_cost_next_to_nothing() -> None:
    document = make()
    document.invert_mask()
    assert document.history.bytes < 100
    document.undo()
    assert document.history.bytes < 100 and not document.coverage.any()


def test_no_undo_in_the_middle_of_a_stroke() -> None:
    document = make()
    stroke(document, (80, 90))
    document.begin_stroke("Paint")
    document.paint(Brush(5), [(10.0, 10.0)])
    assert not document.undo()
    document.commit_stroke()
    assert document.undo()


@pytest.mark.parametrize("covers", [False, True])
@pytest.mark.parametrize("replaces", [False, True])
def test_a_landing_prepared_beforehand_changes_nothing(covers: bool, replaces: bool) -> None:
    documents = make(), make()
    for document in documents:
        stroke(document, (80, 90), (120, 200))
        if replaces:
            fill(document, 7)
    for document, prepared in zip(documents, (False, True), strict=True):
        mask = document.fills.last_mask if replaces else document.coverage.copy()
        assert mask is not None
        request = FillRequest(document.photo, grown(mask, 9).apply(mask), revision=document.revision)
        result, covered = solid_fill(request, 128), mask if covers else None
        landing = Landing.of(request, result, covered, document.now.pixels) if prepared else None
        document.apply_fill(request, result, "Fill", covered, replaces=replaces, landing=landing)
    plain, prepared_one = documents
    assert plain.recipe == prepared_one.recipe
    while True:
        assert np.array_equal(plain.pixels, prepared_one.pixels)
        assert np.array_equal(plain.coverage, prepared_one.coverage)
        if not plain.undo() or not prepared_one.undo():
            break


def test_a_landing_prepared_for_other_pixels_lands_in_the_present_ones() -> None:
    document = make()
    stroke(document, (80, 90))
    request = FillRequest(document.photo, document.coverage.copy())
    result = solid_fill(request, 128)
    landing = Landing.of(request, result, None, Document(Photo(noise(HEIGHT, WIDTH) // 2)).now.pixels)
    document.apply_fill(request, result, landing=landing)
    filled = document.pixels.copy()
    assert (filled[90, 80] == 128).all()
    document.undo()
    assert np.array_equal(document.pixels, document.original.pixels)
