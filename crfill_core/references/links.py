"""Links from filled regions to known ones, and the data that a fill keeps for them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from crfill_core.geometry import Box


@dataclass(frozen=True)
class Link:
    """A link from a filled region to a known one, both in photo pixels."""

    filled: Box
    known: Box
    weight: float
    """The reference's share in the softmax; 1 for a copy."""
    rank: int = 0
    """0 for the best reference of the filled region."""
    similarity: float | None = None
    """The cosine of the features, in [−1, 1]; None for a copy."""

    @property
    def copied(self) -> bool:
        """Whether the known region is the true *source* of the filled pixels, rather than a *reference*."""
        return self.similarity is None

    @property
    def shift(self) -> tuple[int, int]:
        """(dx, dy) from the filled region to the known one."""
        return self.known.left - self.filled.left, self.known.top - self.filled.top


@dataclass(frozen=True, eq=False)
class SeenMasks:
    """The masks of a window at the network's scale, (h, w) bool each."""

    hole: np.ndarray
    """Filled pixels."""
    hidden: np.ndarray
    """Pixels hidden from the network."""
    barred: np.ndarray
    """Pixels outside the hole that may not be referenced."""
    prefer: np.ndarray | None = None
    """Pixels to reference where possible."""

    @property
    def nbytes(self) -> int:
        """Memory held, in bytes."""
        masks = (self.hole, self.hidden, self.barred, self.prefer)
        return sum(mask.nbytes for mask in masks if mask is not None)
