"""Buttons and check boxes of panels and dialogs. Their texts are also their names for screen readers."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QPushButton


class _DialogButton(QPushButton):
    """At least as wide as its neighbours and its text."""

    LEAST = QSize(92, 0)

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setAccessibleName(text.rstrip("…"))

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(self.LEAST)

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint().expandedTo(self.LEAST)


def push_button(text: str, tip: str = "", primary: bool = False) -> QPushButton:
    """A button of a dialog: Enter elsewhere does not press it."""
    button = _DialogButton()
    button.setText(text)
    button.setToolTip(tip)
    button.setProperty("primary", primary)
    button.setAutoDefault(False)
    return button


def panel_button(text: str, tip: str = "", name: str = "") -> QPushButton:
    """A button of a panel: a click leaves the focus with the canvas."""
    button = QPushButton(text)
    button.setToolTip(tip)
    button.setAccessibleName(name or text.rstrip("…"))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def action_button(action: QAction, text: str) -> QPushButton:
    """A button of a panel that triggers the action and is enabled with it."""
    button = panel_button(text)
    button.clicked.connect(action.trigger)

    def follow() -> None:
        button.setEnabled(action.isEnabled())
        button.setToolTip(action.toolTip())

    action.changed.connect(follow)
    follow()
    return button


def check_box(text: str, tip: str, name: str = "") -> QCheckBox:
    box = QCheckBox(text)
    box.setToolTip(tip)
    box.setAccessibleName(name or text)
    return box
