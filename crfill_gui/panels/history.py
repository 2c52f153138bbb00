"""The history panel: every step, the present one marked; choosing a step goes there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QBrush, QColor, QIcon
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from crfill_gui.document.history import History

ICONS = {
    "Paint": "paint-brush",
    "Erase": "eraser",
    "Fill": "sparkle",
    "Fill again": "arrows-clockwise",
    "Avoid": "prohibit",
    "Stop avoiding": "eraser",
    "Prefer": "thumbs-up",
    "Clear steering": "trash",
    "Variant": "squares-four",
    "Clear mask": "trash",
    "Invert mask": "selection-inverse",
    "Lasso": "path",
    "Polygon": "polygon",
    "Rectangle": "rectangle",
    "Ellipse": "circle",
    "Smart select": "magic-wand",
    "Bucket": "paint-bucket",
    "Refine mask": "bounding-box",
}


class HistoryPanel(QWidget):
    """Row 0 is the photo as opened; row n the state after n steps."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panelBody")
        self.list = QListWidget()
        self.list.setAccessibleName("History")
        self.list.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.list.setUniformItemSizes(True)
        self.list.itemClicked.connect(lambda item: self.chosen.emit(self.list.row(item)))
        self.list.itemActivated.connect(lambda item: self.chosen.emit(self.list.row(item)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 0, 4, 4)
        layout.addWidget(self.list)

    def show_history(self, history: History | None, icon: Callable[[str], QIcon], undone: QColor) -> None:
        """Fill the list; undone steps are drawn in the colour ``undone``."""
        self.list.clear()
        if history is None:
            return
        first = "Opened" if not history.forgotten else f"… {history.forgotten} older steps"
        for row, label in enumerate([first, *(step.label for step in history.steps)]):
            item = QListWidgetItem(
                icon(ICONS.get(label.split(":")[0], "image" if row == 0 else "selection")), label
            )
            if row > history.position:
                item.setForeground(QBrush(undone))
            self.list.addItem(item)
        self.list.setCurrentRow(history.position)
        self.list.scrollToItem(self.list.currentItem())
