"""Pictures for a blind comparison of two fills: hole | left | right, cropped around the hole."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from crfill_core.geometry import Size
from crfill_core.imaging.bounds import bounds

LONGEST = 620
"""Pixels of each part's longer side."""
MARGIN = 64
"""Pixels around the hole at least; half the hole's extent where that is more."""
_GAP = 8
_HOLE = (255, 0, 255)


def pair_picture(hole: np.ndarray, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """The three parts side by side on white: (h, w, 3) uint8. hole (H, W) bool, left and right (H, W, 3) uint8."""
    window = _around(hole)
    holed = np.where(hole[..., None], np.array(_HOLE, np.uint8), left)
    parts = [_scaled(np.ascontiguousarray(part[window])) for part in (holed, left, right)]
    gap = np.full((parts[0].shape[0], _GAP, 3), 255, np.uint8)
    return np.hstack([parts[0], gap, parts[1], gap, parts[2]])


def write_pair(path: Path, hole: np.ndarray, left: np.ndarray, right: np.ndarray) -> None:
    """Save a :func:`pair_picture` as PNG."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pair_picture(hole, left, right)).save(path)


def _around(hole: np.ndarray) -> tuple[slice, slice]:
    box = bounds(hole)
    margin = max(MARGIN, (max(box.size) - 1) // 2)
    return box.pad(margin).clamp(Size(hole.shape[1], hole.shape[0])).slices


def _scaled(part: np.ndarray) -> np.ndarray:
    scale = LONGEST / max(part.shape[:2])
    size = tuple(max(1, round(n * scale)) for n in part.shape[1::-1])
    return cv2.resize(part, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
