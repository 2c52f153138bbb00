"""The layout of the lab's pages: a column of fields on the left, displays on the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QSplitter, QWidget

from crfill_gui.panels.boxes import Item, hbox, vbox
from crfill_gui.panels.widgets import Scrolling


def column(*items: Item) -> Scrolling:
    """The fields and buttons of a page. They scroll if the window is too low for them."""
    body = QWidget()
    body.setObjectName("panelBody")
    vbox(*items, on=body, margins=(0, 0, 12, 0), spacing=10)
    return Scrolling(body)


def stacked(*parts: tuple[QWidget, int]) -> QSplitter:
    """Widgets above each other with movable borders. The numbers are their shares of the height."""
    splitter = QSplitter(Qt.Orientation.Vertical)
    splitter.setChildrenCollapsible(False)
    for place, (widget, share) in enumerate(parts):
        splitter.addWidget(widget)
        splitter.setStretchFactor(place, share)
    return splitter


def lay_out_page(page: QWidget, left: Scrolling, right: QWidget | QLayout) -> None:
    """Place both parts on a page; the right one gets the remaining width."""
    hbox(left, (right, 1), on=page, margins=(16, 14, 16, 12))
