"""The screened Poisson equation on a region of any shape: conjugate gradients, preconditioned by a multigrid cycle."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass

import numpy as np

from crfill_core.base.parallel import side_by_side
from crfill_core.geometry import Size
from crfill_core.imaging.bounds import bounds
from crfill_core.native.library import kernels, pointer

COARSEST = 8
"""Grids whose shorter side is at most this have no coarser one."""
LARGE = 50_000
"""Channels of regions whose box has at least this many pixels are solved in parallel."""


def solve(
    region: np.ndarray, screen: np.ndarray, right: np.ndarray, *, tolerance: float = 1e-3
) -> np.ndarray:
    """u (H, W, C) float32 with (screen − ∇²) u = right inside ``region`` (H, W) bool and u = 0 outside it.

    ``screen``: (H, W) ≥ 0; ``right``: (H, W, C). At the window's edge the slope across it is 0 (Neumann's condition).
    Iterations end once the norm of the residual is at most ``tolerance`` times that of the right side, or after 200.
    """
    result = np.zeros(right.shape, np.float32)
    box = bounds(region)
    if box.is_empty:
        return result
    size = Size(region.shape[1], region.shape[0])
    # Pixels outside the box are zero. They count as neighbours unless they are outside the window.
    free = (box.top == 0, box.bottom == size.height, box.left == 0, box.right == size.width)
    inside = region[box.slices]
    grids = _grids(inside, np.where(inside, screen[box.slices], 0).astype(np.float32), free)
    channels = range(right.shape[2])
    wanted = [np.where(inside, right[(*box.slices, channel)], 0).astype(np.float32) for channel in channels]

    def fill(channel: int) -> None:
        result[(*box.slices, channel)] = _solved(grids, wanted[channel], tolerance)

    if inside.size >= LARGE:
        side_by_side(fill, channels)
    else:  # faster than starting another thread
        for channel in channels:
            fill(channel)
    return result


def membrane(values: np.ndarray, region: np.ndarray) -> np.ndarray:
    """(H, W) float32: ``values`` outside ``region`` (H, W) bool, and their harmonic interpolation (∇²u = 0) inside it."""
    outside = np.where(region, 0, values).astype(np.float32)
    rim = np.zeros_like(outside)
    rim[1:] += outside[:-1]
    rim[:-1] += outside[1:]
    rim[:, 1:] += outside[:, :-1]
    rim[:, :-1] += outside[:, 1:]
    faint = np.full(region.shape, 1e-6, np.float32)
    return np.asarray(outside + solve(region, faint, rim[..., None], tolerance=1e-2)[..., 0])


class _Grid(ctypes.Structure):
    """``Grid`` in poisson.c."""

    _fields_ = [
        *((name, ctypes.c_int64) for name in ("height", "width")),
        *((name, ctypes.c_void_p) for name in ("mask", "inverse", "diagonal", "u", "right", "spare", "none")),
    ]


@dataclass(frozen=True, eq=False)
class _Equation:
    """The equation on one grid: (h, w) float32 arrays.

    ``mask``: 1 inside the region, else 0; ``diagonal``: the matrix's, inside the region and outside it; ``inverse``:
    1 / diagonal, 0 outside the region.
    """

    mask: np.ndarray
    inverse: np.ndarray
    diagonal: np.ndarray

    def struct(self) -> _Grid:
        """The grid for the kernel, with memory of its own for a solution."""
        shape = self.mask.shape
        used = [np.empty(shape, np.float32) for _ in range(3)]
        arrays = (self.mask, self.inverse, self.diagonal, *used, np.zeros(shape[1], np.float32))
        struct = _Grid(*shape, *(pointer(array, np.float32) for array in arrays))
        struct.arrays = arrays  # keeps the arrays alive
        return struct


def _grids(inside: np.ndarray, screen: np.ndarray, free: tuple[bool, bool, bool, bool]) -> list[_Equation]:
    """Grids from the finest to the coarsest. ``free``: the array edges (top, bottom, left, right) that are edges of
    the window.
    """
    diagonal = 4 + screen
    diagonal[0] -= free[0]
    diagonal[-1] -= free[1]
    diagonal[:, 0] -= free[2]
    diagonal[:, -1] -= free[3]
    # Without a screen, the diagonal of a window of a single pixel would be 0.
    diagonal = np.maximum(diagonal, np.float32(1e-6))
    mask = inside.astype(np.float32)
    grid = _Equation(mask, mask / diagonal, diagonal)
    if min(inside.shape) <= COARSEST:
        return [grid]
    cells = _quads(inside).sum((1, 3)) >= 2
    return [grid, *_grids(cells, _quads(screen).sum((1, 3), dtype=np.float32) * cells, free)]


def _quads(array: np.ndarray) -> np.ndarray:
    """(h / 2, 2, w / 2, 2) view of 2 × 2 blocks; odd sides are completed with zeros."""
    height, width = array.shape
    if height % 2 or width % 2:
        array = np.pad(array, ((0, height % 2), (0, width % 2)))
    return array.reshape(array.shape[0] // 2, 2, array.shape[1] // 2, 2)


def _solved(grids: list[_Equation], right: np.ndarray, tolerance: float) -> np.ndarray:
    """(h, w) float32 the solution for ``right`` (h, w) float32, which is overwritten."""
    structs = [grid.struct() for grid in grids]
    u, direction, moved = np.zeros_like(right), np.empty_like(right), np.empty_like(right)
    kernels().solve_poisson(
        (_Grid * len(structs))(*structs),
        ctypes.c_int64(len(structs)),
        ctypes.c_double(tolerance),
        *(pointer(array, np.float32) for array in (u, right, direction, moved)),
    )
    return u
