"""The groups of actions that are enabled, according to the document."""

from __future__ import annotations

from crfill_gui.document.document import Document


def enabled_groups(document: Document | None, filling: bool) -> set[str]:
    """The groups of actions that are enabled for that document; ``filling``: while it is being filled."""
    groups = {"always"}
    if filling:
        groups.add("filling")
    if document is None:
        return groups
    groups.add("photo")
    if document.is_changed:
        groups.add("changed")
    if document.mask_area:
        groups.add("mask")
        if not filling:
            groups.add("fillable")
    if document.history.position > 0:
        groups.add("undo")
    if document.history.position < len(document.history.steps):
        groups.add("redo")
    if document.steering.is_any:
        groups.add("steered")
    if document.recipe or any(step.entry for step in document.history.steps):
        groups.add("filled")
        if not filling:
            groups.add("refillable")
    if "fillable" in groups or "refillable" in groups:
        groups.add("variable")
    return groups
