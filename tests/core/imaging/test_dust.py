"""The finder of dust and scratches: defects of known truth on several surfaces, and photos of any size and depth."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crfill_core.imaging import dust, dust_look
from crfill_core.imaging.dust import DEFAULT_SENSITIVITY, dust_strength, mask_of
from crfill_core.imaging.dust_look import DustLook

SIZE = (300, 400)


def find_dust(pixels: np.ndarray, sensitivity: float = DEFAULT_SENSITIVITY) -> np.ndarray:
    return mask_of(dust_strength(pixels), sensitivity)


def grain(seed: int, sigma: float, softness: float) -> np.ndarray:
    """Noise of that deviation, (H, W)."""
    noise = np.random.default_rng(seed).normal(0, 1, SIZE)
    if softness:
        noise = cv2.GaussianBlur(noise, (0, 0), softness)
    return noise * sigma / noise.std()


def surface(kind: str) -> np.ndarray:
    """(H, W, 3) uint8 without defects."""
    rows, columns = np.mgrid[: SIZE[0], : SIZE[1]]
    grey = {
        "sky": 150 + 0.2 * rows + grain(1, 1.5, 0),
        "film": 110 + 0.1 * columns + grain(2, 6, 0.8),
        "cloth": 120 + 12 * np.sin(columns * 1.1) + 12 * np.sin(rows * 0.9) + grain(3, 4, 0),
        "roofs": np.where((columns > 150) ^ (rows > columns), 175, 80) + grain(4, 3, 0),
        "clouds": 130 + grain(5, 25, 12) + grain(6, 3, 0),
    }[kind]
    return np.clip(grey[:, :, None] + np.array([6, 0, -6]), 0, 255).astype(np.uint8)


SURFACES = ("sky", "film", "cloth", "roofs", "clouds")


def with_defects(photo: np.ndarray, value: int) -> tuple[np.ndarray, np.ndarray]:
    """The photo with specks, a hair and a scratch, and where they are, (H, W) bool."""
    truth = np.zeros(SIZE, np.uint8)
    for x, y, across in (40, 60, 1), (350, 40, 2), (60, 240, 2), (320, 250, 1), (220, 30, 2), (90, 150, 1):
        cv2.circle(truth, (x, y), across, 1, -1)
    cv2.ellipse(truth, (280, 130), (40, 25), 20, 0, 160, 1, 2)
    cv2.line(truth, (20, 5), (26, 290), 1, 1)
    dusty = photo.copy()
    dusty[truth > 0] = value
    return dusty, truth > 0


def near(truth: np.ndarray, reach: int = 3) -> np.ndarray:
    return cv2.dilate(truth.astype(np.uint8), np.ones((2 * reach + 1,) * 2, np.uint8)) > 0


@pytest.mark.parametrize("value", [250, 10])
@pytest.mark.parametrize("kind", SURFACES)
def test_defects_are_masked_and_little_else(kind: str, value: int) -> None:
    dusty, truth = with_defects(surface(kind), value)
    mask = find_dust(dusty, 75) > 0
    assert mask[truth].mean() > 0.9
    assert mask[~near(truth)].mean() < 0.001


@pytest.mark.parametrize("value", [250, 10])
def test_defects_in_a_strong_texture_are_masked_without_asking_for_more(value: int) -> None:
    dusty, truth = with_defects(surface("cloth"), value)
    mask = find_dust(dusty) > 0
    assert mask[truth].mean() > 0.95 and mask[~near(truth)].mean() < 0.0005


@pytest.mark.parametrize("kind", SURFACES)
def test_plain_texture_and_edges_are_left_alone(kind: str) -> None:
    assert (find_dust(surface(kind), 75) > 0).mean() < 0.0005


def test_more_is_masked_with_more_sensitivity() -> None:
    photo = surface("film")
    truth = np.zeros(SIZE, bool)
    for index, contrast in enumerate((30, 45, 60, 80, 110)):
        truth[40 + 40 * index : 43 + 40 * index, 100:103] = True
        photo[40 + 40 * index : 43 + 40 * index, 100:103] += np.uint8(contrast)
    strength = dust_strength(photo)
    shares = [(mask_of(strength, sensitivity)[truth] > 0).mean() for sensitivity in (0, 40, 70, 100)]
    assert shares == sorted(shares) and shares[0] < 0.5 and shares[-1] >= 0.8


def test_an_object_that_is_larger_than_dust_stays() -> None:
    photo = surface("sky")
    cv2.circle(photo, (200, 150), 20, (20, 20, 20), -1)
    photo[60:110, 60:110] = 250
    assert not find_dust(photo).any()


def test_a_scratch_in_pieces_is_joined() -> None:
    photo = surface("sky")
    for top in range(20, 260, 36):
        photo[top : top + 30, 200] = 250
    mask = find_dust(photo, 60) > 0
    assert mask[20:260, 200].all()


def test_a_long_scratch_is_followed_where_it_fades() -> None:
    photo = surface("film")
    photo[20:280, 200] = np.linspace(250, 150, 260)[:, None]
    photo[60, 100] = 155  # alone, such a pixel is grain
    mask = find_dust(photo) > 0
    assert mask[20:280, 200].mean() > 0.9 and not mask[55:65, 95:105].any()


def test_what_is_between_two_scratches_stays() -> None:
    photo = surface("sky")
    photo[20:260, 100:102] = photo[20:260, 112:114] = 250
    mask = find_dust(photo, 60) > 0
    assert mask[20:260, 100:102].all() and mask[20:260, 112:114].all() and not mask[:, 104:110].any()


def test_deep_photos_give_the_mask_of_their_8_bit_copies() -> None:
    dusty, truth = with_defects(surface("film"), 250)
    deep = find_dust(dusty.astype(np.uint16) * 257, 60) > 0
    assert deep[truth].mean() > 0.85 and (deep != (find_dust(dusty, 60) > 0)).mean() < 0.002


def test_tiles_leave_no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    dusty, _ = with_defects(surface("clouds"), 250)
    for top in range(20, 260, 36):
        dusty[top : top + 30, 250] = 250
    whole = dust_strength(dusty)
    mask = mask_of(whole, 60)
    monkeypatch.setattr(dust, "_TILE", 96)
    monkeypatch.setattr(dust, "_PART", 50)
    assert np.array_equal(dust_strength(dusty), whole)
    assert np.array_equal(mask_of(whole, 60), mask)


def measured_by_opencv(strength: np.ndarray, limit: float, weak: float, line: bool) -> tuple[set, set]:
    """The pixels of the components that count, and of those that are long lines."""
    reaching = (strength >= weak * limit).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(reaching, connectivity=8)
    kept, thin = set(), set()
    for number, (_, _, width, height, area) in enumerate(stats.tolist()):
        pixels = np.flatnonzero(labels == number)
        size, reaches = float(np.hypot(width, height)), strength.ravel()[pixels].max(initial=0) >= limit
        if number and reaches and area / size <= (3.25 if line else 6.5) and (size >= 64 or not line):
            kept.update(pixels.tolist())
            if size >= 16 and area / size <= 3.25:
                thin.update(pixels.tolist())
    return kept, thin


@pytest.mark.parametrize(("weak", "line"), [(0.5, False), (0.35, True)])
@pytest.mark.parametrize("limit", [48.0, 107.3, 240.0])
def test_components_are_those_that_opencv_measures(limit: float, weak: float, line: bool) -> None:
    strength = dust_strength(with_defects(surface("cloth"), 250)[0])
    kept, thin = dust._kept(strength, limit, weak, 64 if line else 0)
    assert (set(kept.tolist()), set(thin.tolist())) == measured_by_opencv(strength, limit, weak, line)
    assert line or (kept.size and thin.size)


@settings(max_examples=40, deadline=None)
@given(
    st.integers(1, 70),
    st.integers(1, 70),
    st.sampled_from([1, 3]),
    st.sampled_from([np.uint8, np.uint16]),
    st.floats(0, 100),
    st.integers(0, 2**32 - 1),
)
def test_any_size_and_depth(
    height: int, width: int, channels: int, depth: type, sensitivity: float, seed: int
) -> None:
    pixels = np.random.default_rng(seed).integers(
        0, np.iinfo(depth).max, (height, width, channels), depth, True
    )
    before = pixels.copy()
    mask = find_dust(pixels, sensitivity)
    assert mask.shape == (height, width) and mask.dtype == np.uint8
    assert set(np.unique(mask)) <= {0, 255}
    assert np.array_equal(find_dust(pixels, sensitivity), mask) and np.array_equal(pixels, before)


@pytest.mark.parametrize("value", [0, 128, 255])
def test_a_photo_of_one_value_has_none(value: int) -> None:
    assert not find_dust(np.full((50, 60, 3), value, np.uint8), 100).any()


@pytest.mark.parametrize("sensitivity", [-1, 101, float("nan")])
def test_a_sensitivity_out_of_range_is_refused(sensitivity: float) -> None:
    with pytest.raises(ValueError, match="0 to 100"):
        find_dust(np.zeros((4, 4, 1), np.uint8), sensitivity)


@pytest.mark.parametrize("kind", SURFACES)
def test_a_first_look_is_nearly_the_mask(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dust_look, "_MOST", SIZE[0] * SIZE[1] // 8)
    dusty, truth = with_defects(surface(kind), 250)
    strength = dust_strength(dusty)
    look = DustLook(strength)
    mask, first = mask_of(strength, 75) > 0, look.mask(75) > 0
    assert first.shape == mask.shape and first[truth].mean() > 0.9 and (mask != first).mean() < 0.01
