"""The bucket selects the pixels whose colour is close to that under the pointer: all, or only those connected to it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import cv2
import numpy as np

from crfill_core.geometry import EMPTY, Box, Size
from crfill_core.imaging.bounds import bounds
from crfill_core.progress import Progress
from crfill_gui.document.document import Document
from crfill_gui.document.mask_tools.tool import Ask, SelectionTool
from crfill_gui.document.pointer import Pointer
from crfill_gui.document.selection import Selection


@dataclass(frozen=True)
class BucketSettings:
    """``tolerance``: how much each channel may differ, 0 … 255 at any bit depth of the photo. ``contiguous``: whether only
    pixels connected to the one under the pointer are selected.
    """

    tolerance: int = 24
    contiguous: bool = True


class BucketTool(SelectionTool):
    """A click starts a search, and ``land`` gets what was found."""

    def __init__(
        self,
        document: Document,
        settings: Callable[[], BucketSettings],
        ask: Ask,
        land: Callable[[Selection], None],
    ) -> None:
        self._document, self._settings, self._ask, self._land = document, settings, ask, land
        self._searches: list[Progress] = []

    def press(self, at: Pointer) -> Selection | None:
        x, y, settings, subtracts = math.floor(at.x), math.floor(at.y), self._settings(), at.alt
        now, search = self._document.now, Progress()
        self._searches.append(search)

        def work() -> Selection:
            search.check()
            return Selection(*similar_area(now.photo.pixels, x, y, settings), subtracts)

        self._ask(work, partial(self._answered, search))
        return None

    def _answered(self, search: Progress, found: Selection | None) -> None:
        self._searches.remove(search)
        if found is not None and not found.box.is_empty and not search.cancelled:
            self._land(found)

    def cancel(self) -> bool:
        """Cancel all searches; False if there were none."""
        wanted = [search for search in self._searches if not search.cancelled]
        for search in wanted:
            search.cancel()
        return bool(wanted)

    @property
    def is_searching(self) -> bool:
        return bool(self._searches)


def similar_area(
    pixels: np.ndarray, x: int, y: int, settings: BucketSettings = BucketSettings()
) -> tuple[Box, np.ndarray]:
    """The box around the pixels similar to the one at (x, y), and their coverage (h, w) uint8.

    ``pixels``: (H, W, 1|3) uint8 or uint16. Similar pixels are covered fully, those next to them in part, so that the
    edge is soft. The box is empty if (x, y) is outside the photo.
    """
    size = Size(pixels.shape[1], pixels.shape[0])
    if not Box.of(size).contains(Box(x, y, x + 1, y + 1)):
        return EMPTY, np.zeros((0, 0), np.uint8)
    unit = int(np.iinfo(pixels.dtype).max) // 255
    colour = pixels[y, x].astype(int)
    reach = settings.tolerance * unit
    alike = cv2.inRange(pixels, tuple((colour - reach).tolist()), tuple((colour + reach).tolist()))
    if settings.contiguous:
        left, top, width, height = cv2.floodFill(alike, None, (x, y), 128)[3]
        box = Box(left, top, left + width, top + height)
    else:
        box = bounds(alike)
    box = box.pad(1).clamp(size)
    found = alike[box.slices]
    chosen = np.where(found == (128 if settings.contiguous else 255), np.uint8(255), np.uint8(0))
    return box, cv2.max(chosen, cv2.blur(chosen, (3, 3), borderType=cv2.BORDER_REPLICATE))
