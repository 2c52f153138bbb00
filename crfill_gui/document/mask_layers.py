"""The masks of a document: what to fill, what fills may not borrow from, and what they should."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from crfill_core.geometry import Box, Size
from crfill_gui.document import mask as masks
from crfill_gui.document.history import Edit, MaskLayer, compact, tiles_of


class MaskLayers:
    """Three masks, (H, W) uint8 each. They are changed in place, so that painting stays fast: a worker gets copies."""

    def __init__(self, size: Size) -> None:
        self.size = size
        shape = (size.height, size.width)
        self._layers: dict[MaskLayer, np.ndarray] = {
            "mask": np.zeros(shape, np.uint8),
            "avoid": np.zeros(shape, np.uint8),
            "prefer": np.zeros(shape, np.uint8),
        }
        self._area: int | None = 0
        self._steered: bool | None = False

    def __getitem__(self, layer: MaskLayer) -> np.ndarray:
        """A read-only view of a layer; its values follow the changes."""
        view = self._layers[layer][...]
        view.flags.writeable = False
        return view

    def writable(self, layer: MaskLayer) -> np.ndarray:
        """A layer that is about to be written into."""
        self._area = self._steered = None
        return self._layers[layer]

    def write(self, layer: MaskLayer, box: Box, new_values: Callable[[Box], np.ndarray]) -> list[Edit]:
        """Write new values into a box, tile by tile, and return how to undo it."""
        edits = []
        values = self.writable(layer)
        for tile in tiles_of(box, self.size):
            old, new = values[tile.slices], new_values(tile)
            if not np.array_equal(old, new):
                edits.append(Edit(layer, tile, compact(old)))
                old[...] = new
        return edits

    def set_region(self, layer: MaskLayer, region: Box, value: int) -> list[Edit]:
        """Give a region of a layer one value, and return how to undo it."""

        def values(tile: Box) -> np.ndarray:
            tile_values = self._layers[layer][tile.slices].copy()
            tile_values[tile.intersect(region).relative_to(tile).slices] = value
            return tile_values

        return self.write(layer, region, values)

    @property
    def area(self) -> int:
        """How many pixels the mask covers, wholly or in part."""
        if self._area is None:
            self._area = masks.covered_area(self._layers["mask"])
        return self._area

    @property
    def avoid_or_prefer(self) -> bool:
        """Whether anything is to be avoided or preferred."""
        if self._steered is None:
            self._steered = bool(self._layers["avoid"].any() or self._layers["prefer"].any())
        return self._steered
