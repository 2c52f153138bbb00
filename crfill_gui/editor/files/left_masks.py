"""Keeps masks that were painted but not filled when another photo is opened or the program ends."""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path

import numpy as np

from crfill_core.errors import CrfillError
from crfill_core.files.replace import replacing
from crfill_core.geometry import Box, Size
from crfill_core.jobs.recipe import PackedMask
from crfill_gui.document.document import Document

log = logging.getLogger(__name__)
MOST_FILES = 500
MOST_BYTES = 64 * 2**20
"""Limit of all kept masks together; the oldest are dropped first."""


class LeftMasks:
    """Keeps the compressed mask of each closed photo until the photo is opened again: in ``folder``, also across
    program starts, or only in memory without a folder.

    A photo is known by its path, its time of change and its length: a mask does not come back on another picture of
    the same name. Compresses, reads and writes: call it on the thread that reads photos.
    """

    def __init__(self) -> None:
        self.folder: Path | None = None
        self._masks: dict[str, tuple[Size, PackedMask]] = {}

    def leave(self, path: Path, coverage: np.ndarray | None) -> None:
        """That photo was closed; ``mask`` (H, W) uint8, or None if there is none to keep."""
        name = _name(path)
        file = None if self.folder is None else self.folder / name
        self._masks.pop(name, None)
        try:
            if coverage is not None:
                kept = Size(coverage.shape[1], coverage.shape[0]), PackedMask.of(coverage)
                self._masks[name] = kept
                _write(file, *kept)
                self._prune()
            elif file is not None:
                file.unlink(missing_ok=True)
        except (OSError, CrfillError) as error:  # it is still in memory
            log.warning("The mask of %s is not kept for the next start: %s", path, error)

    def come_back(self, path: Path, document: Document) -> bool:
        """That photo has been read: give it its kept mask, unless it brings work of its own. True if the mask is from
        before the program started.
        """
        if not document.is_untouched:
            return False
        name = _name(path)
        here = self._masks.pop(name, None)
        file = None if self.folder is None else self.folder / name
        size, mask = here or _read(file) or (None, None)
        if mask is None or size != document.size:
            return False
        try:
            document.set_mask(mask.unpack(document.size), "Mask from before")
        except CrfillError as error:
            log.warning("The mask that %s was left with is damaged: %s", path, error)
            return False
        return here is None

    def _prune(self) -> None:
        """Drop the oldest masks beyond the limits."""
        while len(self._masks) > MOST_FILES:
            del self._masks[next(iter(self._masks))]
        if self.folder is None:
            return
        files = sorted(
            ((file.stat().st_mtime_ns, file.stat().st_size, file) for file in self.folder.glob("*.npz")),
            reverse=True,
        )
        total = 0
        for number, (_, length, file) in enumerate(files, start=1):
            total += length
            if number > MOST_FILES or total > MOST_BYTES:
                file.unlink(missing_ok=True)


def _name(path: Path) -> str:
    """Name of the mask's file for the present version of that photo on the disk."""
    path = path.resolve()
    try:
        facts = path.stat()
        state = f"{facts.st_mtime_ns} {facts.st_size}"
    except OSError:
        state = "gone"
    return f"{hashlib.sha256(f'{path}|{state}'.encode(errors='surrogateescape')).hexdigest()[:32]}.npz"


def _write(file: Path | None, size: Size, mask: PackedMask) -> None:
    if file is None:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    with replacing(file) as temporary, open(temporary, "wb") as stream:
        np.savez(stream, size=size, box=mask.box, bits=mask.bits, data=np.frombuffer(mask.data, np.uint8))


def _read(file: Path | None) -> tuple[Size, PackedMask] | None:
    """The mask in that file; None if it is missing or incomplete."""
    if file is None or not file.is_file():
        return None
    try:
        with np.load(file, allow_pickle=False) as arrays:
            size, box = Size(*arrays["size"].tolist()), Box(*arrays["box"].tolist())
            return size, PackedMask(box, arrays["data"].tobytes(), int(arrays["bits"]))
    except Exception as error:  # NumPy raises any exception for damaged bytes
        log.warning("%s cannot be read: %s", file, error)
        return None
