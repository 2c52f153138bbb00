"""The tables agree with each other."""

from __future__ import annotations

from collections import Counter
from typing import get_args

from PySide6.QtGui import QAction

from crfill_gui.canvas.tools import ToolName
from crfill_gui.commands.actions import ACTIONS
from crfill_gui.commands.bindings import defaults
from crfill_gui.commands.menus import MENUS, TOOLBAR, MenuSpec
from crfill_gui.window.main_window import MainWindow


def items(menu: MenuSpec) -> list[str]:
    found: list[str] = []
    for item in menu.items:
        found += items(item) if isinstance(item, MenuSpec) else [item]
    return found


def test_every_action_is_in_a_menu_and_menus_name_only_actions() -> None:
    ids = {spec.id for spec in ACTIONS}
    in_menus = {item for menu in MENUS for item in items(menu)} - {"-"}
    assert in_menus == ids
    assert set(TOOLBAR) - {"-"} <= ids


def test_no_key_means_two_things() -> None:
    keys = Counter(key for spec in ACTIONS for key in defaults(spec))
    assert "" not in keys
    assert [key for key, count in keys.items() if count > 1] == []


def test_every_tool_has_a_row_that_explains_it() -> None:
    tools = {spec.id: spec.hint for spec in ACTIONS if spec.choice == "tool"}
    assert list(tools) == [f"tool.{name}" for name in get_args(ToolName)]
    assert all(tools.values())


def test_every_action_can_be_found_by_its_name_and_says_what_it_does(window: MainWindow) -> None:
    for spec in ACTIONS:
        action = window.findChild(QAction, f"action.{spec.id}")
        assert action is not None and action.toolTip() and action.text()


def test_every_group_of_actions_exists(editor: MainWindow) -> None:
    known = {"always", "photo", "changed", "mask", "fillable", "undo", "redo", "filled", "variable"}
    known |= {"refillable", "steered", "lines", "unsaved"}
    assert {spec.group for spec in ACTIONS} <= known
    assert editor.session.groups <= known | {"filling"}
