"""Small square patches of an image: their places, descriptors and nearest neighbours."""

from __future__ import annotations

import ctypes
from functools import cache

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
HEAD = 6
"""Number of columns that are compared first. Blocks of rows that then cannot hold the nearest row are skipped."""
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


class Known:
    """Rows (n, d) float32, with their places (n, 2), prepared for searches of the nearest one.

    ``lengths``: (n,) float32, in place of the rows' squared lengths. The nearest row is the one with the least length − 2 ·
    product. ``alike``: number of columns of the patches' own descriptors, which come first; all by default. ``last``:
    number of columns at the end that enter the bounds of products exactly. What the columns in between add to a product
    is bounded by ``most`` of :meth:`nearest`.
    """

    def __init__(
        self,
        rows: np.ndarray,
        at: np.ndarray,
        lengths: np.ndarray | None = None,
        *,
        alike: int | None = None,
        last: int = 0,
    ) -> None:
        rows, places = (np.ascontiguousarray(array, np.float32) for array in (rows, at))
        half = (np.square(rows).sum(1) if lengths is None else lengths.astype(np.float32)) / np.float32(2)
        total, self.length = rows.shape
        self.count, self.alike, self.last = total, self.length if alike is None else alike, last
        tail = _norm(rows[:, HEAD : self.alike])
        self._packed = np.empty((total + LANES) * (self.length + 4), np.float32)
        kernels().pack(
            *(ctypes.c_int64(size) for size in (*rows.shape, min(HEAD, self.length))),
            *(pointer(array, np.float32) for array in (rows, half, tail, places, self._packed)),
        )
        self._largest = np.abs(rows).max(0, initial=0).astype(np.float64), float(np.abs(half).max(initial=0))

    def nearest(
        self,
        queries: np.ndarray,
        query_at: np.ndarray,
        *,
        apart: float = 0.0,
        most: np.ndarray | None = None,
        guess: np.ndarray | None = None,
    ) -> np.ndarray:
        """For each query (n, d) float32 at ``query_at`` (n, 2), the index of the nearest row that is at least ``apart``
        pixels away in the image.

        ``most``: (n,) the most that the columns between the descriptor's and the last ones add to a query's product, 0 by
        default. ``guess``: (n,) int64 rows that are likely to be near. They save time and do not change the result.
        """
        queries, places = (np.ascontiguousarray(array, np.float32) for array in (queries, query_at))
        reach = _norm(queries[:, HEAD : self.alike])
        # Rounding errors of the products and of their bounds, both sums of single precision, are less than this.
        largest, half = self._largest
        slack = (4 * self.length + 64) * 2.0**-24 * (half + np.abs(queries) @ largest)
        slack = (slack if most is None else slack + most).astype(np.float32)
        parts = side_by_side(
            lambda part: self._nearest(
                queries[part],
                places[part],
                apart,
                reach[part],
                slack[part],
                None if guess is None else guess[part],
            ),
            portions(len(queries), FEWEST),
        )
        return np.concatenate(parts)

    def _nearest(
        self,
        queries: np.ndarray,
        places: np.ndarray,
        apart: float,
        reach: np.ndarray,
        slack: np.ndarray,
        guess: np.ndarray | None,
    ) -> np.ndarray:
        """As :meth:`nearest`, for arrays that the kernel takes."""
        count = len(queries)
        result = np.empty(count, np.int64)
        kernels().nearest(
            *(ctypes.c_int64(size) for size in (count, self.count, self.length)),
            *(ctypes.c_int64(size) for size in (min(HEAD, self.length), self.last)),
            *(pointer(array, np.float32) for array in (queries, self._packed, places)),
            ctypes.c_float(apart),
            *(pointer(array, np.float32) for array in (reach, slack)),
            None if guess is None else pointer(guess, np.int64),
            pointer(result, np.int64),
        )
        return result


def nearest(
    queries: np.ndarray,
    database: np.ndarray,
    query_at: np.ndarray,
    at: np.ndarray,
    *,
    apart: float = 0.0,
    lengths: np.ndarray | None = None,
) -> np.ndarray:
    """For each query, the index of the nearest database row that is at least ``apart`` pixels away in the image.

    Rows are (n, d) float32, places (n, 2). ``lengths``: see :class:`Known`.
    """
    return Known(database, at, lengths).nearest(queries, query_at, apart=apart)


def _norm(rows: np.ndarray) -> np.ndarray:
    """(n,) float32 the lengths of rows."""
    return np.asarray(np.sqrt(np.square(rows, dtype=np.float64).sum(1)), np.float32)


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


@cache
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
    axes = np.stack(parts, 1).astype(np.float32)
    axes.flags.writeable = False  # all callers share it
    return axes
