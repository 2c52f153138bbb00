"""Coverage is area: of polygons and ellipses at any place."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crfill_core.geometry import Box, Size
from crfill_gui.document.outline import ellipse, filled, rectangle

SIZE = Size(90, 70)
places = st.tuples(st.floats(-40, 130), st.floats(-40, 110))
inner = st.tuples(st.floats(0, 90), st.floats(0, 70))


def whole(points, size: Size = SIZE) -> np.ndarray:
    """The coverage laid into the whole photo."""
    result = np.zeros((size.height, size.width), np.uint8)
    box, coverage = filled(points, size)
    assert Box.of(size).contains(box) and coverage.shape == (box.height, box.width)
    result[box.slices] = coverage
    return result


def area(points) -> float:
    """The shoelace formula."""
    x, y = np.array(points).T
    return abs(float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))) / 2


@given(st.tuples(inner, inner, inner))
@settings(max_examples=100, deadline=None)
def test_a_triangle_covers_its_area(points):
    assert whole(points).sum(dtype=float) / 255 == pytest.approx(area(points), abs=0.6)


@given(st.lists(st.floats(1, 30), min_size=5, max_size=12))
@settings(max_examples=50, deadline=None)
def test_a_star_shaped_polygon_covers_its_area_and_is_what_opencv_fills(radii):
    turns = 2 * np.pi * np.arange(len(radii)) / len(radii)
    points = [(45 + r * math.cos(t), 35 + r * math.sin(t)) for r, t in zip(radii, turns, strict=True)]
    coverage = whole(points)
    assert coverage.sum(dtype=float) / 255 == pytest.approx(area(points), abs=1)
    fine = np.zeros((70 * 16, 90 * 16), np.uint8)
    cv2.fillPoly(fine, [np.rint(np.array(points) * 16 - 0.5).astype(np.int32)], 255)
    expected = cv2.resize(fine, (90, 70), interpolation=cv2.INTER_AREA)
    assert (
        np.abs(coverage.astype(int) - expected).max() <= 48
    )  # the other's outline is a sixteenth wide itself


@given(st.lists(places, min_size=3, max_size=8))
@settings(max_examples=100, deadline=None)
def test_the_photo_cuts_a_polygon_without_changing_what_is_inside(points):
    moved = whole([(x + 60, y + 60) for x, y in points], Size(250, 220))
    # One, where a share is between two values and rounded the other way.
    assert np.abs(whole(points).astype(int) - moved[60:130, 60:150]).max() <= 1


@given(st.lists(places, min_size=3, max_size=8))
@settings(max_examples=50, deadline=None)
def test_direction_and_first_corner_do_not_matter(points):
    coverage = whole(points).astype(int)
    assert np.abs(whole(points[::-1]) - coverage).max() <= 1
    assert np.abs(whole(points[2:] + points[:2]) - coverage).max() <= 1


def test_where_an_outline_goes_round_twice_there_is_no_hole():
    turns = 4 * np.pi * np.arange(5) / 5
    pentagram = [(45 + 30 * math.cos(t), 35 + 30 * math.sin(t)) for t in turns]
    assert whole(pentagram)[30:40, 40:50].min() == 255


@given(inner, inner)
@settings(max_examples=50, deadline=None)
def test_an_ellipse_covers_pi_a_b(start, end):
    points = ellipse(start, end)
    expected = math.pi * abs(end[0] - start[0]) * abs(end[1] - start[1]) / 4
    assert whole(points).sum(dtype=float) / 255 == pytest.approx(expected, rel=5e-3, abs=1)


def test_a_large_circle_is_round():
    size = Size(4000, 4000)
    coverage = whole(ellipse((10, 10), (3990, 3990)), size)
    assert coverage.sum(dtype=float) / 255 == pytest.approx(math.pi * 1990**2, rel=3e-5)
    assert (
        np.array_equal(coverage, coverage[::-1]) or np.abs(coverage[::-1] - coverage.astype(int)).max() <= 1
    )


@given(places, places)
@settings(max_examples=50, deadline=None)
def test_a_rectangle_covers_whole_pixels(start, end):
    coverage = whole(rectangle(start, end))
    assert set(np.unique(coverage)) <= {0, 255}
    left, right = sorted((round(start[0]), round(end[0])))
    top, bottom = sorted((round(start[1]), round(end[1])))
    assert np.count_nonzero(coverage) == Box(left, top, right, bottom).clamp(SIZE).area


@pytest.mark.parametrize(
    "points",
    [[], [(3, 3)], [(3, 3), (9, 9)], [(-9, -9), (-3, -9), (-3, -3)], [(95, 1), (99, 1), (99, 50)]],
)
def test_nothing_is_nothing(points):
    box, coverage = filled(points, SIZE)
    assert not coverage.any() and Box.of(SIZE).contains(box)


def test_huge_coordinates_are_cheap():
    assert whole([(-1e12, -1e12), (1e12, -1e12), (1e12, 1e12), (-1e12, 1e12)]).min() == 255
