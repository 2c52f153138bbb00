"""Finding where a mask is too tight: where the thing under it sticks out, and how far to widen the mask there."""

from __future__ import annotations

import cv2
import numpy as np

from crfill_core.geometry import Size
from crfill_gui.document.mask import bounds
from crfill_gui.document.selection import MaskPatch

HALF = 128
REACH = 0.1
"""A rest of the thing may stick out so far, as a share of the square root of the masked area; no farther is looked."""
LEAST_REACH, MOST_REACH = 6, 60  # photo pixels
MOST_SIDE = 600
"""The surroundings of the mask are reduced to so many pixels a side."""
CONTRAST = 24.0
"""By so many of 255 steps the thing has to differ from its surroundings to be told from them."""
_CLEARLY = 0.8
"""A pixel belongs to the thing if it is so much nearer to its colour than to that of the surroundings."""
_SPECK = 0.002
"""Rests smaller than this share of the mask are grain."""


def widened(pixels: np.ndarray, coverage: np.ndarray) -> MaskPatch:
    """The mask (H, W) uint8 of a photo (H, W, C) uint8 | uint16, wider where what it covers reaches beyond it.

    Just outside the mask, pixels that look like those just inside and unlike those farther out belong to the thing
    that is to go: they are masked, too, with a little margin. A mask that leaves room round the thing stays as it is.
    """
    box = bounds(coverage)
    if box.is_empty:
        return MaskPatch(box, coverage[box.slices].copy())
    area = int(np.count_nonzero(coverage[box.slices] >= HALF))
    reach = min(MOST_REACH, max(LEAST_REACH, REACH * area**0.5))
    box = box.pad(round(3 * reach) + 2).clamp(Size(coverage.shape[1], coverage.shape[0]))
    old = coverage[box.slices]
    rests = _rests(pixels[box.slices], old, reach)
    if rests is None:
        return MaskPatch(box, old.copy())
    return MaskPatch(box, np.maximum(old, rests))


def _rests(pixels: np.ndarray, coverage: np.ndarray, reach: float) -> np.ndarray | None:
    """(h, w) uint8: what sticks out of the mask, softly edged; None if nothing does."""
    height, width = coverage.shape
    scale = min(1.0, MOST_SIDE / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    colors = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA).reshape(size[1], size[0], -1)
    colors = colors.astype(np.float32) * np.float32(255 / np.iinfo(pixels.dtype).max)
    inside = cv2.resize(coverage, size, interpolation=cv2.INTER_AREA) >= HALF
    if not inside.any() or inside.all():
        return None
    reach = max(2.0, reach * scale)
    within, beyond = _distance(inside), _distance(~inside)
    thing, _ = _local_mean(colors, inside & (within <= 2 * reach), 1.5 * reach)
    ground, spread = _local_mean(colors, (beyond > reach) & (beyond <= 3 * reach), 1.5 * reach)
    smooth = cv2.blur(colors, (3, 3)).reshape(colors.shape)
    contrast = _length(thing - ground)
    like = _length(smooth - thing) < _CLEARLY * _length(smooth - ground)
    near = (beyond > 0) & (beyond <= reach)
    rests = (near & like & (contrast > np.maximum(CONTRAST, 1.5 * spread))).view(np.uint8)
    rests = np.asarray(cv2.morphologyEx(rests, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8)), np.uint8)
    _, labels = cv2.connectedComponents(rests | inside.view(np.uint8), connectivity=4)
    joined = np.isin(labels, np.unique(labels[inside])) & (rests > 0)
    if np.count_nonzero(joined) < max(3.0, _SPECK * np.count_nonzero(inside)):
        return None
    margin = 2 * max(1, round(reach / 4)) + 1
    wide = cv2.dilate(
        joined.view(np.uint8) * 255, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (margin, margin))
    )
    return np.asarray(cv2.resize(wide, (width, height), interpolation=cv2.INTER_LINEAR))


def _distance(where: np.ndarray) -> np.ndarray:
    """(h, w) float32: how far each pixel of an area (h, w) bool is from its end; 0 outside of it."""
    return cv2.distanceTransform(where.view(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)


def _local_mean(colors: np.ndarray, where: np.ndarray, sigma: float) -> tuple[np.ndarray, np.ndarray]:
    """The mean colour (h, w, C) of those pixels of an area that are near each place, and how they spread (h, w)."""
    weight = where.astype(np.float32)[:, :, None]
    squares = (colors**2).sum(axis=2, keepdims=True)
    weighed = np.concatenate([colors * weight, squares * weight, weight], axis=2)
    sums = np.asarray(cv2.GaussianBlur(weighed, (0, 0), sigma), np.float32)
    means = sums[:, :, :-1] / np.maximum(sums[:, :, -1:], np.float32(1e-6))
    mean = means[:, :, :-1]
    return mean, np.sqrt(np.maximum(means[:, :, -1] - (mean**2).sum(axis=2), 0))


def _length(vectors: np.ndarray) -> np.ndarray:
    """(h, w, C) → (h, w): the root of the mean square over the channels, so that grey and colour count alike."""
    return np.sqrt((vectors**2).mean(axis=2))
