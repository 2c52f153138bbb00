import numpy as np
import pytest

from crfill_core.geometry import Box
from crfill_core.references.assembly.compose import around, blend, blurred_difference, copy
from tests.core.references.assembly.scenes import hole_of, noise


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
def test_copies_are_exact_in_any_depth(dtype: type) -> None:
    pixels = (np.random.default_rng(1).random((9, 11, 3)) * 60000).astype(dtype)
    hole = hole_of((9, 11), 3, 4, 2, 3)
    shift = np.zeros((9, 11, 2), np.int32)
    shift[hole] = [-4, 3]
    filled = copy(pixels, shift, hole)
    assert filled.dtype == pixels.dtype
    assert np.array_equal(filled[3:5, 4:7], pixels[6:8, 0:3])
    assert np.array_equal(filled[~hole], pixels[~hole])
    part = Box(3, 1, 8, 6)
    assert np.array_equal(copy(pixels, shift, hole, part), filled[part.slices])


def seamy(light: float) -> tuple[np.ndarray, ...]:
    """Grain on a ramp of light, filled by two shifts, each from a place of other light."""
    ramp = np.linspace(0.5 - light, 0.5 + light, 120, dtype=np.float32)[None, :, None]
    image = ramp + noise((60, 120, 3), 0.01)
    hole = hole_of((60, 120), 15, 40, 30, 40)
    shift = np.zeros((60, 120, 2), np.int32)
    shift[15:45, 40:60] = [-40, 2]
    shift[15:45, 60:80] = [40, -3]
    return image, hole, shift, copy(image, shift, hole), np.broadcast_to(ramp, image.shape)


def test_copies_from_other_light_are_brought_to_the_light_of_the_place() -> None:
    image, hole, shift, raw, guide = seamy(0.07)
    part = around(hole).slices
    correction = blend(image, hole, ~hole, shift, raw[part], guide[part])
    assert not correction[~hole].any()
    result = (raw + correction).mean(2)
    truth = image.mean(2)
    before, after = (np.abs(fill - truth)[hole].mean() for fill in (raw.mean(2), result))
    assert after < 0.5 * before
    # No step is left at the seam between the two shifts, nor at the border of the hole.
    steps = np.abs(np.diff(result, axis=1))[15:45]
    usual = np.abs(np.diff(truth, axis=1)).mean()
    assert steps[:, 59].mean() < 1.4 * usual
    assert steps[:, 39].mean() < 1.4 * usual and steps[:, 79].mean() < 1.4 * usual
    # Away from seams the copies' own grain is kept.
    inner = np.diff(result, axis=1)[20:40, 45:55] - np.diff(raw.mean(2), axis=1)[20:40, 45:55]
    assert np.abs(inner).max() < 0.01


def test_a_step_too_large_to_be_light_stays_an_edge_and_does_not_stain() -> None:
    image = np.full((60, 60, 3), 0.2, np.float32)
    image[:20] = 0.9
    hole = hole_of((60, 60), 20, 10, 30, 40)
    shift = np.zeros((60, 60, 2), np.int32)
    shift[hole] = [0, 0]
    shift[20:50, 10:50] = [0, 0]
    shift[20:50, 10:50, 0] = np.where(np.arange(10, 50) < 30, -10, 10)[None]
    raw = np.where(hole[..., None], np.float32(0.2), image)
    part = around(hole).slices
    correction = blend(np.where(hole[..., None], 0.2, image), hole, ~hole, shift, raw[part], raw[part])
    assert np.abs(correction).max() < 0.02


def test_the_guide_pulls_where_it_nearly_agrees_only() -> None:
    image = np.full((64, 64, 3), 0.5, np.float32)
    hole = hole_of((64, 64), 8, 8, 48, 48)
    shift = np.zeros((64, 64, 2), np.int32)
    near, far = (np.where(hole[..., None], np.float32(0.5 + by), image) for by in (0.02, 0.4))
    part = around(hole).slices
    pulled = blend(image, hole, ~hole, shift, image[part], near[part])[32, 32].mean()
    assert 0.005 < pulled < 0.02
    assert blend(image, hole, ~hole, shift, image[part], far[part])[32, 32].mean() < 0.002


def test_blurred_difference_counts_the_hole_only() -> None:
    hole = hole_of((300, 300), 100, 100, 100, 100)
    fill, guide = np.zeros((300, 300, 3), np.float32), np.full((300, 300, 3), 0.5, np.float32)
    difference = blurred_difference(fill, guide, hole, Box(0, 0, 300, 300))
    assert difference[150, 150] == pytest.approx(0.5, abs=0.01)
    assert np.abs(difference[:40]).max() < 1e-3
