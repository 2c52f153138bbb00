"""A box and a few strokes find the thing."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crfill_core.geometry import Box, Size
from crfill_gui.document.mask_tools.smart_select import Stroke, smart_selection, working_area

HEIGHT, WIDTH = 150, 200
CENTRE, RADII = (100, 75), (35, 23)
BOX = Box(60, 48, 140, 102)


def scene(dtype: type = np.uint8, channels: int = 3, factor: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """A reddish ellipse on greenish ground, both with noise; and where the ellipse is."""
    rng = np.random.default_rng(2)
    rows, columns = np.mgrid[: HEIGHT * factor, : WIDTH * factor]
    x, y = (columns + 0.5) / factor - CENTRE[0], (rows + 0.5) / factor - CENTRE[1]
    thing = (x / RADII[0]) ** 2 + (y / RADII[1]) ** 2 <= 1
    colours = np.where(thing[..., None], [190, 70, 60], [60, 120, 70])[..., :channels]
    pixels = np.clip(colours + rng.normal(0, 12, (*thing.shape, channels)), 0, 255).astype(dtype)
    return pixels * np.array(np.iinfo(dtype).max // 255, dtype), thing


def found(pixels: np.ndarray, box: Box, strokes=()) -> np.ndarray:
    area, coverage = smart_selection(pixels, box, strokes)
    whole = np.zeros(pixels.shape[:2], np.uint8)
    whole[area.slices] = coverage
    return whole


def overlap(coverage: np.ndarray, thing: np.ndarray) -> float:
    """Intersection over union."""
    chosen = coverage > 127
    return float((chosen & thing).sum() / (chosen | thing).sum())


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("channels", [1, 3])
def test_the_thing_in_the_box_is_found_at_any_depth(dtype, channels):
    pixels, thing = scene(dtype, channels)
    coverage = found(pixels, BOX)
    assert overlap(coverage, thing) > 0.95
    assert ((coverage > 0) & (coverage < 255)).any()  # a soft edge


def test_the_edge_follows_a_photo_larger_than_what_is_cut():
    pixels, thing = scene(factor=8)
    coverage = found(pixels, Box(*(8 * side for side in BOX)))
    assert overlap(coverage, thing) > 0.97
    # The edge of the cut alone would be off by a good part of its six-pixel steps.
    distance = cv2.distanceTransform((~thing).astype(np.uint8), cv2.DIST_L2, 5)
    assert np.percentile(distance[coverage > 127], 99.9) < 6


def test_equal_input_gives_equal_output():
    pixels, _ = scene()
    first = found(pixels, BOX)
    cv2.setRNGSeed(77)
    assert np.array_equal(found(pixels, BOX), first)


def test_strokes_decide():
    pixels, thing = scene()
    left = Stroke(((75.0, 75.0), (80.0, 75.0)), 4, marks_object=False)
    beside = Stroke(((145.0, 50.0), (145.0, 60.0)), 3, marks_object=True)
    coverage = found(pixels, BOX, [left, beside])
    assert coverage[75, 77] == 0 and coverage[55, 145] == 255
    assert found(pixels, BOX)[75, 77] == 255


@pytest.mark.parametrize("box", [Box(5, 5, 8, 90), Box(-50, -50, -10, -10), Box(199, 0, 500, 150)])
def test_a_box_with_nothing_in_it_finds_nothing(box):
    assert not found(scene()[0], box).any()


def test_a_box_round_the_whole_photo_works():
    pixels, thing = scene()
    assert overlap(found(pixels, Box(-9, -9, 999, 999)), thing) > 0.9


@given(
    corners=st.tuples(st.integers(-30, 215), st.integers(-30, 165), st.integers(0, 230), st.integers(0, 180)),
    flat=st.booleans(),
    marks=st.lists(st.tuples(st.floats(-50, 250), st.floats(-50, 200), st.booleans()), max_size=2),
)
@settings(max_examples=10, deadline=None)
def test_any_box_and_strokes_on_any_photo_stay_inside_it(corners, flat, marks):
    pixels = np.zeros((HEIGHT, WIDTH, 3), np.uint8) if flat else scene()[0]
    box = Box(corners[0], corners[1], corners[0] + corners[2], corners[1] + corners[3])
    strokes = [Stroke(((x, y),), 6, thing) for x, y, thing in marks]
    area, coverage = smart_selection(pixels, box, strokes)
    assert Box(0, 0, WIDTH, HEIGHT).contains(area) and coverage.shape == area.size[::-1]
    assert area == working_area(box.clamp(Size(WIDTH, HEIGHT)), Size(WIDTH, HEIGHT))
