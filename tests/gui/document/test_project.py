"""A document becomes a project and a document again: same pixels, same fills, same mask."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from crfill_core.geometry import Box
from crfill_core.imaging.photo import Photo
from crfill_core.inference.request import FillOptions, FillRequest
from crfill_gui.document import project as projects
from crfill_gui.document.brush import Brush
from crfill_gui.document.document import Document
from crfill_gui.document.project import Project
from crfill_gui.document.project_file import load_project
from crfill_gui.document.project_save import save_project
from tests.fakes import solid_fill
from tests.gui.helpers import noise


def stroke(document: Document, *points: tuple[float, float]) -> None:
    document.begin_stroke("Paint")
    document.paint(Brush(12, 0.7), points)
    document.commit_stroke()


def fill(document: Document, value: int, **request) -> None:
    asked = FillRequest(document.photo, document.coverage.copy(), revision=document.revision, **request)
    weights = {"weights_sha256": "ab" * 32, "structure": "structure", "structure_sha256": "cd" * 32}
    result = replace(solid_fill(asked, value), **weights)
    document.apply_fill(asked, result)


def edited(fills: int = 3, budget: int = 2**26) -> Document:
    """Overlapping fills, one more undone, and a mask."""
    document = Document(Photo(noise(120, 200, dtype=np.uint16)), budget)
    avoid = np.zeros((120, 200), bool)
    avoid[:9] = True
    for number in range(fills):
        stroke(document, (40 + 15 * number, 60), (150, 60))
        fill(document, 100 * number, options=FillOptions(detail=number / 100), avoid=avoid)
    stroke(document, (100, 100))
    fill(document, 60000)
    document.undo()
    document.clear_mask()
    stroke(document, (20, 20))
    return document


def test_what_reopens_is_what_was_there():
    document = edited()
    again = Project.of(document).document()
    assert np.array_equal(again.pixels, document.pixels) and np.array_equal(again.coverage, document.coverage)
    assert again.recipe == document.recipe and len(again.recipe) == 3
    assert again.original is document.original


def test_every_state_of_the_pixels_comes_back():
    document = edited()
    again = Project.of(document).document()
    states = {len(document.recipe): document.pixels.copy()}
    while document.undo():
        states[len(document.recipe)] = document.pixels.copy()
    for count in (3, 2, 1, 0):
        while len(again.recipe) > count:
            again.undo()
        assert np.array_equal(again.pixels, states[count])


@pytest.mark.parametrize("always_kept", [0, 100_000])
def test_fills_that_history_or_budget_forgot_are_still_in_the_pixels_and_the_recipe(monkeypatch, always_kept):
    monkeypatch.setattr(projects, "_ALWAYS_KEPT", always_kept)
    document = edited(fills=20, budget=60_000)
    assert document.history.forgotten > 0
    project = Project.of(document)
    assert [item.entry for item in project.fills] == list(document.recipe)
    assert any(not item.patches for item in project.fills)
    assert np.array_equal(project.document().pixels, document.pixels)
    assert np.array_equal(project.document().pixels, document.pixels)


def test_steering_comes_back_and_is_no_step():
    document = edited()
    assert Project.of(document).avoid is None and not Project.of(document).document().steering.is_any
    document.steering.avoid_region(Box(5, 5, 60, 40))
    document.steering.prefer_region(Box(30, 10, 100, 90))
    again = Project.of(document).document()
    assert again.steering.is_any and len(again.history.steps) == len(Project.of(document).fills) + 1
    for kept, old in zip(again.steering.masks(), document.steering.masks(), strict=True):
        assert np.array_equal(kept, old)


def test_a_project_does_not_change_with_the_document():
    document = edited()
    document.steering.avoid_region(Box(5, 5, 60, 40))
    project = Project.of(document)
    before, mask, avoid = project.document().pixels, project.mask.copy(), project.avoid.copy()
    document.invert_mask()
    document.steering.clear()
    document.go_to(0)
    assert np.array_equal(project.document().pixels, before)
    assert np.array_equal(project.mask, mask) and np.array_equal(project.avoid, avoid)


def refill(document: Document, value: int, box: Box) -> None:
    """Swap the latest fill for one that fills that box."""
    coverage = np.zeros(document.coverage.shape, np.uint8)
    coverage[box.slices] = 255
    asked = FillRequest(document.before_last_fill(), coverage, revision=document.revision)
    result = replace(solid_fill(asked, value), weights_sha256="cd" * 32)
    document.apply_fill(asked, result, "Fill again", replaces=True)


@pytest.mark.parametrize("budget", [2**26, 20_000])
def test_a_fill_that_replaced_another_is_independent(budget):
    document = edited(2, budget)
    before = None if document.fills.replaceable is None else document.before_last_fill().pixels
    stroke(document, (170, 100))
    fill(document, 7000)
    only_third = document.pixels.copy()
    for value, box in ((9000, Box(10, 10, 60, 90)), (11000, Box(30, 40, 190, 110))):
        refill(document, value, box)
    assert [entry.weights_sha256[:2] for entry in document.recipe] == ["ab", "ab", "cd"]
    assert (
        document.fills.replaceable is None
        or (document.before_last_fill().pixels[5, 5] == only_third[5, 5]).all()
    )

    again = Project.of(document).document()
    assert np.array_equal(again.pixels, document.pixels) and again.recipe == document.recipe
    if budget > 2**20:
        assert before is not None
        inside = np.zeros(document.coverage.shape, bool)
        inside[40:110, 30:190] = True
        assert (document.pixels[inside] == 11000).all()
        assert np.array_equal(again.before_last_fill().pixels, document.before_last_fill().pixels)
        document.undo()
        document.undo()
        assert np.array_equal(document.pixels, only_third) and len(document.recipe) == 3
        document.redo()
        document.redo()
        assert np.array_equal(again.pixels, document.pixels)
    else:
        assert document.fills.replaceable is None  # what the first of them replaced is forgotten


def test_a_mask_comes_back_as_it_was_painted_not_as_it_was_grown(tmp_path):
    document = Document(Photo(noise(120, 200)))
    stroke(document, (40, 60), (150, 60))
    painted = document.coverage.copy()
    grown = np.maximum(painted, np.roll(painted, 5, axis=0))
    asked = FillRequest(document.photo, grown, revision=document.revision)
    document.apply_fill(asked, replace(solid_fill(asked, 9), weights_sha256="ab" * 32), covered=painted)
    save_project(tmp_path / "p.crfill", Project.of(document))
    again = load_project(tmp_path / "p.crfill").document()
    assert again.restore_last_mask() and np.array_equal(again.coverage, painted)
    assert np.array_equal(again.fills.last_mask, grown)
    fill_again = Project.of(again).fills[-1].painted
    assert fill_again is not None and np.array_equal(fill_again.unpack(document.size), painted)
