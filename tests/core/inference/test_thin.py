"""Dust, scratches and meshes."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from crfill_core.errors import FillError
from crfill_core.geometry import Box
from crfill_core.imaging.photo import Photo
from crfill_core.inference.pieces import pieces
from crfill_core.inference.request import FillRequest
from crfill_core.inference.thin import interpolated, interpolated_patches, thin_holes
from crfill_core.progress import Progress


def scene() -> np.ndarray:
    """(160, 200, 3) uint8: waves, an edge, and a little grain."""
    y, x = np.mgrid[:160, :200]
    light = 120 + 60 * np.sin(x / 4) * np.cos(y / 5) + 50 * (x + y > 180)
    grain = np.random.default_rng(0).normal(0, 1, (160, 200, 3))
    return np.clip(light[..., None] * (1, 0.9, 0.8) + grain, 0, 255).astype(np.uint8)


def holes() -> dict[str, np.ndarray]:
    y, x = np.mgrid[:160, :200]
    random = np.random.default_rng(1).random((160, 200))
    return {
        "noise": random < 0.3,
        "dust": random < 0.05,
        "mesh": (x % 4 == 0) | (y % 4 == 0),
        "mesh of 3": (x % 12 < 3) | (y % 12 < 3),
        "fence": ((x + y) % 24 < 4) | ((x - y) % 24 < 4),
    }


def neighbours_mean(image: np.ndarray, hole: np.ndarray) -> np.ndarray:
    """Each missing pixel the mean of the known ones in the smallest square around it that has any."""
    result, left, side = image.astype(float), hole.copy(), 3
    while left.any():
        known = (~hole).astype(np.float32)
        share = cv2.blur(known, (side, side))
        total = cv2.blur(image * known[..., None], (side, side))
        now = left & (share > 1e-6)
        result[now] = total[now] / share[now][:, None]
        left, side = left & ~now, side + 2
    return result


def psnr(fill: np.ndarray, truth: np.ndarray, hole: np.ndarray) -> float:
    return float(10 * np.log10(255**2 / np.square(fill.astype(float) - truth)[hole].mean()))


@pytest.mark.parametrize("kind", holes())
def test_interpolation_beats_the_mean_of_the_neighbours_by_a_decibel(kind: str) -> None:
    image, hole = scene(), holes()[kind]
    assert thin_holes(hole)[hole].all()
    damaged = np.where(hole[..., None], np.uint8(255), image)
    fill = interpolated(damaged, hole, hole, Box(0, 0, 200, 160))
    assert np.array_equal(fill[~hole], image[~hole])
    assert psnr(fill, image, hole) > psnr(neighbours_mean(damaged, hole), image, hole) + 1


@pytest.mark.parametrize(
    "length, thickness, thin",
    [
        (80, 1, True),
        (8, 4, True),
        (8, 5, False),
        (80, 5, True),
        (80, 6, True),
        (80, 7, False),
        (80, 9, False),
    ],
)
def test_what_is_thin(length: int, thickness: int, thin: bool) -> None:
    hole = np.zeros((60, 80), bool)
    hole[20 : 20 + thickness, :length] = True
    hole[50, 40] = True
    result = thin_holes(hole)
    assert result[20, :length].all() == thin and result[50, 40]
    assert not (result & ~hole).any()


@pytest.mark.parametrize("angle", range(10, 90, 20))
def test_scratches_that_cross_at_any_angle_are_thin(angle: int) -> None:
    hole = np.zeros((160, 240), np.uint8)
    for turn in (20, 20 + angle):
        reach = np.rint(90 * np.array([np.cos(np.deg2rad(turn)), np.sin(np.deg2rad(turn))])).astype(int)
        cv2.line(hole, (120 - reach[0], 80 - reach[1]), (120 + reach[0], 80 + reach[1]), 1, 3)
    assert thin_holes(hole > 0)[hole > 0].all()


@pytest.mark.parametrize("thickness, thin", [(2, True), (4, True), (6, True), (7, False)])
def test_lines_that_cross_are_as_thin_as_they_are_elsewhere(thickness: int, thin: bool) -> None:
    hole = np.zeros((60, 80), bool)
    hole[20 : 20 + thickness] = hole[:, 30 : 30 + thickness] = True
    assert (thin_holes(hole) == (hole & thin)).all()


@pytest.mark.parametrize("radius, thin", [(1, True), (2, True), (3, False), (6, False)])
def test_thick_specks_are_not_thin(radius: int, thin: bool) -> None:
    hole = np.zeros((60, 80), np.uint8)
    cv2.circle(hole, (40, 30), radius, 1, -1)
    assert thin_holes(hole > 0).any() == thin


def test_a_thin_part_of_a_thick_hole_is_not_thin() -> None:
    hole = np.zeros((60, 80), bool)
    hole[20:40, 20:40] = True
    hole[30, 40:70] = True
    assert not thin_holes(hole).any()


@settings(max_examples=40, deadline=None)
@given(
    arrays.arrays(bool, st.tuples(st.integers(1, 40), st.integers(1, 40)), elements=st.booleans()), st.data()
)
def test_any_holes_are_filled_between_black_and_white_and_nothing_else_changes(
    hole: np.ndarray, data: st.DataObject
) -> None:
    thin = thin_holes(hole)
    avoided = data.draw(arrays.arrays(bool, hole.shape, elements=st.booleans())) & ~hole
    pixels = np.random.default_rng(0).integers(0, 65536, (*hole.shape, 1)).astype(np.uint16)
    for box in pieces(thin):
        fill = interpolated(pixels, thin, hole | avoided, box)
        other = pixels.copy()
        other[hole | avoided] = 7
        same = interpolated(other, thin, hole | avoided, box)
        assert np.array_equal(fill[thin[box.slices]], same[thin[box.slices]])
        assert np.array_equal(fill[~thin[box.slices]], pixels[box.slices][~thin[box.slices]])


def test_a_smooth_sky_of_sixteen_bits_has_no_steps() -> None:
    sky = np.linspace(20000, 24000, 120)[:, None, None] + np.linspace(0, 900, 160)[None, :, None]
    pixels = np.rint(np.repeat(sky, 3, 2)).astype(np.uint16)
    hole = np.zeros((120, 160), bool)
    hole[3:-3:7, 3:-3:5] = True
    fill = interpolated(np.where(hole[..., None], np.uint16(0), pixels), hole, hole, Box(0, 0, 160, 120))
    assert np.abs(fill.astype(int) - pixels).max() <= 4


@pytest.mark.parametrize("thickness", [1, 3])
def test_the_edge_of_a_wire_does_not_colour_what_takes_its_place(thickness: int) -> None:
    wire = np.zeros((120, 200), np.uint8)
    cv2.line(wire, (10, 20), (190, 95), 255, thickness)
    share = cv2.GaussianBlur(wire.astype(np.float32) / 255, (0, 0), 1.2)[:, :, None]
    sky = np.array([150, 170, 190], np.float32)
    photo = Photo(np.rint(sky * (1 - share) + 20 * share).astype(np.uint8))
    patches, _ = interpolated_patches(FillRequest(photo, wire), wire > 0, Progress())
    filled = photo.pixels.copy()
    for patch in patches:
        filled[patch.box.slices] = patch.pixels
    assert np.abs(photo.pixels[wire > 0] - sky).mean() > 30
    assert np.abs(filled[wire > 0] - sky).mean() < 5
    assert np.array_equal(filled[wire == 0], photo.pixels[wire == 0])


def filled(photo: Photo, mask: np.ndarray) -> np.ndarray:
    patches, _ = interpolated_patches(FillRequest(photo, mask), mask > 0, Progress())
    pixels = photo.pixels.copy()
    for patch in patches:
        pixels[patch.box.slices] = patch.pixels
    return pixels


@pytest.mark.parametrize("kind", ["mesh", "fence"])
def test_texture_beside_a_sharp_mask_counts_as_known(kind: str) -> None:
    random = np.random.default_rng(4)
    texture = cv2.GaussianBlur(random.normal(0, 60, (160, 200, 3)).astype(np.float32), (0, 0), 1.2) + 120
    image = np.clip(texture, 0, 255).astype(np.uint8)
    hole = holes()[kind]
    mask = hole.astype(np.uint8) * np.uint8(255)
    damaged = np.where(hole[..., None], np.uint8(255), image)
    alone = interpolated(damaged, hole, hole, Box(0, 0, 200, 160))
    assert psnr(filled(Photo(damaged), mask), image, hole) > psnr(alone, image, hole) - 0.1


@pytest.mark.parametrize("depth", [np.uint8, np.uint16])
def test_grey_kept_as_rgb_stays_grey_and_sepia_stays_sepia(depth: type) -> None:
    light = np.repeat(scene()[..., :1], 3, 2) / 255
    for curve, tolerance in ((1, 1, 1), 0.0), ((0.8, 1, 1.3), 0.01):
        highest = np.iinfo(depth).max
        pixels = np.rint(light ** np.array(curve) * highest).astype(depth)
        for kind, hole in holes().items():
            damaged = np.where(hole[..., None], np.array([highest, 0, 0], depth), pixels)
            fill = filled(Photo(damaged), hole.astype(np.uint8) * np.uint8(255))[hole] / highest
            assert np.ptp(fill[:, 1]) > 0.2, kind
            for channel in (0, 2):
                assert np.abs(fill[:, channel] - fill[:, 1] ** curve[channel]).max() <= tolerance, kind


def test_a_straight_edge_is_continued_without_steps() -> None:
    y, x = np.mgrid[:160, :200]
    share = np.clip((x * 0.8 + y * 0.6 - 120) / 1.5 + 0.5, 0, 1)[..., None]
    image = np.rint(60 + share * np.array([120, 130, 140])).astype(np.uint8)
    hole = holes()["fence"]
    fill = interpolated(np.where(hole[..., None], np.uint8(0), image), hole, hole, Box(0, 0, 200, 160))
    assert np.abs(fill.astype(int) - image)[hole].mean() < 1.5


@pytest.mark.parametrize("shape", [(1, 1), (4, 4), (3, 200), (200, 2)])
def test_a_mask_over_all_of_a_tiny_photo_is_refused(inpainter, shape: tuple[int, int]) -> None:
    photo = Photo(np.full((*shape, 3), 200, np.uint8))
    with pytest.raises(FillError, match="covers the whole photo"):
        inpainter.fill(FillRequest(photo, np.full(shape, 255, np.uint8)))


def test_a_tiny_photo_of_which_nothing_may_be_used_is_refused(inpainter) -> None:
    photo, mask = Photo(np.full((4, 40, 3), 200, np.uint8)), np.zeros((4, 40), np.uint8)
    mask[:, :20] = 255
    with pytest.raises(FillError, match="Nothing around the hole may be used"):
        inpainter.fill(FillRequest(photo, mask, avoid=mask == 0))


@pytest.mark.parametrize("upright", [False, True])
def test_a_strip_is_filled_from_its_known_end_however_far_that_is(inpainter, upright: bool) -> None:
    """A strip of four rows has only thin holes, also one that is much longer than a tile."""
    photo, mask = np.full((4, 1500, 3), 200, np.uint8), np.zeros((4, 1500), np.uint8)
    mask[:, :1450] = 255
    photo[mask > 0] = 0
    if upright:
        photo, mask = photo.transpose(1, 0, 2).copy(), mask.T.copy()
    filled = inpainter.fill(FillRequest(Photo(photo), mask)).apply(Photo(photo))
    assert (filled.pixels == 200).all()
