"""The places of the window and its panels, stored in the settings."""

from __future__ import annotations

import base64

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QMainWindow

from crfill_gui.config import settings as keys
from crfill_gui.config.settings import Settings


def restore(window: QMainWindow, settings: Settings) -> None:
    """Restore the last places, or give the window a good size the first time."""
    room = window.screen().availableSize()
    window.resize(min(1320, room.width() * 19 // 20), min(860, room.height() * 9 // 10))
    geometry, state = settings.get(keys.WINDOW_GEOMETRY), settings.get(keys.WINDOW_STATE)
    if geometry:
        window.restoreGeometry(QByteArray(base64.b64decode(geometry)))
    if state:
        window.restoreState(QByteArray(base64.b64decode(state)))


def keep(window: QMainWindow, settings: Settings) -> None:
    settings.set(keys.WINDOW_GEOMETRY, base64.b64encode(window.saveGeometry().data()).decode())
    settings.set(keys.WINDOW_STATE, base64.b64encode(window.saveState().data()).decode())
