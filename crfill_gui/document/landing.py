"""What a finished fill changes in its document. Any thread can compute this, because large photos take time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from crfill_core.imaging.patches import Patch
from crfill_core.inference.request import FillRequest, FillResult
from crfill_core.jobs.recipe import FillEntry, PackedMask
from crfill_gui.document.history import Edit
from crfill_gui.document.tiled_photo import Tiles


@dataclass(frozen=True, eq=False)
class Paste:
    """Patches pasted into the pixels ``before``. The result is ``after``, and ``edits`` undo it."""

    before: Tiles
    after: Tiles
    edits: list[Edit]

    @classmethod
    def of(cls, before: Tiles, patches: Iterable[Patch]) -> Paste:
        """Paste patches in order."""
        after, edits = before, []
        for box, values in patches:
            edits.append(Edit("pixels", box, after.part(box).copy()))
            after = after.pasted([(box, values)])
        return cls(before, after, edits)


@dataclass(frozen=True, eq=False)
class Landing:
    """``entry`` is the record of the fill. ``painted`` is the user's mask if the fill's mask was made from it. ``paste``
    is the result pasted into the photo's pixels, if these were given.
    """

    entry: FillEntry
    painted: PackedMask | None
    paste: Paste | None

    @classmethod
    def of(
        cls,
        request: FillRequest,
        result: FillResult,
        covered: np.ndarray | None = None,
        pixels: Tiles | None = None,
    ) -> Landing:
        """``covered`` (H, W) uint8 is the user's mask if the request's mask was made from it. ``pixels`` are those
        into which the result is pasted.
        """
        return cls(
            FillEntry.of(request, result),
            None if covered is None else PackedMask.of(covered),
            None if pixels is None else Paste.of(pixels, patches_of(result)),
        )


def patches_of(result: FillResult) -> list[Patch]:
    """A result's patches, to be pasted in order."""
    return [(patch.box, patch.pixels) for patch in result.patches]
