import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crfill_core.inference.blend import border_ring, compose, matched, push_pull


def disc(side: int, radius: int) -> np.ndarray:
    y, x = np.mgrid[:side, :side] - side // 2
    return x * x + y * y < radius * radius


@given(st.integers(2, 40), st.integers(2, 40), st.integers(0, 2**31))
@settings(deadline=None, max_examples=40)
def test_spread_values_keep_the_given_ones_and_stays_between_them(height, width, seed):
    rng = np.random.default_rng(seed)
    values = rng.random((height, width, 3), dtype=np.float32)
    where = rng.random((height, width)) < 0.3
    where[0, 0] = True
    smooth = push_pull(values, where)
    assert np.allclose(smooth[where], values[where], atol=1e-5)
    assert smooth.min() >= values[where].min() - 1e-4 and smooth.max() <= values[where].max() + 1e-4


def test_spreading_of_a_constant_is_constant_and_of_nothing_zero():
    where = border_ring(disc(51, 15))
    smooth = push_pull(np.full((51, 51, 3), 0.3, np.float32), where)
    assert np.allclose(smooth, 0.3, atol=1e-5)
    assert not push_pull(np.ones((9, 9, 3), np.float32), np.zeros((9, 9), bool)).any()


def test_spreading_of_a_slope_on_the_border_is_a_slope_inside():
    hole = disc(64, 20)
    slope = np.repeat(np.linspace(0, 1, 64, dtype=np.float32)[None, :, None], 64, axis=0).repeat(3, axis=2)
    smooth = push_pull(slope, border_ring(hole))
    assert np.abs(smooth - slope)[hole].max() < 0.15
    steps = np.abs(np.diff(smooth[:, :, 0], axis=1))[hole[:, 1:]]
    assert steps.max() < 0.1  # no visible edge anywhere


def test_values_outside_where_do_not_count():
    where = border_ring(disc(40, 10))
    values = np.where(where[:, :, None], np.float32(0.5), np.float32(np.nan))
    assert np.allclose(push_pull(values, where)[disc(40, 10)], 0.5, atol=1e-5)


def test_border_ring_is_around_the_hole():
    hole = disc(60, 12)
    ring = border_ring(hole, 3)
    assert ring.any() and not (ring & hole).any()
    rows, columns = np.nonzero(ring)
    holes = np.argwhere(hole)
    for y, x in zip(rows, columns, strict=True):
        assert np.sqrt(((holes - (y, x)) ** 2).sum(axis=1).min()) < 4
    assert ring.sum() > 2 * np.pi * 12 * 2


def test_a_fill_of_the_wrong_brightness_meets_its_surroundings():
    hole = disc(80, 20)
    rng = np.random.default_rng(0)
    image = 0.4 + 0.05 * rng.random((80, 80, 3), dtype=np.float32)
    off = image + np.array([0.2, -0.1, 0.0], np.float32)
    assert np.abs(matched(off, image, hole) - image)[hole].max() < 0.01


def test_matching_leaves_a_fill_that_fits_alone():
    hole = disc(50, 12)
    image = np.random.default_rng(0).random((50, 50, 3), dtype=np.float32)
    fill = np.where(hole[:, :, None], 1 - image, image)
    assert np.allclose(matched(fill, image, hole), fill, atol=1e-6)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_composition_is_exact_at_both_ends_and_rounds_between(dtype):
    rng = np.random.default_rng(0)
    top = np.iinfo(dtype).max
    photo, fill = (rng.integers(0, top, (9, 16, 3), dtype, endpoint=True) for _ in range(2))
    coverage = np.tile(np.arange(0, 256, 17, dtype=np.uint8), (9, 1))
    out = compose(photo, fill, coverage)
    assert out.dtype == dtype
    assert np.array_equal(out[:, 0], photo[:, 0]) and np.array_equal(out[:, -1], fill[:, -1])
    share = coverage[:, :, None] / 255
    assert np.abs(out - (photo * (1 - share) + fill * share)).max() <= 0.5


def test_composition_leaves_its_inputs_alone():
    photo, fill = np.zeros((4, 4, 3), np.uint8), np.full((4, 4, 3), 9, np.uint8)
    compose(photo, fill, np.full((4, 4), 128, np.uint8))
    assert not photo.any() and (fill == 9).all()
