"""The mask tools that select an area, as tools of the canvas: a selection becomes one undo step of the mask. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from crfill_gui.canvas.tools import Pointer
from crfill_gui.document.document import Document
from crfill_gui.document.mask_tools.bucket import BucketSettings, BucketTool
from crfill_gui.document.mask_tools.shapes import EllipseTool, LassoTool, PolygonTool, RectangleTool
from crfill_gui.document.mask_tools.smart_select_tool import SmartSelectTool
from crfill_gui.document.mask_tools.tool import Ask, Key, SelectionTool
from crfill_gui.document.outline import Outline
from crfill_gui.document.selection import Selection
from crfill_gui.i18n import mark

Land = Callable[[Selection], None]
MakeTool = Callable[[Document, Land], SelectionTool]
"""Makes the tool of a document. Where a selection is found in the background, the tool passes it to the ``Land``."""


class Selecting:
    """A selection tool for the document that is open. A selection may be in progress with no button held."""

    def __init__(self, label: str, make: MakeTool) -> None:
        self._label, self._make = label, make
        self._document: Document | None = None
        # Without a document: a tool that does nothing.
        self._tool = SelectionTool()

    def edit(self, document: Document | None) -> None:
        """Select on that document from now on."""
        while self.cancel():
            pass
        self._document, self._tool = document, SelectionTool()
        if document is not None:
            self._tool = self._make(document, partial(self._land, document))

    def press(self, pointer: Pointer) -> None:
        self._take(self._tool.press(pointer))

    def double_click(self, pointer: Pointer) -> None:
        """Called for the second press of a double click, instead of ``press``."""
        self._take(self._tool.double_click(pointer))

    def move(self, pointer: Pointer) -> None:
        """With and without a button held."""
        self._tool.move(pointer)

    def release(self, pointer: Pointer) -> None:
        self._take(self._tool.release(pointer))

    def wants(self, key: Key) -> bool:
        return self._tool.wants(key)

    def key(self, key: Key) -> None:
        self._take(self._tool.key(key))

    def finish(self) -> None:
        """Accept the selection in progress."""
        if self.wants("enter"):
            self.key("enter")
        if self.is_active:
            self.cancel()

    def cancel(self) -> bool:
        return self._tool.cancel()

    @property
    def is_active(self) -> bool:
        return self._tool.is_active

    @property
    def outlines(self) -> tuple[Outline, ...]:
        return self._tool.outlines

    @property
    def preview(self) -> Selection | None:
        """The selection that would be accepted now, if the tool knows it."""
        return self._tool.preview if isinstance(self._tool, SmartSelectTool) else None

    @property
    def is_searching(self) -> bool:
        """Whether the tool is searching in the background, for an accepted selection or another."""
        return self._tool.is_searching

    def _take(self, selection: Selection | None) -> None:
        if selection is not None and self._document is not None:
            self._land(self._document, selection)

    def _land(self, document: Document, selection: Selection) -> None:
        label = f"{self._label}: {mark('subtract')}" if selection.subtracts else self._label
        document.change_mask(selection.on(document.coverage), label)


def selecting_tools(bucket: Callable[[], BucketSettings], ask: Ask) -> dict[str, Selecting]:
    """All of them by name; ``bucket`` returns the bucket's present settings, ``ask`` runs slow work in the
    background.
    """
    return {
        "lasso": Selecting("Lasso", lambda document, _: LassoTool(document.size)),
        "polygon": Selecting("Polygon", lambda document, _: PolygonTool(document.size)),
        "rectangle": Selecting("Rectangle", lambda document, _: RectangleTool(document.size)),
        "ellipse": Selecting("Ellipse", lambda document, _: EllipseTool(document.size)),
        "smart": Selecting("Smart select", lambda document, land: SmartSelectTool(document, ask, land)),
        "bucket": Selecting("Bucket", lambda document, land: BucketTool(document, bucket, ask, land)),
    }
