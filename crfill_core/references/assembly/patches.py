"""Small square patches of an image: their places, descriptors and nearest neighbours."""

from __future__ import annotations

import ctypes

import cv2
import numpy as np

from crfill_core.base.parallel import portions, side_by_side
from crfill_core.native.library import kernels, pointer

PATCH = 8
"""The usual side of patches."""
DIMENSIONS = 24
"""The length of descriptors."""
LANES = 16
"""Number of rows that the kernel compares at a time."""
FEWEST = 400
"""The fewest queries per thread for which another thread is faster."""


def patches_at(image: np.ndarray, corners: np.ndarray, side: int = PATCH) -> np.ndarray:
    """(N, 3 · side²) float32: the patches of an image (h, w, 3) with top left corners (N, 2) (row, column)."""
    image, corners = np.ascontiguousarray(image, np.float32), np.ascontiguousarray(corners, np.int64)
    result = np.empty((len(corners), 3 * side * side), np.float32)
    kernels().cut_out(
        *(ctypes.c_int64(size) for size in (len(corners), side, image.shape[1])),
        pointer(image, np.float32),
        pointer(corners, np.int64),
        pointer(result, np.float32),
    )
    return result


def corners_in(allowed: np.ndarray, side: int = PATCH) -> np.ndarray:
    """(N, 2) top-left corners of the patches that are wholly in ``allowed``."""
    if min(allowed.shape) < side:
        return np.empty((0, 2), np.int64)
    inside = cv2.erode(
        allowed.astype(np.uint8),
        np.ones((side, side), np.uint8),
        anchor=(0, 0),
        borderType=cv2.BORDER_CONSTANT,
        borderValue=0,
    )
    return np.argwhere(inside)


def sampled(corners: np.ndarray, limit: int, rng: np.random.Generator) -> np.ndarray:
    """At most ``limit`` of the (N, 2) corners, drawn by ``rng`` without replacement; all if there are no more."""
    if len(corners) <= limit:
        return corners
    return corners[np.sort(rng.choice(len(corners), limit, replace=False))]


def nearest(
    queries: np.ndarray,
    database: np.ndarray,
    query_at: np.ndarray,
    at: np.ndarray,
    *,
    apart: float = 0.0,
    lengths: np.ndarray | None = None,
) -> np.ndarray:
    """For each query the index of the nearest database row at least ``apart`` pixels away in the image.

    Rows are (n, d) float32, places (n, 2). ``lengths``: (n,) float32, in place of the database rows' squared lengths. The
    nearest row is the one with the least length − 2 · product.
    """
    queries, rows, own_places, places = (
        np.ascontiguousarray(array, np.float32) for array in (queries, database, query_at, at)
    )
    half = (np.square(rows).sum(1) if lengths is None else lengths.astype(np.float32)) / np.float32(2)
    parts = side_by_side(
        lambda part: _nearest(queries[part], rows, half, own_places[part], places, apart),
        portions(len(queries), FEWEST),
    )
    return np.concatenate(parts)


def _nearest(
    queries: np.ndarray,
    rows: np.ndarray,
    half: np.ndarray,
    own_places: np.ndarray,
    places: np.ndarray,
    apart: float,
) -> np.ndarray:
    """The same for arrays that the kernel takes, with ``half`` = ``lengths`` / 2."""
    count, (total, length) = len(queries), rows.shape
    packed = np.empty((total + LANES) * (length + 3), np.float32)
    best, best_row = np.empty((count, LANES), np.float32), np.empty((count, LANES), np.int32)
    result = np.empty(count, np.int64)
    kernels().nearest(
        *(ctypes.c_int64(size) for size in (count, total, length)),
        *(pointer(array, np.float32) for array in (queries, rows, half, own_places, places)),
        ctypes.c_float(apart),
        pointer(packed, np.float32),
        pointer(best, np.float32),
        pointer(best_row, np.int32),
        pointer(result, np.int64),
    )
    return result


def overlaid(
    colour: np.ndarray, wanted: np.ndarray, steps: np.ndarray, votes: np.ndarray, side: int
) -> tuple[np.ndarray, np.ndarray]:
    """Overlapping patches of ``colour`` (h, w, 3) float32 added up: (h, w, 3) the sum of votes times pixels, (h, w) the sum
    of votes.

    At each of ``wanted`` (n, 2), top left corners in row-major order, the patch that is ``steps`` (n, 2) rows and columns
    away is added with its vote of ``votes`` (n,) float32.
    """
    total, weight = np.zeros_like(colour), np.zeros(colour.shape[:2], np.float32)
    kernels().overlay(
        *(ctypes.c_int64(size) for size in (len(wanted), side, colour.shape[1])),
        pointer(colour, np.float32),
        *(pointer(np.ascontiguousarray(array), np.int64) for array in (wanted, steps)),
        *(pointer(array, np.float32) for array in (votes, total, weight)),
    )
    return total, weight


def basis(side: int = PATCH) -> np.ndarray:
    """(3 · side², 24) orthonormal directions in which photos' patches differ most: low cosine waves, brightness first.

    They approximate the principal components of photo patches, without computing those for each photo.
    """
    at = np.arange(side)
    waves = np.cos(np.pi * (2 * at[:, None] + 1) * at[None] / (2 * side)) * np.sqrt(2 / side)
    waves[:, 0] /= np.sqrt(2)
    colours = np.array([[1, 1, 1], [1, 0, -1], [1, -2, 1]]) / np.sqrt([[3], [2], [6]])
    order = sorted(
        ((u, v) for u in range(side) for v in range(side)), key=lambda uv: (uv[0] ** 2 + uv[1] ** 2, uv)
    )
    parts = [
        np.einsum("y,x,c->cyx", waves[:, v], waves[:, u], colour).ravel()
        for colour, kept in zip(colours, (DIMENSIONS - 8, 4, 4), strict=True)
        for u, v in order[:kept]
    ]
    return np.stack(parts, 1).astype(np.float32)
