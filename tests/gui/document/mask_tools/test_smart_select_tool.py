"""The smart select tool: box, corrections, accepted or given up."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from crfill_core.geometry import Box
from crfill_core.imaging.photo import Photo
from crfill_core.progress import Cancelled
from crfill_gui.document.document import Document
from crfill_gui.document.mask_tools.smart_select_tool import SmartSelectTool
from crfill_gui.document.selection import Selection
from tests.gui.document.mask_tools.test_shapes import at, drag

BOX = Box(30, 25, 75, 60)


@pytest.fixture(scope="module")
def pixels() -> np.ndarray:
    """A red rectangle on a green ground, both with noise."""
    rng = np.random.default_rng(2)
    colours = np.full((90, 120, 3), (60, 120, 70))
    colours[32:54, 38:68] = (190, 70, 60)
    return np.clip(colours + rng.normal(0, 12, colours.shape), 0, 255).astype(np.uint8)


class Later:
    """Searches that wait until they are released, in the order of the requests."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Callable[[], Selection], Callable[[Selection | None], None]]] = []
        self.done = self.cancelled = 0

    def ask(self, work: Callable[[], Selection], done: Callable[[Selection | None], None]) -> None:
        self.waiting.append((work, done))

    def go_on(self) -> None:
        """Do what is waiting now."""
        waiting, self.waiting = self.waiting, []
        for work, done in waiting:
            try:
                found = work()
                self.done += 1
            except Cancelled:
                found = None
                self.cancelled += 1
            done(found)


@pytest.fixture
def document(pixels) -> Document:
    return Document(Photo(pixels))


@pytest.fixture
def landed() -> list[Selection]:
    return []


@pytest.fixture
def tool(document, landed) -> SmartSelectTool:
    """One whose searches are as quick as the eye."""
    return SmartSelectTool(document, lambda work, done: done(work()), landed.append)


@pytest.fixture
def later() -> Later:
    return Later()


@pytest.fixture
def slow(document, later, landed) -> SmartSelectTool:
    """One whose searches take their time."""
    return SmartSelectTool(document, later.ask, landed.append)


def select(tool: SmartSelectTool, alt: bool = False) -> None:
    assert drag(tool, at(BOX.left, BOX.top, alt=alt), at(BOX.right, BOX.bottom, alt=alt)) is None


def test_a_box_is_previewed_corrected_and_accepted(tool):
    assert not tool.wants("enter")
    tool.press(at(BOX.left, BOX.top))
    tool.move(at(BOX.right, BOX.bottom))
    assert tool.outlines[0].points[2] == (BOX.right, BOX.bottom)
    assert tool.preview is not None  # while it is dragged
    tool.release(at(BOX.right, BOX.bottom))
    before = tool.preview
    assert before is not None and tool.outlines == () and tool.wants("enter") and not tool.wants("backspace")

    drag(tool, at(45, 40, 8, alt=True), at(52, 44, 8, alt=True))
    corrected = tool.preview
    assert corrected.coverage.sum() < before.coverage.sum() and tool.wants("backspace")
    tool.key("backspace")
    assert np.array_equal(tool.preview.coverage, before.coverage)

    accepted = tool.key("enter")
    assert np.array_equal(accepted.coverage, before.coverage) and not accepted.subtracts
    assert not tool.is_active and tool.preview is None and tool.outlines == ()


def test_escape_gives_up_first_the_stroke_then_all(tool):
    select(tool)
    tool.press(at(50, 45))
    assert tool.cancel() and tool.preview is not None
    assert tool.cancel() and tool.preview is None and not tool.cancel()


def test_a_press_elsewhere_accepts_and_restarts(tool):
    select(tool, alt=True)
    preview = tool.preview
    accepted = tool.press(at(5, 5))
    assert accepted is preview and accepted.subtracts
    assert tool.is_active and tool.preview is None
    assert tool.release(at(6, 6)) is None and not tool.is_active


def test_a_double_click_accepts(tool):
    select(tool)
    assert tool.double_click(at(50, 45)) is not None and not tool.is_active


def test_nothing_waits_for_the_search_and_the_newest_counts(slow, later):
    slow.press(at(BOX.left, BOX.top))
    for step in range(1, 5):  # one search at a time while the box is dragged
        slow.move(at(BOX.left + 10 * step, BOX.top + 8 * step))
    assert len(later.waiting) == 1 and slow.preview is None
    slow.release(at(BOX.right, BOX.bottom))
    box = slow.outlines[0]
    assert box.closed and (BOX.right, BOX.bottom) in box.points  # to be seen until something is found
    later.go_on()
    assert (later.done, later.cancelled) == (1, 1)
    found = slow.preview
    assert found is not None and not slow.is_searching

    drag(slow, at(45, 40, 8, alt=True), at(52, 44, 8, alt=True))
    assert slow.preview is found and slow.is_searching
    assert not slow.outlines[0].closed  # the stroke is seen until it has been followed
    slow.key("backspace")  # the stroke is gone before its search has begun
    later.go_on()
    assert all(line.closed for line in slow.outlines)
    assert later.cancelled == 2 and np.array_equal(slow.preview.coverage, found.coverage)


def test_a_dragged_box_is_searched_again_when_it_has_become_another(slow, later):
    slow.press(at(BOX.left, BOX.top))
    slow.move(at(60, 50))
    slow.move(at(BOX.right, BOX.bottom))
    later.go_on()
    assert len(later.waiting) == 1
    later.go_on()
    assert slow.preview is not None and not later.waiting and not slow.is_searching


def test_escape_ends_the_search(slow, later):
    select(slow)
    assert slow.cancel() and not slow.is_searching and slow.outlines == ()
    later.go_on()
    assert later.done == 0 and slow.preview is None and not slow.cancel()


def test_what_is_accepted_early_lands_when_it_is_found(slow, later, landed):
    select(slow)
    assert slow.key("enter") is None and not slow.is_active and slow.is_searching
    slow.press(at(5, 5))  # a new box does not take the accepted one's place
    slow.release(at(20, 20))
    later.go_on()
    assert len(landed) == 1 and landed[0].coverage.any() and not slow.is_searching


def test_escape_gives_up_what_was_accepted_early(slow, later, landed):
    select(slow)
    slow.key("enter")
    assert slow.cancel() and not slow.cancel()
    later.go_on()
    assert landed == [] and not slow.is_searching


def test_the_search_sees_the_photo_as_it_was(document, slow, later):
    select(slow)
    blank = np.zeros((BOX.height, BOX.width, document.original.channels), document.pixels.dtype)
    document._paste(BOX, blank)  # a fill that lands meanwhile does not change what is searched
    later.go_on()
    assert slow.preview is not None


def test_a_correcting_stroke_looks_equally_wide_on_every_screen(document, slow, later, monkeypatch):
    """The same photo pixels under the pointer, at the same size on a screen with twice as many pixels."""
    searched = []
    monkeypatch.setattr(
        "crfill_gui.document.mask_tools.smart_select_tool.smart_selection",
        lambda pixels, box, strokes, *_: searched.append(strokes) or (box, np.zeros((1, 1), np.uint8)),
    )
    for zoom, ratio in ((1.0, 1.0), (2.0, 2.0)):
        select(slow)
        drag(slow, at(45, 40, zoom, ratio=ratio), at(52, 44, zoom, ratio=ratio))
        later.go_on()
        slow.cancel()
    one, two = (strokes[0] for strokes in searched if strokes)
    assert one.radius == two.radius > 0
