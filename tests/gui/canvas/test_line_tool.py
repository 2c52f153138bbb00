"""The line tool by its events, without a window."""

from __future__ import annotations

import numpy as np
import pytest

from crfill_core.imaging.photo import Photo
from crfill_core.references.lines import Line, LineSteering
from crfill_gui.canvas.line_tool import LineTool
from crfill_gui.document.document import Document
from crfill_gui.document.pointer import Pointer


class Hand:
    """Moves a pointer over a photo that is shown at a zoom, on a screen of that ratio."""

    def __init__(self, zoom: float = 1.0, ratio: float = 1.0) -> None:
        self.document = Document(Photo(np.zeros((300, 400, 3), np.uint8)))
        self.said: list[str] = []
        self.tool = LineTool(self.said.append)
        self.tool.edit(self.document)
        self.zoom, self.ratio = zoom, ratio

    def at(self, x: float, y: float, **keys: bool) -> Pointer:
        return Pointer(x, y, x * self.zoom, y * self.zoom, self.zoom, ratio=self.ratio, **keys)

    def click(self, x: float, y: float, **keys: bool) -> None:
        self.tool.move(self.at(x, y, **keys))
        self.tool.press(self.at(x, y, **keys))
        self.tool.release(self.at(x, y, **keys))

    def drag(self, *places: tuple[float, float], **keys: bool) -> None:
        self.tool.move(self.at(*places[0], **keys))
        self.tool.press(self.at(*places[0], **keys))
        for place in places[1:]:
            self.tool.move(self.at(*place, **keys))
        self.tool.release(self.at(*places[-1], **keys))

    def draws(self, *places: tuple[float, float]) -> Line:
        for place in places:
            self.click(*place)
        self.tool.key("enter")
        return self.drawn[-1]

    @property
    def drawn(self) -> tuple[Line, ...]:
        return self.document.lines.drawn

    @property
    def steps(self) -> list[str]:
        return [step.label for step in self.document.history.done()]


@pytest.fixture
def hand() -> Hand:
    return Hand()


FOUND = (Line(((10, 200), (390, 210))), Line(((10, 214), (390, 224))))


def test_a_drag_is_a_straight_line(hand: Hand) -> None:
    hand.drag((20, 30), (60, 80), (120, 40))
    assert hand.drawn == (Line(((20, 30), (120, 40))),) and hand.steps == ["Draw line"]
    assert not hand.tool.is_active


def test_clicks_bend_and_enter_ends(hand: Hand) -> None:
    hand.click(20, 30)
    hand.click(60, 80)
    hand.click(120, 40)
    hand.tool.move(hand.at(200, 200))
    assert hand.tool.shown.under_way == ((20, 30), (60, 80), (120, 40), (200, 200)) and not hand.drawn
    assert hand.tool.wants("enter")
    hand.tool.key("enter")
    assert hand.drawn == (Line(((20, 30), (60, 80), (120, 40))),) and hand.steps == ["Draw line"]
    assert not hand.tool.wants("enter")  # the next Enter fills


def test_a_double_click_ends(hand: Hand) -> None:
    hand.click(20, 30)
    hand.click(60, 80)
    hand.tool.double_click(hand.at(60, 80))
    hand.tool.release(hand.at(60, 80))
    assert hand.drawn == (Line(((20, 30), (60, 80))),) and not hand.tool.is_active


def test_a_click_on_the_last_point_ends(hand: Hand) -> None:
    for place in ((20, 30), (60, 80), (62, 79)):
        hand.click(*place)
    assert hand.drawn == (Line(((20, 30), (60, 80))),)


def test_a_double_click_on_nothing_draws_nothing(hand: Hand) -> None:
    hand.click(20, 30)
    hand.tool.double_click(hand.at(20, 30))
    hand.tool.release(hand.at(20, 30))
    assert not hand.drawn and not hand.tool.is_active and not hand.steps


def test_a_point_can_be_placed_by_dragging(hand: Hand) -> None:
    hand.click(20, 30)
    hand.drag((60, 80), (90, 90), (70, 60))
    hand.tool.key("enter")
    assert hand.drawn == (Line(((20, 30), (70, 60))),)


def test_backspace_takes_points_back_and_escape_all(hand: Hand) -> None:
    for place in ((20, 30), (60, 80), (120, 40)):
        hand.click(*place)
    hand.tool.key("backspace")
    hand.tool.key("enter")
    assert hand.drawn == (Line(((20, 30), (60, 80))),)
    hand.tool.cancel()
    hand.click(200, 30)
    hand.tool.key("backspace")
    assert not hand.tool.is_active and not hand.tool.wants("enter")
    hand.click(200, 30)
    hand.click(260, 30)
    assert hand.tool.cancel() and not hand.tool.is_active and len(hand.drawn) == 1
    assert not hand.tool.cancel()


def test_shift_draws_in_steps_of_45_degrees(hand: Hand) -> None:
    hand.drag((20, 100), (90, 108), shift=True)
    (x, y), (u, v) = hand.drawn[0].points
    assert (x, y, v) == (20, 100, 100) and 89 < u < 91


def test_points_of_drawn_lines_can_be_dragged_one_step_each(hand: Hand) -> None:
    line = hand.draws((20, 30), (60, 80), (120, 40))
    hand.drag((61, 79), (80, 100), (90, 120))
    assert hand.drawn == (Line(((20, 30), (90, 120), (120, 40))),)
    assert hand.steps == ["Draw line", "Move line"]
    hand.document.undo()
    assert hand.drawn == (line,)


def test_a_point_that_is_only_clicked_does_not_move(hand: Hand) -> None:
    line = hand.draws((20, 30), (60, 80))
    hand.click(61, 81)
    assert hand.drawn == (line,) and hand.tool.selected == line and hand.steps == ["Draw line"]


def test_escape_puts_a_dragged_point_back(hand: Hand) -> None:
    line = hand.draws((20, 30), (60, 80))
    hand.tool.press(hand.at(20, 30))
    hand.tool.move(hand.at(90, 90))
    assert hand.tool.shown.drawn != (line,)
    assert hand.tool.cancel() and hand.tool.shown.drawn == (line,)
    hand.tool.release(hand.at(90, 90))
    assert hand.drawn == (line,) and hand.steps == ["Draw line"]


def test_what_is_undone_while_a_point_is_dragged_stays_undone(hand: Hand) -> None:
    hand.draws((20, 30), (60, 80))
    hand.tool.press(hand.at(20, 30))
    hand.tool.move(hand.at(90, 90))
    hand.document.undo()
    hand.tool.release(hand.at(90, 90))
    assert not hand.drawn


def test_drawn_lines_are_selected_and_deleted(hand: Hand) -> None:
    first = hand.draws((20, 30), (120, 30))
    second = hand.draws((20, 130), (120, 130))
    hand.click(70, 33)
    assert hand.tool.selected == first and hand.tool.wants("backspace")
    hand.tool.key("backspace")
    assert hand.drawn == (second,) and hand.steps[-1] == "Delete line"
    assert hand.tool.selected is None and not hand.tool.wants("backspace")
    hand.document.undo()
    assert hand.drawn == (first, second)


def test_a_found_line_that_is_deleted_is_remembered(hand: Hand) -> None:
    hand.tool.set_found(FOUND)
    hand.click(200, 203)
    assert hand.tool.selected == FOUND[0]
    hand.tool.key("backspace")
    assert hand.document.lines == LineSteering.of(deleted=[FOUND[0]])
    assert hand.tool.found == (FOUND[1],) and hand.tool.shown.found == (FOUND[1],)
    hand.tool.set_found(tuple(line.moved(0.5, 0) for line in FOUND))  # looked for once more
    assert len(hand.tool.found) == 1
    hand.document.undo()
    assert len(hand.tool.found) == 2


def test_a_click_beside_every_line_selects_none_and_begins_one(hand: Hand) -> None:
    hand.tool.set_found(FOUND)
    hand.click(200, 203)
    hand.click(200, 60)
    assert hand.tool.selected is None and hand.tool.is_active


def test_a_line_may_begin_on_another_one_by_dragging(hand: Hand) -> None:
    hand.tool.set_found(FOUND)
    hand.drag((200, 205), (220, 150), (240, 100))
    assert hand.drawn == (Line(((200, 205), (240, 100))),)


def test_found_lines_have_no_points_to_drag(hand: Hand) -> None:
    hand.tool.set_found(FOUND)
    hand.drag((10, 200), (40, 100))
    assert hand.tool.found == FOUND and len(hand.drawn) == 1


def test_stepping_goes_round_drawn_and_found_lines(hand: Hand) -> None:
    hand.tool.step(1)
    assert hand.tool.selected is None
    hand.tool.set_found(FOUND)
    line = hand.draws((20, 30), (120, 30))
    hand.tool.cancel()
    seen = []
    for _ in range(4):
        hand.tool.step(1)
        seen.append(hand.tool.selected)
    assert seen == [line, *FOUND, line]
    hand.tool.step(-1)
    assert hand.tool.selected == FOUND[1]


def test_putting_the_tool_down_accepts_the_line(hand: Hand) -> None:
    hand.click(20, 30)
    hand.tool.finish()
    assert not hand.drawn
    hand.click(20, 30)
    hand.click(60, 80)
    hand.tool.finish()
    assert len(hand.drawn) == 1 and hand.tool.selected is None


def test_a_line_beside_the_photo_is_refused_in_a_sentence(hand: Hand) -> None:
    hand.drag((-60, 20), (-20, 280))
    assert not hand.drawn and len(hand.said) == 1 and "outside the photo" in hand.said[0]
    hand.drag((-60, 20), (20, 280))
    assert len(hand.drawn) == 1


def test_another_document_has_other_lines(hand: Hand) -> None:
    hand.tool.set_found(FOUND)
    hand.draws((20, 30), (60, 80))
    hand.click(200, 60)
    hand.tool.edit(Document(Photo(np.zeros((30, 40, 3), np.uint8))))
    assert hand.tool.shown.drawn == () and hand.tool.found == () and not hand.tool.is_active
    hand.tool.edit(None)
    hand.click(5, 5)
    assert not hand.tool.is_active


@pytest.mark.parametrize(("zoom", "ratio"), [(0.1, 1.0), (0.1, 2.0), (8.0, 1.0), (8.0, 2.0)])
def test_the_reach_is_the_same_on_every_screen(zoom: float, ratio: float) -> None:
    hand = Hand(zoom, ratio)
    hand.tool.set_found((Line(((0, 150), (400, 150))),))
    unit = ratio / zoom
    hand.click(200, 150 + 6 * unit)
    assert hand.tool.selected is not None
    hand.tool.cancel()
    hand.tool.move(hand.at(200, 150 + 8 * unit))
    assert hand.tool.over == "nothing"
    hand.tool.move(hand.at(200, 150 - 6 * unit))
    assert hand.tool.over == "line"
