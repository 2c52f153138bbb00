import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crfill_core.lines import Line, LineSteering

coordinates = st.floats(-1e4, 1e4, allow_nan=False)


@pytest.mark.parametrize(
    "points", [(), ((1, 2),), ((1, 2), (1, 2)), ((0, 0), (math.nan, 1)), ((0, 0), (math.inf, 1))]
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
