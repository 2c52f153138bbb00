"""The dialogs that ask for files and folders. If the system has none, Qt's own dialog is used. It is made wide enough
for sizes and dates.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QIcon, QPainter, QPalette
from PySide6.QtWidgets import QFileDialog, QHeaderView, QToolButton, QTreeView, QWidget

from crfill_gui.editor.photos import with_known_suffix
from crfill_gui.i18n import mark

MASK_KINDS = mark("Masks (*.png *.tif *.tiff *.webp *.bmp *.jpg);;All files (*)")
WIDTH = 860
"""Width of Qt's dialog in pixels: room for name, size, kind and date."""
SCREEN_SHARE = 0.9
"""The largest width of Qt's dialog as a share of the screen's."""
ARROWS = ("backButton", "forwardButton", "toParentButton")
"""Names of the buttons whose icons are black in Qt's dialog, and hard to see on a dark background."""


def ask_files(parent: QWidget, title: str, folder: Path, kinds: str, several: bool = False) -> list[Path]:
    """Ask for existing files; empty if cancelled. ``kinds``: filters with ``;;`` between them. With ``several``, more
    than one file may be chosen, and the filters are shown without their patterns.
    """
    dialog = QFileDialog(parent, title, str(folder))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles if several else QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters(kinds.split(";;"))
    dialog.setOption(QFileDialog.Option.HideNameFilterDetails, several)
    return [Path(name) for name in dialog.selectedFiles()] if _run(dialog) else []


def ask_file(parent: QWidget, title: str, folder: Path, kinds: str) -> Path | None:
    """Ask for an existing file; None if cancelled. ``kinds`` as in :func:`ask_files`."""
    return next(iter(ask_files(parent, title, folder, kinds)), None)


def ask_folder(parent: QWidget, title: str, folder: Path) -> Path | None:
    """Ask for an existing folder; None if cancelled."""
    dialog = QFileDialog(parent, title, str(folder))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return Path(dialog.selectedFiles()[0]) if _run(dialog) else None


def ask_new_file(parent: QWidget, title: str, suggestion: Path, kinds: Sequence[str]) -> Path | None:
    """Ask for a file to write, which may already exist; None if cancelled. ``kinds``: filters such as ``PNG (*.png)``. A
    name without a known suffix gets that of the chosen kind. If that file exists, the dialog asks whether to replace it.
    """
    dialog = QFileDialog(parent, title, str(suggestion.parent))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters(kinds)
    for kind in kinds:
        if f"*{suggestion.suffix.lower()}" in kind:
            dialog.selectNameFilter(kind)
    dialog.setDefaultSuffix(suggestion.suffix)
    dialog.filterSelected.connect(
        lambda kind: dialog.setDefaultSuffix(kind.split("*.")[1].split(")")[0].split()[0])
    )
    dialog.selectFile(suggestion.name)
    while _run(dialog):
        chosen = Path(dialog.selectedFiles()[0])
        path = with_known_suffix(chosen, f".{dialog.defaultSuffix()}") if dialog.defaultSuffix() else chosen
        if path == chosen or not os.path.lexists(path):
            return path
        dialog.selectFile(path.name)  # Qt takes ".v2" for a suffix, so it has not asked about the whole name
    return None


def _run(dialog: QFileDialog) -> bool:
    """Show a dialog until it is answered; returns whether it was accepted."""
    for name in ARROWS:
        button = dialog.findChild(QToolButton, name)
        if button is not None:
            button.setIcon(_tinted(button))
    for view in dialog.findChildren(QTreeView):
        header = view.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        room = round(SCREEN_SHARE * dialog.screen().availableGeometry().width())
        dialog.resize(max(dialog.width(), min(WIDTH, room)), dialog.height())
    return bool(dialog.exec())


def _tinted(button: QToolButton) -> QIcon:
    """The icon of a button in the colours of its text."""
    result = QIcon()
    for mode, group in (
        (QIcon.Mode.Normal, QPalette.ColorGroup.Active),
        (QIcon.Mode.Disabled, QPalette.ColorGroup.Disabled),
    ):
        picture = button.icon().pixmap(button.iconSize(), button.devicePixelRatioF())
        painter = QPainter(picture)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
        painter.fillRect(picture.rect(), button.palette().color(group, QPalette.ColorRole.ButtonText))
        painter.end()
        result.addPixmap(picture, mode)
    return result
