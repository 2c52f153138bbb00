"""What a fill leaned on, as a project file holds it: a description for the manifest, a block of numbers and a picture.

The block holds, little-endian and without gaps: what was filled (packed as :attr:`References.packed_write`), the masks
at the network's scale (a byte a pixel), the selection, if there is one that of the mirrored window, and the sources.
Features are not kept: what they select is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from crfill_core.base.messages import Message
from crfill_core.files.strict_json import Node, StrictError
from crfill_core.geometry import Box, Size
from crfill_core.references.links import SeenMasks
from crfill_core.references.provenance import References
from crfill_core.references.selection import FEATURE_STRIDE, Selection, patch_edges
from crfill_core.references.sources import Sources

MOST_REFERENCES = 1000
"""Of one patch."""
_LARGEST_SIDE = 1 << 16
_HOLE, _HIDDEN, _BARRED, _PREFER = 1, 2, 4, 8
_PATCH, _STRIDE = 4, 2  # in pixels of the feature
_KEYS = (
    *("window", "size", "missing", "references", "candidates"),
    *("mirrored", "half_coarse", "other", "sources"),
)


@dataclass(frozen=True)
class Described:
    """What the manifest says of the references of one window."""

    window: Box
    size: Size
    """At the network's scale."""
    missing: int
    """So many patches."""
    references: int
    """So many of each."""
    candidates: int
    mirrored: bool
    half_coarse: bool
    other: int | None
    """The candidates of the selection of the mirrored window; None if there is no such."""
    sources: tuple[Box, int] | None
    """Around what was copied, and how many shifts there are."""

    @classmethod
    def of(cls, one: References) -> Described:
        """Computes the selection unless that is done."""
        selection, other, sources = one.selection, one.other, one.sources
        return cls(
            one.window,
            one.size,
            len(selection.missing),
            selection.references.shape[1],
            selection.candidates,
            one.mirrored,
            one.half_coarse,
            None if other is None else other.candidates,
            None if sources is None else (sources.box, len(sources.table)),
        )

    @classmethod
    def read(cls, node: Node, photo: Size) -> Described:
        """StrictError for what cannot be true of a photo of that size."""
        members = node.object(_KEYS)
        window = members["window"].box()
        if window.is_empty or not Box.of(photo).contains(window):
            members["window"].fail(Message("does not lie inside the photo"))
        sides = [side.whole(1, _LARGEST_SIDE) for side in members["size"].items(2)]
        if len(sides) != 2:
            members["size"].fail(Message("is no pair"))
        size = Size(*sides)
        grid = _grid(size)
        patches = len(grid[0]) * len(grid[1])
        candidates = members["candidates"].whole(0, patches)
        return cls(
            window,
            size,
            members["missing"].whole(0, patches),
            members["references"].whole(0, min(MOST_REFERENCES, candidates)),
            candidates,
            members["mirrored"].boolean(),
            members["half_coarse"].boolean(),
            members["other"].optional(lambda other: other.whole(0, patches)),
            members["sources"].optional(lambda sources: _described_sources(sources, window)),
        )

    def to_json(self) -> dict[str, Any]:
        sources = self.sources and {"box": list(self.sources[0]), "shifts": self.sources[1]}
        values = (
            *(list(self.window), list(self.size), self.missing, self.references, self.candidates),
            *(self.mirrored, self.half_coarse, self.other, sources),
        )
        return dict(zip(_KEYS, values, strict=True))

    @property
    def nbytes(self) -> int:
        """Of the block."""
        selection = 4 * self.missing * (2 + 3 * self.references)
        sources = 0
        if self.sources is not None:
            box, shifts = self.sources
            sources = 8 * shifts + box.area * np.min_scalar_type(shifts).itemsize
        write = self.window.height * -(-self.window.width // 8)
        return write + self.size.area + selection * (1 if self.other is None else 2) + sources

    @property
    def held(self) -> int:
        """Bytes of memory that the references take, about."""
        return self.nbytes + 16 * self.size.area


def _described_sources(node: Node, window: Box) -> tuple[Box, int]:
    members = node.object(("box", "shifts"))
    box = members["box"].box()
    if not box.is_empty and not window.contains(box):
        members["box"].fail(Message("does not lie inside its window"))
    return box, members["shifts"].whole(0, box.area)


def packed(one: References) -> bytes:
    """The block of numbers; it is as long as the description says."""
    masks, selection, other, sources = one.masks, one.selection, one.other, one.sources
    flags = masks.hole * np.uint8(_HOLE) + masks.hidden * np.uint8(_HIDDEN) + masks.barred * np.uint8(_BARRED)
    if masks.prefer is not None:
        flags += masks.prefer * np.uint8(_PREFER)
    parts = [one.packed_write, flags]
    for held in (selection, other):
        if held is not None:
            parts += [held.missing, held.references, held.similarity, held.weight, held.entropy]
    if sources is not None:
        parts += [sources.table, sources.index]
    return b"".join(part.astype(part.dtype.newbyteorder("<"), copy=False).tobytes() for part in parts)


def picture(one: References) -> np.ndarray:
    """The window at the network's scale, (h, w, 3) uint8."""
    return np.rint(255 * np.clip(one.image, 0, 1)).astype(np.uint8)


def unpacked(described: Described, block: bytes, image: np.ndarray) -> References:
    """The references again. ``block`` is as long as described and ``image`` (h, w, 3) uint8 of the size described;
    StrictError for values that cannot be.
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
            raise StrictError(Message("the mirrored window misses other patches"))
    return References(
        window,
        image.astype(np.float32) / 255,
        masks,
        write,
        selection=selection,
        other=other,
        sources=None if described.sources is None else _sources(reader, *described.sources),
        mirrored=described.mirrored,
        half_coarse=described.half_coarse,
        k=described.references,
    )


class _Reader:
    """Arrays out of a block, one after the other."""

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
        raise StrictError(Message("the missing patches are not in order"))
    _within(references, 0, patches - 1, Message("references"))
    _within(similarity, -1, 1, Message("similarities"))
    _within(weight, 0, 1.001, Message("weights"))  # rounded
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


def _sources(reader: _Reader, box: Box, shifts: int) -> Sources:
    table = reader.array((shifts, 2), np.int32)
    index = reader.array((box.height, box.width), np.min_scalar_type(shifts))
    _within(table, -_LARGEST_SIDE, _LARGEST_SIDE, Message("shifts"))
    _within(index, 0, shifts, Message("numbers of shifts"))
    return Sources(box, index, table)


def _grid(size: Size) -> tuple[np.ndarray, np.ndarray]:
    """The left edges and the top edges of all patches, as :func:`crfill_core.references.similarity.select` lays them."""
    columns, rows = (
        FEATURE_STRIDE * patch_edges(-(-side // FEATURE_STRIDE), _PATCH, _STRIDE) for side in size
    )
    return columns.astype(np.int32), rows.astype(np.int32)


def _within(values: np.ndarray, least: float, most: float, what: Message) -> None:
    if values.size and not (values.min() >= least and values.max() <= most):  # NaN is not, either
        raise StrictError(Message("{what} are out of range", what=what))
