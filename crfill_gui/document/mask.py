"""Small pure functions on a mask: (H, W) uint8 coverage, from 0 (keep) to 255 (fill)."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np

from crfill_core.imaging.bounds import bounds


def without(coverage: np.ndarray, filled: np.ndarray) -> np.ndarray:
    """``coverage`` without what was filled. Where ``coverage`` exceeds ``filled``, it was painted later and stays."""
    return np.where(coverage <= filled, 0, coverage).astype(np.uint8)


def copied(coverage: np.ndarray) -> Callable[[], np.ndarray]:
    """A function that returns the mask as it is now, and that any thread may call. ``copied`` itself is fast if little is
    covered.
    """
    part = bounds(coverage).slices
    shape, values = coverage.shape, coverage[part].copy()

    @cache
    def whole() -> np.ndarray:
        copy = np.zeros(shape, np.uint8)
        copy[part] = values
        return copy

    return whole
