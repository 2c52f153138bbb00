"""The dialogs in which a session asks the user."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, TypeVar

from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from crfill_core.base.messages import Message
from crfill_gui.editor.photos import pictures_folder
from crfill_gui.editor.prompts import Leave, Unsaved
from crfill_gui.i18n import tr, tr_core
from crfill_gui.panels.file_dialogs import MASK_KINDS, ask_file, ask_files, ask_folder, ask_new_file

Role = QMessageBox.ButtonRole
A = TypeVar("A", bound=str)


class Dialogs:
    """The :class:`~crfill_gui.editor.prompts.Prompts` of the editor: dialogs over a window."""

    def __init__(self, window: QWidget) -> None:
        self._window = window

    def photos_to_open(self, folder: Path | None) -> list[Path]:
        from crfill_core.imaging.codecs.formats import OPEN_SUFFIXES

        suffixes = (".crfill", *sorted(OPEN_SUFFIXES))
        patterns = " ".join(f"*{suffix} *{suffix.upper()}" for suffix in suffixes)
        kinds = tr("Photos and projects ({patterns});;All files (*)", patterns=patterns)
        return ask_files(self._window, tr("Open photos"), folder or pictures_folder(), kinds, several=True)

    def mask_to_open(self, folder: Path | None) -> Path | None:
        return ask_file(self._window, tr("Open mask"), folder or pictures_folder(), tr(MASK_KINDS))

    def folder_for_references(self, folder: Path | None) -> Path | None:
        title = tr("Folder for the contact sheet and matches.json")
        return ask_folder(self._window, title, folder or pictures_folder())

    def where_to_write(self, title: str, suggestion: Path, kinds: Sequence[str]) -> Path | None:
        return ask_new_file(self._window, title, suggestion, [tr(kind) for kind in kinds])

    def unsaved(self, name: str) -> Unsaved:
        buttons: dict[Unsaved, tuple[str, Role]] = {
            "save": (tr("Save…"), Role.AcceptRole),
            "discard": (tr("Don’t save"), Role.DestructiveRole),
        }
        text = tr("“{name}” has unsaved changes.", name=name)
        return self._pressed(text, tr("Save them before going on?"), buttons, default="save")

    def accept_loss(self, losses: Sequence[Message]) -> bool:
        text, more = tr("This format cannot keep everything."), "\n".join(tr_core(loss) for loss in losses)
        buttons = {"save": (tr("Save anyway"), Role.AcceptRole)}
        return self._pressed(text, more, buttons, default="save") == "save"

    def replace_changed(self, name: str) -> bool:
        text = tr("“{name}” has changed on the disk since it was opened or saved here.", name=name)
        more = tr(
            "Another program or window has changed it. Saving replaces those changes; Save As keeps both."
        )
        buttons = {"save": (tr("Save anyway"), Role.DestructiveRole)}
        return self._pressed(text, more, buttons, default="cancel") == "save"

    def leave_lab(self, trains: bool, works: bool) -> Leave:
        ends = tr("Closing the editor ends the running evaluation or study.") if works else ""
        if trains:
            more = tr("It can continue without the editor, or be stopped now and resumed later.")
            text, more = tr("A training run is in progress."), " ".join(part for part in (more, ends) if part)
            buttons: dict[Leave, tuple[str, Role]] = {
                "leave": (tr("Leave It Running"), Role.AcceptRole),
                "stop": (tr("Stop It"), Role.DestructiveRole),
            }
        else:
            text, more, buttons = ends, "", {"stop": (tr("Close Anyway"), Role.AcceptRole)}
        return self._pressed(text, more, buttons, default=next(iter(buttons)), icon=QMessageBox.Icon.Question)

    def _pressed(
        self,
        text: str,
        more: str,
        buttons: Mapping[A, tuple[str, Role]],
        default: A | Literal["cancel"],
        icon: QMessageBox.Icon = QMessageBox.Icon.Warning,
    ) -> A | Literal["cancel"]:
        """Ask with these buttons and Cancel; returns the name of the button that was pressed."""
        box = QMessageBox(icon, "", text, QMessageBox.StandardButton.NoButton, self._window)
        box.setInformativeText(more)
        made: dict[A | Literal["cancel"], QPushButton] = {
            name: box.addButton(*button) for name, button in buttons.items()
        }
        made["cancel"] = box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(made[default])
        box.exec()
        return next((name for name, button in made.items() if button is box.clickedButton()), "cancel")
