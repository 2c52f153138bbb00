"""A stroke of the brush on a mask. Dabs are painted immediately, and copies of the tiles are kept for undo."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Literal

import numpy as np

from crfill_core.geometry import EMPTY, Box, Size, union_all
from crfill_gui.document.brush import Brush, Dab
from crfill_gui.document.history import Edit, compact, merged, tiles_of
from crfill_gui.document.outline import Point

Painted = Literal["mask", "avoid"]
"""The layers that a brush can paint on."""


class Stroke:
    """What is painted on a layer between press and release. Each method gets the layer's array, (H, W) uint8."""

    def __init__(self, label: str, layer: Painted, size: Size) -> None:
        self.label, self.layer = label, layer
        self._size = size
        self._before: dict[Box, np.ndarray] = {}
        self._settled: set[tuple[Box, bool]] = set()
        """Tiles that painting (False) or erasing (True) cannot change."""

    def paint(self, values: np.ndarray, brush: Brush, points: Sequence[Point], erase: bool) -> list[Box]:
        """Dab the brush at each point, in photo coordinates. Returns the boxes that changed."""
        changed: dict[Box, Box] = {}
        for point in points:
            dab = Dab.at(brush, point)
            for tile in tiles_of(dab.box, self._size):
                if (tile, erase) in self._settled or not dab.touches(tile):
                    continue
                part = tile.intersect(dab.box)
                if dab.land(values, part, erase, partial(self._remember, values, tile)):
                    changed[tile] = changed.get(tile, EMPTY).union(part)
                    self._settled.discard((tile, not erase))
                if part == tile and dab.covers(tile):
                    self._settled.add((tile, erase))
        return merged(changed)

    def _remember(self, values: np.ndarray, tile: Box) -> None:
        """Keep a copy of a tile from before the stroke."""
        if tile not in self._before:
            self._before[tile] = values[tile.slices].copy()

    def edits(self, values: np.ndarray) -> list[Edit]:
        """The edits that undo the stroke; none if it changed nothing."""
        return [
            Edit(self.layer, tile, compact(old))
            for tile, old in self._before.items()
            if not np.array_equal(old, values[tile.slices])
        ]

    def undo(self, values: np.ndarray) -> Box:
        """Undo the stroke. Returns a box around what has changed."""
        for tile, old in self._before.items():
            values[tile.slices] = old
        return union_all(self._before)
