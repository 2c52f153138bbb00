"""The middle of the window: start page, canvas or split view, and messages over them."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QWidget

from crfill_core.geometry import Box
from crfill_gui.canvas.split import SplitView
from crfill_gui.canvas.view import Canvas
from crfill_gui.document.document import Document
from crfill_gui.panels.boxes import NO_MARGINS, vbox
from crfill_gui.panels.empty_state import EmptyState
from crfill_gui.panels.message_bar import MessageBar


class Center(QWidget):
    """Shows the start page, the canvas or the split view."""

    def __init__(self, empty: EmptyState, canvas: Canvas, split: SplitView) -> None:
        super().__init__()
        self._empty, self._canvas, self._split = empty, canvas, split
        self._stack = QStackedWidget()
        for view in (empty, canvas, split):
            self._stack.addWidget(view)
        vbox(self._stack, on=self, margins=NO_MARGINS, spacing=0)
        self.message_bar = MessageBar(self)

    @property
    def is_split(self) -> bool:
        """Whether fill, jigsaw and original are shown side by side."""
        return self._stack.currentWidget() is self._split

    def show_document(self, document: Document | None) -> None:
        """Show the canvas with that document; None: the start page."""
        self._canvas.show_document(document)
        if self.is_split:
            self.unsplit()
        self._stack.setCurrentWidget(self._canvas if document else self._empty)
        if document is not None:
            self._canvas.setFocus()

    def split(self, document: Document, hole: Box | None) -> None:
        """Show fill, jigsaw and original side by side. ``hole``: the area in photo pixels to zoom to, with a margin."""
        self._stack.setCurrentWidget(self._split)
        self._split.show_document(document, self._canvas.viewport)
        if hole is not None:
            self._split.look_at(hole.pad(hole.width // 4, hole.height // 4))
        self._split.setFocus()

    def unsplit(self) -> None:
        self._stack.setCurrentWidget(self._canvas)
        self._split.show_document(None, None)
        self._canvas.setFocus()
