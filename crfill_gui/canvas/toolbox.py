"""The canvas's tools, the active one, and the gesture in progress. No Qt."""

from __future__ import annotations

from collections.abc import Callable

from crfill_core.geometry import Box
from crfill_gui.canvas.line_tool import LineTool, ShownLines
from crfill_gui.canvas.mask_tools import change_mask, selecting_tools
from crfill_gui.canvas.tools import BrushTool, HandTool, Tool, ToolName
from crfill_gui.canvas.zoom_tool import ZoomTool
from crfill_gui.document.brush import Brush, PenUse
from crfill_gui.document.document import Document
from crfill_gui.document.mask_tools.bucket import BucketSettings
from crfill_gui.document.mask_tools.tool import Ask, Key, SelectionTool
from crfill_gui.document.outline import Outline
from crfill_gui.document.pointer import Pointer
from crfill_gui.document.selection import Selection


class ToolBox:
    """Sends the events of a gesture to the tool that began it. ``panning``: Space is held. ``opposite``: Alt is held, or the
    pen's eraser is used while the eraser is not the active tool.
    """

    def __init__(
        self,
        brush: Callable[[], Brush],
        set_brush: Callable[[Brush], None],
        pan: Callable[[float, float], None],
        zoom_step: Callable[[int, float, float], None],
        zoom_to_box: Callable[[Box], None],
        ask: Ask,
        fail: Callable[[str], object],
    ) -> None:
        self.bucket = BucketSettings()
        self.pen: PenUse = "size"
        """What a pen's pressure changes."""
        self._hand = HandTool(pan)
        self._zoom = ZoomTool(zoom_step, zoom_to_box)
        painting = (brush, set_brush, lambda: self.pen)
        self._brushes = {
            "brush": BrushTool(*painting, erases=False),
            "eraser": BrushTool(*painting, erases=True),
            "avoid": BrushTool(*painting, erases=False, layer="avoid"),
        }
        self._ask = ask
        self._document: Document | None = None
        self._selecting: dict[str, SelectionTool] = {}  # for the document; empty without one
        self.lines = LineTool(fail)
        self._active: Tool | None = None
        self._name: ToolName = "brush"
        self.panning = False
        self.opposite = False

    def edit(self, document: Document | None) -> None:
        """Work on another document from now on."""
        self.cancel()
        for tool in self._brushes.values():
            tool.edit(document)
        for selecting in self._selecting.values():
            while selecting.cancel():
                pass
        self._document, self._selecting = document, {}
        if document is not None:
            self._selecting = selecting_tools(document, lambda: self.bucket, self._ask)
        self.lines.edit(document)

    @property
    def name(self) -> ToolName:
        """The active tool. Changing it accepts the unfinished selection of the previous tool."""
        return self._name

    @name.setter
    def name(self, name: ToolName) -> None:
        if name != self._name:
            self.finish()
        self._name = name
        if name in ("brush", "avoid"):  # the eraser works on the layer of the brush chosen last
            self._brushes["eraser"].layer = "avoid" if name == "avoid" else "mask"

    @property
    def swapped(self) -> ToolName:
        """The tool to choose when the user swaps brush and eraser."""
        if self._name == "eraser":
            return "avoid" if self._brushes["eraser"].layer == "avoid" else "brush"
        return "eraser"

    @property
    def busy(self) -> bool:
        return self._active is not None

    @property
    def dragging(self) -> bool:
        """Whether the photo is being dragged."""
        return self._active is self._hand

    @property
    def moves(self) -> bool:
        """Whether the main button would drag the photo."""
        return self.panning or self.name == "hand"

    @property
    def zooms(self) -> bool:
        """Whether the main button would zoom."""
        return self.name == "zoom" and not self.moves and not self.dragging

    @property
    def paints(self) -> bool:
        """Whether the main button would paint or erase with the brush."""
        return self.name in self._brushes and not self.moves and not self.dragging

    @property
    def draws_lines(self) -> bool:
        """Whether the line tool is active."""
        return self._name == "line"

    @property
    def edits_mask(self) -> bool:
        """Whether the main button would change the mask or the steering of fills."""
        return not self.moves and not self.dragging and not self.zooms

    @property
    def erases(self) -> bool:
        return (self.name == "eraser") != self.opposite

    # The unfinished selection, with or without a button held

    @property
    def outlines(self) -> tuple[Outline, ...]:
        """The outlines to draw over the photo now."""
        selecting = self._selecting.get(self._name)
        return selecting.outlines if selecting is not None else self._zoom.outlines

    @property
    def preview(self) -> Selection | None:
        """The selection that would be accepted now, if the active tool knows it."""
        selecting = self._selecting.get(self._name)
        return selecting.preview if selecting is not None else None

    @property
    def shown_lines(self) -> ShownLines | None:
        """The lines to draw over the photo; None unless the line tool is active."""
        return self.lines.shown if self.draws_lines else None

    @property
    def is_searching(self) -> bool:
        """Whether any tool, active or not, is searching in the background."""
        return any(selecting.is_searching for selecting in self._selecting.values())

    def wants(self, key: Key) -> bool:
        """Whether the active tool uses the key now."""
        return self._stepwise_tool is not None and self._stepwise_tool.wants(key)

    def key(self, key: Key) -> None:
        if self._stepwise_tool is not None:
            self._apply(self._stepwise_tool.key(key))

    def finish(self) -> None:
        """Accept the unfinished selection, and abandon any other gesture."""
        if self._stepwise_tool is not None:
            self._apply(self._stepwise_tool.finish())
        self._cancel_active()

    @property
    def _stepwise_tool(self) -> SelectionTool | LineTool | None:
        """The active tool if it selects or draws lines: such gestures may go on after the button is released."""
        return self.lines if self.draws_lines else self._selecting.get(self._name)

    # Events

    def press(self, pointer: Pointer, move: bool, double: bool = False) -> None:
        """Begin a gesture of the active tool, or, if ``move``, of the hand tool. ``double``: this is the second press of a
        double click.
        """
        tools: dict[str, Tool] = {"hand": self._hand, "zoom": self._zoom, "line": self.lines}
        tools |= self._brushes
        tools |= self._selecting
        active = self._active = self._hand if move or self.moves else tools[self._name]
        if double and isinstance(active, (SelectionTool, LineTool)):
            self._apply(active.double_click(pointer))
        else:
            self._apply(active.press(pointer))

    def move(self, pointer: Pointer) -> None:
        if self._active is not None:
            self._active.move(pointer)
        elif self._stepwise_tool is not None:
            self._stepwise_tool.move(pointer)

    def release(self, pointer: Pointer) -> None:
        active, self._active = self._active, None
        if active is not None:
            self._apply(active.release(pointer))

    def _apply(self, selection: Selection | None) -> None:
        """Apply a finished selection of the active tool to the mask."""
        if selection is not None and self._document is not None:
            change_mask(self._document, self._name, selection)

    def cancel(self) -> bool:
        """Abandon the unfinished gesture or selection, or else a running search; False if there was none of these."""
        if self._cancel_active() or (self._stepwise_tool is not None and self._stepwise_tool.cancel()):
            return True
        return any(selecting.cancel() for selecting in self._selecting.values() if selecting.is_searching)

    def _cancel_active(self) -> bool:
        active, self._active = self._active, None
        return active is not None and active.cancel()

    def release_keys(self) -> None:
        """Treat all keys as released."""
        self.panning = self.opposite = False
