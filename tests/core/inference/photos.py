"""Photos with a pattern and grain, and masks with one hole."""

from __future__ import annotations

import numpy as np

from crfill_core.geometry import Box
from crfill_core.imaging.photo import Photo


def photo_of(height: int, width: int, dtype=np.uint8, channels: int = 3, seed: int = 0, **fields) -> Photo:
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[:height, :width]
    base = 0.5 + 0.3 * np.sin(x / 5.0) * np.cos(y / 7.0)
    pixels = np.clip(base[:, :, None] + rng.normal(0, 0.05, (height, width, channels)), 0, 1)
    return Photo((pixels * np.iinfo(dtype).max).astype(dtype), **fields)


def painted(photo: Photo, where: np.ndarray, value: int | tuple[int, ...]) -> Photo:
    """The photo with other pixels where ``where`` is true, (H, W) bool or an index."""
    pixels = photo.pixels.copy()
    pixels[where] = value
    return photo.with_pixels(pixels)


def hole_at(height: int, width: int, box: Box) -> np.ndarray:
    mask = np.zeros((height, width), np.uint8)
    mask[box.slices] = 255
    return mask
