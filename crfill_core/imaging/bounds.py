"""The box around a mask."""

from __future__ import annotations

import cv2
import numpy as np

from crfill_core.geometry import Box


def bounds(mask: np.ndarray) -> Box:
    """The smallest box around the pixels of (H, W) bool or uint8 that are not 0; ``Box(0, 0, 0, 0)`` if there are none."""
    left, top, width, height = cv2.boundingRect(mask.view(np.uint8))
    return Box(left, top, left + width, top + height) if width else Box(0, 0, 0, 0)
