"""Rows and fields of forms, each in one call."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QSpinBox, QWidget

from crfill_gui.panels.boxes import NO_MARGINS, hbox


def labelled(name: str, field: QWidget, beside: bool = False) -> QLabel:
    """The label of a field, whose mnemonic gives the field the focus. ``beside``: in the form's left column."""
    label = QLabel(name)
    label.setBuddy(field.focusProxy() or field)
    if beside:
        label.setMinimumHeight(field.sizeHint().height())  # otherwise it is above the middle of its field
    return label


def stacked_form(rows: Iterable[tuple[str, QWidget]], on: QWidget | None = None) -> QFormLayout:
    """A form of (name, field) with each label above its field; a row without a name has no label, and keeps its place
    while it is hidden if its size policy says so.
    """
    form = QFormLayout(on)
    form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
    form.setVerticalSpacing(6)
    for name, field in rows:
        if name:
            form.addRow(labelled(name, field), field)
        else:
            # In a box, since a form ignores the size policy of a hidden widget.
            form.addRow(hbox((field, 1), margins=NO_MARGINS))
    return form


def combo(name: str, choices: Iterable[tuple[str, str]] = ()) -> QComboBox:
    """A choice of (value, text); ``name`` is for screen readers."""
    box = QComboBox()
    box.setAccessibleName(name)
    for value, text in choices:
        add_choice(box, value, text)
    return box


def add_choice(box: QComboBox, value: object, text: str, tip: str = "") -> None:
    box.addItem(text, value)
    box.setItemData(box.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)


def count_box(name: str, high: int, zero: str, tip: str = "") -> QSpinBox:
    """A whole number up to ``high``; 0 is shown as the text ``zero``. ``name`` is for screen readers."""
    box = QSpinBox()
    box.setAccessibleName(name)
    box.setRange(0, high)
    box.setSpecialValueText(zero)
    box.setToolTip(tip)
    return box
