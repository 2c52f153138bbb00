"""The fills of a history: the recipe, their masks, and the photo before the latest fill."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from crfill_core.geometry import Size
from crfill_core.imaging.opacity import with_cover
from crfill_core.imaging.patches import Patch, pasted
from crfill_core.imaging.photo import Photo
from crfill_core.jobs.recipe import FillEntry, PackedMask
from crfill_gui.document.history import History, Step
from crfill_gui.document.tiled_photo import Tiles

if TYPE_CHECKING:
    from crfill_core.references.provenance import References


class FillSteps:
    """The fills of a history, with the entries of dropped steps."""

    def __init__(self, history: History, size: Size) -> None:
        self._history, self._size = history, size
        self._forgotten: list[FillEntry] = []

    def forget(self, dropped: Sequence[Step]) -> None:
        """Keep the entries of steps that were dropped from the history."""
        self._forgotten = _latest(self._forgotten, dropped)

    @property
    def recipe(self) -> tuple[FillEntry, ...]:
        """The fills that the photo shows now, oldest first. Of fills that replaced one another, only the last is here."""
        return tuple(_latest(self._forgotten, self._history.done()))

    @property
    def last_mask(self) -> np.ndarray | None:
        """The mask of the latest fill, done or undone; None before the first."""
        entries = [step.entry for step in self._history.steps if step.entry] or self._forgotten
        return entries[-1].mask(self._size) if entries else None

    @property
    def last_painted_mask(self) -> np.ndarray | None:
        """The painted mask from which the mask of the latest fill, done or undone, was made; the fill's own mask if the
        painted mask is not known; None before the first.
        """
        fills = [step for step in self._history.steps if step.entry]
        painted = fills[-1].painted if fills else None
        return self.last_mask if painted is None else painted.unpack(self._size)

    def painted_for(self, entry: FillEntry, covered: PackedMask | None) -> PackedMask | None:
        """The painted mask to keep with a new fill; None if it is the fill's own mask.

        ``covered`` is the painted mask from which the fill's mask was made, or None. If it is None and the latest fill,
        done or undone, had the same hole, that fill's painted mask is used.
        """
        if covered is not None:
            return covered
        fills = [step for step in self._history.steps if step.entry]
        same = fills and fills[-1].entry and fills[-1].entry.coverage == entry.coverage
        return fills[-1].painted if same else None

    @property
    def references(self) -> tuple[References, ...]:
        """The references of the fills that the photo shows now, oldest first, as far as the history goes back."""
        return tuple(found for fill in self._history.fills() for found in fill[-1].references)

    @property
    def replaceable(self) -> FillEntry | None:
        """The latest fill, if the photo shows it and the pixels before it are still known; otherwise None."""
        fills = self._history.fills()
        undone = any(step.entry for step in self._history.steps[self._history.position :])
        return None if undone or not fills or fills[-1][0].replaces else fills[-1][-1].entry

    def before_last(self, pixels: Tiles) -> Tiles:
        """The pixels before the latest fill."""
        edits = [edit for step in reversed(self._history.fills()[-1]) for edit in reversed(step.edits)]
        return pixels.pasted((edit.box, edit.values) for edit in edits if edit.layer == "pixels")

    def replacing(self, pixels: Tiles, patches: list[Patch]) -> list[Patch]:
        """The changes that replace the latest fill with a new fill's ``patches``: also the boxes that only the latest fill
        changed, with the pixels before it.
        """
        before = self.before_last(pixels)
        held = {edit.box for edit in self._history.fills()[-1][-1].edits if edit.layer == "pixels"}
        boxes = sorted(held.union(box for box, _ in patches))
        return [(box, pasted(before.part(box).copy(), box, patches)) for box in boxes]


def alpha_after(photo: Photo, fills: Sequence[FillEntry]) -> np.ndarray | None:
    """A photo's alpha after these fills: filled pixels are opaque."""
    alpha = photo.alpha
    if alpha is not None:
        for entry in fills:
            alpha = with_cover(alpha, entry.mask(photo.size))
    return alpha


def _latest(entries: Sequence[FillEntry], steps: Sequence[Step]) -> list[FillEntry]:
    """The entries and those of later steps, without the fills that were replaced."""
    found = list(entries)
    for step in steps:
        if step.entry is not None:
            if step.replaces and found:
                found.pop()
            found.append(step.entry)
    return found
