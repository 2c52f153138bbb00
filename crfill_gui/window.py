"""The main window: puts canvas, panels, menus and bars together and connects them to the session."""

from __future__ import annotations

import base64
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import get_args

import numpy as np
from PySide6.QtCore import QByteArray, QElapsedTimer, QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QColor, QGuiApplication, QIcon, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QDockWidget,
    QMainWindow,
    QMenu,
    QStackedWidget,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from crfill_core.geometry import Box
from crfill_gui import photos
from crfill_gui import settings as keys
from crfill_gui import theme as themes
from crfill_gui.actions import Actions, Handler
from crfill_gui.bindings import Bindings
from crfill_gui.canvas.split import SplitView
from crfill_gui.canvas.tools import ToolName
from crfill_gui.canvas.view import Canvas
from crfill_gui.clipboard import Clipboard
from crfill_gui.document.brush import Brush
from crfill_gui.document.document import Document
from crfill_gui.editor_dialogs import EditorDialogs
from crfill_gui.menus import TOOLS, fill_menu_bar, fill_toolbar
from crfill_gui.panels.brush import BrushPanel
from crfill_gui.panels.dock_title import DockTitle
from crfill_gui.panels.empty_state import EmptyState, title_of
from crfill_gui.panels.fill import FillPanel
from crfill_gui.panels.fill_options import FillOptionsPanel
from crfill_gui.panels.filmstrip import Filmstrip
from crfill_gui.panels.history import HistoryPanel
from crfill_gui.panels.message_bar import MessageBar
from crfill_gui.panels.references import ReferencesPanel
from crfill_gui.panels.status_bar import StatusBar
from crfill_gui.panels.variants import VariantsPanel
from crfill_gui.panels.widgets import Scrolling
from crfill_gui.prompts import Dialogs
from crfill_gui.references import ReferencesController
from crfill_gui.session import Message, Session
from crfill_gui.support import Support
from crfill_gui.variants import VariantsController
from crfill_gui.windows import Windows

TITLE = "CR-Fill Studio"
TWICE_MS = 600
"""Within so much time pressing a key twice means more than pressing it once."""
WARM_AFTER_MS = 700
"""Importing torch holds Python's lock for moments: the window and the first photo come first."""


class MainWindow(QMainWindow):
    """Owns the widgets; the session decides."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session, self.settings = session, session.settings
        session.prompts = Dialogs(self)
        self.support = Support(session)
        self.windows = Windows(session, self)
        self.clipboard = Clipboard(session)
        self.theme = themes.resolve(self.settings.get(keys.THEME))
        self._dressed = False
        self._zoom_taken = QElapsedTimer()
        brush = Brush(self.settings.get(keys.BRUSH_RADIUS), self.settings.get(keys.BRUSH_HARDNESS))
        self.canvas = Canvas(QColor(self.theme.canvas), self._overlay_color(), brush)
        self.bindings = Bindings(self.settings)
        self.dialogs = EditorDialogs(session, self.canvas, self.bindings, self.icon, self)
        self.actions_ = Actions(self, self.canvas, self._handlers())
        self.references = ReferencesController(session, self.canvas, self)
        self.variants = VariantsController(session, self)
        self.split = SplitView(self.canvas.references, QColor(self.theme.canvas))
        self.empty = EmptyState(photos.samples())
        self.status = StatusBar()
        self.setStatusBar(self.status)
        self._build_center()
        self._build_panels(brush)
        self._menus = fill_menu_bar(self.menuBar(), self.actions_)
        self._fill_window_menus()
        self.actions_.set_icons(self.icon)
        fill_toolbar(self._bar("toolbar", "Toolbar", Qt.ToolBarArea.TopToolBarArea), self.actions_)
        fill_toolbar(self._bar("tools", "Tools", Qt.ToolBarArea.LeftToolBarArea), self.actions_, TOOLS)
        self._mask_timer = QTimer(
            self, singleShot=True, interval=60
        )  # the area is counted at most that often
        self._connect()
        self._apply_theme()
        self._check_choices()
        self._on_document(None)
        self._restore_layout()

    # Building

    def _handlers(self) -> dict[str, Handler]:
        session, canvas = self.session, self.canvas

        def always(do: Callable[[], object]) -> Handler:
            return lambda _: None if do() is None else None

        return {
            "open": always(session.ask_and_open),
            "next": lambda _: session.open_neighbour(1),
            "previous": lambda _: session.open_neighbour(-1),
            "close": always(session.close_photo),
            "save": always(session.save),
            "save_as": always(session.save_as),
            "restore": always(session.restore_asked.emit),
            "project.save": always(session.saving.save_project),
            "project.save_as": always(session.saving.save_project_as),
            "export.openraster": always(session.saving.export_openraster),
            "export.recipe": always(session.saving.export_recipe),
            "quit": always(self.close),
            "undo": always(session.undo),
            "redo": always(session.redo),
            **{f"tool.{tool}": partial(self._take, tool) for tool in get_args(ToolName)},
            "tool.swap": lambda _: canvas.set_tool(canvas.swapped_tool),
            "brush.larger": lambda _: canvas.set_brush(canvas.brush.scaled(1.15)),
            "brush.smaller": lambda _: canvas.set_brush(canvas.brush.scaled(1 / 1.15)),
            "brush.harder": lambda _: canvas.set_brush(canvas.brush.hardened(0.1)),
            "brush.softer": lambda _: canvas.set_brush(canvas.brush.hardened(-0.1)),
            "mask.open": always(session.open_mask),
            "mask.save": always(session.save_mask),
            "mask.clear": always(session.clear_mask),
            "mask.invert": always(session.invert_mask),
            "mask.restore": always(session.restore_mask),
            "fill": always(self._fill),
            "fill.again": always(session.fill_again),
            "variants": lambda _: self.variants.next(),
            "steer.clear": always(session.clear_steering),
            "cancel": always(self._cancel),
            "zoom.in": lambda _: canvas.zoom_step(1),
            "zoom.out": lambda _: canvas.zoom_step(-1),
            "zoom.fit": always(canvas.fit),
            "zoom.actual": lambda _: canvas.zoom_to(1.0),
            "zoom.mask": always(canvas.zoom_to_mask),
            "view.mask": canvas.set_mask_visible,
            "view.references": lambda shown: self._references_dock.setVisible(shown),
            "view.split": self._set_split,
            "references.export": lambda _: self.references.export(),
            "view.compare": canvas.set_comparing,
            "view.wipe": canvas.set_wiping,
            "theme.system": lambda _: self.settings.set(keys.THEME, "system"),
            "theme.dark": lambda _: self.settings.set(keys.THEME, "dark"),
            "theme.light": lambda _: self.settings.set(keys.THEME, "light"),
            **self.windows.handlers(),
            "copy": always(self.clipboard.copy),
            "paste": always(self.clipboard.paste),
            "help.last_error": always(session.show_last_error),
            "help.report": always(self.support.copy_report),
            "help.log": always(self.support.show_log_folder),
            **self.dialogs.handlers(),
        }

    def _bar(self, name: str, title: str, area: Qt.ToolBarArea) -> QToolBar:
        bar = QToolBar(title)
        bar.setObjectName(name)
        bar.setMovable(False)
        bar.setIconSize(QSize(20, 20))
        self.addToolBar(area, bar)
        return bar

    def _build_center(self) -> None:
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.canvas)
        self._stack.addWidget(self.split)
        center = QWidget()
        layout = QVBoxLayout(center)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._stack)
        self.setCentralWidget(center)
        self.message_bar = MessageBar(center)

    def _build_panels(self, brush: Brush) -> None:
        color, opacity = self.settings.get(keys.OVERLAY_COLOR), self.settings.get(keys.OVERLAY_OPACITY)
        self.brush_panel = BrushPanel(brush, color, opacity)
        self.fill_options = FillOptionsPanel(self.settings, self.session.choices)
        self.fill_panel = FillPanel(
            self.session.mode, self.actions_["fill"], self.actions_["cancel"], self.fill_options
        )
        self.history_panel = HistoryPanel()
        self._docks = [
            self._dock("panel.brush", "Brush and mask", self.brush_panel),
            self._dock("panel.fill", "Fill", Scrolling(self.fill_panel)),
            self._dock("panel.history", "History", self.history_panel),
        ]
        self.references_panel = ReferencesPanel(
            self.references,
            *(self.actions_[id] for id in ("fill.again", "steer.clear", "view.split", "references.export")),
        )
        self._references_dock = self._dock(
            "panel.references", "References", self.references_panel, Qt.DockWidgetArea.LeftDockWidgetArea
        )
        self._references_dock.hide()
        self.variants_panel = VariantsPanel(self.variants)
        self._variants_dock = self._dock(
            "panel.variants", "Variants", self.variants_panel, Qt.DockWidgetArea.BottomDockWidgetArea
        )
        self._variants_dock.hide()
        self.filmstrip = Filmstrip()
        self._filmstrip_dock = self._dock(
            "panel.filmstrip", "Filmstrip", self.filmstrip, Qt.DockWidgetArea.BottomDockWidgetArea
        )
        self._filmstrip_dock.hide()
        for corner in (Qt.Corner.BottomLeftCorner, Qt.Corner.BottomRightCorner):
            left = corner == Qt.Corner.BottomLeftCorner
            area = Qt.DockWidgetArea.LeftDockWidgetArea if left else Qt.DockWidgetArea.RightDockWidgetArea
            self.setCorner(corner, area)

    def _dock(
        self,
        name: str,
        title: str,
        body: QWidget,
        area: Qt.DockWidgetArea = Qt.DockWidgetArea.RightDockWidgetArea,
    ) -> QDockWidget:
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
        self.addDockWidget(area, dock)
        return dock

    def _fill_window_menus(self) -> None:
        for dock in (*self._docks, self._references_dock, self._variants_dock, self._filmstrip_dock):
            self._menus["panels"].addAction(dock.toggleViewAction())
        for path in photos.samples():
            self._menus["samples"].addAction(title_of(path), partial(self.session.open, path))
        self._menus["recent"].aboutToShow.connect(lambda: self._fill_recent(self._menus["recent"]))

    def _fill_recent(self, menu: QMenu) -> None:
        menu.clear()
        for name in self.settings.get(keys.RECENT):
            menu.addAction(name, partial(self.session.open, Path(name)))
        if menu.isEmpty():
            menu.addAction("Nothing yet").setEnabled(False)

    def _connect(self) -> None:
        session, canvas = self.session, self.canvas
        session.document_changed.connect(self._on_document)
        session.state_changed.connect(self._on_state)
        session.mask_changed.connect(lambda: self._mask_timer.isActive() or self._mask_timer.start())
        self._mask_timer.timeout.connect(self._on_mask)
        self.filmstrip.chosen.connect(self._on_strip)
        self._filmstrip_dock.visibilityChanged.connect(lambda _: self._show_strip())
        session.closing.connect(self.filmstrip.close_worker)
        session.message.connect(self._on_message)
        session.message_cleared.connect(self.message_bar.clear)
        session.filling.started.connect(lambda: self.fill_panel.set_filling(True))
        session.filling.progress.connect(self.fill_panel.set_progress)
        session.fill_ended.connect(self.fill_panel.set_ended)
        session.engine_state.connect(self._on_engine)
        session.loading.connect(self._on_loading)
        canvas.hovered.connect(lambda position: self.status.show_pointer(session.document, position))
        canvas.zoomed.connect(self.status.show_zoom)
        canvas.brush_changed.connect(self._on_brush)
        canvas.tool_changed.connect(lambda _: self._check_choices())
        canvas.tool_changed.connect(self.brush_panel.tool.show_tool)
        self.brush_panel.tool.bucket_changed.connect(canvas.set_bucket)
        canvas.compare_changed.connect(self.actions_["view.compare"].setChecked)
        canvas.guides.wiped.connect(self.actions_["view.wipe"].setChecked)
        canvas.covered.connect(session.stroke_ended)
        canvas.guides.window_chosen.connect(session.choices.set_window)
        session.choices.window_changed.connect(canvas.guides.set_window)
        self.fill_options.window_shown.connect(self._show_window)
        self.settings.watch(keys.OVERLAY_COLOR, lambda _: self._show_overlay())
        self.settings.watch(keys.OVERLAY_OPACITY, lambda _: self._show_overlay())
        self.settings.watch(keys.FILL_MODE, self.fill_panel.set_mode)
        self.bindings.watch(lambda: self.actions_.set_keys(self.bindings.keys))
        self.actions_.set_keys(self.bindings.keys)
        self.settings.watch(keys.FILL_GROW, canvas.guides.set_grow)
        self.settings.watch(keys.FILL_SCALE, lambda _: canvas.guides.follow_mask())
        canvas.guides.set_grow(self.settings.get(keys.FILL_GROW))
        self.variants.started.connect(self._variants_dock.show)
        self.split.hovered.connect(self.references.hover)
        self.split.hovered.connect(lambda position: self.status.show_pointer(session.document, position))
        shown = self._references_dock.toggleViewAction()
        shown.toggled.connect(self.references.set_shown)
        shown.toggled.connect(self.actions_["view.references"].setChecked)
        canvas.mask_shown.connect(self.actions_["view.mask"].setChecked)
        for target in (canvas, self.empty):
            target.dropped.connect(session.open_all)
        self.empty.open_asked.connect(session.ask_and_open)
        self.empty.sample_chosen.connect(session.open)
        self.brush_panel.brush_changed.connect(canvas.set_brush)
        self.brush_panel.overlay_changed.connect(self._on_overlay)
        self.fill_panel.mode_chosen.connect(lambda mode: self.settings.set(keys.FILL_MODE, mode))
        self.history_panel.chosen.connect(session.go_to)
        self.settings.watch(keys.THEME, lambda _: self._apply_theme())
        QGuiApplication.styleHints().colorSchemeChanged.connect(lambda _: self._apply_theme())

    # Following the session

    def _on_document(self, document: Document | None) -> None:
        self.canvas.show_document(document)
        self._set_split(False)
        self._stack.setCurrentWidget(self.canvas if document else self.empty)
        self.status.show_photo(document)
        self._show_strip()
        if document is not None:
            self.canvas.setFocus()
        self._on_state()
        self._on_mask()

    def _set_split(self, split: bool) -> None:
        """Show fill, jigsaw and original side by side in place of the canvas, or the canvas again."""
        document = self.session.document
        split = split and document is not None
        self.actions_["view.split"].setChecked(split)
        if split == (self._stack.currentWidget() is self.split):
            return
        if split:
            self._references_dock.show()
            self.references.set_shown(True)
        self._stack.setCurrentWidget(self.split if split else self.canvas)
        self.split.show_document(document if split else None, self.canvas.viewport if split else None)
        if split and (hole := self.references.filled_box()) is not None:
            self.split.look_at(hole.pad(hole.width // 4, hole.height // 4))
        (self.split if split else self.canvas).setFocus()

    def _show_strip(self) -> None:
        """The photos beside this one; the folder is read only while somebody looks."""
        if self._filmstrip_dock.isVisible():
            self.filmstrip.show_photos(self.session.row, self.session.path)

    def _on_strip(self, path: Path) -> None:
        if path != self.session.path:
            self.session.open(path)

    def _on_state(self) -> None:
        session, document = self.session, self.session.document
        self.actions_.enable(session.groups)
        self.setWindowTitle(f"{session.name or 'Untitled'}[*] — {TITLE}" if document else TITLE)
        self.setWindowModified(document is not None and document.is_dirty)
        self.history_panel.show_history(
            document.history if document else None, self.icon, QColor(self.theme.disabled)
        )

    def _on_mask(self) -> None:
        document = self.session.document
        self.status.show_mask(document)
        self.fill_panel.set_mask(document.mask_area if document else 0, document.size.area if document else 1)
        self.actions_.enable(self.session.groups)

    def _on_message(self, message: Message) -> None:
        self.message_bar.show_message(message.level, message.text, self.icon, message.answers)

    def _on_engine(self, text: str, tip: str) -> None:
        self.status.engine.setText(text)
        self.status.engine.setToolTip(tip)
        self.fill_panel.set_engine(text, tip)

    def _on_loading(self, text: str) -> None:
        self.status.activity.setText(text)
        if text:
            self.setCursor(Qt.CursorShape.BusyCursor)
        else:
            self.unsetCursor()

    def _on_brush(self, brush: Brush) -> None:
        self.brush_panel.set_brush(brush)
        self.settings.set(keys.BRUSH_RADIUS, float(brush.radius))
        self.settings.set(keys.BRUSH_HARDNESS, float(brush.hardness))

    def _on_overlay(self, color: str, opacity: float) -> None:
        self.settings.set(keys.OVERLAY_COLOR, color)
        self.settings.set(keys.OVERLAY_OPACITY, opacity)

    def _show_overlay(self) -> None:
        color, opacity = self.settings.get(keys.OVERLAY_COLOR), self.settings.get(keys.OVERLAY_OPACITY)
        self.brush_panel.set_overlay(color, opacity)
        self.canvas.set_colors(QColor(self.theme.canvas), self._overlay_color())

    def _show_window(self, shown: bool) -> None:
        """Show the frame of what the network will see, or not."""
        self.canvas.guides.set_plan(self._plan if shown else None)

    def _plan(self, coverage: np.ndarray) -> list[Box]:
        choices = self.session.choices
        return self.session.engine.windows(choices.grown(coverage), choices.options.scale)

    def _fill(self) -> None:
        self.canvas.finish_gesture()
        self.session.fill()

    def _take(self, tool: ToolName, _: bool) -> None:
        """Take a tool in hand; the zoom tool twice in a row: zoom to the mask."""
        again = (
            tool == "zoom" == self.canvas.tool
            and self._zoom_taken.isValid()
            and not self._zoom_taken.hasExpired(TWICE_MS)
        )
        if tool == "zoom":
            self._zoom_taken.start()
        self.canvas.set_tool(tool)
        if again:
            self.canvas.zoom_to_mask()

    def _cancel(self) -> None:
        """Esc: the fill under way, else the stroke, else the message; never the zoom."""
        if self.session.cancel_fill() or self.canvas.cancel_gesture():
            return
        if self._stack.currentWidget() is self.split:
            self._set_split(False)
        else:
            self.message_bar.clear()

    # Looks

    def icon(self, name: str, role: str = "") -> QIcon:
        """In the colour of a role: "info", "warning", "error", "dim" or "" for plain. Empty until first shown."""
        if not self._dressed:
            return themes.no_icon()
        theme = self.theme
        colors = {"info": theme.info, "warning": theme.warning, "error": theme.error, "dim": theme.dim}
        return themes.icon(theme, name, colors.get(role))

    def _dress(self) -> None:
        """Put the icons on. Their fonts take long to load, so the window is shown first."""
        self._dressed = True
        self.message_bar.dress(self.icon)
        self.actions_.set_icons(self.icon)
        for dock in (*self._docks, self._references_dock, self._variants_dock, self._filmstrip_dock):
            bar = dock.titleBarWidget()
            if isinstance(bar, DockTitle):
                bar.close_button.setIcon(self.icon("x", "dim"))
        self.empty.picture.setPixmap(self.icon("image", "dim").pixmap(EmptyState.PICTURE))
        self._on_state()

    def _apply_theme(self) -> None:
        self.theme = themes.resolve(self.settings.get(keys.THEME))
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        themes.apply(app, self.theme)
        self.canvas.set_colors(QColor(self.theme.canvas), self._overlay_color())
        self.split.set_background(QColor(self.theme.canvas))
        if self._dressed:
            self._dress()
        self._check_choices()

    def _check_choices(self) -> None:
        self.actions_[f"tool.{self.canvas.tool}"].setChecked(True)
        self.actions_[f"theme.{self.settings.get(keys.THEME)}"].setChecked(True)
        self.actions_["view.mask"].setChecked(self.canvas.mask_visible)

    def _overlay_color(self) -> QColor:
        color = QColor(self.settings.get(keys.OVERLAY_COLOR))
        color.setAlphaF(self.settings.get(keys.OVERLAY_OPACITY))
        return color

    # Window

    def _restore_layout(self) -> None:
        room = self.screen().availableSize()
        self.resize(min(1320, room.width() * 19 // 20), min(860, room.height() * 9 // 10))
        geometry, state = self.settings.get(keys.WINDOW_GEOMETRY), self.settings.get(keys.WINDOW_STATE)
        if geometry:
            self.restoreGeometry(QByteArray(base64.b64decode(geometry)))
        if state:
            self.restoreState(QByteArray(base64.b64decode(state)))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self.settings.get(keys.WINDOW_STATE):
            self.resizeDocks(self._docks, [270, 420, 120], Qt.Orientation.Vertical)
            self.resizeDocks(self._docks, [270] * 3, Qt.Orientation.Horizontal)
        QTimer.singleShot(0, self._dress)
        QTimer.singleShot(0, self.empty.load_thumbnails)
        QTimer.singleShot(WARM_AFTER_MS, self.session.warm)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.session.may_close(self.close):
            event.ignore()
            return
        self.settings.set(keys.WINDOW_GEOMETRY, base64.b64encode(self.saveGeometry().data()).decode())
        self.settings.set(keys.WINDOW_STATE, base64.b64encode(self.saveState().data()).decode())
        self.canvas.show_document(None)
        self.session.close()
        event.accept()
