"""The window itself: history panel, looks, accessibility."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QListWidget,
    QScrollArea,
    QSlider,
    QToolBar,
)

from crfill_gui.app import build
from crfill_gui.config.settings import Settings
from crfill_gui.window.main_window import MainWindow
from tests.fakes import ScriptedFiller
from tests.gui.helpers import (
    document_of,
    trigger,
)

Key = Qt.Key
Keys = Qt.KeyboardModifier
Drag = Callable[..., None]


def test_the_history_panel_goes_to_any_step(editor: MainWindow, drag: Drag) -> None:
    for x in (60, 160, 260):
        drag((x, 100))
    steps = editor.findChild(QListWidget)
    assert [steps.item(row).text() for row in range(steps.count())] == ["Opened", "Paint", "Paint", "Paint"]
    steps.itemClicked.emit(steps.item(1))
    mask = document_of(editor).coverage
    assert mask[100, 60] == 255 and not mask[100, 160]
    assert steps.currentRow() == 1 and steps.count() == 4


def test_themes_change_the_whole_window_at_once(editor: MainWindow) -> None:
    def brightness() -> float:
        image = editor.grab().toImage()
        places = [(x, y) for x in range(5, image.width(), 40) for y in (image.height() - 4, 40)]
        return sum(image.pixelColor(*place).lightness() for place in places) / len(places)

    trigger(editor, "theme.dark")
    dark = brightness()
    trigger(editor, "theme.light")
    assert dark < 90 < 180 < brightness()


def test_window_and_brush_are_remembered(editor: MainWindow, qtbot) -> None:
    editor.canvas.tools.set_brush(editor.canvas.tools.brush.resized(77))
    trigger(editor, "theme.light")
    editor.close()
    from crfill_gui.config import settings as keys

    stored = Settings(editor.settings._path)
    assert stored.get(keys.BRUSH_RADIUS) == 77 and stored.get(keys.THEME) == "light"
    assert stored.get(keys.WINDOW_GEOMETRY)


def test_brush_and_fill_panel_are_seen_whole_in_a_window_of_usual_height(
    tmp_path: Path, filler: ScriptedFiller, qtbot
) -> None:
    _, window = build([], Settings(tmp_path / "settings.json"), filler.make)
    window.resize(1320, 920)
    window.show()
    qtbot.waitExposed(window)
    bars = [
        area.verticalScrollBar()
        for area in window.findChildren(QScrollArea)
        if area.widget() in (window.brush_panel, window.fill_panel)
    ]
    assert len(bars) == 2
    qtbot.waitUntil(lambda: all(bar.maximum() == 0 for bar in bars))
    window.close()


def test_a_closed_window_is_gone_before_the_work_is_finished(editor: MainWindow) -> None:
    seen: list[bool] = []
    editor.session.closing.connect(lambda: seen.append(editor.isVisible()))
    editor.close()
    assert seen == [False]


def test_all_panels_at_once_fit_a_small_screen(editor: MainWindow) -> None:
    for dock in editor.docks.all:
        dock.show()
    QApplication.processEvents()
    least = editor.minimumSizeHint()
    assert least.width() <= 1280 and least.height() <= 720


def test_fill_and_how_far_it_is_are_in_sight_on_a_small_screen(editor: MainWindow) -> None:
    editor.resize(1216, 648)
    QApplication.processEvents()
    panel = editor.docks.fill
    panel.set_filling(True)
    QApplication.processEvents()
    for part in (panel.fill_button, panel.cancel_button, panel.bar, panel.status):
        assert part.visibleRegion().boundingRect().size() == part.size(), part


def test_a_click_in_a_panel_leaves_the_canvas_its_keys(editor: MainWindow) -> None:
    docks = editor.docks
    docks.references_dock.show()
    docks.references.body.show()
    QApplication.processEvents()
    editor.canvas.setFocus()
    for place in (
        *(docks.fill.modes.buttons["network"], docks.fill.fill_button, docks.fill, docks.brush),
        *(docks.fill_options.after_stroke, docks.fill_options.advanced, docks.references.opacity.slider),
        *(docks.references.list.viewport(), docks.history.list.viewport()),
    ):
        QTest.mouseClick(place, Qt.MouseButton.LeftButton, pos=place.rect().center())
        assert QApplication.focusWidget() is editor.canvas, place


def test_only_fields_to_type_in_take_the_focus_by_a_click(editor: MainWindow) -> None:
    kinds = (QAbstractButton, QAbstractItemView, QAbstractSlider)
    controls = [control for dock in editor.docks.all for kind in kinds for control in dock.findChildren(kind)]
    assert len(controls) > 40
    assert [control for control in controls if control.focusPolicy() & Qt.FocusPolicy.ClickFocus] == []


def test_enter_in_a_number_field_and_escape_in_a_panel_lead_back_to_the_canvas(editor: MainWindow) -> None:
    field = editor.brush_panel.size_row.field
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "33")
    QTest.keyClick(field, Key.Key_Return)
    assert editor.canvas.tools.brush.radius == 16.5 and QApplication.focusWidget() is editor.canvas
    editor.history_panel.list.setFocus()
    QTest.keyClick(editor.history_panel.list, Key.Key_Escape)
    assert QApplication.focusWidget() is editor.canvas


def test_a_long_line_in_the_status_bar_does_not_make_the_window_wider(editor: MainWindow) -> None:
    least, label = editor.minimumSizeHint().width(), editor.status.lines
    label.setText("Drawn line selected: drag its points, or press Delete to remove it. " * 3)
    QApplication.processEvents()
    assert editor.minimumSizeHint().width() == least
    assert label.shown.endswith("…") and label.text().endswith("it. ")
    label.setText("")


def test_a_message_with_answers_is_never_cut_off(editor: MainWindow) -> None:
    label, answers = editor.message_bar.label, [("Restore", list), ("Discard", list)]
    for words in range(1, 90, 4):
        editor.message_bar.show_message("warning", "word " * words, editor.icon, answers)
        QApplication.processEvents()
        assert label.height() >= label.heightForWidth(label.width()), words


def test_nothing_moves_when_the_icons_come(tmp_path: Path, filler: ScriptedFiller, qtbot) -> None:
    _, window = build([], Settings(tmp_path / "settings.json"), filler.make)
    window.show()
    qtbot.waitExposed(window)
    places = {bar.objectName(): bar.size() for bar in window.findChildren(QToolBar)}
    window.appearance.load_icons()
    QApplication.processEvents()
    assert {bar.objectName(): bar.size() for bar in window.findChildren(QToolBar)} == places
    window.close()


def test_every_control_has_a_name_for_screen_readers(editor: MainWindow) -> None:
    controls = [
        widget
        for kind in (QAbstractButton, QSlider, QAbstractSpinBox)
        for widget in editor.findChildren(kind)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isVisible()
    ]
    assert len(controls) > 20
    assert [
        widget for widget in controls if not (widget.accessibleName() or getattr(widget, "text", str)())
    ] == []
    assert editor.canvas.objectName() == "canvas" and editor.canvas.accessibleName()


def test_everything_is_in_the_tab_order(editor: MainWindow) -> None:
    reached, widget = set(), editor.nextInFocusChain()
    while widget is not editor and widget is not None:
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
            reached.add(widget)
        widget = widget.nextInFocusChain()
    for control in (
        editor.canvas,
        editor.fill_panel.fill_button,
        editor.brush_panel.size_row.field,
        editor.brush_panel.hardness_row.slider,
        editor.history_panel.list,
        editor.fill_panel.modes.buttons["network"],
    ):
        assert control in reached


def test_holding_alt_leaves_the_focus_on_the_canvas(editor: MainWindow) -> None:
    QTest.keyPress(editor.canvas, Key.Key_Alt, Keys.AltModifier)
    QTest.keyRelease(editor.canvas, Key.Key_Alt)
    assert QApplication.focusWidget() is editor.canvas


def test_a_bug_is_told_in_a_sentence(editor: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    from crfill_gui.__main__ import report_bugs

    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    report_bugs(editor.session)
    sys.excepthook(KeyError, KeyError("lost"), None)
    assert "lost" in editor.message_bar.label.text() and "Traceback" not in editor.message_bar.label.text()


def test_the_lab_opens_and_is_asked_about_when_the_editor_closes(window, prompts, monkeypatch) -> None:
    trigger(window, "lab")
    lab = window.windows.open_lab()
    assert lab.isVisible()
    monkeypatch.setattr(type(lab), "trains", property(lambda _: True))
    stopped = []
    monkeypatch.setattr(lab.training, "stop", lambda: stopped.append(True))
    prompts.lab_answer = "cancel"
    assert not window.close() and window.isVisible()
    assert prompts.asked[-1] == ("lab", (True, False)) and not stopped
    prompts.lab_answer = "stop"
    assert window.close() and stopped == [True]
