"""Keeps a photo's unfilled mask and its steering when another photo is opened or the program ends."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from crfill_core.errors import CrfillError
from crfill_core.files.replace import replacing
from crfill_core.files.strict import parse_json
from crfill_core.geometry import Box, Size
from crfill_core.jobs.recipe import PackedMask
from crfill_core.references.line_json import lines_from_json, lines_to_json
from crfill_core.references.lines import LineSteering
from crfill_gui.document.document import Document
from crfill_gui.document.history import MaskLayer

log = logging.getLogger(__name__)
MOST_FILES = 500
MOST_BYTES = 64 * 2**20
"""Limits of the kept files: their number, and their total length. The oldest are dropped first. The number is also the
limit of the work kept in memory.
"""
LAYERS: tuple[MaskLayer, ...] = ("mask", "avoid", "prefer")


@dataclass(frozen=True)
class Left:
    """The unfilled work on a photo: the layers that are not empty, each (H, W) uint8, and the lines."""

    layers: Mapping[MaskLayer, np.ndarray]
    lines: LineSteering = LineSteering()

    @classmethod
    def of(cls, document: Document) -> Left | None:
        """The work on a document that is to be kept; None if there is none. Steering without a mask is kept only if the
        photo is unchanged.
        """
        if document.history.is_untouched or (document.is_changed and not document.mask_area):
            return None
        values = {"mask": document.coverage, "avoid": document.avoid, "prefer": document.prefer}
        layers = {layer: values[layer].copy() for layer in LAYERS if values[layer].any()}
        return cls(layers, document.lines) if layers or document.lines else None


@dataclass(frozen=True)
class _Packed:
    size: Size
    layers: Mapping[MaskLayer, PackedMask]
    lines: LineSteering


class LeftMasks:
    """Keeps the unfilled work on each photo until the photo is opened again: in memory and, if ``folder`` is set, in
    files in that folder, which survive a restart.

    A photo is identified by its file's path, modification time and length, so a later photo with the same path does not
    get the earlier one's mask. The methods are slow, so they are called on the file thread.
    """

    def __init__(self) -> None:
        self.folder: Path | None = None
        self._kept: dict[str, _Packed] = {}

    def keep(self, path: Path, size: Size, left: Left | None) -> None:
        """Keep the work on a photo that is about to be closed; None deletes what was kept."""
        name = _name(path)
        file = None if self.folder is None else self.folder / name
        self._kept.pop(name, None)
        try:
            if left is not None:
                layers = {layer: PackedMask.of(values) for layer, values in left.layers.items()}
                self._kept[name] = packed = _Packed(size, layers, left.lines)
                _write(file, packed)
                self._prune(file)
            elif file is not None:
                file.unlink(missing_ok=True)
        except (OSError, CrfillError) as error:  # what was packed remains in memory
            log.warning("The mask of %s is not kept for the next start: %s", path, error)

    def restore(self, path: Path, document: Document) -> bool:
        """Give a document that was just read the work that was kept for its photo, unless the document already has work of
        its own. Returns whether a mask from an earlier run of the program was restored.
        """
        if not document.history.is_untouched:
            return False
        name = _name(path)
        here = self._kept.pop(name, None)
        file = None if self.folder is None else self.folder / name
        left = here or _read(file)
        if left is None or left.size != document.size:
            return False
        try:
            layers = {layer: packed.unpack(document.size) for layer, packed in left.layers.items()}
        except CrfillError as error:
            log.warning("The kept mask of %s is damaged: %s", path, error)
            return False
        if "avoid" in layers or "prefer" in layers or left.lines:
            steering = (layers.get("avoid"), layers.get("prefer"), left.lines)
            document.steering.bring_back("Steering from before", *steering)
        if "mask" in layers:
            document.set_mask(layers["mask"], "Mask from before")
        return here is None and "mask" in layers

    def _prune(self, latest: Path | None) -> None:
        """Drop the oldest work beyond the limits. ``latest``: the file written last."""
        while len(self._kept) > MOST_FILES:
            del self._kept[next(iter(self._kept))]
        if self.folder is None:
            return
        facts = {file: file.stat() for file in self.folder.glob("*.npz")}
        # The latest comes first even if the clock was set back after the others were written.
        newest_first = sorted(facts, key=lambda file: (file == latest, facts[file].st_mtime_ns), reverse=True)
        total = 0
        for number, file in enumerate(newest_first, start=1):
            total += facts[file].st_size
            if number > MOST_FILES or total > MOST_BYTES:
                file.unlink(missing_ok=True)


def _name(path: Path) -> str:
    """The name of the file for the work on that photo, as the photo is on the disk now."""
    path = path.resolve()
    try:
        facts = path.stat()
        state = f"{facts.st_mtime_ns} {facts.st_size}"
    except OSError:
        state = "gone"
    return f"{hashlib.sha256(f'{path}|{state}'.encode(errors='surrogateescape')).hexdigest()[:32]}.npz"


def _write(file: Path | None, left: _Packed) -> None:
    """Write the work to ``file``, if given. The mask's arrays have names without a prefix, as in earlier versions, which
    had no steering.
    """
    if file is None:
        return
    arrays: dict[str, Any] = {"size": left.size, "lines": json.dumps(lines_to_json(left.lines))}
    for layer, packed in left.layers.items():
        prefix = "" if layer == "mask" else f"{layer}-"
        arrays |= {f"{prefix}box": packed.box, f"{prefix}bits": packed.bits}
        arrays[f"{prefix}data"] = np.frombuffer(packed.data, np.uint8)
    file.parent.mkdir(parents=True, exist_ok=True)
    with replacing(file) as temporary, open(temporary, "wb") as stream:
        np.savez(stream, **arrays)


def _read(file: Path | None) -> _Packed | None:
    """The work in that file; None if it does not exist or is damaged."""
    if file is None or not file.is_file():
        return None
    try:
        with np.load(file, allow_pickle=False) as arrays:
            layers: dict[MaskLayer, PackedMask] = {}
            for layer in LAYERS:
                prefix = "" if layer == "mask" else f"{layer}-"
                if f"{prefix}box" in arrays:
                    box, bits = Box(*arrays[f"{prefix}box"].tolist()), int(arrays[f"{prefix}bits"])
                    layers[layer] = PackedMask(box, arrays[f"{prefix}data"].tobytes(), bits)
            lines = parse_json(str(arrays["lines"])) if "lines" in arrays else None
            return _Packed(Size(*arrays["size"].tolist()), layers, lines_from_json(lines))
    except Exception as error:  # NumPy raises any exception for damaged bytes
        log.warning("%s cannot be read: %s", file, error)
        return None
