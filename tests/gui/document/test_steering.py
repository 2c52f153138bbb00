from __future__ import annotations

import numpy as np
import pytest

from crfill_core.geometry import Box
from crfill_core.imaging.photo import Photo
from crfill_core.references.lines import Line, LineSteering
from crfill_gui.document.brush import Brush
from crfill_gui.document.document import Document


@pytest.fixture
def document() -> Document:
    return Document(Photo(np.zeros((600, 700, 3), np.uint8)))


def test_nothing_is_steered_at_first(document: Document) -> None:
    assert not document.steering.is_any and document.steering.masks() == (None, None)


def test_regions_are_masks_of_the_request_and_undoable(document: Document) -> None:
    heard: list[tuple[str, Box]] = []
    document.subscribe(lambda what, box: heard.append((what, box)))
    region = Box(200, 240, 300, 280)  # across tiles
    document.steering.avoid_region(region)
    avoid, prefer = document.steering.masks()
    assert prefer is None and avoid is not None and avoid.sum() == region.area and avoid[region.slices].all()
    assert any(what == "avoid" and box.contains(region) for what, box in heard)
    assert not document.coverage.any() and not document.is_dirty and document.revision == 0
    document.undo()
    assert not document.steering.is_any
    document.redo()
    assert document.steering.is_any


def test_what_was_said_last_counts(document: Document) -> None:
    document.steering.avoid_region(Box(0, 0, 40, 40))
    document.steering.prefer_region(Box(20, 0, 60, 40))
    assert document.avoid[10, 10] and not document.avoid[10, 30] and document.prefer[10, 30]
    document.undo()
    assert document.avoid[10, 30] == 255 and not document.prefer.any()


def test_painting_over_a_preferred_region_ends_the_preference(document: Document) -> None:
    document.steering.prefer_region(Box(100, 100, 200, 200))
    document.begin_stroke("Avoid", "avoid")
    document.paint(Brush(20, 1.0), [(150, 150)])
    document.commit_stroke()
    avoid, prefer = document.steering.masks()
    assert avoid is not None and prefer is not None and avoid[150, 150] and not (avoid & prefer).any()
    assert prefer[110, 110] and not document.coverage.any()


def test_a_region_that_changes_nothing_is_no_step(document: Document) -> None:
    document.steering.avoid_region(Box(0, 0, 10, 10))
    document.steering.avoid_region(Box(2, 2, 8, 8))
    document.steering.avoid_region(Box(900, 900, 950, 950))
    assert len(document.history.steps) == 1


def test_an_avoid_stroke_given_up_leaves_nothing(document: Document) -> None:
    document.steering.avoid_region(Box(0, 0, 10, 10))
    before = document.avoid.copy()
    document.begin_stroke("Avoid", "avoid")
    document.paint(Brush(30, 0.5), [(40, 40), (5, 5)])
    document.abort_stroke()
    assert np.array_equal(document.avoid, before) and len(document.history.steps) == 1


LINE = Line(((100, 100), (300, 120)))


def test_lines_are_steering_step_by_step(document: Document) -> None:
    heard: list[str] = []
    document.subscribe(lambda what, box: heard.append(what))
    document.steering.set_lines(document.lines.drawing(LINE), "Draw line")
    document.steering.set_lines(document.lines.moving(LINE, LINE.moved(0, 9)), "Move line")
    document.steering.set_lines(document.lines.deleting(LINE), "Delete line")
    assert document.lines == LineSteering.of([LINE.moved(0, 9)], [LINE]) and document.steering.is_any
    assert "lines" in heard and not document.is_dirty and document.revision == 0
    document.undo()
    document.undo()
    assert document.lines == LineSteering.of([LINE])
    document.undo()
    assert not document.lines and not document.steering.is_any
    document.go_to(3)
    assert document.lines == LineSteering.of([LINE.moved(0, 9)], [LINE])
    assert [step.label for step in document.history.steps] == ["Draw line", "Move line", "Delete line"]


def test_lines_that_stay_as_they_are_are_no_step(document: Document) -> None:
    document.steering.set_lines(document.lines, "Draw line")
    assert not document.history.steps


def test_clearing_the_steering_clears_the_lines_too_in_one_step(document: Document) -> None:
    document.steering.avoid_region(Box(0, 0, 10, 10))
    document.steering.set_lines(LineSteering.of([LINE]), "Draw line")
    document.steering.clear()
    assert not document.steering.is_any and not document.lines and len(document.history.steps) == 3
    document.undo()
    assert document.avoid[5, 5] == 255 and document.lines.drawn == (LINE,)
    document.undo()
    document.undo()
    document.steering.set_lines(LineSteering.of([], [LINE]), "Delete line")
    document.steering.clear()
    assert not document.steering.is_any


def test_a_line_drawn_during_a_stroke_is_a_step_of_its_own(document: Document) -> None:
    document.begin_stroke("Paint")
    document.paint(Brush(20, 1.0), [(150, 150)])
    document.steering.set_lines(LineSteering.of([LINE]), "Draw line")
    document.paint(Brush(20, 1.0), [(250, 150)])
    document.commit_stroke()
    assert [step.label for step in document.history.steps] == ["Paint", "Draw line", "Paint"]
