"""Masks that were painted and not filled yet: going to another photo, or home for the night, must not lose them."""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path

import numpy as np

from crfill_core.errors import CrfillError
from crfill_core.geometry import Box, Size
from crfill_core.imaging.atomic import replacing
from crfill_core.recipe import PackedMask
from crfill_gui.document.document import Document

log = logging.getLogger(__name__)


class LeftMasks:
    """Remembers, packed, the mask of each photo that was left with one, until the photo is opened again: in ``folder``
    also when the program ends in between, or only in memory where there is none.
    """

    def __init__(self) -> None:
        self.folder: Path | None = None
        self._masks: dict[Path, tuple[Size, PackedMask]] = {}

    def leave(self, document: Document | None, path: Path | None) -> None:
        """That photo is not shown any more."""
        if document is None or path is None:
            return
        self._masks.pop(path, None)
        if document.mask_area and not document.is_untouched:
            self._masks[path] = (document.size, PackedMask.of(document.coverage))
        file = self._file(path)
        try:
            if path in self._masks:
                _write(file, *self._masks[path])
            elif file is not None:
                file.unlink(missing_ok=True)
        except (OSError, CrfillError) as error:  # in nobody's way: it is still in memory
            log.warning("The mask of %s is not kept for the next start: %s", path, error)

    def come_back(self, document: Document, path: Path | None) -> bool:
        """That photo is about to be shown: give it the mask that it was left with, unless it brings work of its own.
        True if that mask is from before the program started.
        """
        if path is None or not document.is_untouched:
            return False
        here = self._masks.pop(path, None)
        size, mask = here or _read(self._file(path)) or (None, None)
        if mask is None or size != document.size:
            return False
        try:
            document.set_mask(mask.unpack(document.size), "Mask from before")
        except CrfillError as error:
            log.warning("The mask that %s was left with is damaged: %s", path, error)
            return False
        return here is None

    def _file(self, path: Path) -> Path | None:
        if self.folder is None:
            return None
        return self.folder / f"{hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:32]}.npz"


def _write(file: Path | None, size: Size, mask: PackedMask) -> None:
    if file is None:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    with replacing(file) as temporary, open(temporary, "wb") as stream:
        np.savez(stream, size=size, box=mask.box, bits=mask.bits, data=np.frombuffer(mask.data, np.uint8))


def _read(file: Path | None) -> tuple[Size, PackedMask] | None:
    """What was written there; None if nothing was, or nothing whole."""
    if file is None or not file.is_file():
        return None
    try:
        with np.load(file, allow_pickle=False) as arrays:
            size, box = Size(*arrays["size"].tolist()), Box(*arrays["box"].tolist())
            return size, PackedMask(box, arrays["data"].tobytes(), int(arrays["bits"]))
    except Exception as error:  # NumPy meets damaged bytes with any exception there is
        log.warning("%s cannot be read: %s", file, error)
        return None
