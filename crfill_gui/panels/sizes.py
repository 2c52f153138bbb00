"""Sizes of windows."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

WIDE, HIGH = 0.95, 0.9
"""Shares of the screen for a window without its frame."""


def open_at(window: QWidget, width: int, height: int) -> None:
    """Give a window its usual size, or less where the screen has no room for it."""
    room = window.screen().availableSize()
    window.resize(min(width, round(WIDE * room.width())), min(height, round(HIGH * room.height())))
