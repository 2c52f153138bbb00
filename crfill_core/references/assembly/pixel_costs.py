"""The cost of a shift for single pixels: the compiled part of the data cost."""

from __future__ import annotations

import ctypes

import numpy as np

from crfill_core.geometry import Box
from crfill_core.native.library import kernels, pointer
from crfill_core.references.assembly.levels import Level


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
    """The costs at one level.

    ``maps`` and ``confidence`` are the guide's. They are enlarged ``factor`` times to the level's size: see
    :class:`crfill_core.references.assembly.energy.GuideMaps`. ``feature_weight`` is the weight of the features; ``ring`` and
    ``cap`` are as in :class:`crfill_core.references.assembly.energy.Weights`.
    """

    def __init__(
        self,
        level: Level,
        maps: np.ndarray,
        confidence: np.ndarray,
        factor: int,
        *,
        feature_weight: float,
        ring: float,
        cap: float,
    ) -> None:
        height, width = level.hole.shape
        features = level.features if feature_weight else None
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
            *(feature_weight, ring, cap),
        )

    def compare(
        self, box: Box, shift: tuple[int, int], asked: np.ndarray | None = None
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Three (h, w) arrays for the places of ``box`` under a shift (dx, dy): the cost (float32); the step, which is the
        difference in colour from the source (float32); and whether the shift leads to a usable pixel (bool).

        A missing place costs the guide's and the features' difference, or ``cap`` where the shift leads to no usable pixel;
        its step is 0. A known place costs ``ring`` times its step, which is at most ``cap``, and is ``cap`` where the source
        is missing or outside the level. Where ``asked`` (h, w) uint8 is 0, nothing is compared, and the three values
        are 0 or False.
        """
        shape = box.height, box.width
        error, touching = np.empty(shape, np.float32), np.empty(shape, np.float32)
        valid = np.empty(shape, np.uint8)
        kernels().compare(
            ctypes.byref(self._struct),
            *(ctypes.c_int64(number) for number in (*box, *shift)),
            None if asked is None else pointer(asked, np.uint8),
            pointer(error, np.float32),
            pointer(touching, np.float32),
            pointer(valid, np.uint8),
        )
        return error, touching, valid.view(bool)
