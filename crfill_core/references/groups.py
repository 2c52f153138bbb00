"""The regions of a shift field: all pixels with the same shift."""

from __future__ import annotations

import numpy as np

Group = tuple[tuple[int, int], np.ndarray]
"""A shift (dx, dy), and the indices of the pixels that have it, in increasing order."""


def coded(shifts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The distinct shifts (K, 2) int64 of an (N, 2) field, sorted by dy and then dx, and (N,) the index in them of each
    pixel's shift.
    """
    keys = (shifts[:, 1].astype(np.int64) << 32) + shifts[:, 0]
    # Successive pixels mostly have the same shift, so only the first of each run is sorted.
    starts = np.flatnonzero(np.r_[len(keys) > 0, keys[1:] != keys[:-1]][: len(keys)])
    distinct, first, code = np.unique(keys[starts], return_index=True, return_inverse=True)
    lengths = np.diff(np.r_[starts, len(keys)])
    codes = np.repeat(code.astype(np.min_scalar_type(len(distinct))), lengths)
    return shifts[starts[first]].astype(np.int64), codes


def grouped(shifts: np.ndarray) -> tuple[list[Group], np.ndarray]:
    """The groups of an (N, 2) field, largest first (then by dy and dx), and (N,) the index of each pixel's group."""
    distinct, codes = coded(shifts)
    sizes = np.bincount(codes, minlength=len(distinct))
    order = np.argsort(codes, kind="stable")  # a radix sort, because the codes are small integers
    parts = np.split(order, np.cumsum(sizes)[:-1]) if len(distinct) else []
    ranks = np.argsort(-sizes, kind="stable")
    place = np.empty(len(distinct), codes.dtype)
    place[ranks] = np.arange(len(distinct))
    return [((int(distinct[k, 0]), int(distinct[k, 1])), parts[k]) for k in ranks], place[codes]


def groups(shifts: np.ndarray) -> list[Group]:
    """The groups of an (N, 2) field, largest first (then by dy and dx)."""
    return grouped(shifts)[0]
