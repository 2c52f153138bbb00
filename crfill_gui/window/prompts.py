"""The questions of a session as dialogs over a window."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QMessageBox, QWidget

from crfill_core.base.messages import Message
from crfill_gui.editor.photos import pictures_folder
from crfill_gui.editor.prompts import Leave, Unsaved
from crfill_gui.i18n import mark, tr, tr_core
from crfill_gui.panels.file_dialogs import ask_file, ask_files, ask_folder, ask_new_file

SAVED = (
    *("JPEG (*.jpg *.jpeg)", "PNG (*.png)", "TIFF (*.tif *.tiff)"),
    *("WebP (*.webp)", "AVIF (*.avif)", "BMP (*.bmp)", mark("CR-Fill project (*.crfill)")),
)


class Dialogs:
    """The questions as dialogs over a window."""

    def __init__(self, window: QWidget) -> None:
        self._window = window

    def photos_to_open(self, folder: Path | None) -> list[Path]:
        kinds = tr("Photos and projects ({patterns});;All files (*)", patterns=_patterns())
        return ask_files(self._window, tr("Open photos"), folder or pictures_folder(), kinds, several=True)

    def where_to_save(self, suggestion: Path) -> Path | None:
        return self._save(tr("Save photo"), suggestion, SAVED)

    def mask_to_open(self, folder: Path | None) -> Path | None:
        kinds = tr("Masks (*.png *.tif *.tiff *.webp *.bmp *.jpg);;All files (*)")
        return ask_file(self._window, tr("Open mask"), folder or pictures_folder(), kinds)

    def where_to_save_mask(self, suggestion: Path) -> Path | None:
        return self._save(tr("Save mask"), suggestion, ("PNG (*.png)",))

    def folder_for_references(self, folder: Path | None) -> Path | None:
        title = tr("Folder for the contact sheet and matches.json")
        return ask_folder(self._window, title, folder or pictures_folder())

    def where_to_write(self, title: str, suggestion: Path, kinds: Sequence[str]) -> Path | None:
        return self._save(title, suggestion, kinds)

    def _save(self, title: str, suggestion: Path, kinds: Sequence[str]) -> Path | None:
        return ask_new_file(self._window, title, suggestion, [tr(kind) for kind in kinds])

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
