"""Pictures for a blind comparison of two fills: hole | left | right, cropped around the hole."""

from __future__ import annotations

import cv2
import numpy as np

from crfill_core.geometry import Size
from crfill_core.imaging.bounds import bounds

LONGEST = 620
"""Length of the longer side of each of the three parts, in pixels."""
MARGIN = 64
"""Minimum margin around the hole, in pixels. About half the hole's longer side is taken instead if that is more."""
_GAP = 8
_HOLE = (255, 0, 255)


def pair_picture(hole: np.ndarray, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """The three parts side by side on white: (h, w, 3) uint8. hole (H, W) bool, left and right (H, W, 3) uint8."""
    box = bounds(hole)
    margin = max(MARGIN, (max(box.size) - 1) // 2)
    window = box.pad(margin).clamp(Size(hole.shape[1], hole.shape[0])).slices
    holed = np.where(hole[..., None], np.array(_HOLE, np.uint8), left)
    parts = [_scaled(np.ascontiguousarray(part[window])) for part in (holed, left, right)]
    gap = np.full((parts[0].shape[0], _GAP, 3), 255, np.uint8)
    return np.hstack([parts[0], gap, parts[1], gap, parts[2]])


def _scaled(part: np.ndarray) -> np.ndarray:
    scale = LONGEST / max(part.shape[:2])
    size = tuple(max(1, round(n * scale)) for n in part.shape[1::-1])
    return cv2.resize(part, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
