"""The main window. It puts canvas, panels, menus and bars together, and connects them to the session."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QKeyCombination, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QColor, QIcon, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QMainWindow, QSlider

from crfill_gui.canvas.split import SplitView
from crfill_gui.canvas.view import Canvas
from crfill_gui.commands.bindings import Bindings
from crfill_gui.commands.qactions import Actions, Handler
from crfill_gui.config import settings as keys
from crfill_gui.document.brush import Brush
from crfill_gui.document.document import Document
from crfill_gui.editor import clipboard, photos
from crfill_gui.editor.filling import FillJob
from crfill_gui.editor.notices import Notice
from crfill_gui.editor.references.export import export_references
from crfill_gui.editor.references.model import ReferencesController
from crfill_gui.editor.session import Session
from crfill_gui.editor.variants import VariantsController
from crfill_gui.i18n import tr
from crfill_gui.panels.empty_state import EmptyState
from crfill_gui.panels.status_bar import StatusBar
from crfill_gui.style.appearance import Appearance
from crfill_gui.style.identity import NAME
from crfill_gui.style.theme import Theme
from crfill_gui.support.report import Support
from crfill_gui.window import placement
from crfill_gui.window.bars import Bars
from crfill_gui.window.center import Center
from crfill_gui.window.docks import Docks
from crfill_gui.window.editor_dialogs import EditorDialogs
from crfill_gui.window.guided_sample import GuidedSample
from crfill_gui.window.handlers import Commands, always
from crfill_gui.window.line_search import LinesController
from crfill_gui.window.neighbours import Neighbours
from crfill_gui.window.prompts import Dialogs
from crfill_gui.window.windows import Windows

WARM_AFTER_MS = 700
"""The delay before the weights are loaded, because importing torch would hold up the window and the first photo."""
PAINT_FIRST_MS = 20
"""The delay before the icons are loaded, which takes long, so that the first photo is painted first."""
COUNT_MS = 60
"""The minimum time between two counts of the mask's area."""


class MainWindow(QMainWindow):
    """Owns the widgets and connects them to the session."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session, self.settings = session, session.settings
        session.prompts = Dialogs(self)
        self.support = Support(session)
        self.windows = Windows(session, self)
        self.appearance = Appearance(self.settings, self)
        brush = Brush(self.settings.get(keys.BRUSH_RADIUS), self.settings.get(keys.BRUSH_HARDNESS))
        self.canvas = Canvas(self.appearance.background, self.appearance.overlay, brush)
        self.bindings = Bindings(self.settings)
        self.dialogs = EditorDialogs(session, self.canvas, self.bindings, self.icon, self)
        self.actions_ = Actions(self, self.canvas, self._handlers())
        self.references = ReferencesController(session, self)
        self.lines = LinesController(session, self.canvas, self)
        self.variants = VariantsController(session, self)
        self.guided = GuidedSample(session, self.references, self.bindings, self)
        self.split = SplitView(self.canvas.references, self.appearance.background)
        self.empty = EmptyState(photos.samples())
        self.status = StatusBar()
        self.setStatusBar(self.status)
        self.center = Center(self.empty, self.canvas, self.split)
        self.message_bar = self.center.message_bar
        self.setCentralWidget(self.center)
        self.docks = Docks(self, session, self.actions_, self.bindings, self.references, self.variants, brush)
        self.brush_panel, self.fill_panel = self.docks.brush, self.docks.fill
        self.fill_options, self.history_panel = self.docks.fill_options, self.docks.history
        self.references_panel, self.filmstrip = self.docks.references, self.docks.filmstrip
        self.bars = Bars(self, session, self.actions_, self.docks.all)
        self._previewed: FillJob | None = None
        self.neighbours = Neighbours(session, self.filmstrip, self.docks.filmstrip_dock)
        self._mask_timer = QTimer(self, singleShot=True, interval=COUNT_MS)
        self._connect_session()
        self._connect_canvas()
        self._connect_panels()
        self._connect_settings()
        self.appearance.apply()
        # The icons are still empty, but without an icon buttons would show their text.
        self.actions_.set_icons(self.icon)
        self._check_choices()
        self._on_document(None)
        placement.restore(self, self.settings)

    @property
    def theme(self) -> Theme:
        return self.appearance.theme

    @property
    def icon(self) -> Callable[..., QIcon]:
        """Makes icons in the theme's colours: ``icon(name, role)``."""
        return self.appearance.icon

    def _handlers(self) -> dict[str, Handler]:
        """The handlers of the actions. Some use parts of the window that are made later, and look them up when called."""
        return {
            **Commands(self.session, self.canvas, self._step_back).handlers(),
            "quit": always(self.close),
            "variants": lambda _: self.variants.next(),
            "view.references": lambda shown: self.docks.references_dock.setVisible(shown),
            "view.split": lambda split: self.set_split(split),
            "references.export": lambda _: export_references(self.session, self.session.engine.worker),
            **self.windows.handlers(),
            "copy": lambda _: clipboard.copy(self.session),
            "paste": lambda _: clipboard.paste(self.session),
            "help.report": always(self.support.copy_report),
            "help.log": always(self.support.show_log_folder),
            **self.dialogs.handlers(),
        }

    def _step_back(self) -> None:
        """Leave the split view; if it is not shown, close the message; if there is none, give the canvas the focus."""
        if self.center.is_split:
            self.set_split(False)
        elif not self.message_bar.isHidden():
            self.message_bar.clear()
        else:
            self.canvas.setFocus()

    # Connecting

    def _connect_session(self) -> None:
        session = self.session
        session.document_changed.connect(self._on_document)
        session.state_changed.connect(self._on_state)
        session.mask_changed.connect(lambda: self._mask_timer.isActive() or self._mask_timer.start())
        self._mask_timer.timeout.connect(self._on_mask)
        session.closing.connect(self.filmstrip.close_worker)
        session.message.connect(self._on_message)
        session.message_cleared.connect(self.message_bar.clear)
        session.filling.started.connect(self._on_fill)
        session.filling.ended.connect(self._on_fill_ended)
        session.engine_state.connect(self._on_engine)
        session.loading.connect(self._on_loading)

    def _connect_canvas(self) -> None:
        session, canvas = self.session, self.canvas
        canvas.hovered.connect(self._on_pointer)
        canvas.view.zoomed.connect(self.status.show_zoom)
        canvas.tools.brush_changed.connect(self._on_brush)
        canvas.tools.tool_changed.connect(lambda _: self._check_choices())
        canvas.tools.tool_changed.connect(self.brush_panel.show_tool)
        canvas.view.mask_shown.connect(self.actions_["view.mask"].setChecked)
        canvas.view.compare_changed.connect(self.actions_["view.compare"].setChecked)
        canvas.tools.covered.connect(session.filling.stroke_ended)
        canvas.failed.connect(session.fail)
        self.lines.described.connect(self.status.lines.setText)
        canvas.guides.wiped.connect(self.actions_["view.wipe"].setChecked)
        canvas.guides.window_chosen.connect(session.choices.set_window)
        session.choices.window_changed.connect(canvas.guides.set_window)
        for view in (canvas, self.split):
            view.hovered.connect(self.references.hover)
        canvas.steered.connect(self.references.steer)
        self.references.changed.connect(self._on_references)
        self.references.links_changed.connect(canvas.set_links)
        self.split.hovered.connect(self._on_pointer)
        for target in (canvas, self.empty):
            target.drops.dropped.connect(session.opening.open_all)
        self.empty.open_asked.connect(session.opening.ask)
        self.empty.sample_chosen.connect(session.opening.open)

    def _connect_panels(self) -> None:
        docks = self.docks
        self.brush_panel.brush_changed.connect(self.canvas.tools.set_brush)
        self.brush_panel.overlay_changed.connect(self._on_overlay)
        self.brush_panel.tool.bucket_changed.connect(self.canvas.tools.set_bucket)
        self.fill_panel.mode_chosen.connect(lambda mode: self.settings.set(keys.FILL_MODE, mode))
        self.fill_options.window_shown.connect(self._show_window)
        self.history_panel.chosen.connect(self._go_to)
        self.variants.started.connect(docks.variants_dock.show)
        for field in docks.number_fields():
            field.lineEdit().returnPressed.connect(self.canvas.setFocus)
        shown = docks.references_dock.toggleViewAction()
        shown.toggled.connect(self.references.set_shown)
        shown.toggled.connect(self.actions_["view.references"].setChecked)

    def _connect_settings(self) -> None:
        settings, guides = self.settings, self.canvas.guides
        settings.watch(keys.OVERLAY_COLOR, lambda _: self._show_overlay())
        settings.watch(keys.OVERLAY_OPACITY, lambda _: self._show_overlay())
        settings.watch(keys.PEN_PRESSURE, self.canvas.tools.set_pen)
        self.canvas.tools.set_pen(settings.get(keys.PEN_PRESSURE))
        settings.watch(keys.FILL_MODE, self.fill_panel.set_mode)
        settings.watch(keys.FILL_GROW, guides.set_grow)
        settings.watch(keys.FILL_WIDEN, guides.set_widen)
        settings.watch(keys.FILL_SCALE, lambda _: guides.follow_mask())
        guides.set_grow(settings.get(keys.FILL_GROW))
        guides.set_widen(settings.get(keys.FILL_WIDEN))
        self.bindings.watch(lambda: self.actions_.set_keys(self.bindings.keys))
        self.actions_.set_keys(self.bindings.keys)
        self.appearance.changed.connect(self._on_theme)
        self.appearance.icons_changed.connect(self._dress)

    # Following the session

    def _on_document(self, document: Document | None) -> None:
        self.actions_["view.split"].setChecked(False)
        self.center.show_document(document)
        self.status.show_photo(document)
        self.fill_panel.set_ended("")
        self.docks.variants_dock.hide()  # the variants are dropped with the photo
        self.neighbours.show()
        self._on_state()
        self._on_mask()
        if document is None and self.appearance.has_icons:
            self.empty.load_thumbnails()

    def set_split(self, split: bool) -> None:
        """Show fill, jigsaw and original side by side instead of the canvas, or the canvas again."""
        document = self.session.document
        split = split and document is not None
        self.actions_["view.split"].setChecked(split)
        if split == self.center.is_split:
            return
        if split and document is not None:
            self.docks.references_dock.show()
            self.references.set_shown(True)
            self.center.split(document, self.references.filled_box())
        else:
            self.center.unsplit()

    def _on_references(self) -> None:
        references = self.references
        look = references.look if references.shown else "off"
        self.canvas.show_references(references.explanations, look, references.opacity)

    def _on_pointer(self, position: tuple[int, int] | None) -> None:
        self.status.show_pointer(self.session.document, position)

    def _on_state(self) -> None:
        session, document = self.session, self.session.document
        self.actions_.enable(session.groups)
        self.setWindowTitle(f"{session.name or tr('Untitled')}[*] — {NAME}" if document else NAME)
        self.setWindowModified(document is not None and document.is_dirty)
        self.history_panel.show_history(
            document.history if document else None, self.icon, QColor(self.theme.disabled)
        )

    def _on_mask(self) -> None:
        document = self.session.document
        self.status.show_mask(document)
        self.fill_panel.set_mask(document.mask_area if document else 0, document.size.area if document else 1)
        self.actions_.enable(self.session.groups)

    def _go_to(self, position: int) -> None:
        if self.session.document is not None:
            self.session.document.go_to(position)

    def _on_message(self, message: Notice) -> None:
        self.message_bar.show_message(message.level, message.text, self.icon, message.answers)

    def _on_fill(self, job: FillJob) -> None:
        self.fill_panel.set_filling(True)
        job.progressed.connect(self.fill_panel.set_progress)
        self.canvas.end_fill_preview()
        if job.in_place:
            self._previewed = job
            job.previewed.connect(partial(self.canvas.show_fill_preview, icc=job.document.now.opened.icc))
            job.ended.connect(partial(self._end_preview, job))

    def _end_preview(self, job: FillJob) -> None:
        if job is self._previewed:  # not a fill of a document that was closed
            self.canvas.end_fill_preview()

    def _on_fill_ended(self, text: str) -> None:
        self.fill_panel.set_ended(text, "filled" in self.session.groups)

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
        self.canvas.set_colors(self.appearance.background, self.appearance.overlay)

    def _show_window(self, shown: bool) -> None:
        """Show or hide the frame of the window that the network will see."""
        self.canvas.guides.set_plan(self.session.filling.plan if shown else None)

    # Appearance

    def _on_theme(self) -> None:
        self.canvas.set_colors(self.appearance.background, self.appearance.overlay)
        self.split.set_background(self.appearance.background)
        self._check_choices()

    def _dress(self) -> None:
        """Set the icons, whose colours depend on the theme."""
        self.message_bar.set_icons(self.icon)
        self.actions_.set_icons(self.icon)
        self.docks.set_icons(self.icon("x", "dim"))
        self.empty.picture.setPixmap(self.icon("image", "dim").pixmap(EmptyState.PICTURE))
        self._on_state()

    def _check_choices(self) -> None:
        self.actions_[f"tool.{self.canvas.tools.tool}"].setChecked(True)
        self.actions_[f"theme.{self.settings.get(keys.THEME)}"].setChecked(True)
        self.actions_["view.mask"].setChecked(self.canvas.view.mask_visible)

    # Window

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self.settings.get(keys.WINDOW_STATE):
            self.docks.arrange()
        QTimer.singleShot(0, self._finish_when_read)
        QTimer.singleShot(WARM_AFTER_MS, self.session.warm)

    def _finish_when_read(self) -> None:
        self.session.after_reading(self._finish, PAINT_FIRST_MS)

    def _finish(self) -> None:
        """Load the icons and the samples' thumbnails, which can wait until the photo is shown."""
        self.appearance.load_icons()
        if self.session.document is None:
            self.empty.load_thumbnails()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter on a slider acts as on the canvas, because a slider has no use for it."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(self.focusWidget(), QSlider):
            modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            pressed = QKeySequence(QKeyCombination(modifiers, Qt.Key(key)))
            if self.canvas.tools.key("enter") or self.actions_.press_on_canvas(pressed):
                return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not (self.session.opening.may_end(self.close) and self.windows.may_end()):
            event.ignore()
            return
        placement.keep(self, self.settings)
        self.canvas.show_document(None)
        self.canvas.close_worker()
        self.windows.end()
        self.hide()  # the next line waits for a running save
        self.session.close()
        event.accept()
