"""Previews of a fill in progress: coarse, for the screen only, never part of a result."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from crfill_core.geometry import Box


@dataclass(frozen=True, eq=False)
class Preview:
    """Pixels for a part of the photo, usually fewer than it has.

    ``window``: of the fill, in photo pixels: a later preview of the same window replaces it. ``left`` … ``bottom``:
    the place of ``pixels`` (h, w, C) in the photo; they are in the photo's own encoding. ``hole``: (h, w) bool, which
    of them count.
    """

    window: Box
    left: float
    top: float
    right: float
    bottom: float
    pixels: np.ndarray
    hole: np.ndarray
