"""The sizes and places of windows."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

WIDE, HIGH = 0.95, 0.9
"""The largest width and height of a window without its frame, as shares of those of the screen's usable area."""


def open_at(window: QWidget, width: int, height: int) -> None:
    """Give a window this size in pixels, or a smaller one if the screen has no room for it."""
    room = window.screen().availableSize()
    window.resize(min(width, round(WIDE * room.width())), min(height, round(HIGH * room.height())))


def to_front(window: QWidget) -> None:
    """Show a window, or bring it to the front."""
    if not window.isVisible():
        _place(window)
    window.show()
    window.raise_()
    window.activateWindow()


def _place(window: QWidget) -> None:
    """Centre a window over its parent, with its title bar on the screen.

    Qt does not know the size of the new window's frame yet. It is assumed to be that of the parent's frame.
    """
    parent = window.parentWidget()
    if parent is None:
        return
    if not window.testAttribute(Qt.WidgetAttribute.WA_Resized):
        window.adjustSize()
    main = parent.window()
    over, inside, room = main.frameGeometry(), main.geometry(), main.screen().availableGeometry()
    width = window.width() + over.width() - inside.width()
    height = window.height() + over.height() - inside.height()
    left = over.left() + (over.width() - width) // 2
    top = over.top() + (over.height() - height) // 2
    window.move(
        max(room.left(), min(left, room.left() + room.width() - width)),
        max(room.top(), min(top, room.top() + room.height() - height)),
    )
