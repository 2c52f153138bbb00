"""The screened Poisson equation on a region of any shape: conjugate gradients, preconditioned by a multigrid cycle."""

from __future__ import annotations

import numpy as np

from crfill_core.geometry import Box, Size

SMOOTHING = 2
"""Jacobi steps before and after each visit to a coarser grid."""
DAMPING = np.float32(0.8)
COARSEST = 8


def solve(
    region: np.ndarray, screen: np.ndarray, right: np.ndarray, *, tolerance: float = 1e-3
) -> np.ndarray:
    """u (H, W, C) float32 with (screen − ∇²) u = right inside ``region`` (H, W) bool and u = 0 outside it.

    ``screen``: (H, W) ≥ 0. The window's edge is free (nothing flows through it). ``tolerance``: the norm of what is
    left of the right side, relative to it.
    """
    result = np.zeros(right.shape, np.float32)
    if not region.any():
        return result
    rows, columns = np.flatnonzero(region.any(1)), np.flatnonzero(region.any(0))
    box = Box(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)
    size = Size(region.shape[1], region.shape[0])
    # Everything beyond this box is zero, and counts as a neighbour unless it lies beyond the window too.
    free = (box.top == 0, box.bottom == size.height, box.left == 0, box.right == size.width)
    inside = region[box.slices]
    grid = _Grid(inside, np.where(inside, screen[box.slices], 0).astype(np.float32), free)
    for channel in range(right.shape[2]):
        wanted = np.where(inside, right[(*box.slices, channel)], 0).astype(np.float32)
        result[(*box.slices, channel)] = _conjugate_gradients(grid, wanted, tolerance)
    return result


def membrane(values: np.ndarray, region: np.ndarray) -> np.ndarray:
    """(H, W) float32: ``values`` outside ``region`` (H, W) bool, spanned as smoothly as can be across it."""
    outside = np.where(region, 0, values).astype(np.float32)
    rim = np.zeros_like(outside)
    rim[1:] += outside[:-1]
    rim[:-1] += outside[1:]
    rim[:, 1:] += outside[:, :-1]
    rim[:, :-1] += outside[:, 1:]
    faint = np.full(region.shape, 1e-6, np.float32)
    return outside + solve(region, faint, rim[..., None], tolerance=1e-2)[..., 0]


class _Grid:
    """The equation on one grid (all arrays (h, w) float32), with the next coarser grid below it.

    ``free``: at which array edges (top, bottom, left, right) the window ends.
    """

    def __init__(self, inside: np.ndarray, screen: np.ndarray, free: tuple[bool, bool, bool, bool]) -> None:
        self.mask = inside.astype(np.float32)
        self.diagonal = 4 + screen
        self.diagonal[0] -= free[0]
        self.diagonal[-1] -= free[1]
        self.diagonal[:, 0] -= free[2]
        self.diagonal[:, -1] -= free[3]
        # A lone pixel in the corner of everything would have no neighbour at all.
        self.diagonal = np.maximum(self.diagonal, np.float32(1e-6))
        self.inverse = self.mask / self.diagonal
        self.coarser: _Grid | None = None
        if min(inside.shape) > COARSEST:
            cells = _quads(inside).sum((1, 3)) >= 2
            self.coarser = _Grid(cells, _quads(screen).sum((1, 3), dtype=np.float32) * cells, free)

    def apply(self, u: np.ndarray) -> np.ndarray:
        """(screen − ∇²) u; u must be 0 outside the region."""
        out = self.diagonal * u
        out[1:] -= u[:-1]
        out[:-1] -= u[1:]
        out[:, 1:] -= u[:, :-1]
        out[:, :-1] -= u[:, 1:]
        out *= self.mask
        return out

    def cycle(self, right: np.ndarray) -> np.ndarray:
        """An approximate solution: a symmetric V-cycle from zero, so that conjugate gradients may use it."""
        steps = SMOOTHING if self.coarser else 8 * COARSEST
        u = DAMPING * self.inverse * right
        for _ in range(steps - 1):
            u += DAMPING * self.inverse * (right - self.apply(u))
        if self.coarser:
            height, width = right.shape
            left = _quads(right - self.apply(u)).sum((1, 3), dtype=np.float32) * self.coarser.mask
            below = self.coarser.cycle(left) * self.coarser.mask
            u += np.repeat(np.repeat(below, 2, 0), 2, 1)[:height, :width] * self.mask
            for _ in range(steps):
                u += DAMPING * self.inverse * (right - self.apply(u))
        return u


def _quads(array: np.ndarray) -> np.ndarray:
    """(h / 2, 2, w / 2, 2) view of 2 × 2 blocks; odd sides are completed with zeros."""
    height, width = array.shape
    if height % 2 or width % 2:
        array = np.pad(array, ((0, height % 2), (0, width % 2)))
    return array.reshape(array.shape[0] // 2, 2, array.shape[1] // 2, 2)


def _conjugate_gradients(grid: _Grid, right: np.ndarray, tolerance: float, limit: int = 200) -> np.ndarray:
    u = np.zeros_like(right)
    residual = right.copy()
    goal = tolerance * float(np.sqrt(np.vdot(right, right)))
    direction = grid.cycle(residual)
    product = float(np.vdot(residual, direction))
    for _ in range(limit):
        if float(np.sqrt(np.vdot(residual, residual))) <= goal or product <= 0:
            break
        moved = grid.apply(direction)
        step = np.float32(product / float(np.vdot(direction, moved)))
        u += step * direction
        residual -= step * moved
        fresh = grid.cycle(residual)
        previous, product = product, float(np.vdot(residual, fresh))
        direction = fresh + np.float32(product / previous) * direction
    return u
