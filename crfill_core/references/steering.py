"""What a person says about one reference: not from there, or rather from there."""

from __future__ import annotations

from crfill_core.geometry import Box
from crfill_core.references.selection import Selection


def veto_region(selection: Selection, patch: int) -> Box:
    """What a veto of one reference bars, in network pixels: the patch and one stride around it.

    Without the margin the neighbouring patches, which show three quarters of the same thing, would take its place.
    """
    return selection.box(patch).pad(selection.stride).clamp(selection.size)
