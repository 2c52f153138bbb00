"""lite0: zero for equal images, blind to known pixels, and closer to the eye than PSNR."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from crfill_core.evaluation import perceptual
from crfill_core.evaluation.metrics import hole_psnr, score
from crfill_core.files.resources import resource

pytest.importorskip(perceptual.PACKAGE)


@pytest.fixture(scope="module")
def lite0() -> perceptual.Lite0:
    return perceptual.Lite0()


@pytest.fixture(scope="module")
def photo() -> np.ndarray:
    """Rock and scrub, 256 px."""
    whole = cv2.imread(str(resource("samples", "canyon-wren.jpg")))
    height, width = whole.shape[:2]
    window = whole[height // 2 : height // 2 + 512, width // 4 : width // 4 + 512, ::-1]
    return cv2.resize(window, (256, 256), interpolation=cv2.INTER_AREA)


def square(side: int = 256) -> np.ndarray:
    hole = np.zeros((side, side), bool)
    hole[side // 4 : 3 * side // 4, side // 4 : 3 * side // 4] = True
    return hole


def test_equal_images_are_at_no_distance(lite0, photo):
    assert lite0(photo, photo, square()) == 0
    assert score(photo, photo, square(), lite0).lite0 == 0


def test_blur_is_further_than_another_piece_of_the_same_texture(lite0):
    """PSNR says the opposite: it prefers the blur."""
    noise = cv2.GaussianBlur(np.random.default_rng(0).normal(0, 1, (256, 256, 3)), (0, 0), 1)
    grain = np.clip(128 + 40 * noise / noise.std(), 0, 255).astype(np.uint8)
    hole = square()
    blurred = np.where(hole[..., None], cv2.GaussianBlur(grain, (0, 0), 8), grain)
    moved = np.where(hole[..., None], np.roll(grain, 24, 1), grain)
    assert hole_psnr(blurred, grain, hole) > hole_psnr(moved, grain, hole)
    assert lite0(blurred, grain, hole) > lite0(moved, grain, hole) > 0


def test_images_of_any_shape_and_large_ones_around_the_hole(lite0, photo):
    assert lite0(photo[:50, :70], photo[:50, :70], square(256)[40:90, 60:130]) == 0
    large = cv2.resize(photo, (900, 700), interpolation=cv2.INTER_CUBIC)
    hole = np.zeros((700, 900), bool)
    hole[600:690, 5:60] = True
    flat = np.where(hole[..., None], np.uint8(128), large)
    distance = lite0(flat, large, hole)
    assert 0 < distance < 20
    far = large.copy()
    far[:80, 700:] = 0  # outside the square around the hole
    assert lite0(np.where(hole[..., None], flat, far), far, hole) == distance


def test_a_hole_of_one_pixel_in_a_large_image(lite0, photo):
    large = cv2.resize(photo, (640, 640))
    hole = np.zeros((640, 640), bool)
    hole[0, 639] = True
    assert lite0(large, large, hole) == 0
