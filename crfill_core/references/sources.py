"""True sources: the places from which an assembled fill copied its pixels, stored compactly, to be kept with every fill."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from crfill_core.geometry import Box
from crfill_core.imaging.bounds import bounds
from crfill_core.references.groups import coded
from crfill_core.references.jigsaw import regions


@dataclass(frozen=True, eq=False)
class Sources:
    """A shift for every copied pixel: ``fill(p) = photo(p + shift(p))``, in photo pixels."""

    box: Box
    """The box around the copied pixels."""
    index: np.ndarray
    """(h, w) unsigned: 0 where nothing was copied, else 1 + the shift's row in ``table``."""
    table: np.ndarray
    """(S, 2) int32: the distinct shifts (dx, dy)."""

    @property
    def nbytes(self) -> int:
        """Memory held, in bytes."""
        return self.index.nbytes + self.table.nbytes

    @classmethod
    def of(cls, window: Box, shift: np.ndarray, copied: np.ndarray) -> Sources:
        """From a shift field (H, W, 2) int and a mask (H, W) bool of a whole window."""
        inner = bounds(copied)
        if inner.is_empty:
            return cls(inner, np.zeros((0, 0), np.uint8), np.zeros((0, 2), np.int32))
        where, field = copied[inner.slices], shift[inner.slices].astype(np.int32)
        table, number = coded(field[where])
        index = np.zeros(where.shape, np.min_scalar_type(len(table)))
        index[where] = number
        index[where] += 1
        return cls(inner.translate(window.left, window.top), index, table.astype(np.int32))

    def shift_at(self, x: int, y: int) -> tuple[int, int] | None:
        """The shift (dx, dy) of the pixel at (x, y); None if it was not copied."""
        if not self.box.contains(Box(x, y, x + 1, y + 1)):
            return None
        number = int(self.index[y - self.box.top, x - self.box.left])
        return None if number == 0 else (int(self.table[number - 1, 0]), int(self.table[number - 1, 1]))

    def copies_of(self, x: int, y: int) -> list[tuple[int, int]]:
        """The places in the hole that the pixel at (x, y) was copied to, in reading order."""
        targets = np.array([x, y]) - self.table - [self.box.left, self.box.top]
        inside = ((targets >= 0) & (targets < [self.box.width, self.box.height])).all(1)
        numbers, targets = np.flatnonzero(inside) + 1, targets[inside]
        hit = self.index[targets[:, 1], targets[:, 0]] == numbers
        found = sorted((int(v), int(u)) for u, v in targets[hit] + [self.box.left, self.box.top])
        return [(u, v) for v, u in found]

    def field(self) -> tuple[np.ndarray, np.ndarray]:
        """(h, w, 2) int32 shifts within ``box``, 0 where nothing was copied, and (h, w) bool, the copied pixels."""
        return np.concatenate([np.zeros((1, 2), np.int32), self.table])[self.index], self.index > 0

    def pieces(self) -> tuple[np.ndarray, np.ndarray]:
        """The connected pieces, each with a single shift: labels (h, w) int32 within ``box``, −1 where nothing was copied,
        and (P, 2) shifts.
        """
        return regions(*self.field())
