"""The table's actions as QActions, with their keys, and the spelling of keys."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QIcon, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from crfill_gui.commands.actions import ACTIONS, ActionSpec
from crfill_gui.i18n import tr

Handler = Callable[[bool], object]
"""Carries out an action. It is called with whether the action is now checked."""


class Actions:
    """The table's rows as QActions by id, each named ``action.<id>``. :meth:`set_keys` gives them their keys."""

    def __init__(self, parent: QWidget, canvas: QWidget, handlers: Mapping[str, Handler]) -> None:
        missing = {spec.id for spec in ACTIONS} ^ set(handlers)
        if missing:
            raise ValueError(f"actions and handlers differ: {sorted(missing)}")
        self._canvas = canvas
        self._actions: dict[str, QAction] = {}
        self._shortcuts: dict[str, list[QShortcut]] = {}
        choices: dict[str, QActionGroup] = {}
        for spec in ACTIONS:
            action = self._actions[spec.id] = _make(spec, parent)
            if spec.choice:
                choices.setdefault(spec.choice, QActionGroup(parent)).addAction(action)
            handler = handlers[spec.id]
            action.triggered.connect(lambda checked=False, handler=handler: handler(checked))

    def __getitem__(self, id: str) -> QAction:
        return self._actions[id]

    def enable(self, groups: set[str]) -> None:
        for spec in ACTIONS:
            self._actions[spec.id].setEnabled(spec.group in groups)

    def set_keys(self, keys: Callable[[str], Sequence[str]]) -> None:
        """Give every action the keys ``keys(id)`` in place of its current ones."""
        for spec in ACTIONS:
            for shortcut in self._shortcuts.pop(spec.id, []):
                shortcut.deleteLater()
            self._shortcuts[spec.id] = _bind(self._actions[spec.id], spec, keys(spec.id), self._canvas)

    def press_on_canvas(self, key: QKeySequence) -> bool:
        """Trigger the enabled action that has this key; returns whether there is one."""
        for spec in ACTIONS:
            action = self._actions[spec.id]
            keys = [shortcut.key() for shortcut in self._shortcuts[spec.id]] or action.shortcuts()
            if key in keys and action.isEnabled():
                action.trigger()
                return True
        return False

    def set_icons(self, icon: Callable[[str], QIcon]) -> None:
        for spec in ACTIONS:
            if spec.icon:
                self._actions[spec.id].setIcon(icon(spec.icon))


def is_canvas_key(key: str) -> bool:
    """Whether a key acts only while the canvas has the focus. Text fields need such keys themselves."""
    return not re.search(r"(Ctrl|Alt|Meta)\+|^(Shift\+)?(Esc|F\d+)$", normal(key))


def _make(spec: ActionSpec, parent: QObject) -> QAction:
    text = tr(spec.text)
    action = QAction(f"{text}\t{spec.hold}" if spec.hold else text, parent)
    action.setIconText(text.rstrip("…"))
    action.setObjectName(f"action.{spec.id}")
    action.setCheckable(spec.checkable)
    return action


def _bind(action: QAction, spec: ActionSpec, keys: Sequence[str], canvas: QWidget) -> list[QShortcut]:
    """Give an action its keys and a tooltip with the first one; returns the shortcuts that were made for them."""
    local = [key for key in keys if is_canvas_key(key)]
    anywhere = [key for key in keys if key not in local]
    extra: list[QShortcut] = []
    canvas.removeAction(action)
    if anywhere:
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setShortcuts([QKeySequence(key) for key in anywhere])
        for key in local:
            shortcut = QShortcut(QKeySequence(key), canvas, context=Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(action.trigger)
            extra.append(shortcut)
    else:
        action.setShortcuts([QKeySequence(key) for key in local])
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        canvas.addAction(action)
    shown = (local or anywhere)[:1]
    action.setToolTip(tr(spec.tip or spec.text) + (f"  ({pretty(shown[0])})" if shown else ""))
    return extra


def normal(key: str) -> str:
    """The portable spelling of a key, which is the same however ``key`` spells it; "" for an invalid key."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)


def pretty(key: str) -> str:
    """A key as this platform writes it. Return and Enter are both called Enter."""
    return QKeySequence(key.replace("Return", "Enter")).toString(QKeySequence.SequenceFormat.NativeText)
