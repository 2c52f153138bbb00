"""Rows and fields of forms, each made in one call."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QSpinBox, QWidget

from crfill_gui.panels.boxes import NO_MARGINS, hbox


def labelled(name: str, field: QWidget, beside: bool = False) -> QLabel:
    """A label whose mnemonic gives the focus to its field. ``beside``: for the left column of a form."""
    label = QLabel(name)
    label.setBuddy(field.focusProxy() or field)
    if beside:
        label.setMinimumHeight(field.sizeHint().height())  # centres the text next to the field
    return label


def stacked_form(rows: Iterable[tuple[str, QWidget]], on: QWidget | None = None) -> QFormLayout:
    """A form of (name, field) rows with each label above its field. A row without a name has no label. It keeps its
    place while it is hidden if its size policy says so.
    """
    form = QFormLayout(on)
    form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
    form.setVerticalSpacing(6)
    for name, field in rows:
        if name:
            form.addRow(labelled(name, field), field)
        else:
            # In a box, because a form ignores the size policy of a hidden widget.
            form.addRow(hbox((field, 1), margins=NO_MARGINS))
    return form


def combo(name: str, choices: Iterable[tuple[str, str]] = ()) -> QComboBox:
    """A choice between (value, text) pairs; ``name`` is for screen readers."""
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
