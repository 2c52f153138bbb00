"""The tools that select an area, as tools of the canvas: what they select becomes one step of the mask. No Qt."""

from __future__ import annotations

from collections.abc import Callable

from crfill_gui.canvas.tools import Pointer
from crfill_gui.document.bucket import BucketSettings, BucketTool
from crfill_gui.document.document import Document
from crfill_gui.document.select_tools import (
    EllipseTool,
    Key,
    LassoTool,
    Outline,
    PolygonTool,
    RectangleTool,
    SelectionTool,
)
from crfill_gui.document.selection import Selection
from crfill_gui.document.smart_select_tool import SmartSelectTool

MakeTool = Callable[[Document], SelectionTool]


class Selecting:
    """One selection tool over whatever document is open. It may be under way with no button held."""

    def __init__(self, label: str, make: MakeTool) -> None:
        self._label, self._make = label, make
        self._document: Document | None = None
        self._tool: SelectionTool | None = None

    def edit(self, document: Document | None) -> None:
        """Select on that document from now on."""
        self._document = document
        self._tool = None if document is None else self._make(document)

    def press(self, pointer: Pointer) -> None:
        if self._tool is not None:
            self._land(self._tool.press(pointer))

    def double_click(self, pointer: Pointer) -> None:
        """In place of the second press of a double click."""
        if self._tool is not None:
            self._land(self._tool.double_click(pointer))

    def move(self, pointer: Pointer) -> None:
        """With and without a button held."""
        if self._tool is not None:
            self._tool.move(pointer)

    def release(self, pointer: Pointer) -> None:
        if self._tool is not None:
            self._land(self._tool.release(pointer))

    def wants(self, key: Key) -> bool:
        return self._tool is not None and self._tool.wants(key)

    def key(self, key: Key) -> None:
        if self._tool is not None:
            self._land(self._tool.key(key))

    def finish(self) -> None:
        """Accept what is under way."""
        if self.wants("enter"):
            self.key("enter")
        self.cancel()

    def cancel(self) -> bool:
        return self._tool is not None and self._tool.cancel()

    @property
    def is_active(self) -> bool:
        return self._tool is not None and self._tool.is_active

    @property
    def outlines(self) -> tuple[Outline, ...]:
        return () if self._tool is None else self._tool.outlines

    @property
    def preview(self) -> Selection | None:
        """What would be accepted now, where the tool knows it."""
        return self._tool.preview if isinstance(self._tool, SmartSelectTool) else None

    def _land(self, selection: Selection | None) -> None:
        if selection is None or self._document is None:
            return
        label = f"{self._label}: subtract" if selection.subtracts else self._label
        self._document.change_mask(selection.on(self._document.coverage), label)


def selecting_tools(bucket: Callable[[], BucketSettings]) -> dict[str, Selecting]:
    """All of them by name; ``bucket`` gives the bucket's present settings."""
    return {
        "lasso": Selecting("Lasso", lambda document: LassoTool(document.size)),
        "polygon": Selecting("Polygon", lambda document: PolygonTool(document.size)),
        "rectangle": Selecting("Rectangle", lambda document: RectangleTool(document.size)),
        "ellipse": Selecting("Ellipse", lambda document: EllipseTool(document.size)),
        "smart": Selecting("Smart select", lambda document: SmartSelectTool(lambda: document.pixels)),
        "bucket": Selecting("Bucket", lambda document: BucketTool(lambda: document.pixels, bucket)),
    }
