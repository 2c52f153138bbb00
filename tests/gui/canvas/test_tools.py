"""The tools' states without a screen."""

from __future__ import annotations

import numpy as np
import pytest

from crfill_core.geometry import Box
from crfill_core.imaging.photo import Photo
from crfill_gui.canvas.toolbox import ToolBox
from crfill_gui.document.brush import Brush
from crfill_gui.document.document import Document
from crfill_gui.document.pointer import Pointer


class Bench:
    """A tool box over a grey photo."""

    def __init__(self) -> None:
        self.brush = Brush(10, 1.0)
        self.pans: list[tuple[float, float]] = []
        self.document = Document(Photo(np.full((200, 300, 3), 90, np.uint8)))
        self.zooms: list[object] = []
        self.box = ToolBox(
            lambda: self.brush,
            self._set,
            lambda dx, dy: self.pans.append((dx, dy)),
            lambda *step: self.zooms.append(step),
            self.zooms.append,
            lambda work, done: done(work()),
            pytest.fail,
        )
        self.box.edit(self.document)

    def _set(self, brush: Brush) -> None:
        self.brush = brush

    def at(self, x: float, y: float, zoom: float = 1.0, **held: float) -> Pointer:
        return Pointer(x, y, x * zoom, y * zoom, zoom, **held)  # type: ignore[arg-type]

    def drag(self, *points: tuple[float, float], move: bool = False, **held: float) -> None:
        self.box.press(self.at(*points[0], **held), move)
        for point in points[1:]:
            self.box.move(self.at(*point, **held))
        self.box.release(self.at(*points[-1], **held))

    @property
    def mask(self) -> np.ndarray:
        return self.document.coverage


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_a_click_paints_a_dot_and_a_drag_a_line(bench: Bench) -> None:
    bench.drag((50, 50))
    assert bench.mask[50, 50] == 255 and not bench.mask[50, 70]
    bench.drag((100, 50), (140, 50), (140, 90))
    assert np.all(bench.mask[50, 100:140] == 255) and np.all(bench.mask[50:90, 140] == 255)
    assert [step.label for step in bench.document.history.steps] == ["Paint", "Paint"]


def test_the_eraser_is_the_brush_with_alt_and_the_other_way_round(bench: Bench) -> None:
    bench.drag((50, 50), (150, 50))
    bench.drag((100, 50), alt=True)
    assert bench.mask[50, 100] == 0
    bench.box.name = "eraser"
    bench.drag((100, 50), alt=True)
    assert bench.mask[50, 100] == 255
    bench.drag((100, 50))
    assert bench.mask[50, 100] == 0
    assert [step.label for step in bench.document.history.steps] == ["Paint", "Erase", "Paint", "Erase"]


def test_alt_pressed_in_the_middle_of_a_stroke_does_not_turn_it_round(bench: Bench) -> None:
    bench.box.press(bench.at(50, 50), False)
    bench.box.move(bench.at(90, 50, alt=True))
    bench.box.release(bench.at(90, 50, alt=True))
    assert np.all(bench.mask[50, 50:90] == 255)


def test_shift_drag_changes_the_size_by_photo_pixels_and_paints_nothing(bench: Bench) -> None:
    box = bench.box
    box.press(bench.at(50, 50, zoom=2, shift=True), False)
    box.move(bench.at(65, 50, zoom=2, shift=True))
    assert bench.brush.radius == 25
    box.release(bench.at(65, 50, zoom=2, shift=True))
    assert bench.brush.radius == 25 and not bench.mask.any()


def test_a_cancelled_size_drag_gives_the_size_back(bench: Bench) -> None:
    bench.box.press(bench.at(50, 50, shift=True), False)
    bench.box.move(bench.at(90, 50, shift=True))
    assert bench.box.cancel() and bench.brush.radius == 10
    assert not bench.box.cancel()


def test_shift_click_without_an_earlier_stroke_is_a_dot(bench: Bench) -> None:
    bench.drag((50, 50), shift=True)
    assert bench.mask[50, 50] == 255 and bench.document.mask_area < 400


def test_a_hand_that_trembles_still_clicks(bench: Bench) -> None:
    bench.drag((50, 50))
    bench.drag((150, 50), (152, 51), shift=True)
    assert bench.mask[50, 100] == 255 and bench.brush.radius == 10


def test_less_pressure_is_a_thinner_line(bench: Bench) -> None:
    bench.drag((50, 50), (150, 50), pressure=0.5)
    assert bench.mask[50, 100] == 255 and bench.mask[57, 100] == 0
    bench.drag((50, 120), (150, 120))
    assert bench.mask[127, 100] == 255


def test_the_hand_moves_the_photo_and_paints_nothing(bench: Bench) -> None:
    bench.drag((50, 50), (60, 45), (80, 40), move=True)
    bench.box.panning = True
    bench.drag((10, 10), (15, 12))
    assert bench.pans == [(10, -5), (20, -5), (5, 2)] and not bench.mask.any()


def test_another_document_ends_the_stroke_and_is_painted_on(bench: Bench) -> None:
    first = bench.document
    bench.box.press(bench.at(50, 50), False)
    bench.document = Document(Photo(np.zeros((200, 300, 1), np.uint8)))
    bench.box.edit(bench.document)
    assert not first.coverage.any() and not first.is_painting and not bench.box.busy
    bench.drag((50, 50))
    assert bench.mask[50, 50] == 255 and not first.coverage.any()


def test_without_a_document_nothing_happens(bench: Bench) -> None:
    bench.box.edit(None)
    bench.drag((50, 50), (90, 90))
    assert not bench.mask.any()


@pytest.mark.parametrize(("moved", "is_click"), [(6, True), (10, False)])
def test_a_click_may_move_as_far_on_a_fine_screen(bench: Bench, moved: int, is_click: bool) -> None:
    bench.drag((50, 50), ratio=2)
    bench.drag((150, 50), (150 + moved, 50), shift=True, ratio=2)
    assert (bench.brush.radius == 10) == is_click
    assert (bench.mask[50, 100] == 255) == is_click
    bench.box.name = "zoom"
    bench.drag((50, 50), (50 + moved, 50 + moved // 5), ratio=2)
    assert bench.zooms == ([(1, 50, 50)] if is_click else [Box(50, 50, 60, 52)])
