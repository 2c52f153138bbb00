"""Boxes of pixels pasted in order."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from crfill_core.geometry import Box

Patch = tuple[Box, np.ndarray]
"""A box and its pixels, (h, w, C)."""


def pasted(values: np.ndarray, box: Box, patches: Iterable[Patch]) -> np.ndarray:
    """The pixels (h, w, C) of a box with patches pasted into them in order, in place."""
    for place, pixels in patches:
        common = place.intersect(box)
        if not common.is_empty:
            values[common.relative_to(box).slices] = pixels[common.relative_to(place).slices]
    return values
