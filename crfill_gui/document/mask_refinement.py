"""The refinement of a whole mask: its islands are filled, and its edge is moved and softened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from crfill_core.geometry import EMPTY
from crfill_gui.document.mask_operations import feathered, grown, shrunk, without_holes
from crfill_gui.document.selection import MaskPatch


@dataclass(frozen=True)
class Refinement:
    """``edge``: pixels by which the mask grows, or shrinks if negative. ``feather``: width in pixels of the soft edge
    outside the mask. Islands are filled first, and the edge is softened last.
    """

    edge: int = 0
    feather: int = 0
    fills_islands: bool = False

    def of(self, mask: np.ndarray, check: Callable[[], None] = lambda: None) -> MaskPatch:
        """Refine a mask, (H, W) uint8. ``check`` is called between the steps and may raise to cancel."""
        steps: list[Callable[[np.ndarray], MaskPatch]] = []
        if self.fills_islands:
            steps.append(without_holes)
        if self.edge > 0:
            steps.append(lambda mask: grown(mask, self.edge))
        elif self.edge < 0:
            steps.append(lambda mask: shrunk(mask, -self.edge))
        if self.feather:
            steps.append(lambda mask: feathered(mask, self.feather))
        touched = EMPTY
        for step in steps:
            check()
            patch = step(mask)
            mask, touched = patch.apply(mask), touched.union(patch.box)
        return MaskPatch(touched, mask[touched.slices])
