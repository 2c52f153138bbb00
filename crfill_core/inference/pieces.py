"""Large masks in pieces that are processed one by one."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from crfill_core.geometry import Box, Size
from crfill_core.imaging.bounds import bounds

TILE = 512
"""The longest side of a piece, in pixels."""


def pieces(mask: np.ndarray) -> Iterator[Box]:
    """Boxes of at most :data:`TILE` pixels a side that together hold all set pixels of a mask (H, W) bool."""
    size = Size(mask.shape[1], mask.shape[0])
    for top in range(0, size.height, TILE):
        for left in range(0, size.width, TILE):
            box = Box(left, top, left + TILE, top + TILE).clamp(size)
            inner = bounds(mask[box.slices])
            if not inner.is_empty:
                yield inner.translate(left, top)
