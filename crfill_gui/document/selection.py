"""Selected areas, and new values for parts of a mask. Pure data."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from crfill_core.geometry import Box


@dataclass(frozen=True, eq=False)
class MaskPatch:
    """New values for a part of the mask: ``values`` (h, w) uint8 for ``box``, which is inside the photo."""

    box: Box
    values: np.ndarray

    def over(self, coverage: np.ndarray, part: Box) -> np.ndarray:
        """A copy of ``coverage[part]`` with this patch's values where the patch overlaps it."""
        result = coverage[part.slices].copy()
        common = part.intersect(self.box)
        if not common.is_empty:
            result[common.relative_to(part).slices] = self.values[common.relative_to(self.box).slices]
        return result

    def apply(self, coverage: np.ndarray) -> np.ndarray:
        """A copy of a whole mask (H, W) with the patch in it."""
        return self.over(coverage, Box(0, 0, *coverage.shape[::-1]))


@dataclass(frozen=True, eq=False)
class Selection:
    """A selected area: its ``coverage`` (h, w) uint8 in ``box``, which is inside the photo."""

    box: Box
    coverage: np.ndarray
    subtracts: bool = False
    """Whether the area is removed from the mask, not added to it."""

    @property
    def is_empty(self) -> bool:
        return self.box.is_empty or not self.coverage.any()

    def on(self, mask: np.ndarray) -> MaskPatch:
        """The new values of a mask (H, W) uint8 in this area. A second application changes nothing."""
        old = mask[self.box.slices]
        if self.box.is_empty:
            return MaskPatch(self.box, old.copy())
        new = cv2.min(old, cv2.bitwise_not(self.coverage)) if self.subtracts else cv2.max(old, self.coverage)
        return MaskPatch(self.box, np.asarray(new).reshape(old.shape))
