"""Small pure functions on a mask. A mask is (H, W) uint8 coverage, 0 keep … 255
replace.
"""

from __future__ import annotations

import cv2
import numpy as np

from crfill_core.imaging.bounds import bounds


def covered_area(coverage: np.ndarray) -> int:
    """How many pixels have any coverage."""
    return int(cv2.countNonZero(coverage))


def inverted(coverage: np.ndarray) -> np.ndarray:
    return 255 - coverage


def without(coverage: np.ndarray, filled: np.ndarray) -> np.ndarray:
    """``coverage`` without what has been filled. Where it is higher than ``filled``, it was painted later and stays."""
    return np.where(coverage <= filled, 0, coverage).astype(np.uint8)


def copied(coverage: np.ndarray) -> np.ndarray:
    """A copy; fast where little is covered."""
    part, copy = bounds(coverage).slices, np.zeros(coverage.shape, np.uint8)
    copy[part] = coverage[part]
    return copy
