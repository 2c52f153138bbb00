"""Small pure functions on a mask. A mask is (H, W) uint8 coverage, 0 keep … 255
replace.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

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


def copied(coverage: np.ndarray) -> Callable[[], np.ndarray]:
    """A copy, fast where little is covered. It is completed by the first call of the result, in any thread."""
    part = bounds(coverage).slices
    shape, values = coverage.shape, coverage[part].copy()

    @cache
    def whole() -> np.ndarray:
        copy = np.zeros(shape, np.uint8)
        copy[part] = values
        return copy

    return whole
