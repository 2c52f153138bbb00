"""Boxes of widgets, each in one call."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

Item = QWidget | QLayout | int | None
"""A widget, a box within the box, pixels of space, or None for what takes the room that is left."""
Margins = tuple[int, int, int, int]
NO_MARGINS: Margins = (0, 0, 0, 0)
B = TypeVar("B", bound=QBoxLayout)


def vbox(
    *items: Item | tuple[Item, int],
    on: QWidget | None = None,
    margins: Margins | None = None,
    spacing: int | None = None,
) -> QVBoxLayout:
    """The items below one another, as the layout of the widget ``on``, or to be put into another one.

    An item in a tuple has a stretch. Margins (left, top, right, bottom) and spacing are the style's unless given.
    """
    return _filled(QVBoxLayout(on) if on is not None else QVBoxLayout(), items, margins, spacing)


def hbox(
    *items: Item | tuple[Item, int],
    on: QWidget | None = None,
    margins: Margins | None = None,
    spacing: int | None = None,
) -> QHBoxLayout:
    """The items beside one another; see :func:`vbox`."""
    return _filled(QHBoxLayout(on) if on is not None else QHBoxLayout(), items, margins, spacing)


def _filled(
    box: B, items: tuple[Item | tuple[Item, int], ...], margins: Margins | None, spacing: int | None
) -> B:
    if margins is not None:
        box.setContentsMargins(*margins)
    if spacing is not None:
        box.setSpacing(spacing)
    for item in items:
        part, stretch = item if isinstance(item, tuple) else (item, 0)
        if part is None:
            box.addStretch(1)
        elif isinstance(part, int):
            box.addSpacing(part)
        elif isinstance(part, QLayout):
            box.addLayout(part, stretch)
        else:
            box.addWidget(part, stretch)
    return box
