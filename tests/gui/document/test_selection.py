"""The laws of adding and taking away, and what the operations on masks do."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from crfill_core.geometry import Box
from crfill_gui.document.mask import copied
from crfill_gui.document.mask_operations import feathered, grown, shrunk, without_holes
from crfill_gui.document.selection import MaskPatch, Selection

HEIGHT, WIDTH = 60, 80
masks = hnp.arrays(np.uint8, (HEIGHT, WIDTH), elements=st.sampled_from([0, 0, 60, 200, 255]))


@st.composite
def selections(draw):
    left, top = draw(st.integers(0, WIDTH)), draw(st.integers(0, HEIGHT))
    box = Box(left, top, draw(st.integers(left, WIDTH)), draw(st.integers(top, HEIGHT)))
    seed = draw(st.integers(0, 99))
    return box, np.random.default_rng(seed).integers(0, 256, (box.height, box.width), dtype=np.uint8)


@given(masks, selections())
@settings(max_examples=60, deadline=None)
def test_union_and_subtraction(mask, area):
    added, taken = Selection(*area), Selection(*area, subtracts=True)
    union, rest = added.on(mask).apply(mask), taken.on(mask).apply(mask)
    assert (union >= mask).all() and (rest <= mask).all()
    box = area[0]
    assert (union[box.slices] >= area[1]).all() and (rest[box.slices].astype(int) + area[1] <= 255).all()
    outside = np.ones(mask.shape, bool)
    outside[box.slices] = False
    assert np.array_equal(union[outside], mask[outside]) and np.array_equal(rest[outside], mask[outside])
    assert np.array_equal(added.on(union).apply(union), union)  # twice is once
    assert np.array_equal(taken.on(rest).apply(rest), rest)
    opposite = taken.on(255 - mask).apply(255 - mask)  # taking away is adding to what is free
    assert np.array_equal(255 - opposite, union)


def test_a_patch_is_laid_over_any_part():
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    patch = MaskPatch(Box(10, 10, 30, 20), np.full((10, 20), 7, np.uint8))
    for part in (Box(0, 0, 16, 16), Box(16, 0, 80, 60), Box(40, 40, 50, 50), Box(12, 12, 13, 13)):
        assert np.array_equal(patch.over(mask, part), patch.apply(mask)[part.slices])
    assert patch.apply(mask).sum() == 1400 and not mask.any()


def test_an_empty_selection_says_so():
    assert Selection(Box(0, 0, 0, 0), np.zeros((0, 0), np.uint8)).is_empty
    assert Selection(Box(0, 0, 2, 2), np.zeros((2, 2), np.uint8)).is_empty
    assert not Selection(Box(0, 0, 1, 1), np.ones((1, 1), np.uint8)).is_empty


def disc(radius: float, x: float = 40, y: float = 30) -> np.ndarray:
    rows, columns = np.mgrid[:HEIGHT, :WIDTH]
    return np.where(np.hypot(columns - x, rows - y) <= radius, np.uint8(255), np.uint8(0))


@pytest.mark.parametrize("radius", [0.5, 1, 4.5, 9])
def test_a_disc_grows_and_shrinks_by_the_radius(radius):
    mask = disc(12)
    before = math.sqrt(mask.sum() / 255 / math.pi)
    for operation, sign in ((grown, 1), (shrunk, -1)):
        patch = operation(mask, radius)
        after = math.sqrt(patch.apply(mask).sum(dtype=float) / 255 / math.pi)
        assert after - before == pytest.approx(sign * radius, abs=0.45)
        assert patch.box.area < mask.size


@given(masks, st.floats(0, 12))
@settings(max_examples=40, deadline=None)
def test_growing_adds_shrinking_takes_feathering_adds_less(mask, radius):
    larger, smaller, soft = (op(mask, radius).apply(mask) for op in (grown, shrunk, feathered))
    assert (larger >= mask).all() and (smaller <= mask).all() and (soft >= mask).all()
    assert (soft <= np.maximum(larger, mask)).all() or radius < 1
    assert (larger >= shrunk(larger, radius).apply(larger)).all()


@pytest.mark.parametrize("operation", [grown, shrunk, feathered, without_holes])
def test_nothing_comes_of_nothing(operation):
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    patch = operation(mask, 5) if operation is not without_holes else operation(mask)
    assert patch.box.is_empty and not patch.apply(mask).any()


def test_the_edge_of_the_photo_does_not_eat_into_a_mask():
    mask = np.full((HEIGHT, WIDTH), 255, np.uint8)
    assert shrunk(mask, 9).apply(mask).min() == 255
    mask[:, 40:] = 0
    smaller = shrunk(mask, 9).apply(mask)
    assert (smaller[:, :31] == 255).all() and not smaller[:, 31:].any()


def test_a_faint_mask_grows_too():
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    mask[30, 40] = 20
    assert np.count_nonzero(grown(mask, 3).apply(mask)) > 25


def test_a_feather_keeps_what_is_masked_and_falls_steadily():
    mask = disc(10)
    soft = feathered(mask, 8).apply(mask)
    assert (soft[mask == 255] == 255).all()
    ray = soft[30, 50:].astype(int)
    assert (np.diff(ray) <= 0).all() and ray[0] == 255 and ray[4] in range(80, 180) and ray[9] == 0


def test_islands_are_filled_and_bays_are_not():
    mask = disc(20)
    ring = mask.copy()
    ring[28:32, 38:42] = 0  # 16 pixels
    ring[28:32, 42] = 90  # with a soft shore
    ring[20, 30] = 0
    assert np.array_equal(without_holes(ring).apply(ring), mask)
    small = without_holes(ring, largest=10).apply(ring)
    assert small[20, 30] == 255 and small[29, 39] == 0
    bay = mask.copy()
    bay[30, 40:] = 0
    assert np.array_equal(without_holes(bay).apply(bay), bay)


def test_what_the_edge_of_the_photo_closes_is_no_island():
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    mask[0:10, 20] = mask[0:10, 30] = mask[10, 20:31] = 255
    assert np.array_equal(without_holes(mask).apply(mask), mask)


@given(masks, st.integers(0, 50))
@settings(max_examples=40, deadline=None)
def test_filling_holes_twice_is_filling_them_once(mask, largest):
    once = without_holes(mask, largest).apply(mask)
    assert (once >= mask).all() and np.array_equal(without_holes(once, largest).apply(once), once)


@given(masks)
def test_a_copy_of_a_mask_is_equal_and_stays_when_the_mask_changes(mask: np.ndarray) -> None:
    before, copy = mask.copy(), copied(mask)
    mask[:] = 7
    assert np.array_equal(copy(), before) and copy().dtype == np.uint8
