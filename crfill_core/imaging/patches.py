"""Boxes of pixels pasted in order."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from crfill_core.geometry import Box

Patch = tuple[Box, np.ndarray]
"""A box and its pixels, (h, w, C)."""


def pasted(values: np.ndarray, box: Box, patches: Iterable[Patch]) -> np.ndarray:
    """Paste the patches into the pixels (h, w, C) of a box, in order and in place, and return these pixels."""
    for place, pixels in patches:
        common = place.intersect(box)
        if not common.is_empty:
            values[common.relative_to(box).slices] = pixels[common.relative_to(place).slices]
    return values
