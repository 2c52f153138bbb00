"""The questions of a session as dialogs over a window."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHeaderView, QMessageBox, QTreeView, QWidget

from crfill_core.base.messages import Message
from crfill_gui.editor.photos import pictures_folder
from crfill_gui.editor.prompts import Leave, Unsaved
from crfill_gui.i18n import mark, tr, tr_core

SAVED = (
    *("JPEG (*.jpg *.jpeg)", "PNG (*.png)", "TIFF (*.tif *.tiff)"),
    *("WebP (*.webp)", "AVIF (*.avif)", "BMP (*.bmp)", mark("CR-Fill project (*.crfill)")),
)

DETAILS_WIDTH = 860
"""Of a file dialog with name, size, kind and date."""


class Dialogs:
    """The questions as dialogs over a window."""

    def __init__(self, window: QWidget) -> None:
        self._window = window

    def photos_to_open(self, folder: Path | None) -> list[Path]:
        dialog = QFileDialog(self._window, tr("Open photos"), str(folder or pictures_folder()))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        patterns = tr("Photos and projects ({patterns});;All files (*)", patterns=_patterns())
        dialog.setNameFilters(patterns.split(";;"))
        dialog.setOption(QFileDialog.Option.HideNameFilterDetails)  # there are dozens of patterns
        return [Path(name) for name in dialog.selectedFiles()] if _run(dialog) else []

    def where_to_save(self, suggestion: Path) -> Path | None:
        return self._save(tr("Save photo"), suggestion, SAVED)

    def mask_to_open(self, folder: Path | None) -> Path | None:
        name, _ = QFileDialog.getOpenFileName(
            self._window,
            tr("Open mask"),
            str(folder or Path.home()),
            tr("Masks (*.png *.tif *.tiff *.webp *.bmp *.jpg);;All files (*)"),
        )
        return Path(name) if name else None

    def where_to_save_mask(self, suggestion: Path) -> Path | None:
        return self._save(tr("Save mask"), suggestion, ("PNG (*.png)",))

    def folder_for_references(self, folder: Path | None) -> Path | None:
        name = QFileDialog.getExistingDirectory(
            self._window, tr("Folder for the contact sheet and matches.json"), str(folder or Path.home())
        )
        return Path(name) if name else None

    def where_to_write(self, title: str, suggestion: Path, kinds: Sequence[str]) -> Path | None:
        return self._save(title, suggestion, kinds)

    def _save(self, title: str, suggestion: Path, kinds: Sequence[str]) -> Path | None:
        dialog = QFileDialog(self._window, title, str(suggestion.parent))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        shown = [tr(kind) for kind in kinds]
        dialog.setNameFilters(shown)
        for kind in shown:
            if f"*{suggestion.suffix.lower()}" in kind:
                dialog.selectNameFilter(kind)
        # A name typed without a suffix gets one before the dialog asks about replacing a file.
        dialog.setDefaultSuffix(suggestion.suffix)
        dialog.filterSelected.connect(
            lambda kind: dialog.setDefaultSuffix(kind.split("*.")[1].split(")")[0].split()[0])
        )
        dialog.selectFile(suggestion.name)
        return Path(dialog.selectedFiles()[0]) if _run(dialog) else None

    def unsaved(self, name: str) -> Unsaved:
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setText(tr("“{name}” has fills that are not saved.", name=name))
        box.setInformativeText(tr("Save them before going on?"))
        save = box.addButton(tr("Save…"), QMessageBox.ButtonRole.AcceptRole)
        discard = box.addButton(tr("Don’t save"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(save)
        box.exec()
        clicked = box.clickedButton()
        return "save" if clicked is save else "discard" if clicked is discard else "cancel"

    def accept_loss(self, losses: Sequence[Message]) -> bool:
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setText(tr("This format cannot keep everything."))
        box.setInformativeText("\n".join(tr_core(loss) for loss in losses))
        save = box.addButton(tr("Save anyway"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.exec()
        return box.clickedButton() is save

    def replace_changed(self, name: str) -> bool:
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setText(tr("“{name}” has changed on the disk since it was opened or saved here.", name=name))
        box.setInformativeText(
            tr("Another program or window has changed it. Saving replaces those changes; Save As keeps both.")
        )
        save = box.addButton(tr("Save anyway"), QMessageBox.ButtonRole.DestructiveRole)
        cancel = box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(cancel)
        box.exec()
        return box.clickedButton() is save

    def leave_lab(self, trains: bool, works: bool) -> Leave:
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        ends = tr("Closing the editor ends the running evaluation.") if works else ""
        leave = None
        if trains:
            box.setText(tr("A training is running."))
            more = tr("It can continue without the editor, or be stopped now and resumed later.")
            box.setInformativeText(" ".join(part for part in (more, ends) if part))
            leave = box.addButton(tr("Leave It Running"), QMessageBox.ButtonRole.AcceptRole)
            stop = box.addButton(tr("Stop It"), QMessageBox.ButtonRole.DestructiveRole)
        else:
            box.setText(ends)
            stop = box.addButton(tr("Close Anyway"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(leave or stop)
        box.exec()
        clicked = box.clickedButton()
        return "stop" if clicked is stop else "leave" if leave and clicked is leave else "cancel"


def _patterns() -> str:
    from crfill_core.imaging.formats import OPEN_SUFFIXES

    return " ".join(f"*{suffix} *{suffix.upper()}" for suffix in (".crfill", *sorted(OPEN_SUFFIXES)))


def _run(dialog: QFileDialog) -> bool:
    """Show a file dialog until it is answered. Where the system has none of its own, Qt's cuts sizes and dates."""
    for view in dialog.findChildren(QTreeView):
        view.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        dialog.resize(max(dialog.width(), DETAILS_WIDTH), dialog.height())
    return bool(dialog.exec())
