"""The cost of a shift for single pixels: the compiled part of the data cost."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING

import numpy as np

from crfill_core.geometry import Box
from crfill_core.native.library import kernels, pointer
from crfill_core.references.assembly.levels import Level

if TYPE_CHECKING:
    from crfill_core.references.assembly.energy import Weights


class _Struct(ctypes.Structure):
    """``Costs`` in costs.c."""

    _fields_ = [
        *((name, ctypes.c_int64) for name in ("height", "width", "factor", "guide_height", "guide_width")),
        *((name, ctypes.c_int64) for name in ("channels", "feature_channels")),
        *((name, ctypes.c_void_p) for name in ("colour", "known", "usable")),
        *((name, ctypes.c_void_p) for name in ("guide", "confidence", "features")),
        *((name, ctypes.c_float) for name in ("feature_weight", "ring", "cap")),
    ]


class PixelCosts:
    """One level, with the guide's ``maps`` and ``confidence`` enlarged by ``factor``: see :class:`GuideMaps`."""

    def __init__(
        self, level: Level, maps: np.ndarray, confidence: np.ndarray, factor: int, weights: Weights
    ) -> None:
        height, width = level.hole.shape
        features = level.features if weights.features else None
        known = (~level.hole).view(np.uint8)
        self._kept = (
            pointer(np.ascontiguousarray(level.colour), np.float32),
            pointer(known, np.uint8),
            pointer(np.ascontiguousarray(level.usable).view(np.uint8), np.uint8),
            pointer(maps, np.float32),
            pointer(confidence, np.float32),
            None if features is None else pointer(np.ascontiguousarray(features), np.float32),
        )
        self._struct = _Struct(
            *(height, width, factor, *maps.shape, 0 if features is None else features.shape[2]),
            *self._kept,
            *(weights.features, weights.ring, weights.cap),
        )

    def compare(self, box: Box, shift: tuple[int, int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """For each place of ``box`` under a shift (dx, dy): its own cost, the step in colour of known ones, both (h,
        w) float32, and (h, w) bool whether the shift leads to a usable pixel.

         A missing place costs the guide's
        and the features' difference, ``cap`` where the shift is not valid; a known one ``ring`` times its step, which is
        0 for missing places and ``cap`` where the source is missing.
        """
        shape = box.height, box.width
        error, touching = np.empty(shape, np.float32), np.empty(shape, np.float32)
        valid = np.empty(shape, np.uint8)
        kernels().compare(
            ctypes.byref(self._struct),
            *(ctypes.c_int64(number) for number in (*box, *shift)),
            pointer(error, np.float32),
            pointer(touching, np.float32),
            pointer(valid, np.uint8),
        )
        return error, touching, valid.view(bool)
