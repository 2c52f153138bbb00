"""Where a mask is too tight: things that stick out of it, and none where there is room or nothing to see."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from crfill_core.files.resources import resource
from crfill_core.imaging import widen

SHAPE = (300, 420)


def widened(pixels: np.ndarray, coverage: np.ndarray) -> np.ndarray:
    """The whole mask, widened."""
    box, values = widen.widened(pixels, coverage)
    result = coverage.copy()
    result[box.slices] = values
    return result


def ellipse(a: int, b: int) -> np.ndarray:
    mask = np.zeros(SHAPE, np.uint8)
    cv2.ellipse(mask, (200, 150), (a, b), 20, 0, 360, 255, -1, cv2.LINE_AA)
    return mask


def scene(dtype: type = np.uint8, channels: int = 3, stripes: float = 0) -> np.ndarray:
    """A dark ellipse of half axes 90 and 60 on lighter, grainy, perhaps striped ground."""
    grain = np.random.default_rng(0).normal(0, 5, (*SHAPE, 1))
    x = np.arange(SHAPE[1])[None, :, None]
    ground = np.array([170, 150, 120][:channels]) + stripes * np.sin(x / 4)
    thing = np.array([60, 80, 50][:channels])
    share = ellipse(90, 60)[:, :, None] / 255
    pixels = np.clip(ground * (1 - share) + thing * share + grain, 0, 255).astype(dtype)
    return pixels * dtype(np.iinfo(dtype).max // 255)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("stripes", [0.0, 20.0])
def test_what_sticks_out_is_masked_and_hardly_more(dtype: type, channels: int, stripes: float) -> None:
    mask, thing = ellipse(84, 54), ellipse(90, 60) > 127
    wide = widened(scene(dtype, channels, stripes), mask)
    assert np.all(wide >= mask)
    assert np.count_nonzero(thing & (mask < 128)) > 1500 and np.count_nonzero(thing & (wide < 128)) < 60
    assert not wide[ellipse(102, 72) == 0].any()


def test_only_the_side_that_is_too_tight() -> None:
    mask = ellipse(98, 68)
    mask[:, :120] = 0  # the left end of the thing is not covered; elsewhere there is room
    cut = widened(scene(), mask)
    grown = (cut > 127) & (mask <= 127)
    assert grown.any() and not grown[:, 140:].any()


@pytest.mark.parametrize("axes", [(98, 68), (93, 63)])
def test_a_mask_with_room_stays_as_it_is(axes: tuple[int, int]) -> None:
    mask = ellipse(*axes)
    assert np.array_equal(widened(scene(stripes=20), mask), mask)


def test_nothing_is_seen_in_noise_or_on_even_ground() -> None:
    rng = np.random.default_rng(1)
    noise = rng.integers(0, 256, (*SHAPE, 3)).astype(np.uint8)
    for _ in range(5):
        mask = np.zeros(SHAPE, np.uint8)
        left, top, width, height = rng.integers(5, 150, 4)
        mask[top : top + height, left : left + width] = 255
        for pixels in (noise, np.full((*SHAPE, 3), 90, np.uint8)):
            assert np.array_equal(widened(pixels, mask), mask)


def test_no_mask_and_a_mask_of_everything() -> None:
    for mask in (np.zeros(SHAPE, np.uint8), np.full(SHAPE, 255, np.uint8)):
        assert np.array_equal(widened(scene(), mask), mask)


def test_a_real_photo() -> None:
    """The masks of the sample leave room; one that cuts through the bird gets what was cut off, nothing of the sky."""
    photo = cv2.imread(str(resource("samples") / "canyon-wren.jpg"))
    room = cv2.imread(str(resource("samples") / "canyon-wren-mask.png"), cv2.IMREAD_GRAYSCALE)
    assert photo is not None and room is not None
    assert np.array_equal(widened(photo, room), room)
    tight = cv2.erode(room, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (55, 55)))
    gained = (widened(photo, tight) > 127) & (tight <= 127)
    assert np.count_nonzero(gained) > 0.1 * np.count_nonzero(tight) and not (gained & (room == 0)).any()
