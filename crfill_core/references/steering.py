"""The part of a window to avoid so that one reference is not selected again."""

from __future__ import annotations

from crfill_core.geometry import Box
from crfill_core.references.selection import Selection


def veto_region(selection: Selection, patch: int) -> Box:
    """The patch of a vetoed reference and one stride around it, in network pixels.

    Without the margin the neighbouring patches, which show three quarters of the same thing, would be selected instead.
    """
    return selection.box(patch).pad(selection.stride).clamp(selection.size)
