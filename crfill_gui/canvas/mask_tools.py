"""The mask tools that select an area. A selection becomes one undo step of the mask. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from crfill_gui.document.document import Document
from crfill_gui.document.mask_tools.bucket import BucketSettings, BucketTool
from crfill_gui.document.mask_tools.shapes import LassoTool, PolygonTool, ShapeTool
from crfill_gui.document.mask_tools.smart_select_tool import SmartSelectTool
from crfill_gui.document.mask_tools.tool import Ask, SelectionTool
from crfill_gui.document.outline import ellipse, rectangle
from crfill_gui.document.selection import Selection
from crfill_gui.i18n import mark

LABELS = {
    "lasso": mark("Lasso"),
    "polygon": mark("Polygon"),
    "rectangle": mark("Rectangle"),
    "ellipse": mark("Ellipse"),
    "smart": mark("Smart select"),
    "bucket": mark("Bucket"),
}
"""The names of the tools' undo steps."""


def selecting_tools(
    document: Document, bucket: Callable[[], BucketSettings], ask: Ask
) -> dict[str, SelectionTool]:
    """All tools that select an area, by name, for one document. ``bucket`` returns the bucket's current settings. ``ask``
    runs slow work in the background; the result then changes the mask.
    """
    size = document.size
    return {
        "lasso": LassoTool(size),
        "polygon": PolygonTool(size),
        "rectangle": ShapeTool(size, rectangle),
        "ellipse": ShapeTool(size, ellipse),
        "smart": SmartSelectTool(document, ask, partial(change_mask, document, "smart")),
        "bucket": BucketTool(document, bucket, ask, partial(change_mask, document, "bucket")),
    }


def change_mask(document: Document, tool: str, selection: Selection) -> None:
    """Add a selection to the mask or remove it from the mask, as one undo step with the name of the tool."""
    label = f"{LABELS[tool]}: {mark('subtract')}" if selection.subtracts else LABELS[tool]
    document.change_mask(selection.on(document.coverage), label)
