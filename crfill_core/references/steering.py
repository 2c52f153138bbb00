"""What a person says about references: not from there, rather from here. Plain data that becomes masks of a request."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from crfill_core.geometry import Box, Size
from crfill_core.references.selection import Selection


@dataclass(frozen=True, eq=False)
class Steering:
    """Vetoes and preferences in photo pixels. Immutable: every change is a new object, fit for an undo step."""

    vetoes: tuple[Box, ...] = ()
    """Regions around references that were turned down, in the order of the clicks."""
    preferred: tuple[Box, ...] = ()
    avoid: np.ndarray | None = None
    """(H, W) bool, painted with the avoid brush."""
    prefer: np.ndarray | None = None
    """(H, W) bool."""

    def veto(self, region: Box) -> Steering:
        """Nothing may be borrowed from that region."""
        return replace(self, vetoes=(*self.vetoes, region))

    def prefer_region(self, region: Box) -> Steering:
        """That region is to be borrowed from where possible."""
        return replace(self, preferred=(*self.preferred, region))

    def masks(self, size: Size) -> tuple[np.ndarray | None, np.ndarray | None]:
        """The avoid and the prefer mask of a request for a photo of that size, (H, W) bool each; None: nothing said.

        What is avoided is not preferred, whichever was said first.
        """
        avoid = rasterised(self.vetoes, size, self.avoid)
        prefer = rasterised(self.preferred, size, self.prefer)
        if prefer is not None and avoid is not None:
            prefer &= ~avoid
        return avoid, prefer

    def to_dict(self) -> dict[str, Any]:
        """The clicks as JSON values; the painted masks are images and stay out."""
        return {
            "vetoes": [list(box) for box in self.vetoes],
            "preferred": [list(box) for box in self.preferred],
        }

    @classmethod
    def from_dict(
        cls, values: dict[str, Any], avoid: np.ndarray | None = None, prefer: np.ndarray | None = None
    ) -> Steering:
        """The inverse of :meth:`to_dict`. ``ValueError`` or ``TypeError`` for anything else."""
        if set(values) != {"vetoes", "preferred"}:
            raise ValueError(
                f"steering has vetoes and preferred, not {', '.join(sorted(values)) or 'nothing'}"
            )
        vetoes, preferred = (
            [Box(*map(int, box)) for box in values[name]] for name in ("vetoes", "preferred")
        )
        return cls(tuple(vetoes), tuple(preferred), avoid, prefer)


def veto_region(selection: Selection, patch: int) -> Box:
    """What a veto of one reference bars, in network pixels: the patch and one stride around it.

    Without the margin the neighbouring patches, which show three quarters of the same thing, would take its place.
    """
    return selection.box(patch).pad(selection.stride).clamp(selection.size)


def rasterised(regions: tuple[Box, ...], size: Size, painted: np.ndarray | None = None) -> np.ndarray | None:
    """A painted mask (H, W) bool with regions added: a new mask, or None if there is neither."""
    if painted is None and not regions:
        return None
    mask = np.zeros((size.height, size.width), bool) if painted is None else painted.astype(bool)
    if mask.shape != (size.height, size.width):
        raise ValueError(f"the painted mask is {mask.shape}, the photo {(size.height, size.width)}")
    for region in regions:
        mask[region.clamp(size).slices] = True
    return mask
