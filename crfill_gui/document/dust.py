"""Finds dust and scratches of a photo, and adds them to a mask."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from crfill_core.imaging.bounds import bounds
from crfill_core.imaging.dust import dust_strength, mask_of
from crfill_core.imaging.dust_look import DustLook
from crfill_gui.document.selection import MaskPatch


class DustFinder:
    """Analyses a photo at the first call; then the mask for each other sensitivity is fast."""

    def __init__(self) -> None:
        self._strength: np.ndarray | None = None
        self._look: DustLook | None = None

    def added(
        self,
        pixels: np.ndarray,
        mask: np.ndarray,
        sensitivity: float,
        check: Callable[[], None],
        roughly: bool = False,
    ) -> MaskPatch:
        """The mask (H, W) uint8 with the defects of the photo added; ``pixels`` are (H, W, C), always the same.

        ``roughly``: about the same result, sooner for a large photo. ``check`` is called between the steps and may
        raise to cancel.
        """
        if self._strength is None:
            self._strength = dust_strength(pixels, check)
        if self._look is None:
            self._look = DustLook(self._strength)
        check()
        dust = self._look.mask(sensitivity) if roughly else mask_of(self._strength, sensitivity)
        box = bounds(dust)
        return MaskPatch(box, np.maximum(mask[box.slices], dust[box.slices]))
