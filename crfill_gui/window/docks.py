"""The panels around the canvas, each in a dock."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QDockWidget,
    QLabel,
    QMainWindow,
    QToolButton,
    QWidget,
)

from crfill_gui.commands.bindings import Bindings
from crfill_gui.commands.qactions import Actions
from crfill_gui.config import settings as keys
from crfill_gui.document.brush import Brush
from crfill_gui.editor.references.model import ReferencesController
from crfill_gui.editor.session import Session
from crfill_gui.editor.variants import VariantsController
from crfill_gui.i18n import tr
from crfill_gui.panels.boxes import hbox
from crfill_gui.panels.brush import BrushPanel
from crfill_gui.panels.fill import FillPanel
from crfill_gui.panels.fill_options import FillOptionsPanel
from crfill_gui.panels.filmstrip import Filmstrip
from crfill_gui.panels.history import HistoryPanel
from crfill_gui.panels.references import ReferencesPanel
from crfill_gui.panels.variants import VariantsPanel
from crfill_gui.panels.widgets import Scrolling

LEFT, RIGHT = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
BOTTOM = Qt.DockWidgetArea.BottomDockWidgetArea


class DockTitle(QWidget):
    """The title of a dock, with a button that hides it. Dragging the title moves the dock."""

    def __init__(self, title: str, dock: QDockWidget) -> None:
        super().__init__()
        self.setObjectName("dockTitle")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        label = QLabel(title)
        label.setObjectName("dockTitleText")
        self.close_button = QToolButton()
        self.close_button.setObjectName("dockClose")
        self.close_button.setIconSize(QSize(14, 14))
        self.close_button.setAccessibleName(tr("Hide the panel {title}", title=title))
        self.close_button.setToolTip(tr("Hide this panel (View → Panels brings it back)"))
        self.close_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.close_button.clicked.connect(dock.hide)
        hbox((label, 1), self.close_button, on=self, margins=(12, 8, 8, 2))


class Docks:
    """Makes the panels, and docks them in ``window``. The panels on the left and at the bottom are hidden at first."""

    def __init__(
        self,
        window: QMainWindow,
        session: Session,
        actions: Actions,
        bindings: Bindings,
        references: ReferencesController,
        variants: VariantsController,
        brush: Brush,
    ) -> None:
        self._window, settings = window, session.settings
        self.brush = BrushPanel(brush, settings.get(keys.OVERLAY_COLOR), settings.get(keys.OVERLAY_OPACITY))
        self.fill_options = FillOptionsPanel(settings, session.choices)
        filling = actions["fill"], actions["cancel"], actions["view.references"]
        self.fill = FillPanel(session.choices.mode, *filling, self.fill_options)
        self.history = HistoryPanel()
        self._always_there = [
            self._dock("panel.brush", tr("Brush and mask"), Scrolling(self.brush), RIGHT),
            self._dock("panel.fill", tr("Fill"), Scrolling(self.fill, self.fill.status), RIGHT),
            self._dock("panel.history", tr("History"), self.history, RIGHT),
        ]
        steering = ("fill.again", "steer.clear", "view.split", "references.export")
        self.references = ReferencesPanel(references, bindings, *(actions[id] for id in steering))
        self.references_dock = self._dock(
            "panel.references", tr("References"), Scrolling(self.references), LEFT
        )
        self.variants = VariantsPanel(variants, bindings)
        self.variants_dock = self._dock("panel.variants", tr("Variants"), self.variants, BOTTOM)
        self.filmstrip = Filmstrip()
        self.filmstrip_dock = self._dock("panel.filmstrip", tr("Filmstrip"), self.filmstrip, BOTTOM)
        for dock in (self.references_dock, self.variants_dock, self.filmstrip_dock):
            dock.hide()
        window.setCorner(Qt.Corner.BottomLeftCorner, LEFT)
        window.setCorner(Qt.Corner.BottomRightCorner, RIGHT)

    @property
    def all(self) -> list[QDockWidget]:
        return [*self._always_there, self.references_dock, self.variants_dock, self.filmstrip_dock]

    def number_fields(self) -> list[QAbstractSpinBox]:
        """The fields for numbers in all panels."""
        return [field for dock in self.all for field in dock.findChildren(QAbstractSpinBox)]

    def arrange(self) -> None:
        """Set the panels' default sizes."""
        self._window.resizeDocks(self._always_there, [290, 390, 100], Qt.Orientation.Vertical)
        self._window.resizeDocks(self._always_there, [290] * 3, Qt.Orientation.Horizontal)

    def set_icons(self, close: QIcon) -> None:
        """Set the icon of the buttons that hide a panel."""
        for dock in self.all:
            bar = dock.titleBarWidget()
            if isinstance(bar, DockTitle):
                bar.close_button.setIcon(close)

    def _dock(self, name: str, title: str, body: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
        dock = QDockWidget(title)
        dock.setObjectName(name)
        dock.setAccessibleName(title)
        dock.setFeatures(
            QDockWidget.DockWidgetFeature.DockWidgetMovable | QDockWidget.DockWidgetFeature.DockWidgetClosable
        )
        body.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        dock.setTitleBarWidget(DockTitle(title, dock))
        dock.setWidget(body)
        dock.setMinimumWidth(250)
        _leave_canvas_its_keys(body)
        self._window.addDockWidget(area, dock)
        return dock


def _leave_canvas_its_keys(body: QWidget) -> None:
    """Make clicks on a panel's controls leave the focus with the canvas, whose keys choose tools and fill. Only fields to
    type in take the focus when they are clicked.
    """
    for kind in (QAbstractButton, QAbstractItemView, QAbstractSlider, QComboBox):
        for control in body.findChildren(kind):
            if control.focusPolicy() & Qt.FocusPolicy.TabFocus:
                control.setFocusPolicy(Qt.FocusPolicy.TabFocus)
