"""Finds dust and scratches in a photo, and adds them to a mask."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from crfill_core.imaging.bounds import bounds
from crfill_core.imaging.dust import dust_strength, mask_of
from crfill_core.imaging.dust_look import DustLook
from crfill_gui.document.selection import MaskPatch


class DustFinder:
    """Analyses a photo at the first call, so that later calls with other sensitivities are fast."""

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
        """The part of ``mask`` (H, W) uint8 to which defects of the photo were added. ``pixels`` (H, W, C) must be the
        same at every call.

        ``roughly``: gives about the same result, and sooner for a large photo. ``check`` is called between the steps and may
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
