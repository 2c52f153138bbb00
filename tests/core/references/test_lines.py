import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crfill_core.files.strict import StrictError, parse_json
from crfill_core.geometry import Size
from crfill_core.references.line_json import lines_from_json, lines_to_json
from crfill_core.references.lines import Line, LineSteering

coordinates = st.floats(-1e4, 1e4, allow_nan=False)


@pytest.mark.parametrize(
    "points",
    [(), ((1, 2),), ((1, 2), (1, 2)), ((0, 0), (math.nan, 1)), ((0, 0), (math.inf, 1))],
)
def test_a_line_that_is_none_is_refused(points):
    with pytest.raises(ValueError, match="line"):
        Line(points)


@pytest.mark.parametrize("numbers", [(1, 2, 3), (0, 0, 1e7, 1), (0, 0, math.nan, 1), (0, 0, 0, 1e-9), (5, 5)])
def test_numbers_that_are_no_line_are_refused(numbers):
    with pytest.raises(ValueError, match="line"):
        Line.of(numbers)


def test_the_largest_and_the_shortest_line_can_be_moved():
    for line in (Line.of((-1e6, -1e6, 1e6, 1e6)), Line.of((1e6, 1e6, 1e6, 1e6 - 0.01))):
        assert line.moved(-1e5, -1e5).length > 0


@given(
    st.lists(st.tuples(st.integers(-999, 999), st.integers(-999, 999)), min_size=2, max_size=6, unique=True),
    coordinates,
    coordinates,
)
def test_moving_keeps_the_length(points, dx, dy):
    line = Line(tuple(points))
    assert line.moved(dx, dy).length == pytest.approx(line.length)
    assert line.scaled(2, 2).length == pytest.approx(2 * line.length)


def test_steering_is_empty_until_something_was_said():
    assert not LineSteering()
    assert LineSteering.of(deleted=[Line(((0, 0), (1, 0)))])


lines = (
    st.lists(st.tuples(coordinates, coordinates), min_size=2, max_size=5, unique=True)
    .map(lambda points: Line(tuple(points)))
    .filter(lambda line: line.length > 0.01)
)


@given(st.lists(lines, max_size=3), st.lists(lines, max_size=3))
def test_steering_survives_json(drawn, deleted):
    said = LineSteering.of(drawn, deleted)
    assert lines_from_json(parse_json(json.dumps(lines_to_json(said)))) == said


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
        lines_from_json(value)


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


@given(lines)
def test_clipping_keeps_exactly_what_is_in_the_photo(line):
    size = Size(3000, 2000)
    line = line.moved(1500, 1000).scaled(0.5, 0.5)
    parts = line.clipped(size)
    for part in parts:
        assert all(-1e-6 <= x <= 3000 + 1e-6 and -1e-6 <= y <= 2000 + 1e-6 for x, y in part.points)
        assert max(line.distance(part.at(number / 20)) for number in range(21)) < 1e-6
    for place in (line.at(number / 50) for number in range(51)):
        if 1 < place[0] < 2999 and 1 < place[1] < 1999:
            assert min((part.distance(place) for part in parts), default=math.inf) < 0.02


def test_a_line_inside_stays_whole_and_one_that_leaves_and_returns_is_two():
    inside = Line(((1, 1), (50, 60), (90, 20)))
    assert inside.clipped(Size(200, 100)) == (inside,)
    assert Line(((10, 50), (100, 300), (190, 50))).clipped(Size(200, 100)) == (
        Line(((10, 50), (28, 100))),
        Line(((172, 100), (190, 50))),
    )
    assert Line(((-9, 5), (-1, 50))).clipped(Size(200, 100)) == ()


def test_a_line_through_the_photo_touches_it_with_both_ends_outside():
    assert Line(((-10, 40), (500, 41))).touches(Size(200, 100))
    assert not Line(((-10, 40), (40, -500))).touches(Size(200, 100))


def itself(line: Line) -> Line:
    return line


def test_deleting_takes_one_of_two_edges_side_by_side():
    left, right = Line(((100, 0), (100, 200))), Line(((107, 0), (107, 200)))
    far = Line(((300, 0), (300, 200)))
    said = LineSteering().deleting(Line(((106, 203), (107, 3))))  # detected again, it has moved a little
    assert said.kept([left, right, far], itself) == [left, far]
    assert said.deleting(left).kept([left, right, far], itself) == [far]
    assert said.kept([far], itself) == [far]


def test_a_deleted_line_stays_deleted_when_the_hole_grows_or_shrinks():
    said = LineSteering().deleting(Line(((100, 50), (400, 80))))
    for share in (0.3, 1.6):
        x, y = 150 * share, 15 * share
        assert said.kept([Line(((250 - x, 65 - y), (250 + x, 65 + y)))], itself) == []
    elsewhere = Line(((800, 120), (1100, 150)))  # the same edge at another hole
    assert said.kept([elsewhere], itself) == [elsewhere]


HORIZON = Line(((100, 200), (500, 210)))


@pytest.mark.parametrize(
    ("drawn", "gone"),
    [
        (((100, 200), (200, 203), (300, 120), (400, 207), (500, 210)), True),  # over a hill
        (((20, 198), (200, 203), (300, 120)), True),  # begins on the edge far out and goes elsewhere
        (((400, 207), (300, 205)), True),  # a part of it
        (((300, 20), (300, 400)), False),  # a post across it
        (((300, 205), (300, 20)), False),  # a post that meets it
        (((100, 230), (500, 240)), False),  # beside it
    ],
)
def test_a_drawn_line_takes_the_place_of_a_found_one_on_the_same_edge(drawn, gone):
    said = LineSteering().drawing(Line(drawn))
    assert said.kept([HORIZON], itself) == ([] if gone else [HORIZON])
    assert LineSteering().drawing(Line(drawn[::-1])).kept([HORIZON], itself) == said.kept([HORIZON], itself)


@given(lines, lines, st.floats(0, 100))
def test_sharing_an_edge_is_mutual(line, other, tolerance):
    assert line.shares_edge(other, tolerance) == other.shares_edge(line, tolerance)
    assert line.shares_edge(line, tolerance)


@given(st.lists(lines, max_size=6, unique=True))
def test_as_many_lines_go_as_were_deleted_and_the_others_keep_their_order(found):
    said = LineSteering()
    for line in found[:2]:
        said = said.deleting(line)
    left = said.kept(found, itself)
    assert len(left) == max(0, len(found) - 2) and [line for line in found if line in left] == left
    assert LineSteering().kept(found, itself) == found


@given(lines, st.floats(0, 1))
def test_a_point_of_the_line_is_at_no_distance(line, share):
    assert line.distance(line.at(share)) < 1e-6


@given(lines, st.tuples(coordinates, coordinates))
def test_the_distance_is_that_to_the_nearest_of_many_points_along_the_line(line, place):
    walked = [math.dist(place, line.at(number / 999)) for number in range(1000)]
    found = line.distance(place)
    assert found <= min(walked) + 1e-6 and found >= min(walked) - line.length / 999


@given(lines, lines, st.floats(-50, 50), st.floats(-50, 50))
def test_how_far_lines_are_apart_does_not_ask_which_or_from_where(line, other, dx, dy):
    assert line.apart(other) == pytest.approx(other.apart(line))
    assert line.moved(dx, dy).apart(other.moved(dx, dy)) == pytest.approx(line.apart(other), abs=1e-6)
    turned = Line(other.points[::-1])
    assert line.apart(turned) == pytest.approx(line.apart(other), abs=1e-6)
    first = Line(line.points[:2]) if line.points[0] != line.points[1] else line
    assert line.apart(Line((first.at(0.25), first.at(0.5)))) < 1e-6


def test_drawing_moving_and_deleting():
    first, second = Line(((0, 0), (5, 5))), Line(((0, 9), (5, 9)))
    said = LineSteering().drawing(first).drawing(second)
    assert said.moving(first, first.moved(1, 1)).drawn == (first.moved(1, 1), second)
    assert said.moving(first.moved(9, 9), first) == said
    assert said.deleting(first) == LineSteering.of([second])
    assert LineSteering().deleting(first).deleting(first) == LineSteering.of(deleted=[first])
