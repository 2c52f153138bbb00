"""The sheet of shortcuts (F1): the current keys of all actions in the menus, and what mouse, pen and touchpad do."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QWidget

from crfill_gui.commands.bindings import Bindings, title
from crfill_gui.commands.menus import MENUS, MenuSpec
from crfill_gui.i18n import mark, tr, without_mnemonic
from crfill_gui.panels.boxes import vbox
from crfill_gui.panels.sizes import open_at

MOUSE: tuple[tuple[str, str], ...] = (
    (mark("Wheel"), mark("zoom at the pointer")),
    (mark("Alt + wheel"), mark("brush size")),
    (mark("Two fingers, middle button or Space + drag"), mark("move the photo")),
    (mark("Shift + click"), mark("straight line from the last stroke")),
    (mark("Shift + drag"), mark("brush size")),
    (mark("Alt + drag"), mark("the opposite of the tool: erase, subtract")),
    (mark("Ctrl + click"), mark("prefer the reference there")),
    (mark("Ctrl + Alt + click"), mark("avoid the reference there")),
    (mark("Hold \\"), mark("a quick look at the original")),
    (mark("Zoom tool's key twice"), mark("zoom to the mask")),
    (mark("Arrows"), mark("move the photo")),
    (mark("Pointer with the keys: arrows, Shift or Ctrl + arrows"), mark("move the pointer, finely or far")),
    (mark("Space, Shift + Space"), mark("press or release that pointer; with Shift as if Alt were held")),
    (mark("Ctrl + Space, Ctrl + Alt + Space"), mark("prefer or avoid the reference there")),
    (mark("Enter or double click"), mark("accept a polygon, a line or a smart selection")),
    (mark("Backspace or Delete"), mark("remove the last corner, point or correcting stroke; delete a line")),
)


class KeySheet(QDialog):
    """The dialog with the sheet. It is not modal, so that keys can be tried while it is open."""

    def __init__(self, bindings: Bindings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("dialog.keys")
        self.setWindowTitle(tr("Keyboard and Mouse"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.text = QTextBrowser()
        self.text.setAccessibleName(tr("All shortcuts"))
        self.text.setHtml(sheet(bindings))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        vbox(self.text, buttons, on=self, margins=(14, 14, 14, 14))
        open_at(self, 860, 680)


def sheet(bindings: Bindings) -> str:
    """The whole sheet as HTML in two columns."""
    listed: set[str] = set()
    parts = [_part(without_mnemonic(tr(menu.title)), _rows(menu, bindings, listed)) for menu in MENUS]
    mouse = [(escape(tr(how)), escape(tr(what))) for how, what in MOUSE]
    parts.append(_part(tr("Mouse, pen, touchpad and keys"), mouse))
    half, columns, length = sum(part.count("<tr>") for part in parts) / 2, ["", ""], 0
    for part in parts:
        columns[length >= half] += part
        length += part.count("<tr>")
    cells = "".join(f'<td width="50%" style="padding-right: 18px">{column}</td>' for column in columns)
    return f'<table width="100%"><tr>{cells}</tr></table>'


def _part(heading: str, rows: list[tuple[str, str]]) -> str:
    if not rows:
        return ""
    body = "".join(
        f'<tr><td style="padding: 1px 14px 1px 0"><b>{how}</b></td><td>{what}</td></tr>' for how, what in rows
    )
    return f"<h3>{escape(heading)}</h3><table>{body}</table>"


def _rows(menu: MenuSpec, bindings: Bindings, listed: set[str]) -> list[tuple[str, str]]:
    """The keys and names of the menu's actions as HTML. Actions that are in ``listed`` are left out; the others are added
    to it, so that an action in two menus is listed only with the first.
    """
    rows = []
    for id in _actions(menu):
        if id in listed:
            continue
        listed.add(id)
        if keys := bindings.shown(id):
            rows.append((escape(", ".join(keys)), escape(title(id))))
    return rows


def _actions(menu: MenuSpec) -> Iterator[str]:
    for item in menu.items:
        if isinstance(item, MenuSpec):
            yield from _actions(item)
        elif item != "-":
            yield item
