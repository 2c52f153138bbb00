"""The replayable record of fills: plain data, one entry a fill."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np

from crfill_core.geometry import Box, Size
from crfill_core.inference.request import FillOptions, FillRequest, FillResult
from crfill_gui.document import mask as masks


@dataclass(frozen=True)
class FillEntry:
    """One fill: the options, the mask (its box and zlib-packed coverage rows), and what it was filled with."""

    options: FillOptions
    mask_box: Box
    packed_mask: bytes
    weights: str
    weights_sha256: str
    device: str

    @classmethod
    def of(cls, request: FillRequest, result: FillResult, weights_sha256: str) -> FillEntry:
        box = masks.bounds(request.mask)
        packed = zlib.compress(np.ascontiguousarray(request.mask[box.slices]).tobytes(), level=1)
        return cls(request.options, box, packed, result.weights, weights_sha256, result.device)

    def mask(self, size: Size) -> np.ndarray:
        """The mask that was filled, (H, W) uint8 for a photo of that size."""
        coverage = np.zeros((size.height, size.width), np.uint8)
        values = np.frombuffer(zlib.decompress(self.packed_mask), np.uint8)
        coverage[self.mask_box.slices] = values.reshape(self.mask_box.height, self.mask_box.width)
        return coverage
