"""The fill panel: mode, Fill and Cancel, progress and remaining time."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSizePolicy, QWidget

from crfill_core.base.messages import Message
from crfill_gui.config import settings as keys
from crfill_gui.i18n import grouped, tr, tr_core
from crfill_gui.panels.boxes import hbox, vbox
from crfill_gui.panels.buttons import action_button
from crfill_gui.panels.labels import ReadOut, announce
from crfill_gui.panels.widgets import Bar, Segments, dim_label, keep_room

ANY_WIDTH = 2**24 - 1
"""The largest width that Qt allows for a widget."""
MODES = tuple((value, choice.title, choice.text) for value, choice in keys.FILL_MODE.option.choices.items())


class FillPanel(QWidget):
    """Its buttons trigger the window's actions. The window sets its progress and texts."""

    mode_chosen = Signal(str)

    def __init__(self, mode: str, fill: QAction, cancel: QAction, why: QAction, options: QWidget) -> None:
        super().__init__()
        self.setObjectName("panelBody")
        self.modes = Segments(tr("Fill mode"), MODES)
        self.modes.set_choice(mode)
        self.modes.chosen.connect(self._choose)
        self.explanation = dim_label(wrap=True)
        self.fill_button = action_button(fill, tr("Fill"))
        self.fill_button.setProperty("primary", True)
        self.cancel_button = action_button(cancel, tr("Cancel"))
        self.cancel_button.setVisible(False)
        self.bar = Bar(tr("Fill progress"))
        keep_room(self.bar)
        self.status = ReadOut(tr("Fill status"))
        self.status.setProperty("dim", True)
        self.status.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._why = why
        self.why_button = action_button(why, tr("See why"))
        self.why_button.setProperty("link", True)
        keep_room(self.why_button)
        why.toggled.connect(self._on_why)
        self.engine = dim_label(wrap=True, name=tr("Weights and device"))
        self.mask_area = dim_label(wrap=True, name=tr("What will be filled"))

        buttons = hbox((self.fill_button, 2), (self.cancel_button, 1), spacing=8)
        outcome = hbox((self.status, 1), self.why_button, spacing=8)
        rows = (self.modes, self.explanation, 4, self.mask_area, buttons, self.bar, outcome, options)
        vbox(*rows, self.engine, None, on=self, margins=(12, 6, 12, 12), spacing=8)
        self._explain(mode)
        self.set_filling(False)

    def set_mask(self, area: int, total: int) -> None:
        """Show how much Fill would fill: ``area`` of ``total`` pixels."""
        if area:
            words = tr("{area} px to fill ({percent})", area=grouped(area), percent=percent(area, total))
        else:
            words = tr("Paint over what should go.")
        self.mask_area.setText(words)

    def set_filling(self, filling: bool) -> None:
        self.bar.setVisible(filling)
        self.cancel_button.setVisible(filling)
        self.bar.setValue(0)
        self._offer_why(False)
        self.status.setText(tr("Starting…") if filling else "")

    def set_progress(self, fraction: float, what: Message, seconds_left: float | None) -> None:
        self.bar.show_share(fraction)
        words = tr_core(what) if what else tr("Filling")
        words = words[:1].upper() + words[1:]
        self.status.setText(" · ".join(part for part in (words, time_left(seconds_left)) if part))

    def set_ended(self, text: str, filled: bool = False) -> None:
        """Show the outcome. If the photo has a fill (``filled``), offer to explain it."""
        self.set_filling(False)
        self.status.setText(text)
        if text:
            announce(self.status, text)
        self._offer_why(filled and not self._why.isChecked())

    def set_engine(self, text: str, tip: str) -> None:
        self.engine.setText(text)
        self.engine.setToolTip(tip)

    def set_mode(self, mode: str) -> None:
        """Show a mode that was chosen elsewhere."""
        self.modes.set_choice(mode)
        self._explain(mode)

    def _on_why(self, shown: bool) -> None:
        if shown:
            self._offer_why(False)

    def _offer_why(self, offered: bool) -> None:
        """Show or hide the button "See why". While it is hidden it keeps its height, but leaves its width to the status."""
        self.why_button.setMaximumWidth(ANY_WIDTH if offered else 0)
        self.why_button.setVisible(offered)

    def _choose(self, mode: str) -> None:
        self._explain(mode)
        self.mode_chosen.emit(mode)

    def _explain(self, mode: str) -> None:
        self.explanation.setText(tr(next(tip for id, _, tip in MODES if id == mode)))


def time_left(seconds: float | None) -> str:
    """The remaining time in words, rounded to seconds or, from 90 s, to minutes; "" if it is unknown."""
    if seconds is None:
        return ""
    if seconds < 1.5:
        return tr("nearly done")
    if seconds < 90:
        return tr("{seconds} s left", seconds=round(seconds))
    return tr("{minutes} min left", minutes=round(seconds / 60))


def percent(part: int, total: int) -> str:
    """A percentage with one decimal, or with two below 1 %, because masks may be small."""
    share = 100 * part / total
    return f"{share:.2f} %" if share < 1 else f"{share:.1f} %"
