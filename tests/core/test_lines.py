import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crfill_core.geometry import Size
from crfill_core.line_json import lines_from_json, lines_to_json
from crfill_core.lines import Line, LineSteering
from crfill_core.strict_json import Node, StrictError, parse

coordinates = st.floats(-1e4, 1e4, allow_nan=False)


@pytest.mark.parametrize(
    "points",
    [(), ((1, 2),), ((1, 2), (1, 2)), ((0, 0), (math.nan, 1)), ((0, 0), (math.inf, 1)), ((0, 0), (1e7, 1))],
)
def test_a_line_that_is_none_is_refused(points):
    with pytest.raises(ValueError, match="line"):
        Line(points)


@given(
    st.lists(st.tuples(st.integers(-999, 999), st.integers(-999, 999)), min_size=2, max_size=6, unique=True),
    coordinates,
    coordinates,
)
def test_moving_keeps_the_length(points, dx, dy):
    line = Line(tuple(points))
    assert line.moved(dx, dy).length == pytest.approx(line.length)
    assert line.scaled(2, 2).length == pytest.approx(2 * line.length)


def test_near_does_not_ask_for_the_direction():
    line = Line(((0, 0), (10, 0)))
    assert line.near(Line(((11, 1), (5, 5), (0, 1))), 2)
    assert not line.near(Line(((11, 1), (0, 5))), 2)


def test_steering_is_empty_until_something_was_said():
    assert not LineSteering()
    assert LineSteering.of(deleted=[Line(((0, 0), (1, 0)))])


lines = st.lists(st.tuples(coordinates, coordinates), min_size=2, max_size=5, unique=True).map(
    lambda points: Line(tuple(points))
)


@given(st.lists(lines, max_size=3), st.lists(lines, max_size=3))
def test_steering_survives_json(drawn, deleted):
    said = LineSteering.of(drawn, deleted)
    assert lines_from_json(parse(json.dumps(lines_to_json(said)))) == said


@pytest.mark.parametrize(
    "value",
    [
        [],
        {"drawn": []},
        {"drawn": [[1, 2]], "deleted": []},
        {"drawn": [[1, 2, 3]], "deleted": []},
        {"drawn": [], "deleted": [[1, 2, 1, 2]]},
        {"drawn": [[0, 0, 1, 1e300]], "deleted": []},
        {"drawn": [["0", 0, 1, 1]], "deleted": []},
    ],
)
def test_json_that_is_no_steering_is_refused(value):
    with pytest.raises(StrictError):
        lines_from_json(Node(value, "lines"))


@given(lines, st.tuples(coordinates, coordinates))
def test_a_line_touches_a_photo_that_one_of_its_points_is_in_and_none_beside_it(line, shift):
    x, y = line.points[0]
    size = Size(200, 100)
    assert line.moved(50 - x, 30 - y).touches(size)
    left = max(x for x, _ in line.points)
    assert not line.moved(-1 - left, shift[1]).touches(size)


@given(st.floats(-500, 500), st.floats(-500, 500), st.floats(-500, 500), st.floats(-500, 500))
def test_touching_agrees_with_walking_along_the_line(a, b, c, d):
    if (a, b) == (c, d):
        return
    size, line = Size(120, 80), Line(((a, b), (c, d)))
    walk = [(a + (c - a) * t / 1000, b + (d - b) * t / 1000) for t in range(1001)]
    inside = [(x, y) for x, y in walk if 0 <= x <= size.width and 0 <= y <= size.height]
    if inside:
        assert line.touches(size)
    elif line.touches(size):  # only a corner can be cut between two steps
        assert min(abs(x - u) + abs(y - v) for x, y in walk for u in (0, 120) for v in (0, 80)) < 4


def test_a_line_through_the_photo_touches_it_with_both_ends_outside():
    assert Line(((-10, 40), (500, 41))).touches(Size(200, 100))
    assert not Line(((-10, 40), (40, -500))).touches(Size(200, 100))


def test_deleting_takes_one_of_two_edges_side_by_side():
    left, right = Line(((100, 0), (100, 200))), Line(((112, 0), (112, 200)))
    far = Line(((300, 0), (300, 200)))
    said = LineSteering().deleting(Line(((111, 203), (112, 3))))  # found anew, it has moved a little
    assert said.kept([left, right, far]) == (left, far)
    assert said.deleting(left).kept([left, right, far]) == (far,)
    assert said.kept([far]) == (far,)


@given(st.lists(lines, max_size=6, unique=True))
def test_what_was_deleted_is_gone_and_nothing_else(found):
    said = LineSteering()
    for line in found[:2]:
        said = said.deleting(line)
    assert said.kept(found) == tuple(found[2:])
    assert LineSteering().kept(found) == tuple(found)


def test_drawing_moving_and_deleting():
    first, second = Line(((0, 0), (5, 5))), Line(((0, 9), (5, 9)))
    said = LineSteering().drawing(first).drawing(second)
    assert said.moving(first, first.moved(1, 1)).drawn == (first.moved(1, 1), second)
    assert said.moving(first.moved(9, 9), first) == said
    assert said.deleting(first) == LineSteering.of([second])
    assert LineSteering().deleting(first).deleting(first) == LineSteering.of(deleted=[first])
