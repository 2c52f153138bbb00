"""The maps that seams compare at a level: colours and slopes of brightness, made only where a shift field copies from."""

from __future__ import annotations

import ctypes

import cv2
import numpy as np

from crfill_core.base.parallel import side_by_side
from crfill_core.native.library import kernels, pointer
from crfill_core.references.assembly.resampling import STRIP, margined

TILE = 32
"""Side, in pixels, of the squares that are each computed or left out as a whole."""


def tiles_at(rows: np.ndarray, columns: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """(⌈h / TILE⌉, ⌈w / TILE⌉) uint8: 1 for the tiles that hold these pixels or any within ``TILE`` of them.

    Places outside the level of ``shape`` (h, w) count as its nearest pixel.
    """
    height, width = shape
    tiles = np.zeros((-(-height // TILE), -(-width // TILE)), np.uint8)
    tiles[rows.clip(0, height - 1) // TILE, columns.clip(0, width - 1) // TILE] = 1
    return np.asarray(cv2.dilate(tiles, np.ones((3, 3), np.uint8)))


def seam_map(colour: np.ndarray, gradient: float, tiles: np.ndarray | None = None) -> np.ndarray:
    """(h, w, 5) float32: ``colour`` (h, w, 3) and the slopes of its brightness across and down times ``gradient``.

    Only the ``tiles`` that are 1 (see :func:`tiles_at`) are computed, all of them by default; the rest is 0.
    """
    height, width = colour.shape[:2]
    colour = np.ascontiguousarray(colour)
    result = np.zeros((height, width, 5), np.float32)
    every = np.ones((-(-height // TILE), -(-width // TILE)), np.uint8) if tiles is None else tiles

    def fill(top: int) -> None:
        bottom = min(top + STRIP, height)
        if not every[top // TILE : -(-bottom // TILE)].any():
            return
        wide, inner = margined(top, bottom, height)
        grey = cv2.cvtColor(colour[wide], cv2.COLOR_RGB2GRAY)
        kernels().seam_map(
            *(ctypes.c_int64(number) for number in (height, width, top, bottom, wide.start, TILE)),
            pointer(colour, np.float32),
            pointer(grey, np.float32),
            pointer(every, np.uint8),
            ctypes.c_float(gradient),
            pointer(result, np.float32),
        )

    side_by_side(fill, range(0, height, STRIP))
    return result
