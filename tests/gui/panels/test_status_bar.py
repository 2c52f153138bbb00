"""The status bar where there is little room, and what screen readers hear of it."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication

from crfill_core.base.messages import Message
from crfill_gui.panels.labels import ReadOut, announce
from crfill_gui.panels.status_bar import StatusBar
from crfill_gui.window.main_window import MainWindow

LONG = "2 lines detected · not followed in Network mode · 3 drawn · 1 deleted"


def said(label: ReadOut) -> str:
    return QAccessible.queryAccessibleInterface(label).text(QAccessible.Text.Name)


@pytest.fixture
def bar(editor: MainWindow, qtbot) -> StatusBar:
    """The bar once nothing is being read, which would end with an empty activity."""
    qtbot.waitUntil(lambda: not editor.session.files.busy)
    return editor.status


@pytest.mark.parametrize("width", [1100, 800])
@pytest.mark.parametrize("which", ["lines", "activity"])
def test_a_long_sentence_is_cut_and_not_the_size_and_the_zoom(
    editor: MainWindow, bar: StatusBar, qtbot, which: str, width: int
) -> None:
    editor.resize(width, 700)
    sentence: ReadOut = getattr(bar, which)
    sentence.setText(3 * LONG)
    qtbot.waitUntil(lambda: sentence.shown.endswith("…"))  # what is shown at the start may take the room
    for label in (bar.photo, bar.zoom):
        assert label.text() and label.shown == label.text()
        assert label.width() >= label.fontMetrics().horizontalAdvance(label.text())
    assert editor.width() == width


def test_a_sentence_takes_no_room_while_there_is_none(editor: MainWindow, bar: StatusBar) -> None:
    assert bar.lines.isHidden() and bar.activity.isHidden()
    bar.activity.setText("Reading")
    assert not bar.activity.isHidden()
    bar.activity.setText("")
    assert bar.activity.isHidden()


def test_screen_readers_hear_what_a_read_out_says(editor: MainWindow, bar: StatusBar) -> None:
    assert said(bar.zoom) == "Zoom: 100 %" and said(bar.mask_area) == "Mask area: No mask"
    bar.position.setText("12, 34")
    assert said(bar.position) == "Position: 12, 34"
    bar.position.clear()
    assert said(bar.position) == "Position"


def test_the_panels_keep_their_width_while_a_fill_runs(editor: MainWindow) -> None:
    panel = editor.fill_panel
    QApplication.processEvents()
    before = panel.width()
    panel.set_ended(3 * LONG, filled=True)
    QApplication.processEvents()
    assert panel.width() == before and panel.status.shown.endswith("…")


def test_the_time_left_is_seen_and_nothing_moves_when_a_fill_ends(editor: MainWindow) -> None:
    panel = editor.fill_panel
    editor.resize(1280, 720)
    panel.set_filling(True)
    for what in ("reading the surroundings", "interpolating thin holes"):
        panel.set_progress(0.5, Message(what), 75)
        QApplication.processEvents()
        assert panel.status.shown.endswith("75 s left"), panel.status.shown
    height, below = panel.sizeHint().height(), editor.fill_options.pos()
    panel.set_ended("Filled in 1.4 s", filled=True)
    QApplication.processEvents()
    assert panel.status.shown == "Filled in 1.4 s" and panel.why_button.width() > 20
    assert editor.fill_options.pos() == below and panel.sizeHint().height() == height


def test_messages_and_the_end_of_a_fill_are_said(editor: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: heard.append(event.message()))
    editor.session.say("warning", "Something is odd.")
    editor.fill_panel.set_ended("Filled in 1.4 s", filled=True)
    announce(editor, "Ready")
    assert heard == ["Warning: Something is odd.", "Filled in 1.4 s", "Ready"]
