"""The settings dialog, made from the table of preferences. Every change takes effect immediately."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QCheckBox,
    QColorDialog,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QPushButton,
    QSizePolicy,
    QTabWidget,
    QWidget,
)

from crfill_gui.commands.bindings import Bindings
from crfill_gui.config import settings as keys
from crfill_gui.config.preferences import PAGES, Page, Preference
from crfill_gui.config.settings import Settings
from crfill_gui.dialogs.shortcut_settings import ShortcutsPage
from crfill_gui.i18n import tr
from crfill_gui.panels.boxes import vbox
from crfill_gui.panels.buttons import push_button
from crfill_gui.panels.forms import add_choice, labelled
from crfill_gui.panels.sizes import open_at
from crfill_gui.panels.widgets import dim_label, shown_range
from crfill_gui.style.pictures import swatch

CONTROL_WIDTH = 290
SWATCH = QSize(28, 14)
LONGEST_NAME = 44
"""The room for the titles of weights, in characters as wide as an X."""


class PreferencesDialog(QDialog):
    """The settings dialog. It is not modal."""

    engine_chosen = Signal()  # other weights, or another device

    def __init__(self, settings: Settings, bindings: Bindings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("dialog.settings")
        self.setWindowTitle(tr("Settings"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._settings, self._bindings = settings, bindings
        self.controls: dict[str, QWidget] = {}
        """The controls, by the keys of their settings."""
        self.tabs = QTabWidget()
        for page in PAGES:
            self.tabs.addTab(self._page(page), tr(page.title))
        self.shortcuts = ShortcutsPage(bindings)
        self.tabs.addTab(self.shortcuts, tr("Shortcuts"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.reset_button = push_button(
            tr("Restore defaults"), tr("Reset everything on this page to its default")
        )
        self.reset_button.clicked.connect(self._reset_page)
        buttons.addButton(self.reset_button, QDialogButtonBox.ButtonRole.ResetRole)
        buttons.rejected.connect(self.close)
        vbox(self.tabs, buttons, on=self, margins=(14, 14, 14, 14))
        open_at(self, 580, 520)

    def offer_devices(self, devices: Sequence[tuple[str, str]]) -> None:
        """Offer only these devices, each a (stored value, text), and the chosen one, even if it is not among them."""
        box = self.controls[keys.DEVICE.key]
        assert isinstance(box, QComboBox)
        chosen = self._settings.get(keys.DEVICE)
        with QSignalBlocker(box):
            known = {box.itemData(index): box.itemText(index) for index in range(box.count())}
            offered = dict(devices)
            if chosen not in offered:
                offered[chosen] = tr("{device} (not usable here)", device=known[chosen])
            box.clear()
            for value, text in offered.items():
                box.addItem(text, value)
            box.setCurrentIndex(box.findData(chosen))

    def _page(self, page: Page) -> QWidget:
        body = QWidget()
        body.setObjectName(f"page.{page.id}")
        form = QFormLayout(body)
        form.setContentsMargins(16, 16, 16, 16)
        form.setVerticalSpacing(12)
        form.setHorizontalSpacing(18)
        for row in page.rows:
            control = self._control(row)
            control.setAccessibleName(tr(row.text))
            control.setToolTip(tr(row.tip))
            self.controls[row.setting.key] = control
            if isinstance(control, QCheckBox):
                form.addRow(control)
                continue
            control.ensurePolished()
            control.setMinimumWidth(max(CONTROL_WIDTH, control.minimumSizeHint().width()))
            control.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            label = labelled(tr(row.text), control, beside=True)
            label.setToolTip(tr(row.tip))
            form.addRow(label, control)
            if row.note:
                form.addRow("", dim_label(tr(row.note), wrap=True))
        return body

    def _control(self, row: Preference) -> QWidget:
        show = self._settings.get(row.setting)
        if row.options is not None:
            box = QComboBox()
            if row.setting is keys.WEIGHTS:  # titles of weights are long, and more weights may be added
                box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
                box.setMinimumContentsLength(LONGEST_NAME)
                box.view().setTextElideMode(Qt.TextElideMode.ElideMiddle)
            for value, text in row.options():
                add_choice(box, value, tr(text), tr(text))
            _choose(box, show)
            box.currentIndexChanged.connect(lambda index: self._set(row, box.itemData(index)))
            self._follow(row, partial(_choose, box))
            return box
        option = row.setting.option
        if option.kind == "flag":
            check = QCheckBox(tr(row.text))
            check.setChecked(show)
            check.toggled.connect(lambda on: self._set(row, on))
            self._follow(row, check.setChecked)
            return check
        if option.kind in ("whole", "number"):
            low, high, factor = shown_range(option)
            field = QDoubleSpinBox()
            field.setDecimals(0)
            field.setRange(low, high)
            field.setSuffix(" %" if option.percent else row.suffix)
            field.setKeyboardTracking(False)
            field.setValue(show * factor)
            kind = type(row.setting.default)
            field.valueChanged.connect(lambda value: self._set(row, kind(value / factor)))
            self._follow(row, lambda value: field.setValue(value * factor))
            return field
        button = QPushButton(show)  # a colour
        button.clicked.connect(partial(self._pick_color, row))
        self._show_color(button, show)
        self._follow(row, partial(self._show_color, button))
        return button

    def _set(self, row: Preference, value: Any) -> None:
        if self._settings.get(row.setting) == value:
            return
        self._settings.set(row.setting, value)
        if row.setting in (keys.WEIGHTS, keys.DEVICE):
            self.engine_chosen.emit()

    def _follow(self, row: Preference, show: Callable[[Any], None]) -> None:
        """Call ``show`` with the new value after each change of the setting, until the dialog is closed."""
        stop = self._settings.watch(row.setting, show)
        self.finished.connect(stop)
        self.destroyed.connect(stop)

    def _pick_color(self, row: Preference) -> None:
        color = QColorDialog.getColor(QColor(self._settings.get(row.setting)), self, tr(row.text))
        if color.isValid():
            self._set(row, color.name())

    def _show_color(self, button: QPushButton, color: str) -> None:
        button.setIcon(swatch(color, SWATCH, self.devicePixelRatioF()))
        button.setIconSize(SWATCH)
        button.setText(color)

    def _reset_page(self) -> None:
        index = self.tabs.currentIndex()
        if index >= len(PAGES):
            self._bindings.reset_all()
            return
        for row in PAGES[index].rows:
            self._set(row, row.setting.default)


def _choose(box: QComboBox, value: Any) -> None:
    """Choose that value. One that is not offered is added, for example weights in another folder, or weights that have been
    imported while the dialog is open.
    """
    if box.findData(value) < 0:
        box.addItem(str(value), value)
    box.setCurrentIndex(box.findData(value))
