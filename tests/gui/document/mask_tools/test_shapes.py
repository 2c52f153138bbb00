"""Mask tools as state machines: gestures and the resulting selection."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crfill_core.geometry import Box, Size
from crfill_core.imaging.photo import Photo
from crfill_core.progress import Cancelled
from crfill_gui.document.document import Document
from crfill_gui.document.mask_tools.bucket import BucketSettings, BucketTool, similar_area
from crfill_gui.document.mask_tools.shapes import LassoTool, PolygonTool, ShapeTool
from crfill_gui.document.mask_tools.tool import SelectionTool
from crfill_gui.document.outline import ellipse, filled, rectangle
from crfill_gui.document.pointer import Pointer
from crfill_gui.document.selection import Selection

SIZE = Size(200, 150)
RectangleTool, EllipseTool = partial(ShapeTool, shape=rectangle), partial(ShapeTool, shape=ellipse)


def at(
    x: float, y: float, zoom: float = 1.0, shift: bool = False, alt: bool = False, ratio: float = 1.0
) -> Pointer:
    return Pointer(x, y, x * zoom, y * zoom, zoom, shift=shift, alt=alt, ratio=ratio)


def drag(tool: SelectionTool, *points: Pointer) -> Selection | None:
    assert tool.press(points[0]) is None
    for point in points[1:]:
        tool.move(point)
    return tool.release(points[-1])


def click(tool: SelectionTool, point: Pointer) -> Selection | None:
    return tool.press(point) or tool.release(point)


def area_of(selection: Selection) -> float:
    return selection.coverage.sum(dtype=float) / 255


def test_a_lasso_closes_when_released():
    corners = [(20, 20), (120, 20), (120, 90), (20, 90)]
    selection = drag(LassoTool(SIZE), *(at(*corner) for corner in corners))
    assert area_of(selection) == 100 * 70 and selection.box == Box(20, 20, 120, 90)
    assert not selection.subtracts


def test_a_lasso_shows_its_way_and_can_be_given_up():
    tool = LassoTool(SIZE)
    tool.move(at(5, 5))
    assert not tool.is_active and tool.outlines == ()
    tool.press(at(10, 10))
    tool.move(at(30, 10))
    tool.move(at(30.1, 10))  # not worth a point
    (outline,) = tool.outlines
    assert outline.points == ((10, 10), (30, 10)) and outline.closed
    assert tool.cancel() and not tool.cancel() and tool.outlines == ()
    assert tool.release(at(50, 50)) is None


@pytest.mark.parametrize("make", [LassoTool, RectangleTool, EllipseTool])
def test_a_click_selects_nothing(make):
    tool = make(SIZE)
    assert click(tool, at(50, 50)) is None and not tool.is_active


@pytest.mark.parametrize("make", [LassoTool, RectangleTool, EllipseTool])
def test_alt_at_the_press_subtracts(make):
    tool = make(SIZE)
    points = [at(20, 20, alt=True), at(90, 30, alt=True), at(80, 90, alt=True)]
    assert drag(tool, *points).subtracts
    assert not drag(tool, *(at(p.x, p.y) for p in points)).subtracts


def test_a_polygon_closes_by_enter():
    tool = PolygonTool(SIZE)
    assert not tool.wants("enter")
    for corner in ((20, 20), (120, 20), (120, 90), (20, 90)):
        assert click(tool, at(*corner)) is None
    assert tool.wants("enter") and tool.is_active
    assert area_of(tool.key("enter")) == 100 * 70
    assert not tool.is_active and not tool.wants("backspace")


def test_a_polygon_closes_by_a_double_click_or_on_its_first_corner():
    tool = PolygonTool(SIZE)
    for corner in ((20, 20), (120, 20), (120, 90)):
        click(tool, at(*corner))
    selection = tool.double_click(at(120, 90))
    assert area_of(selection) == pytest.approx(3500, abs=1)
    for corner in ((20, 20), (120, 20), (120, 90)):
        click(tool, at(*corner, zoom=2))
    assert click(tool, at(25, 20, zoom=2)) is None  # ten pixels away on the screen: a corner
    assert area_of(click(tool, at(23, 22, zoom=2))) == pytest.approx(3500 + area_4th(), abs=1)


def area_4th() -> float:
    """What the corner (25, 20) adds to the triangle: the sliver between it and the closing side."""
    box, coverage = filled([(20, 20), (120, 20), (120, 90), (25, 20)], SIZE)
    return coverage.sum(dtype=float) / 255 - 3500


def test_backspace_takes_corners_back():
    tool = PolygonTool(SIZE)
    for corner in ((20, 20), (120, 20), (120, 90), (3, 3)):
        click(tool, at(*corner))
    assert tool.key("backspace") is None
    assert area_of(tool.key("enter")) == pytest.approx(3500, abs=1)
    click(tool, at(1, 1))
    tool.key("backspace")
    assert not tool.is_active and not tool.cancel()


def test_a_polygon_follows_the_pointer_and_shift_holds_it_to_eighths():
    tool = PolygonTool(SIZE)
    tool.press(at(50, 50, alt=True))
    tool.move(at(90, 57, shift=True))
    (outline,) = tool.outlines
    assert outline.points[0] == (50, 50) and not outline.closed
    assert outline.points[1] == pytest.approx((50 + math.hypot(40, 7), 50))
    tool.press(at(90, 95, shift=True))
    assert tool.outlines[0].points[1][0] - 50 == pytest.approx(tool.outlines[0].points[1][1] - 50)
    tool.press(at(50, 120))
    assert tool.key("enter").subtracts
    assert tool.cancel() is False


def test_two_corners_are_no_polygon():
    tool = PolygonTool(SIZE)
    click(tool, at(20, 20))
    click(tool, at(90, 90))
    assert tool.key("enter") is None and not tool.is_active


def test_a_rectangle_is_whole_pixels_cut_at_the_edge():
    selection = drag(RectangleTool(SIZE), at(20.4, 20.6), at(250, 60.2))
    assert selection.box == Box(20, 21, 200, 60) and (selection.coverage == 255).all()


def test_shift_makes_squares_and_circles():
    square = drag(RectangleTool(SIZE), at(100, 100), at(60, 90, shift=True))
    assert square.box == Box(60, 60, 100, 100)
    circle = drag(EllipseTool(SIZE), at(20, 20), at(80, 40, shift=True))
    assert circle.box.size == Size(60, 60) and area_of(circle) == pytest.approx(math.pi * 900, rel=2e-3)


def test_alt_during_the_drag_draws_from_the_centre():
    tool = RectangleTool(SIZE)
    selection = drag(tool, at(100, 80), at(110, 80), at(130, 100, alt=True))
    assert selection.box == Box(70, 60, 130, 100) and not selection.subtracts
    held = drag(tool, at(100, 80, alt=True), at(130, 100, alt=True))
    assert held.box == Box(100, 80, 130, 100) and held.subtracts
    both = drag(tool, at(100, 80, alt=True), at(110, 80), at(130, 100, alt=True))
    assert both.box == Box(70, 60, 130, 100) and both.subtracts


def test_a_shape_shows_itself_and_can_be_given_up():
    tool = EllipseTool(SIZE)
    tool.press(at(10, 10))
    tool.move(at(60, 40))
    (outline,) = tool.outlines
    assert outline.closed and list(outline.points) == ellipse((10, 10), (60, 40))
    assert tool.cancel() and tool.outlines == () and tool.release(at(60, 40)) is None


points = st.builds(
    at, st.floats(-99, 300), st.floats(-99, 300), st.floats(0.1, 9), st.booleans(), st.booleans()
)
acts = st.lists(
    st.tuples(
        st.sampled_from(["press", "move", "release", "double_click", "enter", "backspace", "cancel"]), points
    ),
    max_size=25,
)


@pytest.mark.parametrize("make", [LassoTool, PolygonTool, RectangleTool, EllipseTool])
@given(script=acts)
@settings(max_examples=40, deadline=None)
def test_whatever_happens_selections_lie_in_the_photo_and_leave_the_tool_idle(make, script):
    tool = make(SIZE)
    for act, point in script:
        if act in ("enter", "backspace"):
            selection = tool.key(act) if tool.wants(act) else None
        elif act == "cancel":
            assert tool.cancel() == tool.is_active or not tool.is_active
            selection = None
        else:
            selection = getattr(tool, act)(point)
        if selection is not None:
            assert Box.of(SIZE).contains(selection.box) and not selection.is_empty
            assert selection.coverage.shape == selection.box.size[::-1] and not tool.is_active
        assert bool(tool.outlines) <= tool.is_active


# The bucket


def blots(dtype: type = np.uint8, channels: int = 3) -> np.ndarray:
    """Two squares of one colour and a third of a similar one, on a dark ground."""
    unit = np.iinfo(dtype).max // 255
    pixels = np.full((60, 80, channels), 10 * unit, dtype)
    pixels[10:20, 10:20] = pixels[40:50, 60:70] = 200 * unit
    pixels[10:20, 20:25] = 190 * unit
    return pixels


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize(
    ("settings_", "hard"), [((5, True), 100), ((10, True), 150), ((5, False), 200), ((255, True), 4800)]
)
def test_the_bucket_takes_what_is_alike(dtype, channels, settings_, hard):
    box, coverage = similar_area(blots(dtype, channels), 12, 15, BucketSettings(*settings_))
    assert np.count_nonzero(coverage == 255) == hard
    assert box.contains(Box(10, 10, 20, 20)) and Box(0, 0, 80, 60).contains(box)
    assert (coverage[coverage < 255] < 200).all()


def test_the_edge_of_a_bucket_is_soft_outwards():
    box, coverage = similar_area(blots(), 65, 45)
    assert box == Box(59, 39, 71, 51)
    assert (coverage[1:-1, 1:-1] == 255).all() and coverage[0, 5] == 85 and coverage[0, 0] == 28


def test_a_click_of_the_bucket():
    landed: list[Selection] = []
    document = Document(Photo(blots()))
    tool = BucketTool(document, BucketSettings, lambda work, done: done(work()), landed.append)
    assert tool.press(at(65.9, 45.2, alt=True)) is None
    (selection,) = landed
    assert selection.subtracts and selection.box == Box(59, 39, 71, 51) and not tool.is_searching
    for outside in (at(-0.1, 5), at(5, 60), at(80.0, 5)):
        tool.press(outside)
    assert len(landed) == 1


def test_escape_gives_up_what_the_bucket_still_looks_for():
    landed: list[Selection] = []
    answers: list[Callable[[], None]] = []
    tool = BucketTool(
        Document(Photo(blots())),
        BucketSettings,
        lambda work, done: answers.append(lambda: done(work())),
        landed.append,
    )
    tool.press(at(65.9, 45.2))
    assert tool.is_searching and tool.cancel() and not tool.cancel()
    with pytest.raises(Cancelled):
        answers[0]()
    tool.press(at(65.9, 45.2))
    answers[1]()
    assert len(landed) == 1


@pytest.mark.parametrize(("off", "closes"), [(14, True), (20, False)])
def test_a_click_closes_a_polygon_from_as_far_on_a_fine_screen(off: float, closes: bool) -> None:
    tool = PolygonTool(SIZE)
    for corner in ((20, 20), (120, 20), (120, 90)):
        assert tool.press(at(*corner, ratio=2)) is None
    assert (tool.press(at(20, 20 + off, ratio=2)) is not None) == closes
