"""Pure functions that grow, shrink and feather a mask, and fill the islands in it.

Each takes a mask, (H, W) uint8 coverage, and returns a MaskPatch with the new values of the part that may change. The
time depends on the size of that part.
"""

from __future__ import annotations

import math

import cv2
import numpy as np

from crfill_core.geometry import Box, Size
from crfill_core.imaging.bounds import bounds
from crfill_gui.document.selection import MaskPatch

HALF = 128
"""Pixels of at least this coverage count as masked."""
_FAR = np.float32(1e6)
_STEPS = np.arange(256) / 255
_SMOOTH = np.rint(_STEPS**2 * (3 - 2 * _STEPS) * 255).astype(np.uint8)
"""Maps a linear fall, 0 … 255, to one that begins and ends smoothly."""


def grown(coverage: np.ndarray, radius: float) -> MaskPatch:
    """Mask everything within ``radius`` pixels (≥ 0) of the mask, with an antialiased edge."""
    box = _around(coverage, math.ceil(radius) + 1)
    if box.is_empty or radius <= 0:
        return MaskPatch(box, coverage[box.slices].copy())
    old = coverage[box.slices]
    return MaskPatch(box, np.maximum(old, _ramp(np.float32(radius + 1) - _distance_to(_seeds(old)))))


def shrunk(coverage: np.ndarray, radius: float) -> MaskPatch:
    """Unmask everything within ``radius`` pixels (≥ 0) of what is not masked, with an antialiased edge.

    The outside of the photo counts as masked, so a mask that reaches the photo's edge still does so afterwards.
    """
    box = _around(coverage, 1)
    if box.is_empty or radius <= 0:
        return MaskPatch(box, coverage[box.slices].copy())
    old = coverage[box.slices]
    return MaskPatch(box, np.minimum(old, _ramp(_distance_to(old < HALF) - np.float32(radius))))


def feathered(coverage: np.ndarray, radius: float) -> MaskPatch:
    """Give the mask a soft edge that falls to 0 over ``radius`` pixels (≥ 0).

    The edge is outside the mask, unlike that of a blur. A soft edge inside would blend the fill with what was masked.
    """
    box = _around(coverage, math.ceil(radius) + 1)
    if box.is_empty or radius <= 0:
        return MaskPatch(box, coverage[box.slices].copy())
    old = coverage[box.slices]
    falling = _ramp(1 - _distance_to(_seeds(old)) * np.float32(1 / (radius + 1)))
    return MaskPatch(box, np.maximum(old, cv2.LUT(falling, _SMOOTH)))


def without_holes(coverage: np.ndarray, largest: int | None = None) -> MaskPatch:
    """Mask the islands that the mask surrounds completely, if they have at most ``largest`` pixels. None fills all.

    Areas at the photo's edge are not islands.
    """
    box = _around(coverage, 1)
    old = coverage[box.slices]
    if box.is_empty:
        return MaskPatch(box, old.copy())
    # A frame of one pixel, which may be outside the photo, joins everything around the mask into one component.
    free = np.pad((old < HALF).view(np.uint8), 1, constant_values=1)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(free, connectivity=4, ltype=cv2.CV_32S)
    fill = np.ones(count, bool) if largest is None else stats[:, cv2.CC_STAT_AREA] <= largest
    fill[0] = fill[labels[0, 0]] = False  # the mask itself, and the outside
    if not fill.any():
        return MaskPatch(box, old.copy())
    islands = fill[labels].view(np.uint8)
    # The soft edge of the mask around an island is filled too.
    rim = cv2.dilate(islands, np.ones((5, 5), np.uint8))[1:-1, 1:-1].astype(bool)
    outside = cv2.dilate((labels == labels[0, 0]).view(np.uint8), np.ones((5, 5), np.uint8))[1:-1, 1:-1] > 0
    whole = islands[1:-1, 1:-1].astype(bool) | (rim & (old >= HALF) & ~outside)
    return MaskPatch(box, np.where(whole, np.uint8(255), old))


def _around(coverage: np.ndarray, reach: int) -> Box:
    box = bounds(coverage)
    return box if box.is_empty else box.pad(reach).clamp(Size(coverage.shape[1], coverage.shape[0]))


def _seeds(coverage: np.ndarray) -> np.ndarray:
    """Whether each pixel is masked. If none is, all pixels above 0 count as masked."""
    clear = coverage >= HALF
    return clear if clear.any() else coverage > 0


def _distance_to(seeds: np.ndarray) -> np.ndarray:
    """(h, w) float32: each pixel's distance to the nearest of the seeds (h, w) bool; very large if there are none."""
    if not seeds.any():
        return np.full(seeds.shape, _FAR, np.float32)
    return cv2.distanceTransform((~seeds).view(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)


def _ramp(values: np.ndarray) -> np.ndarray:
    """Convert (h, w) float32, 0 … 1, to uint8, 0 … 255; other values are clamped. OpenCV needs an eighth of NumPy's
    time.
    """
    return np.asarray(cv2.convertScaleAbs(np.maximum(values, 0, dtype=np.float32), alpha=255))
