"""One hole in the photo of the editor: how to fill it and point at it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crfill_core.geometry import Box
from crfill_gui.window.main_window import MainWindow
from tests.gui.helpers import document_of, on_canvas

Key = Qt.Key
HOLE = Box(160, 120, 224, 168)
INSIDE = (190, 140)
"""A point in the hole."""
Filled = Callable[[str], MainWindow]
"""Makes a fill that "selected" or "copied"; see the fixture."""


def fill(window: MainWindow, qtbot) -> None:
    mask = np.zeros((300, 400), np.uint8)
    mask[HOLE.slices] = 255
    document_of(window).set_mask(mask, "Paint")
    QTest.keyClick(window.canvas, Key.Key_Return)
    qtbot.waitUntil(lambda: not window.session.filling.active)


def hover(window: MainWindow, x: float, y: float) -> None:
    QTest.mouseMove(window.canvas, on_canvas(window, x + 3, y + 3))  # no event where the pointer already is
    QTest.mouseMove(window.canvas, on_canvas(window, x, y))


def click(window: MainWindow, x: float, y: float, keys: Qt.KeyboardModifier) -> None:
    QTest.mouseClick(window.canvas, Qt.MouseButton.LeftButton, keys, on_canvas(window, x, y))
