"""A project: a photo with everything that is saved with it, as plain data. It can become a document again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from crfill_core.geometry import Box
from crfill_core.imaging.bounds import bounds
from crfill_core.imaging.photo import Photo
from crfill_core.inference.request import FillPatch, FillResult
from crfill_core.jobs.recipe import FillEntry, PackedMask
from crfill_core.references.lines import LineSteering
from crfill_core.references.provenance import References
from crfill_gui.document.document import HISTORY_BUDGET, Document
from crfill_gui.document.tiled_photo import Tiles

Edits = tuple[tuple[Box, np.ndarray], ...]
"""Boxes with their former pixels."""
_ALWAYS_KEPT = 1 << 30
"""A project may hold this many bytes of patches even if its photo is small."""


@dataclass(frozen=True, eq=False)
class ProjectFill:
    """One fill: its entry in the recipe, the patches to paste in order, and the known references of its windows.

    An old fill may have no patches. Then its result is part of the next fill that has patches.
    """

    entry: FillEntry
    patches: tuple[FillPatch, ...]
    references: tuple[References, ...] = ()
    painted: PackedMask | None = None
    """The mask as it was painted, before it was widened or grown; None if that is the entry's mask or not known."""


@dataclass(frozen=True, eq=False)
class Project:
    """The ``photo`` as opened, the fills that were made in it, the current ``mask`` (H, W) uint8, and the steering.

    The layers ``avoid`` and ``prefer`` are (H, W) uint8 too, or None if they are empty.
    """

    photo: Photo
    mask: np.ndarray
    fills: tuple[ProjectFill, ...] = ()
    avoid: np.ndarray | None = None
    prefer: np.ndarray | None = None
    lines: LineSteering = LineSteering()

    @classmethod
    def of(cls, document: Document) -> Project:
        """A copy of the document's current contents, which another thread may save."""
        return cls.at(Snapshot.of(document))

    @classmethod
    def at(cls, snapshot: Snapshot) -> Project:
        """The contents of a document when the snapshot was taken. Slow for large photos. Any thread may call it."""
        photo, recipe = snapshot.photo, snapshot.recipe
        pixels = snapshot.pixels.whole()
        if snapshot.fills:
            pixels = pixels.copy()
        fills: list[ProjectFill] = []
        left = patch_budget(photo)
        for *replaced, edits in reversed(snapshot.fills):
            left -= sum(before.nbytes for _, before in edits)
            if left < 0:
                break
            patches = []
            for box, before in reversed(edits):  # back to the pixels before the fill
                patches.append(FillPatch(box, pixels[box.slices].copy()))
                pixels[box.slices] = before
            for box, before in (edit for step in reversed(replaced) for edit in reversed(step)):
                pixels[box.slices] = before
            last = -1 - len(fills)
            references, painted = snapshot.references[last], snapshot.painted[last]
            fills.append(ProjectFill(recipe[last], tuple(reversed(patches)), references, painted))
        forgotten = recipe[: len(recipe) - len(fills)]
        for number, entry in enumerate(reversed(forgotten)):
            fills.append(ProjectFill(entry, () if number else _difference(photo.pixels, pixels)))
        steering = (snapshot.avoid, snapshot.prefer, snapshot.lines)
        return cls(photo, snapshot.mask, tuple(reversed(fills)), *steering)

    def document(self, history_budget: int = HISTORY_BUDGET) -> Document:
        """A document in the state of the project, with a history of its fills. ``history_budget`` is in bytes."""
        document = Document(self.photo, history_budget)
        for fill in self.fills:
            request = fill.entry.request(self.photo, document.revision)
            result = FillResult(
                fill.patches,
                (),
                fill.entry.weights,
                fill.entry.device,
                0.0,
                fill.entry.weights_sha256,
                revision=document.revision,
                references=fill.references,
                structure=fill.entry.structure,
                structure_sha256=fill.entry.structure_sha256,
            )
            painted = None if fill.painted is None else fill.painted.unpack(self.photo.size)
            document.apply_fill(request, result, covered=painted)
        document.steering.restore(self.avoid, self.prefer, self.lines)
        document.set_mask(self.mask, "Mask of the project")
        return document


@dataclass(frozen=True, eq=False)
class Snapshot:
    """A fast snapshot of a document, from which another thread can make a :class:`Project`.

    For each fill, oldest first, ``fills`` has the steps that replaced one another; the photo shows the last of them. A
    step is given by the boxes that it changed, with their former pixels. ``references`` and ``painted`` have one element
    for each of these fills.
    """

    photo: Photo
    pixels: Tiles
    mask: np.ndarray
    recipe: tuple[FillEntry, ...]
    fills: tuple[tuple[Edits, ...], ...]
    references: tuple[tuple[References, ...], ...]
    painted: tuple[PackedMask | None, ...]
    avoid: np.ndarray | None
    prefer: np.ndarray | None
    lines: LineSteering

    @classmethod
    def of(cls, document: Document) -> Snapshot:
        # If the first step replaces a fill that was dropped, its former pixels are not those before the fill.
        kept = [steps for steps in document.history.fills() if not steps[0].replaces]
        fills = tuple(
            tuple(
                tuple((edit.box, edit.values) for edit in step.edits if edit.layer == "pixels")
                for step in steps
            )
            for steps in kept
        )
        references = tuple(steps[-1].references for steps in kept)
        painted = tuple(steps[-1].painted for steps in kept)
        regions = document.steering.has_regions
        return cls(
            document.original,
            document.now.pixels,
            document.coverage.copy(),
            document.recipe,
            fills,
            references,
            painted,
            _copy(document.avoid) if regions else None,
            _copy(document.prefer) if regions else None,
            document.lines,
        )


def patch_budget(photo: Photo) -> int:
    """The largest size, in bytes, of all patches of a project. The patch with the result of the oldest fills is not
    counted.
    """
    return max(_ALWAYS_KEPT, 16 * photo.pixels.nbytes)


def _difference(before: np.ndarray, after: np.ndarray) -> tuple[FillPatch, ...]:
    """The patch to paste into ``before`` to make it ``after``; none if they are equal."""
    box = bounds((before != after).any(axis=2).view(np.uint8))
    return () if box.is_empty else (FillPatch(box, after[box.slices].copy()),)


def _copy(layer: np.ndarray) -> np.ndarray | None:
    return layer.copy() if layer.any() else None
