"""A choice of weights: installed ones and files."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

from crfill_core.errors import CrfillError
from crfill_core.weights.catalog import entries
from crfill_gui.i18n import tr, tr_core
from crfill_gui.panels.file_dialogs import ask_file

_FILE = "\0file"
"""The data of the item that asks for a file; no weights have such a name."""


class WeightsBox(QComboBox):
    """A list of installed weights and of files that were chosen. Its last item asks for another file."""

    def __init__(self, name: str, first: int = 0) -> None:
        """``first``: the index of the weights that are chosen at first, or the last ones if there are too few."""
        super().__init__()
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(18)
        self._former = first
        self._installed: set[str] = set()
        self.addItem(tr("From a file…"), _FILE)
        self.refresh()
        self.activated.connect(self._on_activated)

    @property
    def weights(self) -> str:
        """The name of the chosen installed weights, or the path of the chosen file; empty if there are none."""
        chosen = self.currentData()
        return "" if chosen in (None, _FILE) else str(chosen)

    def refresh(self) -> None:
        """Add weights that have been installed in the meantime, and remove those that are not installed any more. Chosen
        files stay in the list.
        """
        try:
            titles = {entry.name: tr_core(entry.title) or entry.name for entry in entries()}
        except CrfillError:
            return
        former = self.itemData(self._former)
        for name in self._installed - titles.keys():
            self.removeItem(self.findData(name))
        if former not in (None, _FILE) and self.findData(former) >= 0:
            self._former = self.findData(former)  # those before it may have been removed
        self._installed = set(titles)
        for name, title in titles.items():
            if self.findData(name) < 0:
                self.insertItem(self.count() - 1, title, name)
        self.setCurrentIndex(min(self._former, max(0, self.count() - 2)))

    def add_file(self, path: Path) -> None:
        index = self.findData(str(path))
        if index < 0:
            index = self.count() - 1
            self.insertItem(index, f"{path.parent.name}/{path.name}", str(path))
            self.setItemData(index, str(path), Qt.ItemDataRole.ToolTipRole)
        self.setCurrentIndex(index)
        self._former = index

    def _on_activated(self, index: int) -> None:
        if self.itemData(index) != _FILE:
            self._former = index
            return
        self.setCurrentIndex(self._former)
        kinds = tr("Weights (*.safetensors);;All files (*)")
        if path := ask_file(self, self.accessibleName(), Path.home(), kinds):
            self.add_file(path)
