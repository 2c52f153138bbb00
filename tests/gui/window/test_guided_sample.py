"""What a sample tells a newcomer, step by step, in the real window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crfill_core.geometry import Box
from crfill_gui.editor import photos
from crfill_gui.window.main_window import MainWindow
from tests.fakes import ScriptedFiller
from tests.gui.helpers import document_of, on_canvas, trigger, wait_filled

Key, Keys = Qt.Key, Qt.KeyboardModifier
INSIDE = (190, 140)


@pytest.fixture
def newcomer(
    window: MainWindow, photo_file: Path, filler: ScriptedFiller, monkeypatch: pytest.MonkeyPatch
) -> MainWindow:
    """The window, for which a small photo is a bundled one."""
    monkeypatch.setattr(photos, "is_sample", lambda path: path == photo_file)
    filler.leans = "copied"
    return window


@pytest.fixture
def sample(newcomer: MainWindow, photo_file: Path, qtbot) -> MainWindow:
    """With the sample, filled."""
    return opened_and_filled(newcomer, photo_file, qtbot)


def opened_and_filled(window: MainWindow, photo: Path, qtbot) -> MainWindow:
    window.session.opening.open(photo)
    qtbot.waitUntil(lambda: window.session.document is not None)
    document_of(window).steering.avoid_region(Box(0, 0, 1, 1))  # before any fill: no step of the tour
    window.session.document.undo()
    QTest.keyClick(window.canvas, Key.Key_R)
    QTest.mousePress(window.canvas, Qt.MouseButton.LeftButton, pos=on_canvas(window, 160, 120))
    QTest.mouseMove(window.canvas, on_canvas(window, 200, 150))
    QTest.mouseRelease(window.canvas, Qt.MouseButton.LeftButton, pos=on_canvas(window, 224, 168))
    QTest.keyClick(window.canvas, Key.Key_Return)
    wait_filled(window, qtbot)
    assert document_of(window).is_changed
    return window


def said(window: MainWindow) -> str:
    return window.message_bar.label.text() if window.message_bar.isVisible() else ""


def test_a_sample_shows_round_from_the_fill_to_the_fill_that_obeys(sample: MainWindow, qtbot) -> None:
    assert "Hold \\ to see the original" in said(sample) and "Press V" in said(sample)
    QTest.keyClick(sample.canvas, Key.Key_V)
    qtbot.waitUntil(lambda: "Point at the filled area" in said(sample), timeout=20000)
    click = Keys.ControlModifier | Keys.AltModifier
    QTest.mouseMove(sample.canvas, on_canvas(sample, *INSIDE))
    QTest.mouseClick(sample.canvas, Qt.MouseButton.LeftButton, click, on_canvas(sample, *INSIDE))
    assert "not borrow" in said(sample)
    (again,) = sample.message_bar.answers
    assert again.text() == "Fill Again"
    QTest.mouseClick(again, Qt.MouseButton.LeftButton)
    wait_filled(sample, qtbot)
    assert "That is all" in said(sample) and "Ctrl+S" in said(sample)
    trigger(sample, "fill.again")
    wait_filled(sample, qtbot)
    assert said(sample) == ""


def test_keys_are_named_as_they_are_bound(newcomer: MainWindow, photo_file: Path, qtbot) -> None:
    newcomer.bindings.bind("view.references", ("Ctrl+J",))
    opened_and_filled(newcomer, photo_file, qtbot)
    assert "Press Ctrl+J" in said(newcomer)


def test_no_more_hints(sample: MainWindow, qtbot) -> None:
    (button,) = sample.message_bar.answers
    button.click()
    assert said(sample) == ""
    QTest.keyClick(sample.canvas, Key.Key_V)
    qtbot.waitUntil(lambda: bool(sample.references.explanations), timeout=20000)
    assert said(sample) == ""


def test_a_users_own_photo_gets_no_hints(window: MainWindow, photo_file: Path, qtbot) -> None:
    opened_and_filled(window, photo_file, qtbot)
    assert said(window) == ""
