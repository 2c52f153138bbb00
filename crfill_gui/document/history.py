"""Undo and redo. Each gesture is one step, which has the boxes that it changed and their former values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

import numpy as np

from crfill_core.geometry import Box, Size, union_all
from crfill_core.jobs.recipe import FillEntry, PackedMask
from crfill_core.references.lines import LineSteering

if TYPE_CHECKING:
    from crfill_core.references.provenance import References

MaskLayer = Literal["mask", "avoid", "prefer"]
What = Literal["pixels", "mask", "avoid", "prefer", "lines", "history"]
"""What observers of a document are told about."""
Layer = Literal["pixels"] | MaskLayer
TILE = 256
"""Side of a tile in pixels."""


@dataclass
class Edit:
    """A box of a layer. ``values`` are those that the layer does *not* hold now. Swapping them with
    the layer's values undoes or redoes the edit.
    """

    layer: Layer
    box: Box
    values: np.ndarray


@dataclass
class Step:
    """What one gesture changed.

    A fill has an ``entry`` and the references of its windows. ``replaces``: it replaced the fill before it, and its edits
    include all boxes of that fill. ``painted`` is the mask that was painted for a fill, if the fill's own mask differs
    from it. ``lines`` is the line steering that the document does *not* hold now, if the gesture changed it. ``before``
    and ``after`` are the states of the pixels (:attr:`History.state`).
    """

    label: str
    edits: list[Edit]
    entry: FillEntry | None = None
    references: tuple[References, ...] = ()
    replaces: bool = False
    painted: PackedMask | None = None
    lines: LineSteering | None = None
    before: int = 0
    after: int = 0

    @property
    def bytes(self) -> int:
        held = sum(_held_bytes(edit.values) for edit in self.edits)
        held += sum(references.nbytes for references in self.references)
        held += len(self.painted.data) if self.painted else 0
        return held + (self.entry.bytes if self.entry else 0)

    @property
    def changes_pixels(self) -> bool:
        return self.before != self.after


class History:
    """The steps of a document, and which of its states are saved.

    Steps 0 … position − 1 are done, the others undone. If they hold more than ``budget`` bytes, the
    oldest are dropped, but never the latest.
    """

    def __init__(self, budget: int) -> None:
        self.budget = budget
        self.steps: list[Step] = []
        self.position = 0
        self.forgotten = 0
        """How many old steps were dropped to stay within the budget."""
        self._saved_state = self._last_state = self._oldest_state = 0
        self._beginning = self._opened = object()
        self._saved_moment: object | None = None

    @property
    def bytes(self) -> int:
        return sum(step.bytes for step in self.steps)

    def push(self, step: Step) -> list[Step]:
        """Add a step that was just done, and set its states; undone steps are lost. Returns the old steps that were
        dropped.
        """
        step.before = step.after = self.state
        if step.entry is not None:
            self._last_state += 1
            step.after = self._last_state
        del self.steps[self.position :]
        self.steps.append(step)
        self.position += 1
        excess = self.bytes - self.budget
        drop = 0
        while excess > 0 and drop < len(self.steps) - 1:
            excess -= self.steps[drop].bytes
            drop += 1
        dropped = self.steps[:drop]
        del self.steps[:drop]
        self.position -= drop
        self.forgotten += drop
        if dropped:
            self._beginning, self._oldest_state = object(), dropped[-1].after
        return dropped

    @property
    def state(self) -> int:
        """A number for the current pixels: equal numbers mean equal pixels. 0 is the photo as opened."""
        return self.steps[self.position - 1].after if self.position else self._oldest_state

    @property
    def moment(self) -> object:
        """An object for the current state: the same object means the same photo, mask and steering."""
        return self.steps[self.position - 1] if self.position else self._beginning

    @property
    def is_dirty(self) -> bool:
        """Whether the pixels differ from those last saved, or from those opened if nothing was saved. After a project was
        saved, whether anything has changed since.
        """
        whole = self._saved_moment
        return self.state != self._saved_state or (whole is not None and whole is not self.moment)

    @property
    def is_untouched(self) -> bool:
        """Whether nothing has changed since opening."""
        return self.moment is self._opened

    def mark_opened(self) -> None:
        """Treat everything so far as part of opening the photo, not as a change."""
        self._opened = self.moment

    def mark_saved(self, state: int, moment: object | None) -> None:
        """Record that a :attr:`state` of the pixels was saved. ``moment`` is None unless a project was saved."""
        self._saved_state, self._saved_moment = state, moment

    def back(self) -> Step | None:
        """Move one step back and return the step to undo; None at the beginning."""
        if self.position == 0:
            return None
        self.position -= 1
        return self.steps[self.position]

    def forward(self) -> Step | None:
        """Move one step forward and return the step to redo; None at the end."""
        if self.position == len(self.steps):
            return None
        self.position += 1
        return self.steps[self.position - 1]

    def done(self) -> list[Step]:
        return self.steps[: self.position]

    def fills(self) -> list[list[Step]]:
        """The fills that are done, oldest first. Each is a list of steps that replaced one another; the photo shows the
        last of them. If the first step of a list ``replaces`` another, the other was dropped.
        """
        found: list[list[Step]] = []
        for step in self.done():
            if step.entry is not None:
                if step.replaces and found:
                    found[-1].append(step)
                else:
                    found.append([step])
        return found


def compact(values: np.ndarray) -> np.ndarray:
    """A copy. If all values (h, w) are equal, as in most tiles of a mask, it stores a single value."""
    first = values[(0,) * values.ndim]
    if values.ndim == 2 and values[-1, -1] == first and np.all(values == first):
        return np.broadcast_to(np.array(first), values.shape)
    return values.copy()


def _held_bytes(values: np.ndarray) -> int:
    return values.itemsize if not any(values.strides) else values.nbytes


def tiles_of(box: Box, size: Size) -> Iterator[Box]:
    """The tiles of a fixed grid that overlap the box, cut at the photo's edge."""
    box = box.clamp(size)
    if box.is_empty:
        return
    first, last = box.left // TILE, (box.right - 1) // TILE
    for row in _grid(size)[box.top // TILE : (box.bottom - 1) // TILE + 1]:
        yield from row[first : last + 1]


@lru_cache(maxsize=4)
def _grid(size: Size) -> tuple[tuple[Box, ...], ...]:
    """All tiles of a photo, row by row. Cached, because each dab of a large brush needs dozens of them."""
    return tuple(
        tuple(Box(left, top, left + TILE, top + TILE).clamp(size) for left in range(0, size.width, TILE))
        for top in range(0, size.height, TILE)
    )


def merged(parts: Mapping[Box, Box]) -> list[Box]:
    """Merge parts of tiles, each given by its tile, into few boxes. Up to four parts give a single box around all. More
    parts give a box for each run of neighbours in a row.
    """
    if len(parts) <= 4:
        return [union_all(parts.values())] if parts else []
    runs: list[Box] = []
    last: Box | None = None
    for tile in sorted(parts, key=lambda tile: (tile.top, tile.left)):
        if last is not None and last.top == tile.top and last.right == tile.left:
            runs[-1] = runs[-1].union(parts[tile])
        else:
            runs.append(parts[tile])
        last = tile
    return runs
