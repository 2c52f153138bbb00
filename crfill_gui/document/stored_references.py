"""References in a project file: a description for the manifest, a block of numbers and a picture for each window.

The block holds, little-endian and without gaps: the filled pixels (packed as :attr:`References.packed_write`), the
masks at the network's scale (one byte per pixel), the selection, the selection of the mirrored window if there is one,
and the sources. Features are not stored, only what they select.
"""

from __future__ import annotations

from typing import Annotated

import numpy as np
from msgspec import Meta, Struct

from crfill_core.base.messages import Message
from crfill_core.base.options import is_box
from crfill_core.files.strict import StrictError
from crfill_core.geometry import Box, Size
from crfill_core.references.links import SeenMasks
from crfill_core.references.provenance import References
from crfill_core.references.selection import FEATURE_STRIDE, Selection, patch_edges
from crfill_core.references.sources import Sources

MOST_REFERENCES = 1000
"""The largest number of references of a patch."""
_LARGEST_SIDE = 1 << 16
_HOLE, _HIDDEN, _BARRED, _PREFER = 1, 2, 4, 8
"""The bits of the masks in a byte."""
_PATCH, _STRIDE = 4, 2
"""Side of a patch and distance between patches, in pixels of the feature map."""
_Natural = Annotated[int, Meta(ge=0)]


class DescribedSources(Struct, frozen=True, forbid_unknown_fields=True):
    """The box around the copied pixels, and the number of shifts."""

    box: Box
    shifts: _Natural


class Described(Struct, frozen=True, forbid_unknown_fields=True):
    """The references of one window in the manifest."""

    window: Box
    size: Size
    """The window's size at the network's scale, in pixels."""
    missing: _Natural
    """Number of missing patches."""
    references: Annotated[int, Meta(ge=0, le=MOST_REFERENCES)]
    """Number of references of each missing patch."""
    candidates: _Natural
    mirrored: bool
    half_coarse: bool
    other: _Natural | None
    """The number of candidates in the mirrored window's selection; None if there is none."""
    sources: DescribedSources | None

    @classmethod
    def of(cls, references: References) -> Described:
        """Describe references. References that were not selected yet are selected."""
        selection, other, sources = references.selection, references.other, references.sources
        return cls(
            references.window,
            references.size,
            len(selection.missing),
            selection.references.shape[1],
            selection.candidates,
            references.mirrored,
            references.half_coarse,
            None if other is None else other.candidates,
            None if sources is None else DescribedSources(sources.box, len(sources.table)),
        )

    def check(self, photo: Size, where: str) -> None:
        """Raise StrictError for values that are impossible in a photo of this size. ``where`` is the place in the
        manifest.
        """
        if self.window.is_empty or not Box.of(photo).contains(self.window):
            raise StrictError(f"{where}.window", Message("is not inside the photo"))
        if not all(1 <= side <= _LARGEST_SIDE for side in self.size):
            raise StrictError(f"{where}.size", Message("is not the size of a window"))
        columns, rows = _grid(self.size)
        patches = len(columns) * len(rows)
        most = {"missing": patches, "references": self.candidates, "candidates": patches, "other": patches}
        for name, limit in most.items():
            if (getattr(self, name) or 0) > limit:
                raise StrictError(f"{where}.{name}", Message("is more than {count}", count=limit))
        if self.sources is not None:
            box = self.sources.box
            if not is_box(box) or not (box.is_empty or self.window.contains(box)):
                raise StrictError(f"{where}.sources.box", Message("is not inside its window"))
            if self.sources.shifts > box.area:
                raise StrictError(f"{where}.sources.shifts", Message("is more than {count}", count=box.area))

    @property
    def nbytes(self) -> int:
        """Size of the block in bytes."""
        selection = 4 * self.missing * (2 + 3 * self.references)
        sources = 0
        if self.sources is not None:
            box, shifts = self.sources.box, self.sources.shifts
            sources = 8 * shifts + box.area * np.min_scalar_type(shifts).itemsize
        write = self.window.height * -(-self.window.width // 8)
        return write + self.size.area + selection * (1 if self.other is None else 2) + sources

    @property
    def memory_bytes(self) -> int:
        """Approximate memory of the references in bytes."""
        return self.nbytes + 16 * self.size.area


def packed(references: References) -> bytes:
    """The block of numbers, as long as :attr:`Described.nbytes`."""
    masks, selection, other, sources = (
        references.masks,
        references.selection,
        references.other,
        references.sources,
    )
    flags = masks.hole * np.uint8(_HOLE) + masks.hidden * np.uint8(_HIDDEN) + masks.barred * np.uint8(_BARRED)
    if masks.prefer is not None:
        flags += masks.prefer * np.uint8(_PREFER)
    parts = [references.packed_write, flags]
    for held in (selection, other):
        if held is not None:
            parts += [held.missing, held.references, held.similarity, held.weight, held.entropy]
    if sources is not None:
        parts += [sources.table, sources.index]
    return b"".join(part.astype(part.dtype.newbyteorder("<"), copy=False).tobytes() for part in parts)


def picture(references: References) -> np.ndarray:
    """The window at the network's scale, (h, w, 3) uint8."""
    return np.asarray(np.rint(255 * np.clip(references.image, 0, 1)), np.uint8)


def unpacked(described: Described, block: bytes, image: np.ndarray) -> References:
    """Restore the references. ``block`` and ``image``, (h, w, 3) uint8, must have the described sizes. Raises
    StrictError for impossible values.
    """
    reader = _Reader(block)
    window, size = described.window, described.size
    write = reader.array((window.height, -(-window.width // 8)), np.uint8)
    flags = reader.array((size.height, size.width), np.uint8)
    prefer = (flags & _PREFER) > 0
    masks = SeenMasks(
        (flags & _HOLE) > 0,
        (flags & _HIDDEN) > 0,
        (flags & _BARRED) > 0,
        prefer if prefer.any() else None,
    )
    selection = _selection(reader, described, masks.hole, described.candidates)
    other = None
    if described.other is not None:
        other = _selection(reader, described, masks.hole, described.other)
        if not np.array_equal(other.missing, selection.missing):
            raise StrictError("", Message("has a mirrored window that misses other patches"))
    return References(
        window,
        image.astype(np.float32) / 255,
        masks,
        write,
        selection=selection,
        other=other,
        sources=None if described.sources is None else _sources(reader, described.sources),
        mirrored=described.mirrored,
        half_coarse=described.half_coarse,
        k=described.references,
    )


class _Reader:
    """Reads arrays from a block in order."""

    def __init__(self, block: bytes) -> None:
        self._block, self._start = block, 0

    def array(self, shape: tuple[int, ...], dtype: np.dtype | type) -> np.ndarray:
        little = np.dtype(dtype).newbyteorder("<")
        count = int(np.prod(shape))
        values = np.frombuffer(self._block, little, count, self._start)
        self._start += values.nbytes
        return values.astype(dtype).reshape(shape)


def _selection(reader: _Reader, described: Described, hole: np.ndarray, candidates: int) -> Selection:
    columns, rows = _grid(described.size)
    table = (described.missing, described.references)
    missing = reader.array(table[:1], np.int32)
    references = reader.array(table, np.int32)
    similarity, weight = reader.array(table, np.float32), reader.array(table, np.float32)
    entropy = reader.array(table[:1], np.float32)
    patches = len(columns) * len(rows)
    _within(missing, 0, patches - 1, Message("missing patches"))
    if (np.diff(missing) <= 0).any():
        raise StrictError("", Message("has missing patches that are not in order"))
    _within(references, 0, patches - 1, Message("references"))
    _within(similarity, -1, 1, Message("similarities"))
    _within(weight, 0, 1.001, Message("weights"))  # rounding may make them exceed 1
    _within(entropy, 0, 100, Message("entropies"))
    return Selection(
        described.size,
        columns,
        rows,
        hole,
        missing,
        references,
        similarity,
        weight,
        entropy,
        candidates,
        _PATCH * FEATURE_STRIDE,
        _STRIDE * FEATURE_STRIDE,
    )


def _sources(reader: _Reader, described: DescribedSources) -> Sources:
    box, shifts = described.box, described.shifts
    table = reader.array((shifts, 2), np.int32)
    index = reader.array((box.height, box.width), np.min_scalar_type(shifts))
    _within(table, -_LARGEST_SIDE, _LARGEST_SIDE, Message("shifts"))
    _within(index, 0, shifts, Message("numbers of shifts"))
    return Sources(box, index, table)


def _grid(size: Size) -> tuple[np.ndarray, np.ndarray]:
    """The left and the top edges of all patches, as in :func:`crfill_core.references.similarity.select`."""
    columns, rows = (
        FEATURE_STRIDE * patch_edges(-(-side // FEATURE_STRIDE), _PATCH, _STRIDE) for side in size
    )
    return columns.astype(np.int32), rows.astype(np.int32)


def _within(values: np.ndarray, least: float, most: float, what: Message) -> None:
    # Comparisons with NaN are false, so NaN is refused.
    if values.size and not (values.min() >= least and values.max() <= most):
        raise StrictError("", Message("has {what} that are out of range", what=what))
