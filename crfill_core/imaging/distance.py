"""Distances to the nearest known pixel, the same in every run."""

from __future__ import annotations

import cv2
import numpy as np

from crfill_core.geometry import Size
from crfill_core.imaging.bounds import bounds


def distance_within(mask: np.ndarray) -> np.ndarray:
    """(H, W) float32: for each pixel of ``mask`` (H, W) bool its distance to the nearest pixel outside it; 0 outside.

    OpenCV's square roots differ in their last bit from call to call. Squared distances between pixels are whole numbers,
    so they are rounded before the root is taken again.
    """
    result = np.zeros(mask.shape, np.float32)
    box = bounds(mask)
    if box.is_empty:
        return result
    # The nearest pixel outside the mask lies within this box or on the rim around it.
    part = box.pad(1).clamp(Size(mask.shape[1], mask.shape[0])).slices
    distance = cv2.distanceTransform(mask[part].astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    result[part] = np.sqrt(np.rint(np.square(distance, dtype=np.float64)))
    return result
