"""Sentences on what is missing before something can be started."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtWidgets import QLabel

from crfill_gui.i18n import tr
from crfill_gui.panels.paths import PathRow


class StartHint:
    """Shows on a label what is missing. Once nothing is, it says so, unless the label shows another sentence by then."""

    def __init__(self, label: QLabel, button: str) -> None:
        """``button``: the text of the button that starts the work."""
        self._label, self._button, self._said = label, button, ""

    def show(self, missing: str) -> None:
        """``missing``: the sentence on what is missing; empty if nothing is."""
        if missing:
            self._label.setText(missing)
        elif self._said and self._label.text() == self._said:
            self._label.setText(tr("Everything is set: press {button}.", button=self._button))
        self._said = missing

    def withdraw(self) -> None:
        """Remove the hint, because the button is not needed."""
        if self._label.text() == self._said:
            self._label.setText("")
        self._said = ""


def still_missing(names: Iterable[str]) -> str:
    """A sentence with the names of the fields that are missing; empty if there are none."""
    together = ", ".join(names)
    return tr("Still missing: {names}.", names=together) if together else ""


def empty_names(rows: Iterable[PathRow]) -> list[str]:
    """The names of the rows without a path."""
    return [row.name for row in rows if row.path is None]


def not_there(rows: Iterable[PathRow]) -> str:
    """A sentence on the first row whose path does not exist, or is a file where a folder is needed; empty if there is
    none.
    """
    for row in rows:
        path = row.path or Path()
        if row.takes_files and not path.exists():
            return tr("{name}: there is no such file or folder.", name=row.name)
        if not row.takes_files and not path.is_dir():
            return tr("{name}: there is no such folder.", name=row.name)
    return ""
