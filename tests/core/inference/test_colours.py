"""A fill keeps the photo's colours: its hue, its gamut, and none of what is hidden under transparency."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import ImageCms

from crfill_core.geometry import Box
from crfill_core.imaging.codecs import color_signals
from crfill_core.imaging.photo import Photo
from crfill_core.inference.inpainter import Inpainter
from crfill_core.inference.request import FillOptions, FillRequest
from crfill_core.inference.tone import NEUTRAL, tone_of
from crfill_core.references.lines import Line, LineSteering
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


def dotted(shape: tuple[int, ...]) -> np.ndarray:
    """A mask (H, W) uint8 of specks that are interpolated in mode auto."""
    mask = np.zeros(shape[:2], np.uint8)
    mask[10:-10:6, 12:-12:5] = 255
    return mask


def square(shape: tuple[int, ...]) -> np.ndarray:
    mask = np.zeros(shape[:2], np.uint8)
    mask[BOX.slices] = 255
    return mask


NO_LINES = LineSteering()
WAYS = {**{mode: (mode, square) for mode in MODES}, "thin": ("auto", dotted)}


def fill_of(inpainter: Inpainter, photo: Photo, way: str, lines: LineSteering = NO_LINES) -> np.ndarray:
    """What replaces the masked pixels: (N, C)."""
    mode, holes = WAYS[way]
    mask = holes(photo.pixels.shape)
    damaged = photo.pixels.copy()
    damaged[mask > 0] = np.iinfo(damaged.dtype).max
    damaged[mask > 0, 0] = 0
    photo = photo.with_pixels(damaged)
    request = FillRequest(photo, mask, FillOptions(mode=mode), lines=lines)
    return inpainter.fill(request).apply(photo).pixels[mask > 0]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("transparent", [False, True])
def test_neutral_surroundings_are_filled_neutral_bit_for_bit(inpainter, way, dtype, transparent):
    pixels = np.repeat(grey(dtype)[..., None], 3, 2)
    alpha = None
    if transparent:
        alpha = np.full(pixels.shape[:2], np.iinfo(dtype).max, dtype)
        alpha[:, :8] = 0
        pixels[:, :8] = (0, 200, 40)
    lines = LineSteering.of([Line.of((20, 30, 70, 40))] if way == "assembly" else [])
    fill = fill_of(inpainter, Photo(pixels, alpha=alpha), way, lines)
    assert (fill == fill[:, :1]).all() and np.ptp(fill) > 0


@pytest.mark.parametrize("way", WAYS)
def test_a_grey_photo_with_alpha_is_filled_grey(inpainter, way):
    pixels = grey(np.uint16)[..., None]
    alpha = np.full(pixels.shape[:2], 65535, np.uint16)
    alpha[:, :8] = 0
    fill = fill_of(inpainter, Photo(pixels, alpha=alpha), way)
    assert fill.shape[1] == 1 and np.ptp(fill) > 2000 and len(np.unique(fill)) > len(fill) / 3


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("gamma", [None, 1.0, 2.6])
@pytest.mark.parametrize("grain", [0, 100])
def test_a_smooth_sky_of_sixteen_bits_has_as_many_levels_inside_as_outside(inpainter, way, gamma, grain):
    y, x = np.mgrid[:70, :90]
    sky = np.stack([20000 + 31 * y + 17 * x, 30000 + 29 * y + 13 * x, 42000 + 37 * y + 11 * x], -1)
    sky += np.rint(np.random.default_rng(1).normal(0, grain, sky.shape)).astype(int)
    icc = None if gamma is None else samples.matrix_icc(samples.ADOBE_RGB, samples.gamma_curve(gamma))
    fill = fill_of(inpainter, Photo(sky.astype(np.uint16), icc=icc), way)
    hole = WAYS[way][1](sky.shape) > 0
    beside = sky[np.roll(hole, 2 if way == "thin" else 30, axis=1)]  # as many pixels, of the same range
    for inside, outside in zip(fill.T, beside.T, strict=True):
        expected = len(np.unique(outside))
        if not grain:
            # No two of these pixels are equal. Of n values that fall anywhere within r levels, this many differ.
            n, r = len(outside), np.ptp(outside)
            expected = min(expected, r * (1 - np.exp(-n / r)))
        assert len(np.unique(inside)) > 0.9 * expected
        assert (inside % 257 == 0).mean() < 0.05  # the levels of eight bits


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("transfer", color_signals.HDR)
def test_light_brighter_than_white_stays_in_hdr_photos(inpainter, way, transfer):
    """At code .85 of PQ light is twelve times as bright as the white of a profile."""
    y, x = np.mgrid[:70, :90]
    codes = np.stack([0.85 + x / 900, 0.95 - y / 700, np.full(x.shape, 0.4)], -1)
    photo = Photo(
        np.rint(codes * 65535).astype(np.uint16), icc=color_signals.profile((9, transfer), None, False)
    )
    fill = fill_of(inpainter, photo, way) / 65535
    truth = codes[WAYS[way][1](codes.shape) > 0]
    assert np.abs(fill - truth)[:, :2].mean(0).max() < 0.03
    assert np.abs(fill - truth)[:, 2].mean() < 0.07


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("gamma", [1.0, 563 / 256, 2.6])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_colours_beyond_srgb_stay_in_every_way(inpainter, way, gamma, dtype):
    highest = np.iinfo(dtype).max
    colour = np.array([0, 0.86, 0])
    flat = np.broadcast_to(np.rint(colour * highest), (70, 90, 3)).astype(dtype)
    icc = samples.matrix_icc(samples.ADOBE_RGB, samples.gamma_curve(gamma))
    fill = fill_of(inpainter, Photo(flat, icc=icc), way)
    assert np.abs(fill / highest - colour).max() <= 4 / 255
