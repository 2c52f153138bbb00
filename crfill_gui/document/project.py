"""A project: a photo with everything that is saved with it, as plain data; from a document and back."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from crfill_core.geometry import Box
from crfill_core.imaging.bounds import bounds
from crfill_core.imaging.opacity import with_cover
from crfill_core.imaging.photo import Photo
from crfill_core.inference.request import FillPatch, FillResult
from crfill_core.jobs.recipe import FillEntry, PackedMask
from crfill_core.references.lines import LineSteering
from crfill_core.references.provenance import References
from crfill_gui.document.document import HISTORY_BUDGET, Document
from crfill_gui.document.tiled_photo import Tiles

Edits = tuple[tuple[Box, np.ndarray], ...]
"""Boxes with the pixels that were there before."""
_ALWAYS_KEPT = 1 << 30
"""Bytes of patches that a project may always hold, whatever the photo's size."""


@dataclass(frozen=True, eq=False)
class ProjectFill:
    """One fill: its entry in the recipe and the resulting patches, to be pasted in order.

    An old fill may have no patches of its own. Its result is then part of the next fill that has patches.
    ``references`` are those of its windows, as far as known.
    """

    entry: FillEntry
    patches: tuple[FillPatch, ...]
    references: tuple[References, ...] = ()
    painted: PackedMask | None = None
    """The mask as it was painted, before it was widened; None if the entry's mask is that one, or if it is not known."""


@dataclass(frozen=True, eq=False)
class Project:
    """``photo`` as opened, the present ``mask`` (H, W) uint8, the fills that are in the pixels now, and the
    steering: the layers ``avoid`` and ``prefer`` (H, W) uint8, None where nothing is avoided or preferred, and the lines.
    """

    photo: Photo
    mask: np.ndarray
    fills: tuple[ProjectFill, ...] = ()
    avoid: np.ndarray | None = None
    prefer: np.ndarray | None = None
    lines: LineSteering = LineSteering()

    @property
    def filled(self) -> Photo:
        """The photo with all patches pasted in."""
        pixels, alpha = self.photo.pixels.copy(), self.photo.alpha
        for fill in self.fills:
            for patch in fill.patches:
                pixels[patch.box.slices] = patch.pixels
            if alpha is not None:
                alpha = with_cover(alpha, fill.entry.mask(self.photo.size))
        return replace(self.photo, pixels=pixels, alpha=alpha)

    @classmethod
    def of(cls, document: Document) -> Project:
        """A copy of the document's present contents, safe to be written by another thread."""
        return cls.at(Snapshot.of(document))

    @classmethod
    def at(cls, snapshot: Snapshot) -> Project:
        """The contents of a document when the snapshot was taken. Slow for large photos; thread-safe."""
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
            for box, before in reversed(edits):  # go back through the earlier pixels
                patches.append(FillPatch(box, pixels[box.slices].copy()))
                pixels[box.slices] = before
            for box, before in (edit for step in reversed(replaced) for edit in reversed(step)):
                pixels[box.slices] = before
            references = snapshot.references[-1 - len(fills)]
            painted = snapshot.painted[-1 - len(fills)]
            fills.append(ProjectFill(recipe[-1 - len(fills)], tuple(reversed(patches)), references, painted))
        forgotten = recipe[: len(recipe) - len(fills)]
        for number, entry in enumerate(reversed(forgotten)):
            fills.append(ProjectFill(entry, () if number else _difference(photo.pixels, pixels)))
        steering = (snapshot.avoid, snapshot.prefer, snapshot.lines)
        return cls(photo, snapshot.mask, tuple(reversed(fills)), *steering)

    def document(self, history_budget: int = HISTORY_BUDGET) -> Document:
        """A document in the project's state, with a history of its fills."""
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

    ``fills``: for each fill, oldest first, the steps that replaced one another, of which the last is in the pixels; for
    each step the boxes that it changed, with their former pixels. ``references`` and ``painted`` are those of these
    fills.
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
        # If the first step replaces a fill, that fill was dropped.
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
        layers = (
            (_copy(document.avoid), _copy(document.prefer)) if document.steering.has_regions else (None, None)
        )
        mask, steering = document.coverage.copy(), (*layers, document.lines)
        return cls(
            *(document.original, document.now.pixels, mask, document.recipe, fills, references, painted),
            *steering,
        )


def patch_budget(photo: Photo) -> int:
    """The most bytes of all patches of a project's fills, not counting the patch that holds forgotten fills."""
    return max(_ALWAYS_KEPT, 16 * photo.pixels.nbytes)


def _difference(before: np.ndarray, after: np.ndarray) -> tuple[FillPatch, ...]:
    """The patch to paste into ``before`` to make it ``after``; none if they are equal."""
    box = bounds((before != after).any(axis=2).view(np.uint8))
    return () if box.is_empty else (FillPatch(box, after[box.slices].copy()),)


def _copy(layer: np.ndarray) -> np.ndarray | None:
    return layer.copy() if layer.any() else None
