"""Grow, shrink, feather, and fill the holes of a mask: pure functions.

Each takes a mask, (H, W) uint8 coverage, and returns a MaskPatch: the new values of the part that may change. The
cost follows the box around the mask and does not depend on the radius.
"""

from __future__ import annotations

import math

import cv2
import numpy as np

from crfill_core.geometry import Box, Size
from crfill_core.imaging.bounds import bounds
from crfill_gui.document.selection import MaskPatch

HALF = 128
"""Pixels of at least this coverage count as masked in operations that need yes or no."""
_FAR = np.float32(1e6)
_STEPS = np.arange(256) / 255
_SMOOTH = np.rint(_STEPS**2 * (3 - 2 * _STEPS) * 255).astype(np.uint8)
"""A linear fall → one that begins and ends smoothly."""


def grown(coverage: np.ndarray, radius: float) -> MaskPatch:
    """Everything within ``radius`` pixels (≥ 0) of the mask is masked, with an antialiased edge."""
    box = _around(coverage, math.ceil(radius) + 1)
    if box.is_empty or radius <= 0:
        return MaskPatch(box, coverage[box.slices].copy())
    old = coverage[box.slices]
    return MaskPatch(box, np.maximum(old, _ramp(np.float32(radius + 1) - _distance_to(_seeds(old)))))


def shrunk(coverage: np.ndarray, radius: float) -> MaskPatch:
    """Everything within ``radius`` pixels (≥ 0) of what is not masked is unmasked, with an antialiased edge.

    Beyond the photo's edge counts as masked: a mask that reaches the edge still does so afterwards.
    """
    box = _around(coverage, 1)
    if box.is_empty or radius <= 0:
        return MaskPatch(box, coverage[box.slices].copy())
    old = coverage[box.slices]
    return MaskPatch(box, np.minimum(old, _ramp(_distance_to(old < HALF) - np.float32(radius))))


def feathered(coverage: np.ndarray, radius: float) -> MaskPatch:
    """A soft edge that falls to nothing over ``radius`` pixels (≥ 0) outside of the mask.

    Outwards only, unlike a blur, because the masked thing would shine through where the fill is blended with it.
    """
    box = _around(coverage, math.ceil(radius) + 1)
    if box.is_empty or radius <= 0:
        return MaskPatch(box, coverage[box.slices].copy())
    old = coverage[box.slices]
    falling = _ramp(1 - _distance_to(_seeds(old)) * np.float32(1 / (radius + 1)))
    return MaskPatch(box, np.maximum(old, cv2.LUT(falling, _SMOOTH)))


def without_holes(coverage: np.ndarray, largest: int | None = None) -> MaskPatch:
    """Islands of at most ``largest`` pixels (None: of any size) that the mask surrounds wholly are masked too.

    Areas at the photo's edge are no islands.
    """
    box = _around(coverage, 1)
    old = coverage[box.slices]
    if box.is_empty:
        return MaskPatch(box, old.copy())
    # A frame of one pixel, beyond the photo's edge if necessary, joins everything outside into one component.
    free = np.pad((old < HALF).view(np.uint8), 1, constant_values=1)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(free, connectivity=4, ltype=cv2.CV_32S)
    fill = np.ones(count, bool) if largest is None else stats[:, cv2.CC_STAT_AREA] <= largest
    fill[0] = fill[labels[0, 0]] = False  # the mask itself, and the outside
    if not fill.any():
        return MaskPatch(box, old.copy())
    islands = fill[labels].view(np.uint8)
    # The soft edge of the mask around an island is filled with it.
    shore = cv2.dilate(islands, np.ones((5, 5), np.uint8))[1:-1, 1:-1].astype(bool)
    outside = cv2.dilate((labels == labels[0, 0]).view(np.uint8), np.ones((5, 5), np.uint8))[1:-1, 1:-1] > 0
    whole = islands[1:-1, 1:-1].astype(bool) | (shore & (old >= HALF) & ~outside)
    return MaskPatch(box, np.where(whole, np.uint8(255), old))


def _around(coverage: np.ndarray, reach: int) -> Box:
    box = bounds(coverage)
    return box if box.is_empty else box.pad(reach).clamp(Size(coverage.shape[1], coverage.shape[0]))


def _seeds(coverage: np.ndarray) -> np.ndarray:
    """Whether each pixel is masked; in a mask that is faint everywhere, all pixels above 0 are."""
    clear = coverage >= HALF
    return clear if clear.any() else coverage > 0


def _distance_to(seeds: np.ndarray) -> np.ndarray:
    """(h, w) float32: every pixel's distance to the nearest of the seeds (h, w) bool; very large if there are none."""
    if not seeds.any():
        return np.full(seeds.shape, _FAR, np.float32)
    return cv2.distanceTransform((~seeds).view(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)


def _ramp(values: np.ndarray) -> np.ndarray:
    """(h, w) float32 0 … 1 as 0 … 255, cut outside; by OpenCV, which needs an eighth of NumPy's time."""
    return np.asarray(cv2.convertScaleAbs(np.maximum(values, 0, dtype=np.float32), alpha=255))
