"""The page of the settings dialog for shortcuts. It warns before a key is taken from another action."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHeaderView, QKeySequenceEdit, QLineEdit, QTableWidgetItem, QWidget

from crfill_gui.commands.actions import ACTIONS
from crfill_gui.commands.bindings import RESERVED, SPECS, Bindings, title
from crfill_gui.commands.qactions import normal, pretty
from crfill_gui.i18n import tr
from crfill_gui.panels.boxes import hbox, vbox
from crfill_gui.panels.buttons import push_button
from crfill_gui.panels.labels import NamedLabel
from crfill_gui.panels.widgets import row_table

ID = Qt.ItemDataRole.UserRole


class ShortcutsPage(QWidget):
    """Shows all actions with their keys. A key that is pressed in the field below can be given to the chosen action."""

    def __init__(self, bindings: Bindings) -> None:
        super().__init__()
        self._bindings = bindings
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(tr("Find an action or a key"))
        self.filter.setAccessibleName(tr("Find an action or a key"))
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._filter)
        self.table = row_table(tr("Actions and their keys"))
        self.table.setRowCount(len(ACTIONS))
        self.table.setColumnCount(2)
        self.table.setHorizontalHeaderLabels([tr("Action"), tr("Keys")])
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for row, spec in enumerate(ACTIONS):
            for column in (0, 1):
                item = QTableWidgetItem(title(spec.id) if column == 0 else "")
                item.setData(ID, spec.id)
                self.table.setItem(row, column, item)
        self.field = QKeySequenceEdit()
        self.field.setMaximumSequenceLength(1)
        self.field.setClearButtonEnabled(True)
        self.field.setAccessibleName(tr("New key"))
        self.field.keySequenceChanged.connect(lambda _: self._check())
        self.replace_button = push_button(tr("Set"), tr("Use this key in place of the action's current ones"))
        self.add_button = push_button(tr("Add"), tr("Use this key in addition to the action's current ones"))
        self.remove_button = push_button(tr("Remove"), tr("Leave the action without a key"))
        self.reset_button = push_button(tr("Reset"), tr("Restore the action's default keys"))
        self.replace_button.clicked.connect(lambda: self._bind(()))
        self.add_button.clicked.connect(lambda: self._bind(self._bindings.keys(self.chosen)))
        self.remove_button.clicked.connect(lambda: self._bindings.bind(self.chosen, ()))
        self.reset_button.clicked.connect(lambda: self._bindings.reset(self.chosen))
        self.note = NamedLabel(tr("What the key is used for"), wrap=True)
        self.note.setMinimumHeight(self.note.fontMetrics().lineSpacing() * 2)
        buttons = (self.replace_button, self.add_button, self.remove_button, self.reset_button)
        vbox(
            self.filter,
            self.table,
            hbox((self.field, 1), *buttons),
            self.note,
            on=self,
            margins=(16, 16, 16, 12),
        )
        self.table.currentCellChanged.connect(lambda *_: self._choose())
        stop = bindings.watch(self._show)
        self.destroyed.connect(stop)
        self._show()
        self.table.setCurrentCell(0, 0)

    @property
    def chosen(self) -> str:
        """The id of the action in the chosen row, or in the first row if none is chosen."""
        item = self.table.item(max(0, self.table.currentRow()), 0)
        return str(item.data(ID)) if item else ACTIONS[0].id

    def choose(self, id: str) -> None:
        self.table.setCurrentCell(list(SPECS).index(id), 0)

    def _bind(self, kept: tuple[str, ...]) -> None:
        key = self._key
        if key and key not in RESERVED:
            self._bindings.bind(self.chosen, (key, *kept))
            self.field.clear()

    @property
    def _key(self) -> str:
        return normal(self.field.keySequence().toString(QKeySequence.SequenceFormat.PortableText))

    def _choose(self) -> None:
        self.field.clear()
        self._check()

    def _check(self) -> None:
        """Show what the typed key is used for now, and enable the buttons that can be used with it."""
        key, chosen = self._key, self.chosen
        other = self._bindings.action_of(key) if key else ""
        usable = bool(key) and key not in RESERVED
        self.replace_button.setEnabled(usable)
        self.add_button.setEnabled(usable and key not in self._bindings.keys(chosen))
        self.remove_button.setEnabled(bool(self._bindings.keys(chosen)))
        self.reset_button.setEnabled(not self._bindings.is_default(chosen))
        if not key:
            self.note.setText(tr("Press a key in the field to give it to the chosen action."))
        elif key in RESERVED:
            self.note.setText(
                tr("{key} is reserved for {use}: choose another key.", key=pretty(key), use=tr(RESERVED[key]))
            )
        elif other and other != chosen:
            self.note.setText(
                tr("{key} is used for “{action}”, which will lose it.", key=pretty(key), action=title(other))
            )
        elif other:
            self.note.setText(tr("{key} is already assigned to this action.", key=pretty(key)))
        else:
            self.note.setText(tr("{key} is free.", key=pretty(key)))

    def _show(self) -> None:
        for row, spec in enumerate(ACTIONS):
            item = self.table.item(row, 1)
            if item is not None:
                keys = self._bindings.keys(spec.id)
                item.setText("   ".join(dict.fromkeys(pretty(key) for key in keys)))
                font = item.font()
                font.setBold(not self._bindings.is_default(spec.id))
                item.setFont(font)
        self._check()

    def _filter(self, text: str) -> None:
        for row in range(self.table.rowCount()):
            texts = [item.text() for column in (0, 1) if (item := self.table.item(row, column))]
            self.table.setRowHidden(row, text.casefold() not in " ".join(texts).casefold())
