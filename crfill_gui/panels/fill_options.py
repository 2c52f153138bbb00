"""The options in the fill panel: growing and widening of the mask, detail, filling after each stroke and, in a part that
is folded at first, scale and window.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QToolButton, QWidget

from crfill_core.geometry import Box
from crfill_gui.config import settings as keys
from crfill_gui.config.settings import Setting, Settings
from crfill_gui.editor.fill_choices import FillChoices
from crfill_gui.i18n import tr
from crfill_gui.panels.boxes import NO_MARGINS, vbox
from crfill_gui.panels.buttons import check_box, panel_button
from crfill_gui.panels.widgets import SliderRow, dim_label, shown_range


class FillOptionsPanel(QWidget):
    """Controls that change the settings, and show changes made elsewhere."""

    window_shown = Signal(bool)  # whether the canvas is to show the window's frame

    def __init__(self, settings: Settings, choices: FillChoices) -> None:
        super().__init__()
        self._settings, self._choices = settings, choices
        self.grow = SliderRow(
            tr("Grow the mask"),
            *shown_range(keys.FILL_GROW.option)[:2],
            " px",
            tip=tr("Also fill this many pixels around the mask"),
        )
        widen = keys.FILL_WIDEN.option
        self.widen = check_box(tr(widen.title), tr(widen.tip), tr("Widen the mask where it is too tight"))
        self.detail = _slider(keys.FILL_DETAIL)
        self.after_stroke = check_box(
            tr("Fill after each stroke"), tr("Fill as soon as a stroke or a selection ends")
        )
        self.advanced = QToolButton()
        self.advanced.setText(tr("Advanced"))
        self.advanced.setAccessibleName(tr("Advanced"))
        self.advanced.setCheckable(True)
        self.advanced.setArrowType(Qt.ArrowType.RightArrow)
        self.advanced.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.scale = _slider(keys.FILL_SCALE)
        self.show_window = check_box(
            tr("Show the window"), tr("Show what the network will see; drag the frame to choose it by hand")
        )
        self.plan_again = panel_button(tr("Plan the window again"), tr("Discard the window chosen by hand"))
        self.window_text = dim_label(wrap=True, name=tr("Window"))
        self._hidden = QWidget()
        hidden = (self.scale, self.show_window, self.window_text, self.plan_again)
        vbox(*hidden, on=self._hidden, margins=NO_MARGINS)
        rows = (self.grow, self.widen, self.detail, self.after_stroke, self.advanced, self._hidden)
        vbox(*rows, on=self, margins=NO_MARGINS, spacing=6)

        self._bind(self.grow, keys.FILL_GROW)
        self._bind(self.detail, keys.FILL_DETAIL)
        self._bind(self.scale, keys.FILL_SCALE)
        for box, flag in ((self.widen, keys.FILL_WIDEN), (self.after_stroke, keys.FILL_AFTER_STROKE)):
            box.setChecked(settings.get(flag))
            box.toggled.connect(partial(settings.set, flag))
            settings.watch(flag, box.setChecked)
        settings.watch(keys.FILL_MODE, lambda _: self._follow_mode())
        self.show_window.toggled.connect(self._on_show_window)
        self.plan_again.clicked.connect(lambda: choices.set_window(None))
        choices.window_changed.connect(self._on_window)
        self.advanced.toggled.connect(self._unfold)
        self._unfold(False)
        self._follow_mode()
        self._on_window(choices.window)

    def _bind(self, row: SliderRow, setting: Setting[float]) -> None:
        factor = shown_range(setting.option)[2]
        row.set_value(self._settings.get(setting) * factor)
        row.changed.connect(lambda value: self._settings.set(setting, value / factor))
        self._settings.watch(setting, lambda value: row.set_value(value * factor))

    def _follow_mode(self) -> None:
        network = self._choices.mode == "network"
        self.detail.setEnabled(network)
        self.detail.setToolTip("" if network else tr("In network mode only"))

    def _unfold(self, shown: bool) -> None:
        self._hidden.setVisible(shown)
        self.advanced.setArrowType(Qt.ArrowType.DownArrow if shown else Qt.ArrowType.RightArrow)
        if not shown:
            self.show_window.setChecked(False)

    def _on_show_window(self, shown: bool) -> None:
        self.window_shown.emit(shown)
        self._on_window(self._choices.window)

    def _on_window(self, window: Box | None) -> None:
        text = tr("Planned for each hole")
        if window:
            text = tr("{width} × {height} px, chosen by hand", width=window.width, height=window.height)
        self.window_text.setText(text)
        self.plan_again.setEnabled(window is not None)


def _slider(setting: Setting[float]) -> SliderRow:
    """A slider for an option that is shown in per cent. It is logarithmic if the option cannot be 0."""
    option = setting.option
    low, high, _ = shown_range(option)
    return SliderRow(tr(option.title), low, high, " %", log=low > 0, tip=tr(option.tip))
