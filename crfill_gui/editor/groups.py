"""The groups of actions that are enabled, according to the document."""

from __future__ import annotations

from crfill_gui.document.document import Document


def enabled_groups(document: Document | None, filling: bool) -> set[str]:
    """The groups of actions that are enabled for that document; ``filling``: while it is being filled."""
    enabled = {"always": True, "filling": filling}
    if document is not None:
        history, masked = document.history, document.mask_area > 0
        filled = bool(document.recipe) or any(step.entry for step in history.steps)
        enabled |= {
            "photo": True,
            "changed": document.is_changed,
            "mask": masked,
            "filled": filled,
            "fillable": masked and not filling,
            "refillable": filled and not filling,
            "variable": (masked or filled) and not filling,
            "steered": document.steering.is_any,
            "undo": history.position > 0,
            "redo": history.position < len(history.steps),
        }
    return {group for group, on in enabled.items() if on}
