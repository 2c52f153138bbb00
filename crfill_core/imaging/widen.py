"""Widens a mask that follows a thing too closely, so that nothing of the thing remains."""

from __future__ import annotations

import math

import cv2
import numpy as np

from crfill_core.geometry import Box, Size
from crfill_core.imaging.adjacent_objects import adjacent_objects, strip_reach
from crfill_core.imaging.bounds import bounds
from crfill_core.imaging.mask_rim import covered, find_rim
from crfill_core.imaging.mask_rim import reach_of as rim_reach
from crfill_core.imaging.protrusions import HALF, find_protrusions
from crfill_core.imaging.protrusions import reach_of as protrusion_reach

SOFTEST = 2
"""The widened part of a soft mask fully covers the rim if the mask's edge fades over at most this many pixels to each side.
"""


def widened(pixels: np.ndarray, coverage: np.ndarray, *, parts: bool = True) -> tuple[Box, np.ndarray]:
    """The mask (H, W) uint8 of a photo (H, W, 1|3) uint8 | uint16, widened where the masked thing extends beyond it.

    The result is for a box of the photo, (h, w) uint8; outside it the mask is unchanged. The mask never shrinks. With
    ``parts`` the parts of the thing that stick out of the mask are added first (:mod:`crfill_core.imaging.protrusions`).
    They are a guess that the user should see before the fill. Then the thing's rim is added, which a mask drawn along its
    edge leaves uncovered (:mod:`crfill_core.imaging.mask_rim`). A soft mask stays equally soft. No rim is added if the mask
    leaves room around the thing, or where the mask's outline does not follow an edge of the photo.
    """
    height, width = coverage.shape
    box = bounds(coverage)
    area = int(np.count_nonzero(coverage[box.slices] >= HALF))
    if not area:
        return box, coverage[box.slices].copy()
    far, near = protrusion_reach(area), rim_reach(width * height / 1e6, area)
    box = box.pad(round(3 * far) + 3 * near).clamp(Size(width, height))
    part, old = pixels[box.slices], coverage[box.slices]
    protrusions = find_protrusions(part, old, far) if parts else None
    whole = old if protrusions is None else np.maximum(old, protrusions)
    inside = whole >= HALF
    kept = adjacent_objects(part, inside, inside, strip_reach(width * height / 1e6, area))
    rim = find_rim(
        part, inside, near, kept
    )  # next to a thing that stays, what looks like a rim is background
    if not rim.width.any():
        return box, whole.copy()
    # How many pixels the mask's edge takes to fade from half to nothing: the number of soft pixels per pixel of outline,
    # divided by a mean over the directions of the edge.
    fade = np.count_nonzero((old > 0) & (old < 255)) / (3 * rim.outline.length)
    grown = covered(rim, old.shape, min(SOFTEST, math.ceil(fade)))
    side = 2 * round(fade) + 1
    soft = cv2.blur(cv2.max(grown, np.where(whole >= HALF, np.uint8(255), np.uint8(0))), (side, side))
    changed = cv2.dilate(grown, np.ones((side, side), np.uint8)) > 0
    return box, np.where(changed, np.maximum(whole, soft), whole)


def without_rim(pixels: np.ndarray, coverage: np.ndarray) -> np.ndarray:
    """A copy of the mask (H, W) uint8, widened over the rim that it leaves. No parts are added, because the user does not
    see this mask before the fill.
    """
    box, values = widened(pixels, coverage, parts=False)
    whole = coverage.copy()
    whole[box.slices] = values
    return whole


def rim_of(
    pixels: np.ndarray, hole: np.ndarray, megapixels: float, unseen: np.ndarray | None = None
) -> np.ndarray:
    """(H, W) bool: pixels outside a hole (H, W) bool that still show the thing in it. A fill should not use them.

    ``pixels`` (H, W, 1|3) are a part of a photo of that many ``megapixels``. Pixels outside the hole where ``unseen``
    (H, W) bool is set are ignored.
    """
    area = int(np.count_nonzero(hole))
    if not area:
        return np.zeros_like(hole)
    rim = find_rim(pixels, hole, rim_reach(megapixels, area), unseen)
    return np.asarray((covered(rim, hole.shape) > 0) & ~hole)
