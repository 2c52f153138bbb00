"""Menus and toolbars as data: ids of actions, "-" for a separator, and submenus. Builds them from that data."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QMenuBar, QToolBar, QWidget

from crfill_gui.commands.actions import MASK_TOOLS
from crfill_gui.commands.qactions import Actions
from crfill_gui.i18n import tr


@dataclass(frozen=True)
class MenuSpec:
    """A menu. The menus for recent files, samples and panels have an ``id``, because the window fills them itself."""

    title: str
    items: tuple[str | MenuSpec, ...]
    id: str = ""


_MASK_TOOLS = tuple(spec.id for spec in MASK_TOOLS)

MENUS: tuple[MenuSpec, ...] = (
    MenuSpec(
        "&File",
        (
            "open",
            MenuSpec("Open &Recent", (), "recent"),
            MenuSpec("Open Sa&mple", (), "samples"),
            *("restore", "-", "previous", "next", "-"),
            *("save", "save_as", "project.save", "project.save_as"),
            *("export.openraster", "export.recipe", "-", "batch", "-", "close", "quit"),
        ),
    ),
    MenuSpec("&Edit", ("undo", "redo", "-", "copy", "paste", "-", "cancel", "-", "settings")),
    MenuSpec(
        "&Mask",
        (
            *("tool.brush", "tool.eraser", "tool.avoid", "tool.swap", "pointer.keys", "-"),
            *(*_MASK_TOOLS, "-"),
            *("brush.larger", "brush.smaller", "brush.harder", "brush.softer", "-"),
            *("mask.clear", "mask.invert", "mask.refine", "mask.islands", "mask.dust", "mask.restore", "-"),
            *("mask.open", "mask.save"),
        ),
    ),
    MenuSpec(
        "F&ill",
        (
            *("fill", "fill.again", "variants", "-"),
            *("tool.line", "line.next", "line.previous", "steer.clear", "-"),
            "cancel",
        ),
    ),
    MenuSpec(
        "&View",
        (
            *("zoom.fit", "zoom.actual", "zoom.mask", "zoom.in", "zoom.out", "tool.hand", "tool.zoom", "-"),
            *("view.mask", "view.references", "view.split", "references.export"),
            *("view.compare", "view.wipe", "-"),
            MenuSpec("&Panels", (), "panels"),
            MenuSpec("&Theme", ("theme.system", "theme.dark", "theme.light")),
        ),
    ),
    MenuSpec("&Tools", ("weights", "lab")),
    MenuSpec("&Help", ("help.keys", "-", "help.last_error", "help.report", "help.log", "-", "help.about")),
)

TOOLBAR: tuple[str, ...] = (
    *("open", "save", "-", "undo", "redo", "-"),
    *("mask.clear", "mask.invert", "mask.refine", "mask.restore", "-"),
    *("zoom.out", "zoom.in", "zoom.fit", "zoom.actual", "-"),
    *("view.mask", "view.references", "view.compare", "view.wipe"),
)

TOOLS: tuple[str, ...] = (
    *("tool.brush", "tool.eraser", "tool.avoid", "-"),
    *(*_MASK_TOOLS, "-"),
    *("tool.line", "-"),
    *("tool.hand", "tool.zoom"),
)


def fill_menu_bar(bar: QMenuBar, actions: Actions) -> dict[str, QMenu]:
    """Build the menus; returns those with an id, by id."""
    named: dict[str, QMenu] = {}
    for spec in MENUS:
        _fill(bar.addMenu(tr(spec.title)), spec, actions, named)
    return named


def _fill(menu: QMenu, spec: MenuSpec, actions: Actions, named: dict[str, QMenu]) -> None:
    if spec.id:
        menu.setObjectName(f"menu.{spec.id}")
        named[spec.id] = menu
    for item in spec.items:
        if isinstance(item, MenuSpec):
            _fill(menu.addMenu(tr(item.title)), item, actions, named)
        elif item == "-":
            menu.addSeparator()
        else:
            menu.addAction(actions[item])


def fill_toolbar(bar: QToolBar, actions: Actions, items: tuple[str, ...] = TOOLBAR) -> None:
    """Fill a toolbar with buttons. They are reached with Tab, and a click on them leaves the focus with the canvas."""
    for item in items:
        if item == "-":
            bar.addSeparator()
            continue
        bar.addAction(actions[item])
        button = bar.widgetForAction(actions[item])
        if isinstance(button, QWidget):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setAccessibleName(actions[item].iconText())
