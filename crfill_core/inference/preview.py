"""Previews of a fill in progress: coarse, for the screen only, never part of a result."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from crfill_core.geometry import Box


@dataclass(frozen=True, eq=False)
class Preview:
    """A part of the photo as it will be, usually at a lower resolution.

    ``pixels`` (h, w, C), in the photo's own encoding, cover the rectangle ``left``, ``top``, ``right``, ``bottom``, which
    is in photo pixels, not always whole ones. Only those in ``hole`` (h, w) bool are shown. ``window`` is the window being
    filled, in photo pixels: a later preview with the same window replaces this one.
    """

    window: Box
    left: float
    top: float
    right: float
    bottom: float
    pixels: np.ndarray
    hole: np.ndarray
