"""The masks of a document: what to fill, what fills may not borrow from, and what they should borrow from."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from crfill_core.geometry import Box, Size
from crfill_gui.document.history import Edit, MaskLayer, compact, tiles_of


class MaskLayers:
    """Three masks, (H, W) uint8 each. They are changed in place to keep painting fast, so a worker must be given
    copies.
    """

    def __init__(self, size: Size) -> None:
        self.size = size
        names: tuple[MaskLayer, ...] = ("mask", "avoid", "prefer")
        self._layers = {name: np.zeros((size.height, size.width), np.uint8) for name in names}
        self._area: int | None = 0  # None: unknown
        self._steered: bool | None = False

    def __getitem__(self, layer: MaskLayer) -> np.ndarray:
        """A read-only view of a layer, which shows all later changes."""
        view = self._layers[layer][...]
        view.flags.writeable = False
        return view

    def writable(self, layer: MaskLayer) -> np.ndarray:
        """A layer to write into."""
        self._area = self._steered = None
        return self._layers[layer]

    def write(self, layer: MaskLayer, box: Box, new_values: Callable[[Box], np.ndarray]) -> list[Edit]:
        """Write ``new_values(tile)`` into each tile that overlaps a box. Returns the edits that undo it."""
        edits = []
        values = self.writable(layer)
        for tile in tiles_of(box, self.size):
            old, new = values[tile.slices], new_values(tile)
            if not np.array_equal(old, new):
                edits.append(Edit(layer, tile, compact(old)))
                old[...] = new
        return edits

    def set_region(self, layer: MaskLayer, region: Box, value: int) -> list[Edit]:
        """Give a region of a layer one value, 0 … 255. Returns the edits that undo it."""

        def values(tile: Box) -> np.ndarray:
            tile_values = self._layers[layer][tile.slices].copy()
            tile_values[tile.intersect(region).relative_to(tile).slices] = value
            return tile_values

        return self.write(layer, region, values)

    @property
    def area(self) -> int:
        """How many pixels the mask covers, wholly or in part."""
        if self._area is None:
            self._area = cv2.countNonZero(self._layers["mask"])
        return self._area

    @property
    def avoid_or_prefer(self) -> bool:
        """Whether anything is to be avoided or preferred."""
        if self._steered is None:
            self._steered = bool(self._layers["avoid"].any() or self._layers["prefer"].any())
        return self._steered
