"""Shortcuts: the table's rule, rebinding, conflicts, and that rebound keys work in the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crfill_gui.commands.actions import ACTIONS
from crfill_gui.commands.bindings import RESERVED, Bindings, defaults
from crfill_gui.commands.qactions import is_canvas_key
from crfill_gui.config import settings as keys
from crfill_gui.config.settings import Settings
from crfill_gui.window.main_window import MainWindow


@pytest.fixture
def bindings(tmp_path: Path) -> Bindings:
    return Bindings(Settings(tmp_path / "settings.json"))


def test_keys_that_fields_need_too_belong_to_the_canvas() -> None:
    assert all(is_canvas_key(key) for key in ("B", "Shift+V", "]", "PgDown", "Enter", "Shift+Return", "+"))
    assert not any(
        is_canvas_key(key) for key in ("Ctrl+S", "Ctrl++", "Alt+X", "Meta+X", "Esc", "Shift+F5", "F1")
    )


def test_no_reserved_key_is_in_the_table() -> None:
    assert [key for spec in ACTIONS for key in defaults(spec) if key in RESERVED] == []


def test_binding_takes_the_key_from_others_and_resetting_gives_it_back(bindings: Bindings) -> None:
    assert bindings.action_of("b") == "tool.brush"
    bindings.bind("tool.lasso", ("B", "Ctrl+Shift+L"))
    assert bindings.keys("tool.lasso") == ("B", "Ctrl+Shift+L")
    assert bindings.keys("tool.brush") == () and bindings.action_of("L") == ""
    bindings.reset("tool.brush")
    assert bindings.keys("tool.brush") == ("B",) and bindings.keys("tool.lasso") == ("Ctrl+Shift+L",)
    bindings.reset_all()
    assert all(bindings.is_default(spec.id) for spec in ACTIONS)


def test_only_what_differs_is_stored(bindings: Bindings, tmp_path: Path) -> None:
    settings = bindings._settings
    bindings.bind("tool.lasso", ("Ctrl+J",))
    assert settings.get(keys.SHORTCUTS) == {"tool.lasso": ["Ctrl+J"]}
    bindings.bind("tool.lasso", ("L",))
    assert settings.get(keys.SHORTCUTS) == {}


@pytest.mark.parametrize("key", ["Space", "\\", "Left", ""])
def test_reserved_keys_cannot_be_bound(bindings: Bindings, key: str) -> None:
    with pytest.raises(ValueError, match="cannot be bound"):
        bindings.bind("tool.lasso", (key,))


def test_rebound_keys_work_at_once_and_old_ones_no_more(editor: MainWindow) -> None:
    editor.bindings.bind("tool.lasso", ("K",))
    QTest.keyClick(editor.canvas, Qt.Key.Key_L)
    assert editor.canvas.tools.tool == "brush"
    QTest.keyClick(editor.canvas, Qt.Key.Key_K)
    assert editor.canvas.tools.tool == "lasso" and "(K)" in editor.actions_["tool.lasso"].toolTip()
    editor.bindings.bind("tool.ellipse", ("Ctrl+J", "J"))
    QTest.keyClick(editor.canvas, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert editor.canvas.tools.tool == "ellipse"
    editor.bindings.reset_all()
    QTest.keyClick(editor.canvas, Qt.Key.Key_L)
    assert editor.canvas.tools.tool == "lasso"


def test_a_letter_bound_to_a_menu_action_does_nothing_in_a_field(editor: MainWindow) -> None:
    editor.bindings.bind("mask.invert", ("I",))
    field = editor.brush_panel.size_row.field
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_I)
    assert editor.session.document is not None and not editor.session.document.mask_area
    editor.canvas.setFocus()
    QTest.keyClick(editor.canvas, Qt.Key.Key_I)
    assert editor.session.document.mask_area


def test_sentences_of_panels_follow_the_keys(editor: MainWindow) -> None:
    panel = editor.docks.variants
    assert "Shift+Enter" in panel.status.text() and "Shift+Enter" in panel.more.toolTip()
    editor.bindings.bind("variants", ("Ctrl+J",))
    editor.bindings.bind("tool.line", ("J",))
    assert "Ctrl+J" in panel.status.text() and "Ctrl+J" in panel.more.toolTip()
    assert "J draws lines" in editor.references_panel.steering.text()
    editor.bindings.bind("variants", ())
    assert panel.status.text() == "Variants fills the same hole in other ways."
