"""The references that the features of one window select: plain arrays and their geometry. No torch.

Everything here is in *network pixels*: the pixels of the window at the scale at which the network saw it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np

from crfill_core.geometry import Box, Size

FEATURE_STRIDE = 4
"""Network pixels per pixel of the similarity feature."""


@dataclass(frozen=True, eq=False)
class Selection:
    """The best references of every missing patch of a window: the known patches with the most similar features.

    Patches are squares of ``side`` network pixels on a grid of ``rows`` × ``columns``; patch number i is in row i //
    len(columns), column i % len(columns). A patch is *missing* if it holds a pixel of the hole. Patches at the right
    and bottom edge may extend up to three pixels beyond the window, where its edge was repeated for the network.
    """

    size: Size
    """The window in network pixels."""
    columns: np.ndarray
    """(c,) int32, increasing: the left edges of the patches, which together cover the window."""
    rows: np.ndarray
    """(r,) int32, increasing: the top edges of the patches."""
    hole: np.ndarray
    """(H, W) bool: the pixels to be filled."""
    missing: np.ndarray
    """(M,) int32, increasing: the numbers of the missing patches."""
    references: np.ndarray
    """(M, K) int32: the patch numbers of the K best references, best first. K = 0 if no patch may be selected."""
    similarity: np.ndarray
    """(M, K) float32 in [−1, 1]: the cosine between missing patch and reference, without the bonus of preferred patches."""
    weight: np.ndarray
    """(M, K) float32 in [0, 1]: the reference's share in the softmax over *all* allowed patches."""
    entropy: np.ndarray
    """(M,) float32 ≥ 0, in nats: the entropy of that softmax; at most log(candidates)."""
    candidates: int
    """How many patches were allowed as references."""
    side: int = 16
    """Side of the patches, in network pixels."""
    stride: int = 8
    """Distance between neighbouring patches, in network pixels."""

    @property
    def grid(self) -> tuple[int, int]:
        """Rows and columns of patches."""
        return len(self.rows), len(self.columns)

    @property
    def nbytes(self) -> int:
        """The most memory that is held, in bytes, including the index that :meth:`selecting` builds on first use."""
        arrays = (self.hole, self.missing, self.references, self.similarity, self.weight, self.entropy)
        return sum(array.nbytes for array in arrays) + self.references.size * 12

    @property
    def empty(self) -> bool:
        """Whether nothing was selected."""
        return self.references.size == 0

    def corners(self, patches: np.ndarray) -> np.ndarray:
        """The top-left corners (x, y) of patches given by number: (…,) → (…, 2) int32."""
        return np.stack(
            [self.columns[patches % len(self.columns)], self.rows[patches // len(self.columns)]], -1
        )

    def boxes(self, patches: np.ndarray) -> np.ndarray:
        """The parts of patches within the window: (…,) → (…, 4) int32 (left, top, right, bottom)."""
        corners = self.corners(patches)
        return np.concatenate([corners, np.minimum(corners + self.side, self.size)], -1)

    def cells(self, patches: np.ndarray) -> np.ndarray:
        """The cells of patches given by number: (…,) → (…, 4) int32 (left, top, right, bottom).

        Unlike patches, cells do not overlap. They tile the window: each pixel is in the cell of the nearest patch centre.
        """
        x = np.concatenate([[0], self._borders(self.columns), [self.size.width]]).astype(np.int32)
        y = np.concatenate([[0], self._borders(self.rows), [self.size.height]]).astype(np.int32)
        column, row = patches % len(self.columns), patches // len(self.columns)
        return np.stack([x[column], y[row], x[column + 1], y[row + 1]], -1)

    def patch_at(self, x: float, y: float) -> int | None:
        """The number of the patch whose cell contains a point; None outside the window."""
        if 0 in self.grid or not (0 <= x < self.size.width and 0 <= y < self.size.height):
            return None
        column = int(np.searchsorted(self._borders(self.columns), x, side="right"))
        row = int(np.searchsorted(self._borders(self.rows), y, side="right"))
        return row * len(self.columns) + column

    def patches_over(self, x: float, y: float) -> np.ndarray:
        """The numbers of all patches that contain a point, (n,) int64."""
        columns = np.flatnonzero((self.columns <= x) & (x < self.columns + self.side))
        rows = np.flatnonzero((self.rows <= y) & (y < self.rows + self.side))
        return (rows[:, None] * len(self.columns) + columns[None, :]).ravel()

    def place(self, patch: int) -> int | None:
        """The index of a patch in ``missing``; None if it is not missing."""
        place = int(np.searchsorted(self.missing, patch))
        return place if place < len(self.missing) and self.missing[place] == patch else None

    @cached_property
    def shifts(self) -> np.ndarray:
        """(M, 2) int32 (dx, dy): from each missing patch to its best reference. Needs K ≥ 1."""
        return np.asarray(self.corners(self.references[:, 0]) - self.corners(self.missing))

    @cached_property
    def _selections(self) -> tuple[np.ndarray, np.ndarray]:
        """All pairs (reference, index in ``missing`` · K + rank), sorted by reference."""
        order = np.argsort(self.references, axis=None, kind="stable")
        return self.references.ravel()[order], order

    def selecting(self, patches: np.ndarray) -> list[tuple[int, int]]:
        """The missing patches that selected any of these patches: pairs (index in ``missing``, best rank of such a
        reference), each index once, in increasing order.
        """
        sorted_references, order = self._selections
        found: dict[int, int] = {}
        for patch in patches:
            first, last = np.searchsorted(sorted_references, [patch, patch + 1])
            for place, rank in zip(*np.unravel_index(order[first:last], self.references.shape), strict=True):
                found[int(place)] = min(int(rank), found.get(int(place), int(rank)))
        return sorted(found.items())

    def box(self, patch: int) -> Box:
        """The part of one patch within the window."""
        return Box(*(int(v) for v in self.boxes(np.asarray(patch))))

    def veto_region(self, patch: int) -> Box:
        """The region to avoid so that a reference is not selected again: the patch and one stride around it.

        Without this margin the neighbouring patches, which show half of the same pixels, would be selected instead.
        """
        return self.box(patch).pad(self.stride).clamp(self.size)

    def _borders(self, edges: np.ndarray) -> np.ndarray:
        """Borders between the cells of neighbouring patches with these left or top edges."""
        return np.asarray((edges[1:] + edges[:-1] + self.side) // 2)


def patch_edges(length: int, patch: int, stride: int) -> np.ndarray:
    """Starts of patches along an axis: one every ``stride``, and if they leave a rest, one more that ends with the axis."""
    if length < patch:
        return np.zeros(0, np.int64)
    regular = np.arange(0, length - patch + 1, stride)
    rest = (length - patch) % stride
    return regular if rest == 0 else np.append(regular, length - patch)


def touched(mask: np.ndarray, size: Size) -> np.ndarray:
    """An (H, W) bool mask reduced to ``size``: a pixel is set if any part of it was."""
    return _share(mask, size) > 1e-6


def mostly(mask: np.ndarray, size: Size) -> np.ndarray:
    """An (H, W) bool mask reduced to ``size``: a pixel is set if more than half of it was."""
    return _share(mask, size) > 0.5


def _share(mask: np.ndarray, size: Size) -> np.ndarray:
    share = mask.astype(np.float32)
    same = share.shape == (size.height, size.width)
    return share if same else cv2.resize(share, size, interpolation=cv2.INTER_AREA)
