"""A row for the path of a file or folder, which can be typed or chosen in a dialog."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from crfill_gui.i18n import tr
from crfill_gui.panels.boxes import NO_MARGINS, hbox
from crfill_gui.panels.file_dialogs import ask_file, ask_folder


class PathRow(QWidget):
    """The path of a folder. With ``file_kinds``, which are filters as in
    :func:`~crfill_gui.panels.file_dialogs.ask_file`, it may also be the path of a file.
    """

    changed = Signal()

    def __init__(self, name: str, placeholder: str, file_kinds: str = "") -> None:
        super().__init__()
        self.name, self._kinds = name, file_kinds
        self.field = QLineEdit()
        self.field.setObjectName("pathField")
        self.field.setAccessibleName(name)
        self.field.setPlaceholderText(placeholder)
        self.field.setMinimumWidth(320)
        self.field.textChanged.connect(lambda _: self.changed.emit())
        layout = hbox(
            (self.field, 1), self._button(tr("Folder…"), self._choose_folder), on=self, margins=NO_MARGINS
        )
        if file_kinds:
            layout.addWidget(self._button(tr("File…"), self._choose_file))
        self.setFocusProxy(self.field)

    @property
    def path(self) -> Path | None:
        """The path in the field, with the home folder in place of ``~``; None while the field is empty."""
        text = self.field.text().strip()
        return Path(text).expanduser() if text else None

    @property
    def takes_files(self) -> bool:
        return bool(self._kinds)

    def set_path(self, path: Path) -> None:
        self.field.setText(str(path))

    def _button(self, text: str, choose: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.setAccessibleName(f"{self.name}: {text.rstrip('…')}")
        button.setAutoDefault(False)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(choose)
        return button

    def _choose_folder(self) -> None:
        self._show(ask_folder(self, self.name, self._start()))

    def _choose_file(self) -> None:
        self._show(ask_file(self, self.name, self._start(), self._kinds))

    def _show(self, chosen: Path | None) -> None:
        if chosen is not None:
            self.set_path(chosen)

    def _start(self) -> Path:
        """Where a dialog begins: at this row's path or the folder above it, else in the same way at the path of another
        visible row of the window, else at the home folder.
        """
        others = (row for row in self.window().findChildren(PathRow) if row.isVisible() and row is not self)
        for row in (self, *others):
            path = row.path
            for folder in (path, path.parent) if path is not None and path.is_absolute() else ():
                if folder.exists():
                    return folder
        return Path.home()
