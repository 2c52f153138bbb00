"""The weights dialog: lists weights with their metadata, checks and imports them, and chooses those of the editor."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QFormLayout, QLabel, QListWidget, QListWidgetItem, QWidget

from crfill_core.base.messages import Message, reason
from crfill_core.errors import CrfillError
from crfill_core.weights import catalog
from crfill_core.weights.catalog import DEFAULT, Entry, entries
from crfill_gui.config import settings as keys
from crfill_gui.editor.session import Session
from crfill_gui.i18n import mark, tr, tr_core
from crfill_gui.panels.boxes import hbox, vbox
from crfill_gui.panels.buttons import push_button
from crfill_gui.panels.file_dialogs import ask_file
from crfill_gui.panels.sizes import open_at, to_front
from crfill_gui.panels.widgets import dim_label

if TYPE_CHECKING:
    from crfill_core.weights.description import Description

T = TypeVar("T")
IMPORT_KINDS = mark("Weights (*.pth *.pt *.safetensors);;All files (*)")
INFO_NAMES = {
    "crop": mark("Trained on"),
    "largest_hole": mark("Largest hole"),
    "steps": mark("Steps"),
    "data": mark("Data"),
}


class WeightsDialog(QDialog):
    """The dialog, which is not modal. It reads weights on the file thread, because on the engine's thread reading would
    wait for a running fill.
    """

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._descriptions: dict[Path, Description] = {}
        self.setObjectName("dialog.weights")
        self.setWindowTitle(tr("Weights"))
        open_at(self, 820, 470)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Weights"))
        self.list.setFixedWidth(270)
        self.list.currentRowChanged.connect(lambda _: self._show())
        self.title = QLabel()
        self.title.setObjectName("dialogTitle")
        self.title.setWordWrap(True)
        self.warning = QLabel()
        self.warning.setObjectName("licenceWarning")
        self.warning.setWordWrap(True)
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(16)
        self._form.setVerticalSpacing(7)
        self.sentence = dim_label(wrap=True, name=tr("Weights status"))
        self.import_button = push_button(
            tr("Import…"), tr("Import the authors’ .pth or another .safetensors file")
        )
        self.folder_button = push_button(tr("Show Folder"), tr("Open the folder of your own weights"))
        self.verify_button = push_button(
            tr("Verify"), tr("Read the whole file again and check that it is undamaged and fits the network")
        )
        self.use_button = push_button(
            tr("Use in the Editor"), tr("Use these weights for the next fills"), primary=True
        )
        self._lay_out()
        self.import_button.clicked.connect(self._ask_import)
        self.folder_button.clicked.connect(self._show_folder)
        self.verify_button.clicked.connect(self.verify)
        self.use_button.clicked.connect(self.use)

    def _lay_out(self) -> None:
        right = vbox(self.title, self._form, self.warning, None, spacing=10)
        middle = hbox(self.list, (right, 1), spacing=20)
        buttons = hbox(self.import_button, self.folder_button, None, self.verify_button, self.use_button)
        vbox((middle, 1), self.sentence, buttons, on=self, margins=(20, 20, 20, 16), spacing=12)

    def open(self) -> None:
        """Show the dialog with the current list of weights."""
        self.refresh()
        to_front(self)

    def refresh(self, select: str | None = None) -> None:
        """Read the list again, and select the weights of that name or, without a name, those in use."""
        try:
            weights = entries()
        except CrfillError as error:
            self.sentence.setText(tr_core(error))
            weights = []
        self.list.clear()
        current = 0
        for row, entry in enumerate(weights):
            used = self._is_used(entry)
            item = QListWidgetItem(entry.name + ("  ✓" if used else ""))
            item.setToolTip(tr("In use in the editor") if used else tr_core(entry.title))
            item.setData(Qt.ItemDataRole.UserRole, entry)
            self.list.addItem(item)
            if entry.name == select or (select is None and used):
                current = row
        self.list.setCurrentRow(current if weights else -1)
        if not weights:
            missing = tr(
                "There are no weights; import some, or put them into {user_folder}.",
                user_folder=catalog.user_folder(),
            )
            self.sentence.setText(missing)

    @property
    def entry(self) -> Entry | None:
        """The selected weights."""
        item = self.list.currentItem()
        entry: Entry | None = None if item is None else item.data(Qt.ItemDataRole.UserRole)
        return entry

    def _is_used(self, entry: Entry) -> bool:
        chosen = self._session.settings.get(keys.WEIGHTS)
        return entry.name == chosen or (chosen == DEFAULT and entry.default)

    def _show(self) -> None:
        entry = self.entry
        while self._form.rowCount():
            self._form.removeRow(0)
        self.title.setText("" if entry is None else tr_core(entry.title) or entry.name)
        self.verify_button.setEnabled(entry is not None)
        self.use_button.setEnabled(entry is not None and not self._is_used(entry))
        self.warning.clear()
        if entry is None:
            return
        description = self._descriptions.get(entry.path)
        bundled = entry.path.parent == catalog.bundled_folder()
        self._row(tr("Kind"), tr("Comes with the program") if bundled else tr("Your own"))
        self._row(tr("File"), entry.path.name)
        licence = tr_core(Message(description.licence if description else entry.licence))
        self._row(tr("Licence"), licence or tr("Not known before it is read"))
        if description is None:
            self._read(entry)
            return
        size = tr(
            "{parameters:.1f} million parameters, width {width}",
            parameters=description.parameters / 1e6,
            width=description.config.get("width"),
        )
        self._row(tr("Size"), size)
        if description.origin:
            self._row(tr("Origin"), tr_core(description.origin))
        for key, name in INFO_NAMES.items():
            if key in description.info:
                unit = " px" if key in ("crop", "largest_hole") else ""
                self._row(tr(name), f"{description.info[key]}{unit}")
        self._row("SHA-256", description.sha256)
        self.warning.setText(tr_core(description.warning))

    def _row(self, name: str, value: str) -> None:
        shown = QLabel(value)
        shown.setWordWrap(True)
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        shown.setAccessibleName(f"{name}: {value}")
        if len(value) == 64 and " " not in value:  # a hash has no place for a line break
            shown.setText(f"{value[:32]}\n{value[32:]}")
        self._form.addRow(dim_label(name), shown)

    def _read(self, entry: Entry) -> None:
        """Read the description in the file. This does not import torch, which takes seconds."""

        def work() -> Description:
            from crfill_core.weights.description import glance

            return glance(entry)

        def done(description: Description) -> None:
            self.sentence.clear()
            self._note(entry, description)

        # Buttons stay enabled: a disabled button would lose the focus.
        self.sentence.setText(tr("Reading {name}…", name=entry.name))
        self._session.files.start(lambda _: work(), done, self.sentence.setText)

    def _note(self, entry: Entry, description: Description) -> None:
        self._descriptions[entry.path] = description
        if self.entry == entry:
            self._show()

    def verify(self) -> None:
        """Read the whole selected file again, and report whether it is complete and fits the network."""
        entry = self.entry
        if entry is None:
            return

        def work() -> Description:
            from crfill_core.weights.manage import describe

            return describe(entry.path)

        def say(description: Description) -> None:
            self._note(entry, description)
            if description.vouched_for:
                known = tr("the catalogue lists this file")
            else:
                known = tr("it is not in the catalogue, so its origin cannot be checked")
            self.sentence.setText(
                tr("{name} is complete and fits the network; {known}.", name=entry.name, known=known)
            )

        self._work(tr("Reading {name}…", name=entry.name), work, say)

    def use(self) -> None:
        """Use the selected weights for the next fills."""
        entry, settings = self.entry, self._session.settings
        if entry is None:
            return
        settings.set(keys.WEIGHTS, DEFAULT if entry.default else entry.name)
        settings.save()
        self._session.engine.choose(settings.get(keys.WEIGHTS), settings.get(keys.DEVICE))
        self.refresh(entry.name)
        self.sentence.setText(tr("The editor now fills with {name}.", name=entry.name))

    def _ask_import(self) -> None:
        if path := ask_file(self, tr("Import weights"), Path.home(), tr(IMPORT_KINDS)):
            self.import_file(path)

    def import_file(self, source: Path) -> None:
        """Import a file into the user's folder."""

        def work() -> Entry:
            from crfill_core.weights.manage import add_to_user_folder

            return add_to_user_folder(source)

        def done(entry: Entry) -> None:
            self.refresh(entry.name)
            self.sentence.setText(tr("{file} was imported as {name}.", file=source.name, name=entry.name))

        self._work(tr("Importing {name}…", name=source.name), work, done)

    def _work(self, what: str, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Do slow work in the background. Until it ends, the buttons that would start more such work are disabled."""
        self.sentence.setText(what)
        pressed = self.focusWidget()
        for button in (self.import_button, self.verify_button):
            button.setEnabled(False)
        waiting = self.focusWidget()

        def again() -> None:
            self.import_button.setEnabled(True)
            self.verify_button.setEnabled(self.entry is not None)
            if pressed is not None and self.focusWidget() is waiting:  # a disabled button loses the focus
                pressed.setFocus()

        def ended(answer: T) -> None:
            again()
            done(answer)

        def failed(sentence: str) -> None:
            again()
            self.sentence.setText(sentence)

        self._session.files.start(lambda _: work(), ended, failed)

    def _show_folder(self) -> None:
        folder = catalog.user_folder()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            why = tr_core(reason(error))
            self.sentence.setText(
                tr("{folder} cannot be created ({why}); check the permissions.", folder=folder, why=why)
            )
            return
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            self.sentence.setText(tr("Your weights are in {folder}.", folder=folder))
