"""A fill keeps the photo's colours: its hue, its gamut, and none of what is hidden under transparency."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import ImageCms

from crfill_core.geometry import Box
from crfill_core.imaging.photo import Photo
from crfill_core.inference.inpainter import Inpainter
from crfill_core.inference.request import FillOptions, FillRequest
from crfill_core.inference.tone import NEUTRAL, tone_of
from tests.core.imaging import samples

MODES = ("network", "assembly", "auto")
BOX = Box(30, 22, 54, 46)


def grey(dtype: type = np.uint8) -> np.ndarray:
    y, x = np.mgrid[:70, :90]
    rough = np.random.default_rng(0).normal(0, 0.06, (70, 90))
    return (np.clip(0.5 + 0.3 * np.sin(x / 9) * np.cos(y / 7) + rough, 0, 1) * np.iinfo(dtype).max).astype(
        dtype
    )


def filled(inpainter: Inpainter, photo: Photo, mode: str) -> np.ndarray:
    mask = np.zeros(photo.pixels.shape[:2], np.uint8)
    mask[BOX.slices] = 255
    pixels = photo.pixels.copy()
    pixels[mask > 0] = (255, 0, 128)
    photo = photo.with_pixels(pixels)
    result = inpainter.fill(FillRequest(photo, mask, FillOptions(mode=mode)))
    return result.apply(photo).pixels[BOX.slices]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_black_and_white_kept_as_rgb_is_filled_without_a_tint(inpainter, mode, dtype):
    photo = Photo(np.repeat(grey(dtype)[..., None], 3, 2))
    fill = filled(inpainter, photo, mode)
    assert (fill == fill[..., :1]).all() and np.ptp(fill) > 0


@pytest.mark.parametrize("mode", MODES)
def test_sepia_is_filled_with_sepia(inpainter, mode):
    light = grey() / 255
    curve = np.stack([light**0.8, light, light**1.3], -1)
    fill = filled(inpainter, Photo(np.rint(curve * 255).astype(np.uint8)), mode) / 255
    green = fill[..., 1]
    assert np.abs(fill[..., 0] - green**0.8).max() < 0.02
    assert np.abs(fill[..., 2] - green**1.3).max() < 0.02


def test_a_coloured_photo_has_no_single_hue():
    pixels = np.repeat(grey()[..., None], 3, 2)
    known = np.ones((70, 90), bool)
    assert tone_of(pixels, known) is NEUTRAL
    pixels[40:45, 10:15] = (200, 30, 30)
    assert tone_of(pixels, known) is None
    known[40:45, 10:15] = False
    assert tone_of(pixels, known) is NEUTRAL
    assert tone_of(pixels[..., :1], known) is None


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("green", [120, 220, 250])
def test_greens_beyond_srgb_stay_what_they_are(inpainter, mode, green):
    flat = np.zeros((70, 90, 3), np.uint8)
    flat[..., 1] = green
    fill = filled(
        inpainter,
        Photo(flat, icc=samples.matrix_icc(samples.ADOBE_RGB, samples.gamma_curve(563 / 256))),
        mode,
    ).astype(int)
    assert np.abs(fill - (0, green, 0)).max() <= 4


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("hidden", [0, 1])
def test_colours_under_transparency_do_not_tint_the_fill(inpainter, mode, hidden):
    def fill_with(colour: tuple[int, int, int]) -> np.ndarray:
        pixels = np.repeat(grey()[..., None], 3, 2)
        pixels[..., 2] //= 2
        alpha = np.full(pixels.shape[:2], 255, np.uint8)
        alpha[:, :29] = hidden
        pixels[:, :29] = colour
        return filled(inpainter, Photo(pixels, alpha=alpha), mode)

    assert np.array_equal(fill_with((0, 255, 0)), fill_with((255, 255, 255)))


@pytest.mark.parametrize("options", [FillOptions("network", detail=0), *map(FillOptions, MODES)])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_a_grey_photo_with_a_profile_is_filled_at_any_scale(inpainter, options, dtype):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    photo = Photo(grey(dtype)[..., None], icc=profile)
    mask = np.zeros(photo.pixels.shape[:2], np.uint8)
    mask[BOX.slices] = 255
    result = inpainter.fill(FillRequest(photo, mask, options))
    assert result.holes[0].scale < 1
    after = result.apply(photo).pixels
    assert after.shape == photo.pixels.shape
    assert (after[mask == 0] == photo.pixels[mask == 0]).all()
    assert (after[mask > 0] != photo.pixels[mask > 0]).mean() > 0.5
