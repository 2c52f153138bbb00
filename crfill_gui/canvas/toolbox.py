"""The canvas's tools, which of them is in hand, and the gesture under way. No Qt."""

from __future__ import annotations

from collections.abc import Callable

from crfill_gui.canvas.tools import BrushTool, HandTool, Pointer, Tool, ToolName
from crfill_gui.document.brush import Brush
from crfill_gui.document.document import Document


class ToolBox:
    """Sends a gesture's events to the tool that began it. ``panning`` and ``opposite`` are keys held now."""

    def __init__(
        self,
        brush: Callable[[], Brush],
        set_brush: Callable[[Brush], None],
        pan: Callable[[float, float], None],
    ) -> None:
        self._hand = HandTool(pan)
        self._brushes = {
            "brush": BrushTool(brush, set_brush, False),
            "eraser": BrushTool(brush, set_brush, True),
            "avoid": BrushTool(brush, set_brush, False, "avoid"),
        }
        self._active: Tool | None = None
        self._name: ToolName = "brush"
        self.panning = False
        self.opposite = False

    def edit(self, document: Document | None) -> None:
        """Work on that document from now on."""
        self.cancel()
        for tool in self._brushes.values():
            tool.edit(document)

    @property
    def name(self) -> ToolName:
        """The tool in hand."""
        return self._name

    @name.setter
    def name(self, name: ToolName) -> None:
        self._name = name
        if name not in ("eraser", "hand"):  # the eraser works on what was painted on last
            self._brushes["eraser"].layer = "avoid" if name == "avoid" else "mask"

    @property
    def busy(self) -> bool:
        return self._active is not None

    @property
    def dragging(self) -> bool:
        """Whether the photo is being moved."""
        return self._active is self._hand

    @property
    def moves(self) -> bool:
        """Whether the main button would move the photo."""
        return self.panning or self.name == "hand"

    @property
    def paints(self) -> bool:
        """Whether the main button would paint or erase."""
        return not self.moves and not self.dragging

    @property
    def erases(self) -> bool:
        return (self.name == "eraser") != self.opposite

    def press(self, pointer: Pointer, move: bool) -> None:
        """Begin a gesture; ``move``: of the hand, whatever tool is chosen."""
        self._active = self._hand if move or self.moves else self._brushes[self.name]
        self._active.press(pointer)

    def move(self, pointer: Pointer) -> None:
        if self._active is not None:
            self._active.move(pointer)

    def release(self, pointer: Pointer) -> None:
        active, self._active = self._active, None
        if active is not None:
            active.release(pointer)

    def cancel(self) -> bool:
        """Give up the gesture under way; False if there was none."""
        active, self._active = self._active, None
        return active.cancel() if active is not None else False

    def let_go(self) -> None:
        """No key is held any more."""
        self.panning = self.opposite = False
