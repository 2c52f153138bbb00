"""Rows and columns of widgets, each laid out in one call."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

Item = QWidget | QLayout | int | None
"""A widget, a nested layout, pixels of space, or None for a stretch."""
Part = Item | tuple[Item, int]
"""An item, which may have a stretch factor."""
Margins = tuple[int, int, int, int]
NO_MARGINS: Margins = (0, 0, 0, 0)
B = TypeVar("B", bound=QBoxLayout)


def vbox(
    *items: Part, on: QWidget | None = None, margins: Margins | None = None, spacing: int | None = None
) -> QVBoxLayout:
    """A vertical layout of the items. It becomes the layout of the widget ``on``, if given.

    Margins (left, top, right, bottom) and spacing are in pixels; without them the style's are used.
    """
    return _filled(QVBoxLayout(on) if on is not None else QVBoxLayout(), items, margins, spacing)


def hbox(
    *items: Part, on: QWidget | None = None, margins: Margins | None = None, spacing: int | None = None
) -> QHBoxLayout:
    """A horizontal layout; see :func:`vbox`."""
    return _filled(QHBoxLayout(on) if on is not None else QHBoxLayout(), items, margins, spacing)


def _filled(box: B, items: tuple[Part, ...], margins: Margins | None, spacing: int | None) -> B:
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
