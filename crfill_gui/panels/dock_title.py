"""The title of a docked panel: its name and a button that hides it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDockWidget, QLabel, QToolButton, QWidget

from crfill_gui.i18n import tr
from crfill_gui.panels.boxes import hbox


class DockTitle(QWidget):
    """Dragging the title moves the panel. View → Panels shows a hidden panel again."""

    def __init__(self, title: str, dock: QDockWidget) -> None:
        super().__init__()
        self.setObjectName("dockTitle")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        label = QLabel(title)
        label.setObjectName("dockTitleText")
        self.close_button = QToolButton()
        self.close_button.setObjectName("dockClose")
        self.close_button.setIconSize(QSize(14, 14))
        self.close_button.setAccessibleName(tr("Hide the panel {title}", title=title))
        self.close_button.setToolTip(tr("Hide this panel (View → Panels brings it back)"))
        self.close_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.close_button.clicked.connect(dock.hide)
        hbox((label, 1), self.close_button, on=self, margins=(12, 8, 8, 2))
