"""Conversion of pixels to 8 bits."""

from __future__ import annotations

import numpy as np


def eight_bit(values: np.ndarray) -> np.ndarray:
    """uint8 unchanged; uint16 as the nearest uint8, where 65535 becomes 255."""
    if values.dtype == np.uint8:
        return values
    # Division by 257 with rounding, in 16 bits to save memory: v − round(v / 256) never overflows.
    return np.asarray((values - (((values >> 1) + 64) >> 7) + 128) >> 8, np.uint8)


def eight_bit_of_unit(values: np.ndarray) -> np.ndarray:
    """Floats as the nearest uint8, where 1 becomes 255; values outside 0 … 1 are clipped."""
    return np.asarray(np.rint(values.clip(0, 1) * 255), np.uint8)


def eight_bit_rgb(pixels: np.ndarray) -> np.ndarray:
    """(H, W, 1|3) uint8 or uint16 as (H, W, 3) uint8; grey is replicated."""
    small = eight_bit(pixels)
    return np.ascontiguousarray(np.broadcast_to(small, (*small.shape[:2], 3)))
