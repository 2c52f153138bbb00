from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageCms

from crfill_core.imaging.color import from_srgb, to_display, to_srgb
from tests.core.imaging import samples

PROFILES = {
    "adobe": samples.matrix_icc(samples.ADOBE_RGB, samples.gamma_curve(563 / 256)),
    "p3": samples.matrix_icc(samples.DISPLAY_P3, samples.srgb_curve()),
    "prophoto": samples.matrix_icc(samples.PROPHOTO_RGB, samples.gamma_curve(1.8)),
    "sampled": samples.matrix_icc(samples.ADOBE_RGB, samples.sampled_curve(np.linspace(0, 1, 1024) ** 2.4)),
    "tables": samples.table_icc(samples.ADOBE_RGB, 2.0),
}


def encoded(light: np.ndarray) -> np.ndarray:
    """IEC 61966-2-1."""
    light = np.clip(light, 0, 1)
    return np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)


def exact(codes: np.ndarray, matrix: list[list[float]], gamma: float) -> np.ndarray:
    light = (codes / np.iinfo(codes.dtype).max) ** gamma
    return encoded(light @ np.array(matrix).T @ np.linalg.inv(samples.SRGB).T)


def by_littlecms(pixels: np.ndarray, icc: bytes) -> np.ndarray:
    image = Image.fromarray(pixels)
    profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
    intent = ImageCms.Intent.RELATIVE_COLORIMETRIC
    result = ImageCms.profileToProfile(
        image, profile, ImageCms.createProfile("sRGB"), intent, outputMode="RGB"
    )
    return np.asarray(result)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("channels", [1, 3])
def test_without_a_profile_scaling_is_plain_and_comes_back_exactly(dtype: type, channels: int) -> None:
    pixels = samples.noise(16, 16, channels, dtype)
    rgb = to_srgb(pixels, None)
    assert rgb.dtype == np.float32 and rgb.shape == (16, 16, 3)
    np.testing.assert_allclose(rgb, np.repeat(pixels, 3 // channels, axis=2) / np.iinfo(dtype).max, atol=1e-6)
    np.testing.assert_array_equal(from_srgb(rgb, None, dtype, channels), pixels)


@pytest.mark.parametrize("name", PROFILES)
def test_eight_bit_agrees_with_littlecms(name: str) -> None:
    pixels = samples.noise(64, 64)
    expected = by_littlecms(pixels, PROFILES[name]).astype(int)
    assert np.abs(to_srgb(pixels, PROFILES[name]) * 255 - expected).max() < 1.2
    assert np.abs(to_display(pixels, PROFILES[name]).astype(int) - expected).max() <= 1


@pytest.mark.parametrize(
    ("name", "matrix", "gamma"),
    [("adobe", samples.ADOBE_RGB, 563 / 256), ("prophoto", samples.PROPHOTO_RGB, 461 / 256)],
)
def test_sixteen_bit_is_exact_for_matrix_profiles(name: str, matrix: list[list[float]], gamma: float) -> None:
    pixels = samples.noise(64, 64, dtype=np.uint16)
    error = np.abs(to_srgb(pixels, PROFILES[name]) - exact(pixels, matrix, gamma))
    # What is left comes from the five digits of the matrices, which count most where sRGB is steep: near black.
    assert error.mean() < 1e-5
    assert error.max() < 3e-4


def test_sixteen_bit_through_tables_is_as_exact_as_their_eight_bit_nodes() -> None:
    pixels = samples.noise(64, 64, dtype=np.uint16)
    expected = exact(pixels, samples.ADOBE_RGB, 2.0)
    error = np.abs(to_srgb(pixels, PROFILES["tables"]) - expected)
    assert error.mean() < 0.5 / 255
    # Only where sRGB's limits cut through a cell of the grid is it worse.
    assert np.quantile(error, 0.97) < 1.5 / 255
    assert error.max() < 16 / 255


@pytest.mark.parametrize("name", ["adobe", "p3", "prophoto", "sampled"])
def test_sixteen_bit_colours_come_back(name: str) -> None:
    # Colours inside sRGB, not too dark for the relative precision of the curves
    inside = (samples.noise(64, 64, dtype=np.uint16) * 0.5 / 65535 + 0.25).astype(np.float32)
    codes = from_srgb(inside, PROFILES[name], np.uint16, 3)
    np.testing.assert_allclose(to_srgb(codes, PROFILES[name]), inside, atol=6e-5)
    again = from_srgb(to_srgb(codes, PROFILES[name]), PROFILES[name], np.uint16, 3)
    assert np.abs(again.astype(int) - codes).max() <= 1


@pytest.mark.parametrize("name", PROFILES)
def test_eight_bit_colours_inside_srgb_come_back(name: str) -> None:
    inside = (samples.noise(64, 64) * 0.5 / 255 + 0.25).astype(np.float32)
    codes = from_srgb(inside, PROFILES[name], np.uint8, 3)
    again = from_srgb(to_srgb(codes, PROFILES[name]), PROFILES[name], np.uint8, 3)
    assert np.abs(again.astype(int) - codes).max() <= (2 if name == "tables" else 0)


@pytest.mark.parametrize("name", PROFILES)
def test_a_slow_ramp_has_no_eight_bit_steps(name: str) -> None:
    ramp = np.repeat(np.linspace(0.4, 0.45, 2000, dtype=np.float32)[None, :, None], 3, axis=2)
    codes = from_srgb(ramp, PROFILES[name], np.uint16, 3)[0].astype(int)
    steps = np.diff(codes, axis=0)
    assert steps.min() >= 0
    assert steps.max() <= 8  # of 65535; an 8-bit step would be 257
    assert len(np.unique(codes[:, 1])) > 1000


@pytest.mark.parametrize("name", PROFILES)
def test_black_and_white_stay(name: str) -> None:
    ends = np.array([[[0, 0, 0], [65535, 65535, 65535]]], dtype=np.uint16)
    np.testing.assert_allclose(to_srgb(ends, PROFILES[name]), ends / 65535, atol=4e-3)
    back = from_srgb(ends / np.float32(65535), PROFILES[name], np.uint8, 3)
    assert np.abs(back.astype(int) - ends // 257).max() <= 1


def test_a_grey_profile_is_followed_both_ways() -> None:
    icc = samples.grey_icc(samples.gamma_curve(1.0))
    pixels = np.arange(0, 65536, 97, dtype=np.uint16)[None, :, None]
    rgb = to_srgb(pixels, icc)
    np.testing.assert_allclose(rgb, np.repeat(encoded(pixels / 65535), 3, axis=2), atol=2e-5)
    assert np.abs(from_srgb(rgb, icc, np.uint16, 1).astype(int) - pixels).max() <= 1
    assert np.abs(to_display(pixels, icc) - 255 * rgb).max() <= 1


def test_a_grey_photo_with_an_rgb_profile_stays_grey() -> None:
    icc = PROFILES["prophoto"]
    pixels = np.arange(0, 256, dtype=np.uint8)[None, :, None]
    rgb = to_srgb(pixels, icc)
    np.testing.assert_allclose(rgb, np.repeat(encoded((pixels / 255) ** (461 / 256)), 3, axis=2), atol=1e-3)
    np.testing.assert_array_equal(from_srgb(rgb, icc, np.uint8, 1), pixels)


def test_grey_from_colour_is_its_luminance() -> None:
    green = np.zeros((1, 1, 3), dtype=np.float32)
    green[..., 1] = 1
    assert from_srgb(green, None, np.uint16, 1)[0, 0, 0] == pytest.approx(
        encoded(np.array(0.7152)) * 65535, abs=2
    )


@pytest.mark.parametrize(
    "icc", [b"", b"no profile", PROFILES["adobe"][:200], samples.grey_icc(samples.gamma_curve(1))]
)
def test_a_damaged_or_unsuitable_profile_counts_as_srgb(icc: bytes) -> None:
    pixels = samples.noise(8, 8)
    np.testing.assert_array_equal(to_srgb(pixels, icc), to_srgb(pixels, None))
    np.testing.assert_array_equal(to_display(pixels, icc), pixels)
    np.testing.assert_array_equal(from_srgb(to_srgb(pixels, icc), icc, np.uint8, 3), pixels)


def test_srgb_by_any_maker_is_plain_scaling() -> None:
    pixels = samples.noise(8, 8, dtype=np.uint16)
    made_by_littlecms = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for icc in (made_by_littlecms, samples.matrix_icc(samples.SRGB, samples.srgb_curve())):
        np.testing.assert_array_equal(to_srgb(pixels, icc), to_srgb(pixels, None))


@pytest.mark.parametrize("name", [None, *PROFILES])
@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_the_screen_shows_what_the_network_sees(name: str | None, channels: int, dtype: type) -> None:
    icc = PROFILES[name] if name else None
    pixels = samples.noise(32, 32, channels, dtype)
    shown = to_display(pixels, icc)
    assert shown.shape == (32, 32, 3) and shown.dtype == np.uint8
    difference = np.abs(shown - 255 * to_srgb(pixels, icc))
    assert difference.mean() < 0.5
    assert difference.max() < (5 if name == "tables" else 1)


def test_values_outside_the_range_are_cut() -> None:
    wild = np.array([[[-3.0, 0.5, 7.0]]], dtype=np.float32)
    assert from_srgb(wild, None, np.uint8, 3).tolist() == [[[0, 128, 255]]]
    assert np.isfinite(from_srgb(wild, PROFILES["adobe"], np.uint16, 3)).all()
