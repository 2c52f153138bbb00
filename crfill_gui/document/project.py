"""A project: everything that reopens with a photo, as plain data; from a document and back into one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from crfill_core.imaging.photo import Photo
from crfill_core.inference.request import FillPatch, FillResult
from crfill_core.recipe import FillEntry
from crfill_gui.document.document import HISTORY_BUDGET, Document
from crfill_gui.document.mask import bounds

_ALWAYS_KEPT = 1 << 30
"""Bytes of patches that a project holds whatever the photo's size."""


@dataclass(frozen=True, eq=False)
class ProjectFill:
    """One fill: what was asked, and the patches that came of it, to be pasted in order.

    Old fills may have no patches of their own: those of the next fill that has any then show the result of both.
    """

    entry: FillEntry
    patches: tuple[FillPatch, ...]


@dataclass(frozen=True, eq=False)
class Project:
    """``photo`` as it was opened, ``mask`` (H, W) uint8 as it is now, the fills that are in the pixels now,
    ``avoid`` and ``prefer`` (H, W) bool or None.
    """

    photo: Photo
    mask: np.ndarray
    fills: tuple[ProjectFill, ...] = ()
    avoid: np.ndarray | None = None
    prefer: np.ndarray | None = None

    @property
    def filled(self) -> Photo:
        """The photo with all patches pasted in."""
        pixels = self.photo.pixels.copy()
        for fill in self.fills:
            for patch in fill.patches:
                pixels[patch.box.slices] = patch.pixels
        return self.photo.with_pixels(pixels)

    @classmethod
    def of(
        cls, document: Document, avoid: np.ndarray | None = None, prefer: np.ndarray | None = None
    ) -> Project:
        """A copy of what the document holds now, safe to be written by another thread."""
        photo, recipe = document.original, document.recipe
        pixels = document.pixels.copy()
        steps = [step for step in document.history.done() if step.entry is not None]
        fills: list[ProjectFill] = []
        left = patch_budget(photo)
        for step in reversed(steps):
            edits = [edit for edit in step.edits if edit.layer == "pixels"]
            left -= sum(edit.values.nbytes for edit in edits)
            if left < 0:
                break
            patches = []
            for edit in reversed(edits):  # the history holds what was there before: step back through it
                patches.append(FillPatch(edit.box, pixels[edit.box.slices].copy()))
                pixels[edit.box.slices] = edit.values
            fills.append(ProjectFill(recipe[-1 - len(fills)], tuple(reversed(patches))))
        forgotten = recipe[: len(recipe) - len(fills)]
        for number, entry in enumerate(reversed(forgotten)):
            fills.append(ProjectFill(entry, () if number else _difference(photo.pixels, pixels)))
        return cls(photo, document.coverage.copy(), tuple(reversed(fills)), _copy(avoid), _copy(prefer))

    def document(self, history_budget: int = HISTORY_BUDGET) -> Document:
        """A document in the state of the project, with a history of its fills."""
        document = Document(self.photo, history_budget)
        for fill in self.fills:
            request = fill.entry.request(self.photo, document.revision)
            result = FillResult(
                fill.patches, (), fill.entry.weights, fill.entry.device, 0.0, revision=document.revision
            )
            document.apply_fill(request, result, fill.entry.weights_sha256)
        document.set_mask(self.mask, "Mask of the project")
        return document


def patch_budget(photo: Photo) -> int:
    """So many bytes of pixels the patches of a project's fills may have in all, but for one more whole photo."""
    return max(_ALWAYS_KEPT, 16 * photo.pixels.nbytes)


def _difference(before: np.ndarray, after: np.ndarray) -> tuple[FillPatch, ...]:
    """What has to be pasted into ``before`` to make it ``after``: one patch or none."""
    box = bounds((before != after).any(axis=2).view(np.uint8))
    return () if box.is_empty else (FillPatch(box, after[box.slices].copy()),)


def _copy(mask: np.ndarray | None) -> np.ndarray | None:
    return None if mask is None or not mask.any() else mask.copy()
