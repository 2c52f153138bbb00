"""Parts of a thing that stick out of its mask, such as an arm or a strip, recognised by their colour."""

from __future__ import annotations

import math

import cv2
import numpy as np

from crfill_core.imaging.distance import distance_within

HALF = 128
"""A pixel counts as masked if its coverage (0 to 255) is at least this."""
REACH = 0.1
"""How far parts may stick out, as a share of the square root of the masked area."""
LEAST_REACH, MOST_REACH = 6, 60  # photo pixels
MOST_SIDE = 400
"""The mask and its surroundings are reduced to at most this many pixels a side."""
CONTRAST = 24.0
"""On a scale of 0 to 255, by root mean square over channels: the least difference between the thing and its surroundings."""
_CLEARLY = 0.8
"""A pixel belongs to the thing if its colour differs from the thing's by less than this factor times its difference from the
surroundings' colour.
"""
_SPECK = 0.002
"""If all parts together are smaller than this share of the mask, they are grain."""


def reach_of(area: int) -> float:
    """How far parts may stick out of a mask of ``area`` pixels, in pixels."""
    return min(MOST_REACH, max(LEAST_REACH, REACH * math.sqrt(area)))


def find_protrusions(pixels: np.ndarray, coverage: np.ndarray, reach: float) -> np.ndarray | None:
    """(h, w) uint8: the parts that stick out of a mask (h, w) uint8 by up to ``reach`` pixels, with soft edges and a small
    margin, in a picture (h, w, C) uint8 | uint16. None if there are none.

    A pixel just outside the mask belongs to the thing if it resembles the pixels just inside and differs from those farther
    out.
    """
    height, width = coverage.shape
    scale = min(1.0, MOST_SIDE / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    colors = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA).reshape(size[1], size[0], -1)
    colors = colors.astype(np.float32) * np.float32(255 / np.iinfo(pixels.dtype).max)
    inside = cv2.resize(coverage, size, interpolation=cv2.INTER_AREA) >= HALF
    if not inside.any() or inside.all():
        return None
    reach = max(2.0, reach * scale)
    within, beyond = distance_within(inside), distance_within(~inside)
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


def _local_mean(colors: np.ndarray, where: np.ndarray, sigma: float) -> tuple[np.ndarray, np.ndarray]:
    """The mean colour (h, w, C) of an area's pixels near each pixel, and their standard deviation (h, w)."""
    weight = where.astype(np.float32)[:, :, None]
    squares = (colors**2).sum(axis=2, keepdims=True)
    height, width = where.shape
    step = max(1.0, sigma / 3)  # a filter this wide needs no more samples
    size = max(1, round(width / step)), max(1, round(height / step))
    sums = [
        cv2.GaussianBlur(
            cv2.resize(part, size, interpolation=cv2.INTER_AREA), (0, 0), sigma * size[0] / width
        )
        for part in (colors * weight, squares * weight, weight)
    ]
    total, square, share = (part.reshape(size[1], size[0], -1) for part in sums)
    share = np.maximum(share, np.float32(1e-6))
    mean = total / share
    spread = np.sqrt(np.maximum((square / share)[:, :, 0] - (mean**2).sum(axis=2), 0))
    whole = [
        np.asarray(cv2.resize(np.asarray(part, np.float32), (width, height), interpolation=cv2.INTER_LINEAR))
        for part in (mean, spread)
    ]
    return whole[0].reshape(colors.shape), whole[1]


def _length(vectors: np.ndarray) -> np.ndarray:
    """(h, w, C) → (h, w): the root of the mean square over the channels, so that grey and colour count alike."""
    return np.asarray(np.sqrt((vectors**2).mean(axis=2)))
