"""Hit testing of lines: the same wherever the photo is and however it is zoomed."""

from __future__ import annotations

import math

from hypothesis import assume, given
from hypothesis import strategies as st

from crfill_core.geometry import Size
from crfill_core.references.lines import Line
from crfill_gui.canvas.viewport import Viewport
from crfill_gui.document.line_hits import nearest, nearest_point, with_point

coordinate = st.floats(-2000, 2000).map(lambda value: round(value, 2))
place = st.tuples(coordinate, coordinate)
line = st.lists(place, min_size=2, max_size=5, unique=True).map(lambda points: Line(tuple(points)))


@given(st.lists(line, max_size=4), place, st.floats(0, 500))
def test_the_nearest_line_within_reach_is_found(lines, place, reach) -> None:
    found = nearest(lines, place, reach)
    near = [each.distance(place) for each in lines if each.distance(place) <= reach]
    assert (found is None) == (not near)
    assert found is None or found.distance(place) == min(near)


@given(line, place)
def test_moving_a_point_moves_that_one_only(line: Line, place) -> None:
    for number in range(len(line.points)):
        moved = with_point(line, number, place)
        rest = [point for other, point in enumerate(moved.points) if other != number]
        assert rest == [point for other, point in enumerate(line.points) if other != number]
        assert moved.points[number] == place or moved == line


def test_a_line_is_not_pulled_together_into_a_point() -> None:
    line = Line(((1, 1), (5, 5)))
    assert with_point(line, 0, (5, 5)) == line


@given(line, st.floats(0.05, 30), st.integers(-500, 500), st.integers(-500, 500), st.data())
def test_points_are_taken_hold_of_at_any_zoom(line: Line, zoom, left, top, data) -> None:
    """Seven screen pixels away from a point, however large the photo is shown."""
    number = data.draw(st.integers(0, len(line.points) - 1))
    view = Viewport(Size(3000, 2000), Size(800, 600), zoom, left, top)
    angle = data.draw(st.floats(0, 6.28))
    x, y = view.to_canvas(*line.points[number])
    near = view.to_photo(x + 6 * math.cos(angle), y + 6 * math.sin(angle))
    taken = nearest_point(line, near, 7 / zoom)
    assert taken is not None
    assert math.dist(near, line.points[taken]) <= math.dist(near, line.points[number])
    far = view.to_photo(x + 9 * math.cos(angle), y + 9 * math.sin(angle))
    assume(all(math.dist(far, point) > 7.5 / zoom for point in line.points))
    assert nearest_point(line, far, 7 / zoom) is None
