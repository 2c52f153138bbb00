"""The figures against slow loops written from their definitions, and what they must tell apart."""

import math
import subprocess
import sys

import cv2
import numpy as np
import pytest

from crfill_core.evaluation.metrics import (
    Scores,
    gradient_ratio,
    hole_psnr,
    l1,
    mean_scores,
    pooled_texture_distance,
    psnr,
    score,
    ssim,
    texture_distance,
    texture_patches,
)


def noise(seed: int, height: int = 48, width: int = 56) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)


def textured(seed: int, size: int = 96) -> np.ndarray:
    """A photo-like image: a smooth shade with grain."""
    rng = np.random.default_rng(seed)
    shade = cv2.resize(
        rng.uniform(60, 190, (4, 4, 3)).astype(np.float32), (size, size), interpolation=cv2.INTER_CUBIC
    )
    return np.clip(shade + rng.normal(0, 18, shade.shape), 0, 255).astype(np.uint8)


def square_hole(size: int = 96) -> np.ndarray:
    hole = np.zeros((size, size), bool)
    hole[size // 4 : 3 * size // 4, size // 4 : 3 * size // 4] = True
    return hole


def blurred_inside(image: np.ndarray, hole: np.ndarray) -> np.ndarray:
    return np.where(hole[..., None], cv2.GaussianBlur(image, (0, 0), 3), image)


def test_l1_and_psnr_follow_their_definitions():
    a, b = noise(1, 5, 7), noise(2, 5, 7)
    differences = [int(x) - int(y) for x, y in zip(a.ravel(), b.ravel(), strict=True)]
    assert l1(a, b) == pytest.approx(sum(abs(d) / 255 for d in differences) / len(differences), abs=1e-12)
    square = sum(d * d for d in differences) / len(differences)
    assert psnr(a, b) == pytest.approx(10 * math.log10(255 * 255 / square), abs=1e-9)
    assert psnr(a, a) == math.inf


def slow_ssim(a: np.ndarray, b: np.ndarray) -> float:
    """Wang et al. 2004, equations 13 to 17, one window after the other."""
    taps = np.exp(-((np.arange(11) - 5.0) ** 2) / (2 * 1.5**2))
    weights = np.outer(taps, taps) / np.outer(taps, taps).sum()
    values = []
    for channel in range(3):
        for top in range(a.shape[0] - 10):
            for left in range(a.shape[1] - 10):
                x = a[top : top + 11, left : left + 11, channel].astype(float)
                y = b[top : top + 11, left : left + 11, channel].astype(float)
                mx, my = (weights * x).sum(), (weights * y).sum()
                vx, vy = (weights * (x - mx) ** 2).sum(), (weights * (y - my) ** 2).sum()
                cov = (weights * (x - mx) * (y - my)).sum()
                c1, c2 = 2.55**2, 7.65**2
                values.append((2 * mx * my + c1) * (2 * cov + c2) / ((mx**2 + my**2 + c1) * (vx + vy + c2)))
    return float(np.mean(values))


def test_ssim_equals_the_papers_loop():
    a = textured(3)[:20, :24]
    b = np.clip(a.astype(int) + np.random.default_rng(4).integers(-30, 31, a.shape), 0, 255).astype(np.uint8)
    assert ssim(a, b) == pytest.approx(slow_ssim(a, b), abs=1e-9)
    assert ssim(a, a) == pytest.approx(1)


def test_gradient_ratio_equals_a_loop_over_the_inner_pixels():
    truth, filled = textured(5, 40), textured(6, 40)
    hole = np.zeros((40, 40), bool)
    hole[10:22, 8:31] = True

    def gradient(image: np.ndarray, y: int, x: int) -> float:
        grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY).astype(float)
        around = grey[y - 1 : y + 2, x - 1 : x + 2]
        kernel = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
        return math.hypot((around * kernel).sum(), (around * kernel.T).sum())

    inner = [(y, x) for y in range(12, 20) for x in range(10, 29)]
    expected = sum(gradient(filled, *at) for at in inner) / sum(gradient(truth, *at) for at in inner)
    assert gradient_ratio(filled, truth, hole) == pytest.approx(expected, rel=1e-5)


def test_gradient_ratio_of_thin_holes_and_of_nothing():
    truth = textured(7)
    line = np.zeros(truth.shape[:2], bool)
    line[40, 10:60] = True
    assert gradient_ratio(truth, truth, line) == pytest.approx(1)
    assert math.isnan(gradient_ratio(truth, truth, np.zeros_like(line)))
    flat = np.full_like(truth, 90)
    assert math.isnan(gradient_ratio(truth, flat, line))


def slow_texture_distance_fine(filled, truth, hole, seed):
    """The fine level with an exact one-dimensional optimal transport for each direction."""
    drawn = [texture_patches(*images, seed=seed) for images in zip(filled, truth, hole, strict=True)]
    a = np.concatenate([one.filled[0] for one in drawn]).astype(float)
    b = np.concatenate([one.truth[0] for one in drawn]).astype(float)
    directions = np.random.default_rng(seed).standard_normal((49, 256)).astype(np.float32).astype(float)
    distances = []
    for direction in directions.T:
        unit = direction / math.sqrt(sum(direction**2))
        distances.append(
            np.mean([abs(p - q) for p, q in zip(sorted(a @ unit), sorted(b @ unit), strict=True)])
        )
    return np.mean(distances)


def test_texture_distance_is_the_sliced_transport_of_the_drawn_patches():
    truth = [textured(8), textured(9)]
    holes = [square_hole(), square_hole()]
    filled = [blurred_inside(image, hole) for image, hole in zip(truth, holes, strict=True)]
    fine = texture_distance(filled, truth, holes, seed=3)[0]
    assert fine == pytest.approx(slow_texture_distance_fine(filled, truth, holes, 3), rel=1e-4)


def test_texture_patches_are_cut_from_the_pyramid_at_places_inside_the_hole():
    truth, hole = textured(10), square_hole()
    drawn = texture_patches(truth, truth, hole)
    grey = cv2.cvtColor(truth, cv2.COLOR_RGB2GRAY).astype(np.float32)
    fine = grey - cv2.pyrUp(cv2.pyrDown(grey))
    inside = {fine[y - 3 : y + 4, x - 3 : x + 4].tobytes() for y, x in zip(*np.nonzero(hole), strict=True)}
    assert len(drawn.truth[0]) == 128
    assert all(patch.tobytes() in inside for patch in drawn.truth[0])
    assert drawn.truth[2].mean() == pytest.approx(grey[hole].mean(), abs=6)  # the last level keeps the tone


def test_a_blurry_fill_has_the_best_psnr_but_not_the_best_texture():
    truth, hole = textured(11, 128), square_hole(128)
    grain = np.where(hole[..., None], textured(12, 128), truth).astype(int)
    shade = cv2.GaussianBlur(truth, (0, 0), 6).astype(int)
    other_grain = grain - cv2.GaussianBlur(grain.astype(np.uint8), (0, 0), 6).astype(int)
    sharp = np.where(hole[..., None], np.clip(shade + other_grain, 0, 255), truth).astype(np.uint8)
    blurry = np.where(hole[..., None], shade, truth).astype(np.uint8)
    assert psnr(blurry, truth) > psnr(sharp, truth)
    assert gradient_ratio(blurry, truth, hole) < 0.3 < 0.85 < gradient_ratio(sharp, truth, hole) < 1.15
    fine_blurry = texture_distance([blurry], [truth], [hole])[0]
    assert fine_blurry > 4 * texture_distance([sharp], [truth], [hole])[0]


def test_texture_distance_is_zero_for_the_truth_repeats_and_ignores_what_is_outside():
    truth, hole = textured(13), square_hole()
    filled = blurred_inside(truth, hole)
    assert texture_distance([truth], [truth], [hole]) == (0, 0, 0)
    first = texture_distance([filled], [truth], [hole])
    assert first == texture_distance([filled], [truth], [hole])
    far = filled.copy()
    far[:2] = 0  # beyond the reach of any patch in the hole, on the fine level
    assert texture_distance([far], [truth], [hole])[0] == pytest.approx(first[0], abs=1e-5)


def test_no_hole_has_no_texture():
    truth = textured(14)
    nothing = texture_patches(truth, truth, np.zeros(truth.shape[:2], bool))
    assert all(math.isnan(value) for value in pooled_texture_distance([nothing]))
    assert all(math.isnan(value) for value in pooled_texture_distance([]))


def test_hole_psnr_sees_missing_pixels_alone():
    truth, hole = textured(15), square_hole()
    wrong = np.where(hole[..., None], truth ^ 8, truth)  # 8 grey levels away, in the hole alone
    expected = 10 * math.log10(255**2 / 64)
    assert hole_psnr(wrong, truth, hole) == pytest.approx(expected)
    assert hole_psnr(np.where(hole[..., None], wrong, 0), truth, hole) == pytest.approx(expected)
    assert hole_psnr(truth, truth, hole) == math.inf
    assert math.isnan(hole_psnr(truth, truth, np.zeros_like(hole)))


def test_score_and_means():
    truth, hole = textured(15), square_hole()
    filled = blurred_inside(truth, hole)
    one = score(filled, truth, hole)
    assert one == Scores(
        l1(filled, truth),
        psnr(filled, truth),
        ssim(filled, truth),
        gradient_ratio(filled, truth, hole),
        hole_psnr(filled, truth, hole),
    )
    other = Scores(0.5, 10.0, 0.25, math.nan)
    mean = mean_scores([one, other])
    assert mean.psnr == pytest.approx((one.psnr + 10) / 2)
    assert mean.gradient_ratio == one.gradient_ratio


@pytest.mark.parametrize("wrong", [np.zeros((20, 20), np.uint8), np.zeros((20, 20, 3), np.float32)])
def test_only_8_bit_rgb_is_taken(wrong):
    with pytest.raises(ValueError, match="uint8"):
        l1(wrong, wrong)


def test_sizes_must_agree_and_suffice():
    with pytest.raises(ValueError, match="sizes differ"):
        psnr(noise(1), noise(2)[1:])
    with pytest.raises(ValueError, match="sizes differ"):
        gradient_ratio(noise(1), noise(2), np.ones((3, 3), bool))
    with pytest.raises(ValueError, match="11×11"):
        ssim(noise(1, 10, 40), noise(2, 10, 40))


def test_the_module_does_without_torch():
    code = "import sys, crfill_core.evaluation.metrics; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
