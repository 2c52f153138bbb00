"""Metrics of the quality of fills: the paper's three (L1, PSNR, SSIM), the PSNR of the hole, and three that do not favour
blurred fills (gradient ratio, texture distance, lite0).

Images are RGB (H, W, 3) uint8, and holes are (H, W), true where pixels were missing. L1, PSNR and SSIM compare the whole
composed image, as the paper does; the other metrics compare the hole alone.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import astuple, dataclass, fields

import cv2
import numpy as np

LEVELS = 3
"""Number of levels of the texture distance's Laplacian pyramid."""

Distance = Callable[[np.ndarray, np.ndarray, np.ndarray], float]
"""(filled, truth, hole) → how different the two images are in the hole."""

_WINDOW, _SIGMA = 11, 1.5
"""Side and standard deviation of SSIM's Gaussian window, in pixels."""
_PATCH = 7
"""Side of a patch of the texture distance, in pixels."""
_PATCHES_PER_IMAGE = 128
_DIRECTIONS = 256
_DIRECTIONS_AT_ONCE = 32
"""How many directions are handled together; this limits the memory."""


@dataclass(frozen=True)
class Scores:
    """Metrics of one filled image (see the functions of the same names), or their means over several images."""

    l1: float
    psnr: float
    ssim: float
    gradient_ratio: float
    hole_psnr: float = math.nan
    """NaN if it was not measured."""
    lite0: float = math.nan
    """Perceptual distance, see :mod:`crfill_core.evaluation.perceptual`; NaN if it was not measured."""


def l1(a: np.ndarray, b: np.ndarray) -> float:
    """Mean absolute difference of two images, in [0, 1]."""
    _check(a, b)
    return float(cv2.absdiff(a, b).mean(dtype=np.float64) / 255)


def psnr(a: np.ndarray, b: np.ndarray) -> float:
    """Peak signal-to-noise ratio of two images in dB; ``inf`` if they are equal."""
    _check(a, b)
    return _decibels(cv2.absdiff(a, b))


def hole_psnr(filled: np.ndarray, truth: np.ndarray, hole: np.ndarray) -> float:
    """PSNR of the missing pixels alone, in dB; ``inf`` if they are equal, NaN if none are missing."""
    _check(filled, truth, hole)
    inside = hole > 0
    return _decibels(cv2.absdiff(filled, truth)[inside]) if inside.any() else math.nan


def _decibels(difference: np.ndarray) -> float:
    error = np.square(difference, dtype=np.float64).mean()
    return 10 * math.log10(255**2 / error) if error > 0 else math.inf


def ssim(a: np.ndarray, b: np.ndarray) -> float:
    """Structural similarity (Wang et al. 2004) of two images, at most 1: the mean of the three channels.

    As in the authors' program: a Gaussian window of 11×11 px with σ = 1.5, K1 = 0.01, K2 = 0.03, population moments, and
    only windows that are wholly inside the image. Raises ValueError if a side is below 11 px.
    """
    _check(a, b)
    if min(a.shape[:2]) < _WINDOW:
        raise ValueError(
            f"SSIM needs images of at least {_WINDOW}×{_WINDOW} px, not {a.shape[1]}×{a.shape[0]}"
        )
    x, y = a.astype(np.float64), b.astype(np.float64)
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    mean_x, mean_y = _window_means(x), _window_means(y)
    var_x = _window_means(x * x) - mean_x**2
    var_y = _window_means(y * y) - mean_y**2
    covariance = _window_means(x * y) - mean_x * mean_y
    similarity = (2 * mean_x * mean_y + c1) * (2 * covariance + c2)
    similarity /= (mean_x**2 + mean_y**2 + c1) * (var_x + var_y + c2)
    return float(similarity.mean())


def gradient_ratio(filled: np.ndarray, truth: np.ndarray, hole: np.ndarray) -> float:
    """Sharpness of the fill: the ratio filled / true of the mean Sobel gradient magnitude of the grey image in the hole.

    1 = as sharp as the truth, 0 = flat. Pixels of the hole within two pixels of known ones do not count, so that the seam
    has no influence; if the hole is too thin for that, all its pixels count. NaN without a hole, or if the truth is flat.
    """
    _check(filled, truth, hole)
    mask = (hole > 0).astype(np.uint8)
    inside = cv2.erode(mask, np.ones((5, 5), np.uint8)) > 0
    if not inside.any():
        inside = mask > 0
    if not inside.any():
        return math.nan
    true = float(_gradient(truth)[inside].mean())
    return float(_gradient(filled)[inside].mean()) / true if true > 0 else math.nan


def texture_distance(
    filled: Sequence[np.ndarray], truth: Sequence[np.ndarray], hole: Sequence[np.ndarray], seed: int = 0
) -> tuple[float, float, float]:
    """Sliced Wasserstein distance between the textures of filled and true holes of a set of images.

    There is a distance for each level of a Laplacian pyramid, fine to coarse; the third level is the low-pass residual.
    Each compares the distributions of 7×7 grey patches centred in the holes, up to 128 of each image. The distance is the
    mean absolute difference of the sorted projections of all patches on 256 random unit directions, in grey levels of
    0 … 255. 0 = the same texture statistics; blur shows on the fine level first. Smaller sets have larger distances, so
    compare only sets of the same images.
    """
    patches = [texture_patches(*images, seed=seed) for images in zip(filled, truth, hole, strict=True)]
    return pooled_texture_distance(patches, seed)


@dataclass(frozen=True, eq=False)
class TexturePatches:
    """The patches of one image: (n, 49) float32 for each level, n ≤ 128."""

    filled: tuple[np.ndarray, ...]
    truth: tuple[np.ndarray, ...]


def texture_patches(filled: np.ndarray, truth: np.ndarray, hole: np.ndarray, seed: int = 0) -> TexturePatches:
    """Choose the patches of one image. Their positions depend on the hole and the seed only, not on the method."""
    _check(filled, truth, hole)
    coverage: np.ndarray = (hole > 0).astype(np.float32)
    ours, theirs = [], []
    for a, b in zip(_laplacian(filled), _laplacian(truth), strict=True):
        margin = _PATCH // 2
        centres = np.zeros(a.shape, bool)
        centres[margin : a.shape[0] - margin, margin : a.shape[1] - margin] = True
        ys, xs = np.nonzero(centres & (coverage > 0.5))
        if len(ys) > _PATCHES_PER_IMAGE:
            chosen = np.random.default_rng([seed, len(ys)]).choice(len(ys), _PATCHES_PER_IMAGE, replace=False)
            ys, xs = ys[chosen], xs[chosen]
        ours.append(_patches_at(a, ys, xs))
        theirs.append(_patches_at(b, ys, xs))
        coverage = cv2.pyrDown(coverage)
    return TexturePatches(tuple(ours), tuple(theirs))


def pooled_texture_distance(patches: Iterable[TexturePatches], seed: int = 0) -> tuple[float, float, float]:
    """The :func:`texture_distance` of images whose patches have already been chosen; NaN for levels without patches."""
    images = list(patches)
    none = np.empty((0, _PATCH**2), np.float32)

    def distance(level: int) -> float:
        a = np.concatenate([none, *(image.filled[level] for image in images)])
        b = np.concatenate([none, *(image.truth[level] for image in images)])
        return _sliced_wasserstein(a, b, seed) if len(a) else math.nan

    return distance(0), distance(1), distance(2)


def score(
    filled: np.ndarray, truth: np.ndarray, hole: np.ndarray, perceptual: Distance | None = None
) -> Scores:
    """The :class:`Scores` of a composed image, whose sides must be at least 11 px. Without ``perceptual`` lite0 is NaN."""
    return Scores(
        l1=l1(filled, truth),
        psnr=psnr(filled, truth),
        ssim=ssim(filled, truth),
        gradient_ratio=gradient_ratio(filled, truth, hole),
        hole_psnr=hole_psnr(filled, truth, hole),
        lite0=math.nan if perceptual is None else perceptual(filled, truth, hole),
    )


def mean_scores(scores: Sequence[Scores]) -> Scores:
    """The mean of each metric over the images for which it is defined (not NaN); NaN if there are none."""
    table = np.array([astuple(one) for one in scores], np.float64).reshape(len(scores), len(fields(Scores)))
    columns = (column[~np.isnan(column)] for column in table.T)
    return Scores(*(float(column.mean()) if len(column) else math.nan for column in columns))


def _check(a: np.ndarray, b: np.ndarray, hole: np.ndarray | None = None) -> None:
    for image in (a, b):
        if image.ndim != 3 or image.shape[2] != 3 or image.dtype != np.uint8:
            raise ValueError(f"images must be (H, W, 3) uint8, not {image.shape} {image.dtype}")
    if a.shape != b.shape or (hole is not None and hole.shape != a.shape[:2]):
        raise ValueError(f"sizes differ: {a.shape}, {b.shape}{'' if hole is None else f', {hole.shape}'}")


def _window_means(image: np.ndarray) -> np.ndarray:
    """(H − 10, W − 10, 3): Gaussian-weighted means of all windows that are wholly inside the image."""
    edge = _WINDOW // 2
    return cv2.GaussianBlur(image, (_WINDOW, _WINDOW), _SIGMA)[edge:-edge, edge:-edge]


def _grey(image: np.ndarray) -> np.ndarray:
    return cv2.cvtColor(image, cv2.COLOR_RGB2GRAY).astype(np.float32)


def _gradient(image: np.ndarray) -> np.ndarray:
    grey = _grey(image)
    return np.hypot(cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1))


def _laplacian(image: np.ndarray) -> list[np.ndarray]:
    """The Laplacian pyramid of the grey image, fine to coarse: band-pass levels, then the low-pass residual."""
    levels, current = [], _grey(image)
    for _ in range(LEVELS - 1):
        smaller = cv2.pyrDown(current)
        levels.append(current - cv2.pyrUp(smaller, dstsize=(current.shape[1], current.shape[0])))
        current = smaller
    return [*levels, current]


def _patches_at(image: np.ndarray, ys: np.ndarray, xs: np.ndarray) -> np.ndarray:
    """(n, 49): patches centred on the given pixels."""
    offset = np.arange(_PATCH) - _PATCH // 2
    return image[ys[:, None, None] + offset[:, None], xs[:, None, None] + offset].reshape(len(ys), _PATCH**2)


def _sliced_wasserstein(a: np.ndarray, b: np.ndarray, seed: int) -> float:
    """The 1-Wasserstein distance of two (n, d) point sets projected on a direction, averaged over random directions."""
    directions = np.random.default_rng(seed).standard_normal((a.shape[1], _DIRECTIONS)).astype(np.float32)
    directions /= np.linalg.norm(directions, axis=0)
    total = 0.0
    for start in range(0, _DIRECTIONS, _DIRECTIONS_AT_ONCE):
        some = directions[:, start : start + _DIRECTIONS_AT_ONCE]
        moved = np.abs(np.sort(a @ some, axis=0) - np.sort(b @ some, axis=0))
        total += float(moved.sum(dtype=np.float64))
    return total / (_DIRECTIONS * len(a))
