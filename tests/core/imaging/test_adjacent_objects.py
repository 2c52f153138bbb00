"""Things that end beside a hole: pictures whose truth is known, and what holds for every picture."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crfill_core.geometry import Box, Size
from crfill_core.imaging.adjacent_objects import adjacent_objects, strip_reach
from crfill_core.imaging.photo import Photo
from crfill_core.imaging.widen import without_rim
from crfill_core.inference.plan import TrainedScale, plan_windows
from crfill_core.inference.reading import window_of
from crfill_core.inference.request import FillRequest
from crfill_core.inference.window import Window
from crfill_core.references.lines import Line, LineSteering

SHAPE = (200, 240)
GROUND, THING = (150, 160, 140), (50, 60, 90)


def thing() -> np.ndarray:
    """(H, W) bool: a sleeve that comes in from the left."""
    drawn = np.zeros(SHAPE, np.uint8)
    cv2.ellipse(drawn, (0, 110), (110, 34), -12, 0, 360, 1, -1)
    return drawn > 0


def square() -> np.ndarray:
    hole = np.zeros(SHAPE, bool)
    hole[50:150, 70:190] = True
    return hole


def picture(shape: np.ndarray) -> np.ndarray:
    """(H, W, 3) uint8 with grain: ``shape`` (H, W) bool in the thing's colour."""
    share = cv2.GaussianBlur(shape.astype(np.float32), (0, 0), 0.5)[..., None]
    grain = np.random.default_rng(1).normal(0, 4, (*SHAPE, 3))
    mixed = np.array(GROUND) * (1 - share) + np.array(THING) * share + grain
    return np.clip(mixed, 0, 255).astype(np.uint8)


def beside(strip: int) -> np.ndarray:
    """(H, W) bool: the square without the sleeve and so many pixels around it."""
    side = 2 * strip + 1
    return square() & ~(cv2.dilate(thing().view(np.uint8), np.ones((side, side), np.uint8)) > 0)


def things(pixels: np.ndarray, hole: np.ndarray, **more: list[np.ndarray]) -> np.ndarray:
    return adjacent_objects(pixels, hole, hole, strip_reach(0.05, int(hole.sum())), **more)


@pytest.mark.parametrize("strip", [1, 2])
@pytest.mark.parametrize("deep", [False, True], ids=["8 bit", "16 bit"])
def test_a_thing_behind_a_strip_of_background_is_all_that_is_kept(strip: int, deep: bool) -> None:
    pixels = picture(thing())
    if deep:
        pixels = pixels.astype(np.uint16) * 257
    kept = things(pixels, beside(strip))
    assert kept[thing()].mean() > 0.8
    assert kept[~thing()].mean() < 0.01


def test_a_thing_that_the_hole_cuts_may_continue() -> None:
    assert not things(picture(thing()), square()).any()


def test_the_rim_of_the_removed_thing_is_no_strip() -> None:
    removed = np.zeros(SHAPE, np.uint8)
    cv2.ellipse(removed, (120, 100), (60, 40), 0, 0, 360, 1, -1)
    mask = cv2.erode(removed, np.ones((5, 5), np.uint8)) > 0
    assert not things(picture(removed > 0), mask).any()


def test_a_line_that_touches_a_thing_says_that_it_continues() -> None:
    across = np.array([(5.0, 108.0), (160.0, 90.0)], np.float32)
    assert not things(picture(thing()), beside(2), lines=[across]).any()
    far = np.array([(200.0, 20.0), (230.0, 180.0)], np.float32)
    assert things(picture(thing()), beside(2), lines=[far]).any()


def test_the_mask_is_not_widened_over_the_strip() -> None:
    mask = np.where(beside(2), np.uint8(255), np.uint8(0))
    strip = square() & ~beside(2) & ~cv2.dilate(thing().view(np.uint8), np.ones((3, 3), np.uint8)).view(bool)
    assert (without_rim(picture(thing()), mask) > 0)[strip].mean() < 0.05


def window(**steering: object) -> Window:
    hole = beside(2)
    mask = np.where(hole, np.uint8(255), np.uint8(0))
    request = FillRequest(Photo(picture(thing())), mask, **steering)  # type: ignore[arg-type]
    [plan] = plan_windows(hole, TrainedScale(), window=Box(0, 0, *Size(SHAPE[1], SHAPE[0])))
    return window_of(request, plan, [], None)


def test_a_fill_neither_sees_nor_copies_a_thing_that_ends_at_the_hole() -> None:
    seen = window()
    assert seen.hidden[thing()].mean() > 0.8
    assert (seen.hidden & ~seen.write)[~thing()].mean() < 0.01


def test_what_is_preferred_and_what_a_line_continues_may_be_copied() -> None:
    drawn = LineSteering(drawn=(Line(((5, 108), (160, 90))),))
    for steered in (window(prefer=thing()), window(lines=drawn)):
        assert steered.hidden[thing()].mean() < 0.1  # its edge may still count as a rim


@given(
    seed=st.integers(0, 2**16),
    height=st.integers(1, 60),
    width=st.integers(1, 60),
    channels=st.sampled_from([1, 3]),
    reach=st.integers(2, 16),
)
@settings(max_examples=40, deadline=None)
def test_nothing_hidden_is_kept_whatever_the_picture(
    seed: int, height: int, width: int, channels: int, reach: int
) -> None:
    rng = np.random.default_rng(seed)
    coarse = rng.integers(0, 2, (3, 4, channels)).astype(np.uint8) * 200
    pixels = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_NEAREST)
    hole = cv2.resize(rng.integers(0, 2, (3, 3)).astype(np.uint8), (width, height)) > 0
    hidden = hole | (rng.random((height, width)) < 0.05)
    kept = adjacent_objects(pixels.reshape(height, width, channels), hole, hidden, reach)
    assert kept.shape == hole.shape and kept.dtype == bool
    assert not (kept & hidden).any()
