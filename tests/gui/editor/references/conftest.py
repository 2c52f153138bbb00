"""The editor after a fill."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crfill_gui.window.main_window import MainWindow
from tests.fakes import ScriptedFiller
from tests.gui.editor.references.at_hole import Filled, fill

Key, Keys = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def filled(editor: MainWindow, filler: ScriptedFiller, qtbot) -> Filled:
    """The editor after a fill that "selected" or "copied", its references shown."""

    def do(leans: str) -> MainWindow:
        filler.leans = leans  # type: ignore[assignment]
        fill(editor, qtbot)
        QTest.keyClick(editor.canvas, Key.Key_V)
        qtbot.waitUntil(lambda: bool(editor.references.explanations), timeout=20000)
        QApplication.processEvents()  # the panel takes its place
        editor.canvas.view.zoom_to(1.0)
        return editor

    return do
