"""Reduced copies of a picture (mip levels), and tiles converted to sRGB for the screen. Both are made on first use."""

from __future__ import annotations

import math
from collections import OrderedDict

import cv2
import numpy as np

from crfill_core.geometry import Box, Size, union_all
from crfill_gui.document.tiled_photo import TiledPhoto, Tiles

TILE = 512
"""Side of a tile in pixels of its level."""
CACHE_BYTES = 384 * 2**20
MANY_BOXES = 64
"""More stale boxes than this are merged into one."""
CHECKER = 8
"""Side of a square of the checkerboard behind transparent pixels, in pixels of the level."""
CHECKER_LIGHT, CHECKER_DARK = 204, 154


def level_for(zoom: float) -> int:
    """The number of the coarsest level with at least one pixel for each device pixel at this zoom."""
    return max(0, math.floor(math.log2(1 / zoom) + 1e-9)) if zoom < 1 else 0


class Pyramid:
    """A picture, (H, W) or (H, W, C), uint8 or uint16, and its levels. A pixel of level n covers 2ⁿ × 2ⁿ pixels
    of level 0. An odd last row or column is left out of the next level, so less than a device pixel is lost.
    """

    def __init__(self, base: np.ndarray | Tiles) -> None:
        self._base = base
        self._levels: list[np.ndarray] = []  # level 1 and above
        self._stale: list[list[Box]] = []

    def replace_base(self, base: np.ndarray | Tiles) -> None:
        """Use other pixels of the same shape as level 0. Then call ``refresh`` for the boxes that differ."""
        self._base = base

    def region(self, n: int, box: Box) -> np.ndarray:
        """A box of level n, up to date."""
        return self._base[box.slices] if n == 0 else self.level(n)[box.slices]

    def level(self, n: int) -> np.ndarray:
        """Level n, up to date; the last level that is not empty if n is larger."""
        for k in range(1, self.depth(n) + 1):
            if k > len(self._levels):
                self._levels.append(_halved(self._whole(k - 1)))
                self._stale.append([])
            elif self._stale[k - 1]:
                self._update(k)
        return self._whole(self.depth(n))

    def _whole(self, n: int) -> np.ndarray:
        if n > 0:
            return self._levels[n - 1]
        return self._base.whole() if isinstance(self._base, Tiles) else self._base

    def depth(self, n: int) -> int:
        """The number of the level that :meth:`level` returns for n: the last level that is not empty if n is larger."""
        smallest: int = min(self._base.shape[:2])
        return min(n, max(0, smallest.bit_length() - 1))

    def refresh(self, box: Box) -> None:
        """Call this after level 0 has changed in a box. The other levels are updated there on their next use."""
        for stale in self._stale:
            stale.append(box)
            if len(stale) > MANY_BOXES:
                stale[:] = [union_all(stale)]

    def _update(self, k: int) -> None:
        level = self._levels[k - 1]
        size = Size(level.shape[1], level.shape[0])
        for stale in self._stale[k - 1]:
            box = coarse_box(stale, k).clamp(size)
            if not box.is_empty:
                fine = Box(2 * box.left, 2 * box.top, 2 * box.right, 2 * box.bottom)
                above = self._base if k == 1 else self._levels[k - 2]
                level[box.slices] = _halved(above[fine.slices])
        self._stale[k - 1] = []


def coarse_box(box: Box, level: int) -> Box:
    """The smallest box of a level that covers a box of level 0."""
    scale = 1 << level
    return Box(box.left // scale, box.top // scale, -(-box.right // scale), -(-box.bottom // scale))


def _halved(picture: np.ndarray) -> np.ndarray:
    height, width = picture.shape[0] // 2, picture.shape[1] // 2
    result = cv2.resize(picture[: 2 * height, : 2 * width], (width, height), interpolation=cv2.INTER_AREA)
    return result.reshape(height, width, *picture.shape[2:])


class DisplayTiles:
    """A photo in sRGB, in tiles of each level, (h, w, 4) uint8 BGRA, opaque.

    Only visible tiles are converted from the photo's colour profile. Beyond ``CACHE_BYTES``, the least
    recently used tiles are dropped.
    """

    def __init__(self, photo: TiledPhoto) -> None:
        self._icc = photo.opened.icc
        self._pixels = Pyramid(photo.pixels)
        self._alpha = None if photo.alpha is None else Pyramid(photo.alpha)
        self._tiles: OrderedDict[tuple[int, int, int], np.ndarray] = OrderedDict()
        self._bytes = 0
        self._room = np.empty(0, np.uint8)

    def depth(self, level: int) -> int:
        return self._pixels.depth(level)

    def refresh(self, photo: TiledPhoto, box: Box) -> None:
        """Replace the photo with one that differs from it only in a box."""
        self._pixels.replace_base(photo.pixels)
        self._pixels.refresh(box)
        if self._alpha is not None and photo.alpha is not None:
            self._alpha.replace_base(photo.alpha)
            self._alpha.refresh(box)
        for level, row, column in list(self._tiles):
            side = TILE << level
            tile = Box(column * side, row * side, (column + 1) * side, (row + 1) * side)
            if tile.overlaps(box.pad(1 << level)):
                self._bytes -= self._tiles.pop((level, row, column)).nbytes

    def region(self, level: int, box: Box) -> np.ndarray:
        """The pixels of a box, which must be inside the level and not empty. The result is valid until the next call."""
        first_row, last_row = box.top // TILE, (box.bottom - 1) // TILE
        first_column, last_column = box.left // TILE, (box.right - 1) // TILE
        if first_row == last_row and first_column == last_column:
            part = box.translate(-first_column * TILE, -first_row * TILE)
            return self._tile(level, first_row, first_column)[part.slices]
        count = 4 * box.area
        if len(self._room) < count:  # kept, because allocating memory takes longer than copying tiles
            self._room = np.empty(count, np.uint8)
        result = self._room[:count].reshape(box.height, box.width, 4)
        for row in range(first_row, last_row + 1):
            for column in range(first_column, last_column + 1):
                tile = self._tile(level, row, column)
                place = Box(0, 0, tile.shape[1], tile.shape[0]).translate(column * TILE, row * TILE)
                part = place.intersect(box)
                result[part.relative_to(box).slices] = tile[part.relative_to(place).slices]
        return result

    def _tile(self, level: int, row: int, column: int) -> np.ndarray:
        key = (level, row, column)
        tile = self._tiles.get(key)
        if tile is None:
            tile = self._tiles[key] = self._convert(level, row, column)
            self._bytes += tile.nbytes
            while self._bytes > CACHE_BYTES and len(self._tiles) > 1:
                self._bytes -= self._tiles.popitem(last=False)[1].nbytes
        else:
            self._tiles.move_to_end(key)
        return tile

    def _convert(self, level: int, row: int, column: int) -> np.ndarray:
        # Imported on first use, so that the editor's window opens without loading LittleCMS.
        from crfill_core.imaging.color import to_display

        where = Box(column * TILE, row * TILE, (column + 1) * TILE, (row + 1) * TILE)
        shown = to_display(np.ascontiguousarray(self._pixels.region(level, where)), self._icc)
        if self._alpha is not None:
            shown = _over_checkerboard(shown, self._alpha.region(level, where))
        return cv2.cvtColor(shown, cv2.COLOR_RGB2BGRA)


def _over_checkerboard(shown: np.ndarray, alpha: np.ndarray) -> np.ndarray:
    height, width = alpha.shape
    odd = (np.arange(height)[:, None] // CHECKER + np.arange(width)[None, :] // CHECKER) % 2
    board = np.where(odd, CHECKER_DARK, CHECKER_LIGHT).astype(np.float32)[..., None]
    share = (alpha.astype(np.float32) / np.iinfo(alpha.dtype).max)[..., None]
    return np.rint(board + (shown.astype(np.float32) - board) * share).astype(np.uint8)
