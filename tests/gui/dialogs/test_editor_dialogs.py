"""Refining the mask, settings, shortcuts, keys and about, opened from the real window."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QDoubleSpinBox, QPushButton

from crfill_core.progress import Cancelled
from crfill_gui.config import settings as keys
from crfill_gui.config.preferences import PAGES
from crfill_gui.dialogs.about import AboutBox
from crfill_gui.dialogs.key_sheet import KeySheet
from crfill_gui.dialogs.preferences import PreferencesDialog
from crfill_gui.dialogs.refine_mask import RefineMask
from crfill_gui.window.main_window import MainWindow
from crfill_gui.workers.task import Task
from tests.fakes import ScriptedFiller
from tests.gui.helpers import document_of, on_canvas

Drag = Callable[..., None]


def opened(window: MainWindow, id: str, kind: type[QDialog]) -> QDialog:
    window.actions_[id].trigger()
    dialogs = window.findChildren(kind)
    assert len(dialogs) == 1 and dialogs[0].isVisible()
    return dialogs[0]


@pytest.fixture
def masked(editor: MainWindow, drag: Drag) -> MainWindow:
    """A square of 40 with a hole of 10 in its middle."""
    editor.canvas.tools.set_tool("rectangle")
    drag((100, 100), (140, 140))
    drag((115, 115), (125, 125), keys=Qt.KeyboardModifier.AltModifier)
    return editor


@pytest.fixture
def settings_dialog(editor: MainWindow) -> PreferencesDialog:
    editor.session.engine.find_devices = lambda: [("auto", "Automatic: toy"), ("cpu", "Toy CPU")]
    dialog = opened(editor, "settings", PreferencesDialog)
    assert isinstance(dialog, PreferencesDialog)
    return dialog


def test_refining_is_seen_before_it_is_done_and_is_one_step(masked: MainWindow, qtbot) -> None:
    before = document_of(masked).coverage.copy()
    steps = len(document_of(masked).history.steps)
    dialog = opened(masked, "mask.refine", RefineMask)
    place = on_canvas(masked, 92, 120)
    plain = masked.canvas.grab().toImage().pixelColor(place)
    dialog.edge.field.setValue(15)
    qtbot.waitUntil(lambda: masked.canvas.grab().toImage().pixelColor(place) != plain)
    assert np.array_equal(document_of(masked).coverage, before)
    dialog.accept()
    mask = document_of(masked).coverage
    assert mask[120, 92] == 255 and mask[120, 120] == 255 and mask[120, 80] == 0
    assert len(document_of(masked).history.steps) == steps + 1


def test_cancelling_leaves_the_mask_and_its_picture(masked: MainWindow, qtbot) -> None:
    before, seen = document_of(masked).coverage.copy(), masked.canvas.grab().toImage()
    dialog = opened(masked, "mask.refine", RefineMask)
    dialog.feather.field.setValue(30)
    qtbot.waitUntil(lambda: masked.canvas.grab().toImage() != seen)
    QTest.keyClick(dialog.edge.field, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert np.array_equal(document_of(masked).coverage, before)
    assert masked.canvas.grab().toImage() == seen


def test_shrinking_and_filling_islands(masked: MainWindow, qtbot) -> None:
    dialog = opened(masked, "mask.refine", RefineMask)
    dialog.islands.click()
    dialog.edge.field.setValue(-5)
    dialog.accept()
    mask = document_of(masked).coverage
    qtbot.waitUntil(lambda: not masked.findChildren(RefineMask))  # what was not shown yet is waited for
    assert mask[120, 120] == 255 and mask[120, 102] == 0 and mask[120, 108] == 255
    masked.actions_["undo"].trigger()
    masked.actions_["mask.islands"].trigger()
    assert document_of(masked).coverage[120, 120] == 255 and document_of(masked).coverage[120, 102] == 255


def test_strokes_painted_meanwhile_are_refined_too(masked: MainWindow, drag: Drag, qtbot) -> None:
    dialog = opened(masked, "mask.refine", RefineMask)
    dialog.edge.field.setValue(10)
    drag((200, 100), (240, 140))
    dialog.accept()
    qtbot.waitUntil(lambda: not masked.findChildren(RefineMask))
    assert document_of(masked).coverage[120, 194] == 255 and document_of(masked).coverage[120, 94] == 255


def do(task: Task) -> None:
    """What a worker does with a task, here and now."""
    try:
        task.conclude(task.run(lambda act: act()))
    except Cancelled:
        task.give_up()


def test_cancelling_while_it_is_still_reckoned_changes_nothing(
    masked: MainWindow, monkeypatch: pytest.MonkeyPatch, qtbot
) -> None:
    before, seen = document_of(masked).coverage.copy(), masked.canvas.grab().toImage()
    held: list[Task] = []
    masked.settings.set(keys.FILL_WIDEN, False)  # so that only the dialog asks
    monkeypatch.setattr(masked.canvas.worker, "put", held.append)
    dialog = opened(masked, "mask.refine", RefineMask)
    dialog.edge.field.setValue(20)
    qtbot.waitUntil(lambda: len(held) == 1)
    dialog.accept()  # gives the search for the preview up and asks once more
    assert dialog.isVisible() and not dialog.edge.isEnabled() and len(held) == 2
    dialog.reject()
    assert not dialog.isVisible()
    for task in held:
        do(task)
    assert np.array_equal(document_of(masked).coverage, before)
    assert masked.canvas.grab().toImage() == seen


def test_the_preview_catches_up_with_the_slider(
    masked: MainWindow, monkeypatch: pytest.MonkeyPatch, qtbot
) -> None:
    held: list[Task] = []
    masked.settings.set(keys.FILL_WIDEN, False)  # so that only the dialog asks
    monkeypatch.setattr(masked.canvas.worker, "put", held.append)
    dialog = opened(masked, "mask.refine", RefineMask)
    place = on_canvas(masked, 72, 120)
    plain = masked.canvas.grab().toImage().pixelColor(place)
    dialog.edge.field.setValue(10)
    qtbot.waitUntil(lambda: len(held) == 1)
    dialog.edge.field.setValue(40)
    qtbot.wait(60)
    assert len(held) == 1  # one at a time
    do(held.pop())
    assert masked.canvas.grab().toImage().pixelColor(place) == plain
    do(held.pop())
    assert masked.canvas.grab().toImage().pixelColor(place) != plain and not held
    dialog.edge.field.setValue(0)
    qtbot.waitUntil(lambda: masked.canvas.grab().toImage().pixelColor(place) == plain)


def test_every_preference_has_a_control_that_sets_it(
    editor: MainWindow, settings_dialog: PreferencesDialog
) -> None:
    rows = [row for page in PAGES for row in page.rows]
    assert set(settings_dialog.controls) == {row.setting.key for row in rows}
    for key, change in (
        (keys.THEME, lambda box: box.setCurrentIndex(box.findData("light"))),
        (keys.HISTORY_MEGABYTES, lambda field: field.setValue(100)),
        (keys.OVERLAY_OPACITY, lambda field: field.setValue(80)),
        (keys.PEN_PRESSURE, lambda box: box.setCurrentIndex(box.findData("hardness"))),
        (keys.FILL_GROW, lambda field: field.setValue(7)),
        (keys.FILL_MODE, lambda box: box.setCurrentIndex(box.findData("network"))),
        (keys.FILL_AFTER_STROKE, lambda check: check.click()),
    ):
        before = editor.settings.get(key)
        change(settings_dialog.controls[key.key])
        assert editor.settings.get(key) != before, key.key
    assert not editor.theme.dark
    assert document_of(editor).history.budget == 100 * 2**20
    assert editor.fill_panel.modes.buttons["network"].isChecked()
    assert editor.canvas.tools.box.pen == "hardness"
    assert editor.fill_options.grow.value == 7 and editor.fill_options.after_stroke.isChecked()
    assert editor.brush_panel.opacity_row.value == 80


def test_changes_made_elsewhere_are_shown(editor: MainWindow, settings_dialog: PreferencesDialog) -> None:
    editor.fill_options.grow.field.setValue(12)
    field = settings_dialog.controls[keys.FILL_GROW.key]
    assert isinstance(field, QDoubleSpinBox) and field.value() == 12
    settings_dialog.close()
    editor.fill_options.grow.field.setValue(13)  # deleted observers are not called


def test_only_usable_devices_are_offered_and_choosing_one_loads_the_weights_there(
    editor: MainWindow, settings_dialog: PreferencesDialog, filler: ScriptedFiller, qtbot
) -> None:
    box = settings_dialog.controls[keys.DEVICE.key]
    assert isinstance(box, QComboBox)
    qtbot.waitUntil(lambda: box.count() == 2)
    box.setCurrentIndex(box.findData("cpu"))
    qtbot.waitUntil(lambda: ("default", "cpu") in filler.made_with)


def test_restoring_the_defaults_of_a_page(editor: MainWindow, settings_dialog: PreferencesDialog) -> None:
    editor.settings.set(keys.FILL_GROW, 9.0)
    editor.settings.set(keys.THEME, "light")
    settings_dialog.tabs.setCurrentIndex(1)
    settings_dialog.reset_button.click()
    assert editor.settings.get(keys.FILL_GROW) == 0 and editor.settings.get(keys.THEME) == "light"


def test_a_shortcut_is_changed_with_its_conflict_told(
    editor: MainWindow, settings_dialog: PreferencesDialog
) -> None:
    page = settings_dialog.shortcuts
    page.choose("tool.lasso")
    page.field.setKeySequence(QKeySequence("B"))
    assert "Brush" in page.note.text() and "lose" in page.note.text()
    page.replace_button.click()
    assert editor.bindings.keys("tool.lasso") == ("B",) and editor.bindings.keys("tool.brush") == ()
    page.choose("tool.brush")
    page.reset_button.click()
    assert editor.bindings.keys("tool.lasso") == () and editor.bindings.keys("tool.brush") == ("B",)
    page.field.setKeySequence(QKeySequence("Ctrl+J"))
    assert "free" in page.note.text()
    page.add_button.click()
    assert editor.bindings.keys("tool.brush") == ("Ctrl+J", "B")
    page.field.setKeySequence(QKeySequence("Space"))
    assert not page.replace_button.isEnabled() and not page.add_button.isEnabled()


def test_finding_an_action_in_the_list(settings_dialog: PreferencesDialog) -> None:
    page = settings_dialog.shortcuts
    page.filter.setText("lasso")
    shown = [row for row in range(page.table.rowCount()) if not page.table.isRowHidden(row)]
    assert [page.table.item(row, 0).text() for row in shown] == ["Lasso"]


def test_the_sheet_lists_keys_as_they_are_bound(editor: MainWindow) -> None:
    editor.bindings.bind("tool.lasso", ("Ctrl+J",))
    QTest.keyClick(editor.canvas, Qt.Key.Key_F1)
    (sheet,) = editor.findChildren(KeySheet)
    text = sheet.text.toPlainText()
    assert "Ctrl+J" in text and "Smart Select" in text and "Alt + wheel" in text
    lines = text.splitlines()
    assert lines.count("Esc") == lines.count("Cancel") == 1
    assert "Shift+Enter" in lines and "Return" not in text
    QTest.keyClick(editor.canvas, Qt.Key.Key_F1)
    assert len(editor.findChildren(KeySheet)) == 1


def test_about_names_the_paper_its_authors_and_the_licence(editor: MainWindow) -> None:
    box = opened(editor, "help.about", AboutBox)
    for name in ("Zeng", "Lin", "Lu", "Patel", "ICCV 2021", "Apache"):
        assert name in box.text.text()
    close = box.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Close)
    assert isinstance(close, QPushButton)
    close.click()
    assert not box.isVisible()


def test_weights_that_are_imported_and_used_while_the_settings_are_open_are_shown_there(
    settings_dialog: PreferencesDialog, editor: MainWindow
) -> None:
    box = settings_dialog.controls[keys.WEIGHTS.key]
    assert isinstance(box, QComboBox)
    editor.settings.set(keys.WEIGHTS, "imported")
    assert box.currentData() == "imported" == editor.settings.get(keys.WEIGHTS)
