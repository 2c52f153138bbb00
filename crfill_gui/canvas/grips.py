"""Things on the canvas that can be dragged with any tool: the line of the wipe and the frame of the window."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter

from crfill_gui.canvas.viewport import Viewport


class Grip(Protocol):
    """Places are in device pixels of the canvas. One unit of the widget is ``ratio`` of them."""

    def cursor_at(self, x: float, y: float, viewport: Viewport, ratio: float) -> Qt.CursorShape | None:
        """The pointer's shape over a place that can be dragged; None elsewhere."""

    def press(self, x: float, y: float, viewport: Viewport, ratio: float) -> None:
        """Start dragging; called only where :meth:`cursor_at` is not None."""

    def drag(self, x: float, y: float, viewport: Viewport) -> None: ...

    def release(self) -> None: ...

    def cancel(self) -> None:
        """Put back what was dragged."""

    def draw(self, painter: QPainter, viewport: Viewport, ratio: float) -> None:
        """Draw with a painter whose units are the widget's."""
