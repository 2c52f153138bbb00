"""Small controls that several panels and dialogs share."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QDoubleSpinBox,
    QLabel,
    QListView,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSlider,
    QTableWidget,
    QWidget,
)

from crfill_core.base.options import Option
from crfill_gui.i18n import tr
from crfill_gui.panels.boxes import NO_MARGINS, hbox
from crfill_gui.panels.labels import NamedLabel

STEPS = 1000
"""The number of steps of logarithmic sliders and progress bars."""
LABEL_WIDTH, FIELD_WIDTH = 92, 70
"""The minimum widths of the name and the field in a row with a slider, in pixels, so that rows below each other form
columns.
"""


def shown_range(option: Option) -> tuple[float, float, float]:
    """(low, high, factor): the range that the control of a numeric option displays, and the factor from the option's value
    to the displayed one.
    """
    low, high = option.offered or (option.low, option.high)
    factor = 100 if option.percent else 1
    return low * factor, high * factor, factor


class SliderRow(QWidget):
    """A name, a slider and a field for a whole number from ``low`` to ``high``. ``log``: the slider is logarithmic.

    Screen readers read out the position of a slider. On a linear slider the position is the number. On a logarithmic
    slider it means nothing to the user, so the keyboard cannot reach such a slider.
    """

    changed = Signal(float)

    def __init__(
        self, name: str, low: float, high: float, suffix: str = "", log: bool = False, tip: str = ""
    ) -> None:
        super().__init__()
        self._low, self._high, self._log = low, high, log
        label = QLabel(name)
        self.field = QDoubleSpinBox()
        self.field.setRange(low, high)
        self.field.setDecimals(0)
        self.field.setSuffix(suffix)
        self.field.setButtonSymbols(QDoubleSpinBox.ButtonSymbols.NoButtons)
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight)
        wide = self.field.fontMetrics().horizontalAdvance("0000 px") + 24
        self.field.setFixedWidth(max(FIELD_WIDTH, wide, self.field.minimumSizeHint().width()))
        self.field.setMinimumHeight(self.field.sizeHint().height() + 2)
        self.field.setKeyboardTracking(False)
        self.field.setAccessibleName(name)
        label.setBuddy(self.field)
        label.setMinimumWidth(LABEL_WIDTH)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(self._to_slider(low), self._to_slider(high))
        steps = self.slider.maximum() - self.slider.minimum()
        self.slider.setSingleStep(max(1, steps // 100))
        self.slider.setPageStep(max(1, steps // 20))
        self.slider.setAccessibleName(name)
        self.slider.setFocusPolicy(Qt.FocusPolicy.NoFocus if log else Qt.FocusPolicy.TabFocus)
        if log:
            self.field.setStepType(QDoubleSpinBox.StepType.AdaptiveDecimalStepType)
        self.field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for widget in (label, self.field, self.slider):
            widget.setToolTip(tip)
        hbox(label, (self.slider, 1), self.field, on=self, margins=NO_MARGINS, spacing=8)
        for control in (self.field, self.slider):
            control.installEventFilter(self)
        self.field.valueChanged.connect(self._on_field)
        self.slider.valueChanged.connect(self._on_slider)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The wheel changes the number only while the control has the focus. Otherwise it scrolls the panel."""
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    @property
    def value(self) -> float:
        return self.field.value()

    def set_value(self, value: float) -> None:
        """Show a value without reporting it as a change."""
        with QSignalBlocker(self.field), QSignalBlocker(self.slider):
            self.field.setValue(value)
            self.slider.setValue(self._to_slider(value))

    def _on_field(self, value: float) -> None:
        with QSignalBlocker(self.slider):
            self.slider.setValue(self._to_slider(value))
        self.changed.emit(value)

    def _on_slider(self, position: int) -> None:
        with QSignalBlocker(self.field):
            self.field.setValue(self._from_slider(position))
        self.changed.emit(self.field.value())

    def _from_slider(self, position: int) -> float:
        if self._log:
            return float(self._low * (self._high / self._low) ** (position / STEPS))
        return position

    def _to_slider(self, value: float) -> int:
        value = min(self._high, max(self._low, value))
        if self._log:
            return round(STEPS * math.log(value / self._low) / math.log(self._high / self._low))
        return round(value)


class Segments(QWidget):
    """A few exclusive choices side by side."""

    chosen = Signal(str)  # the id

    def __init__(self, name: str, choices: Sequence[tuple[str, str, str]]) -> None:
        """``choices``: (id, text, tooltip) each, in English."""
        super().__init__()
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QPushButton] = {}
        layout = hbox(on=self, margins=NO_MARGINS, spacing=0)
        for index, (id, text, tip) in enumerate(choices):
            button = self.buttons[id] = QPushButton(tr(text))
            button.setCheckable(True)
            button.setAutoExclusive(True)  # screen readers call it a radio button, not a check box
            button.setProperty("segment", True)
            place = "first" if index == 0 else "last" if index == len(choices) - 1 else "middle"
            button.setProperty("place", place)
            button.setToolTip(tr(tip))
            button.setAccessibleName(f"{name}: {tr(text)}")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, id=id: self.chosen.emit(id))
            self._group.addButton(button)
            layout.addWidget(button, 1)

    def set_choice(self, id: str) -> None:
        self.buttons[id].setChecked(True)


class Scrolling(QScrollArea):
    """A scroll area for a panel that may be higher than the room for it. If ``down_to``, a part of the panel, is given,
    the area is at least high enough for the panel from its top down to that part.
    """

    def __init__(self, panel: QWidget, down_to: QWidget | None = None) -> None:
        super().__init__()
        self._panel, self._down_to = panel, down_to
        panel.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("panelBody")
        # A click in the panel does not take the keyboard focus from the canvas.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setWidget(panel)
        panel.installEventFilter(self)
        self._fit()

    def _fit(self) -> None:
        """Make the area wide enough for the panel, which never scrolls sideways."""
        least = max(self._panel.minimumSizeHint().width(), self._panel.minimumWidth())
        self.setMinimumWidth(least + self.verticalScrollBar().sizeHint().width())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the width of the panel, whose parts may get another font, style or text."""
        if watched is self._panel and event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def sizeHint(self) -> QSize:
        return self._panel.sizeHint()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._down_to is not None and not event.spontaneous():  # the panel has been laid out by now
            self.setMinimumHeight(self._down_to.geometry().bottom() + 1)


def dim_label(text: str = "", wrap: bool = False, name: str = "") -> NamedLabel:
    """A label in the secondary colour of text. ``name`` is for screen readers."""
    label = NamedLabel(name, wrap)
    label.setProperty("dim", True)
    label.setText(text)
    return label


def keep_room(widget: QWidget) -> None:
    """Keep the place of a hidden widget free, so that nothing moves when it is shown."""
    policy = widget.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    widget.setSizePolicy(policy)


def row_table(name: str) -> QTableWidget:
    """A table to choose a row from; its cells cannot be edited."""
    table = QTableWidget()
    table.setAccessibleName(name)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.horizontalHeader().setHighlightSections(False)
    return table


class Bar(QProgressBar):
    """A thin progress bar without a text."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setRange(0, STEPS)
        self.setTextVisible(False)
        self.setAccessibleName(name)

    def show_share(self, fraction: float) -> None:
        """Show a fraction from 0 to 1."""
        self.setValue(round(STEPS * fraction))


class Strip(QListWidget):
    """Pictures side by side in cells of equal size. A click or Enter chooses a picture."""

    chosen = Signal(QListWidgetItem)

    def __init__(self, name: str, picture: QSize, cell: QSize, room: int) -> None:
        """``room``: how much higher the strip is than a cell, in pixels."""
        super().__init__()
        self.setAccessibleName(name)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setMovement(QListView.Movement.Static)
        self.setIconSize(picture)
        self.setGridSize(cell)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedHeight(cell.height() + room)
        self.itemClicked.connect(self.chosen)
        self.itemActivated.connect(self.chosen)
