"""Buttons and check boxes of panels and dialogs. Screen readers read out their texts unless a name is given."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QPushButton


class _DialogButton(QPushButton):
    """A button with a minimum width, so that neighbours with short texts are equally wide."""

    LEAST = QSize(92, 0)

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setAccessibleName(text.rstrip("…"))

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(self.LEAST)

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint().expandedTo(self.LEAST)


def push_button(text: str, tip: str = "", primary: bool = False) -> QPushButton:
    """A button of a dialog. Enter presses it only while it has the focus."""
    button = _DialogButton()
    button.setText(text)
    button.setToolTip(tip)
    button.setProperty("primary", primary)
    button.setAutoDefault(False)
    return button


def panel_button(text: str, tip: str = "", name: str = "") -> QPushButton:
    """A button of a panel. A click leaves the focus with the canvas. ``name`` is for screen readers."""
    button = QPushButton(text)
    button.setToolTip(tip)
    button.setAccessibleName(name or text.rstrip("…"))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def action_button(action: QAction, text: str) -> QPushButton:
    """A button of a panel that triggers the action. It is enabled with the action and has its tooltip."""
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
