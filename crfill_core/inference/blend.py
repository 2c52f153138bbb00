"""Blending: a smooth colour correction that adapts a fill to its surroundings, and exact composition under a soft mask."""

from __future__ import annotations

import cv2
import numpy as np


def push_pull(difference: np.ndarray, where: np.ndarray) -> np.ndarray:
    """Extend values known at some pixels smoothly to all others (push–pull on a pyramid, in linear time).

    difference (H, W, C) float32, valid where ``where`` (H, W) bool is set → (H, W, C) float32: equal to the difference
    there, smooth elsewhere; zeros if ``where`` is set nowhere. It suits values at scattered pixels. For values all around
    a hole, :func:`crfill_core.references.assembly.poisson.membrane` is more exact.
    """
    weight = where.astype(np.float32)
    return _completed(np.where(where[:, :, None], difference, np.float32(0)), weight)


def _completed(total: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """The values, completed from coarser levels where their ``weight`` (H, W) in [0, 1] is below 1.

    ``total``: (H, W, C), value · weight.
    """
    height, width = weight.shape
    if weight.min() >= 1 or max(height, width) == 1:
        return _divided(total, weight)
    size = ((width + 1) // 2, (height + 1) // 2)
    # Weighted means over 2×2 pixels. A coarse pixel counts fully as soon as a quarter of it is known.
    small_weight = cv2.resize(weight, size, interpolation=cv2.INTER_AREA)
    small_total = cv2.resize(total, size, interpolation=cv2.INTER_AREA).reshape(size[1], size[0], -1)
    boost = np.minimum(1.0, 4 * small_weight) / np.maximum(small_weight, 1e-6)
    coarse = _completed(small_total * boost[:, :, None], small_weight * boost)
    below = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR).reshape(height, width, -1)
    below = cv2.blur(below, (3, 3)).reshape(height, width, -1)
    return total + (1 - weight)[:, :, None] * below


def _divided(total: np.ndarray, weight: np.ndarray) -> np.ndarray:
    return np.asarray(total / np.maximum(weight, 1e-6)[:, :, None])


def border_ring(hole: np.ndarray, width: int = 2) -> np.ndarray:
    """The pixels outside the hole within ``width`` of it: (H, W) bool."""
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * width + 1, 2 * width + 1))
    return np.asarray(cv2.dilate(hole.astype(np.uint8), kernel).astype(bool) & ~hole)


def matched(fill: np.ndarray, image: np.ndarray, hole: np.ndarray) -> np.ndarray:
    """``fill`` with a smooth colour correction over the hole, so that it meets ``image`` at the hole's border.

    fill, image: (H, W, 3) float32 of one window, both valid outside ``hole`` (H, W) bool. On the known ring around the
    hole, the difference between them is the network's error.
    """
    return np.asarray(fill + push_pull(image - fill, border_ring(hole)))


def compose(photo: np.ndarray, fill: np.ndarray, coverage: np.ndarray) -> np.ndarray:
    """photo·(1 − coverage) + fill·coverage in integers: photo and fill (H, W, C) of one dtype, coverage (H, W) uint8.

    Exactly the photo where coverage is 0 and exactly the fill where it is 255.
    """
    out = np.where((coverage == 255)[:, :, None], fill, photo)
    soft = (coverage > 0) & (coverage < 255)
    if soft.any():
        share = coverage[soft].astype(np.float64)[:, None] / 255
        mixed = photo[soft] * (1 - share) + fill[soft] * share
        out[soft] = np.rint(mixed).astype(photo.dtype)
    return out
