"""The screened Poisson equation on a region of any shape: conjugate gradients from coarse to fine."""

from __future__ import annotations

import cv2
import numpy as np

from crfill_core.geometry import Box


def solve(
    region: np.ndarray, screen: np.ndarray, right: np.ndarray, *, tolerance: float = 1e-3
) -> np.ndarray:
    """u (H, W, C) float32 with (screen − ∇²) u = right inside ``region`` (H, W) bool and u = 0 outside it.

    The window's edge is free (no flow through it). ``tolerance``: residual norm relative to the right side's.
    """
    result = np.zeros_like(right, dtype=np.float32)
    if not region.any():
        return result
    rows, columns = np.flatnonzero(region.any(1)), np.flatnonzero(region.any(0))
    height, width = region.shape
    box = Box(columns[0], rows[0], columns[-1] + 1, rows[-1] + 1).pad(1).intersect(Box(0, 0, width, height))
    inside = region[box.slices]
    # One known or absent pixel on every side: absent ones (beyond the window) pass no flow.
    edges = [
        (box.top == rows[0], box.bottom == rows[-1] + 1),
        (box.left == columns[0], box.right == columns[-1] + 1),
    ]
    problem = _Problem(
        inside,
        np.where(inside, screen[box.slices], 0).astype(np.float32),
        tuple(tuple(map(bool, pair)) for pair in edges),
    )
    result[box.slices] = problem.solve(
        np.where(inside[..., None], right[box.slices], 0).astype(np.float32), tolerance
    )
    return result


class _Problem:
    """One level of the equation; ``free`` says at which array edges (top, bottom), (left, right) the region is cut."""

    def __init__(self, inside: np.ndarray, screen: np.ndarray, free: tuple[tuple[bool, ...], ...]) -> None:
        self.inside, self.screen, self.free = inside, screen, free
        self.mask = inside.astype(np.float32)[..., None]
        degree = np.full(inside.shape, 4, np.float32)
        degree[0] -= free[0][0]
        degree[-1] -= free[0][1]
        degree[:, 0] -= free[1][0]
        degree[:, -1] -= free[1][1]
        self.diagonal = (degree + screen)[..., None]

    def apply(self, u: np.ndarray) -> np.ndarray:
        out = self.diagonal * u
        out[1:] -= u[:-1]
        out[:-1] -= u[1:]
        out[:, 1:] -= u[:, :-1]
        out[:, :-1] -= u[:, 1:]
        out *= self.mask
        return out

    def solve(self, right: np.ndarray, tolerance: float) -> np.ndarray:
        start = np.zeros_like(right)
        height, width = self.inside.shape
        if min(height, width) > 16:
            start = self._from_coarser(right, tolerance)
        return self._conjugate_gradients(start, right, tolerance)

    def _from_coarser(self, right: np.ndarray, tolerance: float) -> np.ndarray:
        height, width = self.inside.shape
        extra = ((0, height % 2), (0, width % 2))
        inside = np.pad(self.inside, extra)
        rights = np.pad(right, (*extra, (0, 0)))
        screen = np.pad(self.screen, extra)
        shape = (inside.shape[0] // 2, 2, inside.shape[1] // 2, 2)
        # A cell belongs to the coarse region if most of it does; sums of 4 are right for twice the spacing.
        cells = inside.reshape(shape).sum((1, 3)) >= 2
        coarse = _Problem(cells, screen.reshape(shape).sum((1, 3)) * cells, self.free)
        small = coarse.solve(rights.reshape(*shape, -1).sum((1, 3)) * cells[..., None], tolerance)
        large = cv2.resize(small, (inside.shape[1], inside.shape[0]), interpolation=cv2.INTER_LINEAR)
        return large.reshape(*inside.shape, -1)[:height, :width] * self.mask

    def _conjugate_gradients(
        self, u: np.ndarray, right: np.ndarray, tolerance: float, limit: int = 400
    ) -> np.ndarray:
        residual = right - self.apply(u)
        goal = tolerance * np.sqrt((right * right).sum((0, 1))) + 1e-7
        preconditioned = residual / self.diagonal
        direction = preconditioned.copy()
        product = (residual * preconditioned).sum((0, 1))
        for _ in range(limit):
            if (np.sqrt((residual * residual).sum((0, 1))) <= goal).all():
                break
            moved = self.apply(direction)
            step = product / np.maximum((direction * moved).sum((0, 1)), 1e-30)
            u = u + step * direction
            residual -= step * moved
            preconditioned = residual / self.diagonal
            fresh = (residual * preconditioned).sum((0, 1))
            direction = preconditioned + (fresh / np.maximum(product, 1e-30)) * direction
            product = fresh
        return u
