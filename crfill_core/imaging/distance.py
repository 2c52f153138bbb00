"""Distances to the nearest known pixel, the same in every run."""

from __future__ import annotations

import cv2
import numpy as np


def distance_within(mask: np.ndarray) -> np.ndarray:
    """(H, W) float32: each pixel of ``mask`` (H, W) bool its distance to the nearest pixel outside it, 0 outside.

    OpenCV's roots differ in their last bit from call to call. Squared distances between pixels are whole numbers, so
    they are rounded to those first.
    """
    distance = cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    return np.sqrt(np.rint(np.square(distance, dtype=np.float64))).astype(np.float32)
