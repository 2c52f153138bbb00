"""Masks that were painted and not filled yet: going to the next photo and back must not lose them."""

from __future__ import annotations

from pathlib import Path

from crfill_core.geometry import Size
from crfill_core.recipe import PackedMask
from crfill_gui.document.document import Document


class LeftMasks:
    """Remembers, packed, the mask of each photo that was left with one, until it is opened again."""

    def __init__(self) -> None:
        self._masks: dict[Path, tuple[Size, PackedMask]] = {}

    def leave(self, document: Document | None, path: Path | None) -> None:
        """That photo is not shown any more."""
        if document is not None and path is not None and document.mask_area:
            self._masks[path] = (document.size, PackedMask.of(document.coverage))

    def come_back(self, document: Document, path: Path | None) -> None:
        """That photo is about to be shown: give it the mask that it was left with, unless it brings one."""
        size, mask = self._masks.pop(path, (None, None)) if path is not None else (None, None)
        if mask is not None and size == document.size and not document.mask_area:
            document.set_mask(mask.unpack(document.size), "Mask from before")
