"""Shows the open photo and its neighbours in the filmstrip."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QDockWidget

from crfill_gui.editor.session import Session
from crfill_gui.panels.filmstrip import Filmstrip


class Neighbours:
    """Keeps the filmstrip up to date. The photo's folder is read only while the strip is visible."""

    def __init__(self, session: Session, strip: Filmstrip, dock: QDockWidget) -> None:
        self._session, self._strip, self._dock = session, strip, dock
        strip.chosen.connect(self._open)
        dock.visibilityChanged.connect(lambda _: self.show())

    def show(self) -> None:
        if self._dock.isVisible():
            self._session.opening.list_row(partial(self._put, self._session.path))

    def _put(self, path: Path | None, row: tuple[Path, ...]) -> None:
        if path == self._session.path:
            self._strip.show_photos(row, path)

    def _open(self, path: Path) -> None:
        if path != self._session.path:
            self._session.opening.open(path)
