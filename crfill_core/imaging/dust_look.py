"""A preview of the mask of dust in a large photo, computed several times faster than the mask."""

from __future__ import annotations

import cv2
import numpy as np

from crfill_core.geometry import Size
from crfill_core.imaging.dust import mask_of, weak_enough

_MOST = 3_000_000
"""Larger maps are reduced to about this many pixels."""


def look_is_faster(size: Size) -> bool:
    """Whether a photo is large enough for the preview to save time."""
    return size.area > _MOST


class DustLook:
    """Previews from a map of :func:`crfill_core.imaging.dust.dust_strength`, (H, W) uint8, for any sensitivity.

    Defects are detected in a smaller map, in which each pixel is the maximum of f × f pixels. The preview has the pixels of
    these defects that are strong enough in the map itself. It lacks links between pieces of lines and faint parts of lines.
    """

    def __init__(self, strength: np.ndarray) -> None:
        self._strength = strength
        height, width = strength.shape
        self._factor = factor = max(1, int(np.ceil(np.sqrt(strength.size / _MOST))))
        padded = cv2.copyMakeBorder(strength, 0, -height % factor, 0, -width % factor, cv2.BORDER_REPLICATE)
        self._small = padded.reshape(
            padded.shape[0] // factor, factor, padded.shape[1] // factor, factor
        ).max(axis=(1, 3))

    def mask(self, sensitivity: float) -> np.ndarray:
        """Nearly the mask of :func:`crfill_core.imaging.dust.mask_of`, (H, W) uint8, 0 | 255."""
        height, width = self._strength.shape
        small = mask_of(self._small, sensitivity)
        size = small.shape[1] * self._factor, small.shape[0] * self._factor
        around = cv2.resize(small, size, interpolation=cv2.INTER_NEAREST)[:height, :width]
        mask = cv2.bitwise_and(around, weak_enough(self._strength, sensitivity))
        return cv2.dilate(mask, np.ones((3, 3), np.uint8))
