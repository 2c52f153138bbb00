"""The history panel: a list of the steps with the current one marked. A click on a step goes to the state after it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QBrush, QColor, QIcon
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from crfill_gui.commands.actions import MASK_TOOLS
from crfill_gui.document.history import History
from crfill_gui.i18n import mark, plural, tr
from crfill_gui.panels.boxes import vbox

ICONS = {
    mark("Paint"): "paint-brush",
    mark("Erase"): "eraser",
    mark("Fill"): "sparkle",
    mark("Fill again"): "arrows-clockwise",
    mark("Avoid"): "prohibit",
    mark("Stop avoiding"): "eraser",
    mark("Prefer"): "thumbs-up",
    mark("Draw line"): "line-segments",
    mark("Move line"): "line-segments",
    mark("Delete line"): "trash",
    mark("Clear steering"): "trash",
    mark("Variant"): "squares-four",
    mark("Clear mask"): "trash",
    mark("Invert mask"): "selection-inverse",
    mark("Refine mask"): "bounding-box",
    mark("Dust & scratches"): "dots-nine",
    **{spec.text.capitalize(): spec.icon for spec in MASK_TOOLS},
}
"""Icons by the first part of a step's label."""


class HistoryPanel(QWidget):
    """Row 0 is the photo as opened or, if older steps were forgotten, after those; row n is the state n steps later."""

    chosen = Signal(int)  # the row

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panelBody")
        self.list = QListWidget()
        self.list.setAccessibleName(tr("History"))
        self.list.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.list.setUniformItemSizes(True)
        self.list.itemClicked.connect(lambda item: self.chosen.emit(self.list.row(item)))
        self.list.itemActivated.connect(lambda item: self.chosen.emit(self.list.row(item)))
        vbox(self.list, on=self, margins=(4, 0, 4, 4))

    def show_history(self, history: History | None, icon: Callable[[str], QIcon], undone: QColor) -> None:
        """Show the steps, with undone ones in the colour ``undone``."""
        self.list.clear()
        if history is None:
            return
        forgotten = history.forgotten
        first = plural("… {n} older step", "… {n} older steps", forgotten) if forgotten else tr("Opened")
        for row, label in enumerate(["", *(step.label for step in history.steps)]):
            picture = icon(ICONS.get(label.split(":")[0], "selection" if row else "image"))
            item = QListWidgetItem(picture, shown(label) if row else first)
            if row > history.position:
                item.setForeground(QBrush(undone))
            self.list.addItem(item)
        self.list.setCurrentRow(history.position)
        self.list.scrollToItem(self.list.currentItem())


def shown(label: str) -> str:
    """A step's label in the user's language; both parts of "Lasso: subtract" are translated."""
    step, _, kind = label.partition(": ")
    return tr("{step}: {kind}", step=tr(step), kind=tr(kind)) if kind else tr(label)
