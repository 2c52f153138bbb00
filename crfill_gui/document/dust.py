"""Dust and scratches of a photo, added to a mask at any sensitivity."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from crfill_core.imaging.bounds import bounds
from crfill_core.imaging.dust import dust_strength, mask_of
from crfill_gui.document.selection import MaskPatch


class DustFinder:
    """Analyses the pixels (H, W, C) of a photo once; then the mask for each sensitivity is fast."""

    def __init__(self) -> None:
        self._strength: np.ndarray | None = None

    def added(
        self, pixels: np.ndarray, mask: np.ndarray, sensitivity: float, check: Callable[[], None]
    ) -> MaskPatch:
        """The mask (H, W) uint8 with the defects added. ``check`` is called between the steps and may raise to
        cancel.
        """
        if self._strength is None:
            self._strength = dust_strength(pixels, check)
        check()
        dust = mask_of(self._strength, sensitivity)
        box = bounds(dust)
        return MaskPatch(box, np.maximum(mask[box.slices], dust[box.slices]))
