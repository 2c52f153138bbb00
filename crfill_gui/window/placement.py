"""Keeps the sizes and places of the window and its panels in the settings."""

from __future__ import annotations

import base64

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QMainWindow

from crfill_gui.config import settings as keys
from crfill_gui.config.settings import Settings
from crfill_gui.panels.sizes import open_at


def restore(window: QMainWindow, settings: Settings) -> None:
    """Restore the sizes and places. If none are stored yet, the window gets a default size."""
    open_at(window, 1320, 860)
    geometry, state = settings.get(keys.WINDOW_GEOMETRY), settings.get(keys.WINDOW_STATE)
    if geometry:
        window.restoreGeometry(QByteArray(base64.b64decode(geometry)))
    if state:
        window.restoreState(QByteArray(base64.b64decode(state)))


def keep(window: QMainWindow, settings: Settings) -> None:
    settings.set(keys.WINDOW_GEOMETRY, base64.b64encode(window.saveGeometry().data()).decode())
    settings.set(keys.WINDOW_STATE, base64.b64encode(window.saveState().data()).decode())
