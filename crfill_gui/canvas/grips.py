"""Things on the canvas that can be dragged with any tool: the wipe line, the window's frame."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter

from crfill_gui.canvas.viewport import Viewport


class Grip(Protocol):
    """All places are device pixels of the canvas; ``ratio`` of them are one unit of the widget."""

    def cursor_at(self, x: float, y: float, viewport: Viewport, ratio: float) -> Qt.CursorShape | None:
        """The pointer's shape over a place that can be dragged; None elsewhere."""

    def press(self, x: float, y: float, viewport: Viewport, ratio: float) -> None:
        """Start dragging; called only where there is a cursor."""

    def drag(self, x: float, y: float, viewport: Viewport) -> None: ...

    def release(self) -> None: ...

    def cancel(self) -> None:
        """Put back what was dragged."""

    def draw(self, painter: QPainter, viewport: Viewport, ratio: float) -> None:
        """Draw with a painter whose units are the widget's."""
