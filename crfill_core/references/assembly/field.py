"""A level as the kernels see it: the places of the hole's pixels, and the maps that seams compare."""

from __future__ import annotations

import ctypes

import numpy as np

from crfill_core.geometry import Box
from crfill_core.native.library import kernels, pointer


class _Struct(ctypes.Structure):
    """``Field`` in seams.c."""

    _fields_ = [
        *((name, ctypes.c_int64) for name in ("height", "width", "channels")),
        *((name, ctypes.c_int64) for name in ("index_left", "index_top", "index_width")),
        *((name, ctypes.c_void_p) for name in ("map", "index", "rows", "columns")),
    ]


class Field:
    """The arrays of a level for the kernels, which read them at ``address``. This object keeps them alive.

    ``seam_map``: (h, w, C) float32. ``index``: int32 numbers of the hole's pixels, else −1, in ``around``, the box around
    the hole and the pixels next to it. ``rows``, ``columns``: (N,) int64 places of the hole's pixels by number.
    """

    def __init__(
        self, seam_map: np.ndarray, index: np.ndarray, around: Box, rows: np.ndarray, columns: np.ndarray
    ) -> None:
        self._kept = (
            pointer(seam_map, np.float32),
            pointer(index, np.int32),
            pointer(rows, np.int64),
            pointer(columns, np.int64),
        )
        self._struct = _Struct(*seam_map.shape, around.left, around.top, around.width, *self._kept)
        self.address = ctypes.byref(self._struct)

    def seam(self, pixels: np.ndarray, ours: np.ndarray, theirs: np.ndarray) -> np.ndarray:
        """(n,) float32 sum, over the channels of the seam map, of absolute differences between what the shifts ``ours`` and
        ``theirs`` (n, 2) show at ``pixels``.

        ``pixels``: (n,) numbers of hole pixels. Places outside the level take its nearest pixel.
        """
        pixels, ours, theirs = (np.ascontiguousarray(array, np.int64) for array in (pixels, ours, theirs))
        result = np.empty(len(pixels), np.float32)
        kernels().seam(
            self.address,
            ctypes.c_int64(len(pixels)),
            pointer(pixels, np.int64),
            pointer(ours, np.int64),
            pointer(theirs, np.int64),
            pointer(result, np.float32),
        )
        return result

    def best_step(
        self,
        allowed: tuple[np.ndarray, np.ndarray],
        pixels: np.ndarray,
        pairs: tuple[np.ndarray, np.ndarray],
        beside: np.ndarray,
        shifts: np.ndarray,
        shift: tuple[int, int],
        steps: np.ndarray,
        border: float,
        cap: float,
    ) -> int:
        """The index in ``steps`` (K, 2) int64 of the change to a region's ``shift`` with which its rim costs least. The
        first step must be (0, 0).

        ``allowed``: (h, w) bool each, what may be copied and what is known. A step other than the first must lead all
        of the region's ``pixels`` (n,) to pixels that may be copied. The cost of a rim is that of the seams of ``pairs``
        ((m,) pixels inside and outside the region) under the field ``shifts`` (N, 2), plus ``border`` times the difference
        in colour at each known neighbour of the region, ``beside`` (k, 3) as in :class:`Energy`. This difference is at
        most ``cap``, and it is ``cap`` where the source is not known.
        """
        inner, outer = pairs
        best: int = kernels().best_step(
            self.address,
            *(pointer(array.view(np.uint8), np.uint8) for array in allowed),
            ctypes.c_int64(len(pixels)),
            pointer(pixels, np.int64),
            ctypes.c_int64(len(inner)),
            *(pointer(array, np.int64) for array in (inner, outer)),
            ctypes.c_int64(len(beside)),
            *(pointer(array, np.int64) for array in (beside, shifts, np.array(shift, np.int64))),
            ctypes.c_int64(len(steps)),
            pointer(steps, np.int64),
            ctypes.c_float(border),
            ctypes.c_float(cap),
        )
        return best
