"""The menu bar and the toolbars of the window, with the menus that depend on files or panels."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QToolBar

from crfill_gui.commands.menus import TOOLS, fill_menu_bar, fill_toolbar
from crfill_gui.commands.qactions import Actions
from crfill_gui.config import settings as keys
from crfill_gui.editor import photos
from crfill_gui.editor.session import Session
from crfill_gui.i18n import tr
from crfill_gui.panels.empty_state import title_of

ICON = QSize(20, 20)


class Bars:
    """Adds the menu bar and the toolbars to ``window``."""

    def __init__(
        self, window: QMainWindow, session: Session, actions: Actions, docks: Sequence[QDockWidget]
    ) -> None:
        self._window, self._session = window, session
        self.menus = fill_menu_bar(window.menuBar(), actions)
        for dock in docks:
            self.menus["panels"].addAction(dock.toggleViewAction())
        for path in photos.samples():
            self.menus["samples"].addAction(title_of(path), partial(session.opening.open, path))
        self.menus["recent"].aboutToShow.connect(self._fill_recent)
        fill_toolbar(self._bar("toolbar", tr("Toolbar"), Qt.ToolBarArea.TopToolBarArea), actions)
        fill_toolbar(self._bar("tools", tr("Tools"), Qt.ToolBarArea.LeftToolBarArea), actions, TOOLS)

    def _bar(self, name: str, title: str, area: Qt.ToolBarArea) -> QToolBar:
        bar = QToolBar(title)
        bar.setObjectName(name)
        bar.setMovable(False)
        bar.setIconSize(ICON)
        self._window.addToolBar(area, bar)
        return bar

    def _fill_recent(self) -> None:
        menu = self.menus["recent"]
        menu.clear()
        for name in self._session.settings.get(keys.RECENT):
            menu.addAction(name, partial(self._session.opening.open, Path(name)))
        if menu.isEmpty():
            menu.addAction(tr("Nothing yet")).setEnabled(False)
