"""A photo in tiles. Each state of a document is an immutable value that shares unchanged tiles with other states."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from crfill_core.geometry import Box, Size
from crfill_core.imaging.patches import Patch, pasted
from crfill_core.imaging.photo import Photo
from crfill_gui.document.history import tiles_of


class Tiles:
    """Immutable pixels (H, W, C): a whole array, and the tiles in which they differ from it.

    Any thread may read them. ``pixels[box.slices]`` is a read-only view or a copy of a part.
    """

    def __init__(self, base: np.ndarray, tiles: Mapping[Box, np.ndarray] | None = None) -> None:
        self.shape, self.dtype = base.shape, base.dtype
        self.size = Size(base.shape[1], base.shape[0])
        self._base, self._tiles = base, tiles or {}
        self._whole: np.ndarray | None = None if tiles else base
        self._lock = threading.Lock()

    def __getitem__(self, place: tuple[slice, slice]) -> np.ndarray:
        """A part, given by two slices without steps."""
        (top, bottom, _), (left, right, _) = (
            part.indices(n) for part, n in zip(place, self.shape[:2], strict=True)
        )
        return self.part(Box(left, top, right, bottom))

    def part(self, box: Box) -> np.ndarray:
        """The pixels of a box inside the photo: a read-only view, or a copy where there are tiles. A view keeps the
        whole array in memory, so copy what you keep.
        """
        base, tiles = self._base, self._tiles
        changed = [(tile, tiles[tile]) for tile in tiles_of(box, self.size) if tile in tiles] if tiles else []
        return pasted(base[box.slices].copy(), box, changed) if changed else base[box.slices]

    def whole(self) -> np.ndarray:
        """All pixels, read-only. The first call assembles them, which takes time for large photos."""
        with self._lock:
            if self._whole is None:
                whole = pasted(self._base.copy(), Box.of(self.size), self._tiles.items())
                whole.flags.writeable = False
                self._whole = whole
        return self._whole

    def pasted(self, patches: Iterable[Patch]) -> Tiles:
        """These pixels with patches pasted in order."""
        base, tiles = self._base, self._tiles
        if self._whole is not None and sum(values.nbytes for values in tiles.values()) > base.nbytes // 2:
            base, tiles = self._whole, {}  # the tiles take more than half the memory of the base
        new: dict[Box, np.ndarray] = {}
        for box, values in patches:
            for tile in tiles_of(box, self.size):
                if tile not in new:
                    new[tile] = np.array(tiles.get(tile, base[tile.slices]))
                pasted(new[tile], tile, [(box, values)])
        for values in new.values():
            values.flags.writeable = False
        return Tiles(base, {**tiles, **new})


@dataclass(frozen=True, eq=False)
class TiledPhoto:
    """A photo in one state of its document. ``opened`` is the photo as opened, from which the metadata is taken."""

    opened: Photo
    pixels: Tiles
    alpha: np.ndarray | None = None
    _whole: list[Photo] = field(default_factory=list, repr=False)

    @classmethod
    def of(cls, photo: Photo) -> TiledPhoto:
        return cls(photo, Tiles(photo.pixels), photo.alpha, [photo])

    @property
    def photo(self) -> Photo:
        """This state as a photo without tiles. Any thread may read it. Takes time like :meth:`Tiles.whole`."""
        if not self._whole:
            self._whole.append(replace(self.opened, pixels=self.pixels.whole(), alpha=self.alpha))
        return self._whole[0]

    def changed(self, pixels: Tiles, alpha: np.ndarray | None) -> TiledPhoto:
        """The photo with other pixels, of the same shape, and another alpha."""
        return TiledPhoto(self.opened, pixels, alpha)
