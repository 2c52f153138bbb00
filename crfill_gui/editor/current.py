"""The current document, and what all models share: settings, the file thread and messages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from crfill_core.geometry import Box
from crfill_gui.config import settings as keys
from crfill_gui.config.settings import Settings
from crfill_gui.document.document import Document
from crfill_gui.document.history import What
from crfill_gui.editor import photos
from crfill_gui.editor.notices import Level, Notice
from crfill_gui.editor.prompts import Prompts
from crfill_gui.i18n import tr
from crfill_gui.workers.task import Task
from crfill_gui.workers.worker import Worker

T = TypeVar("T")


class Current(QObject):
    """The current document, if there is one, with its signals, messages and work on files."""

    document_changed = Signal(object)  # Document or None
    leaving = Signal()  # the current document is about to be closed
    state_changed = Signal()  # enabled actions may have changed
    mask_changed = Signal()
    message = Signal(object)  # Notice
    message_cleared = Signal()
    engine_state = Signal(str, str)  # a few words for the status bar, a sentence for its tooltip
    loading = Signal(str)  # what is being read or written; "" if nothing is
    restore_asked = Signal()  # the user asks to restore the work that a crash left
    save_dropped = Signal()  # a save that waited for a fill will not take place
    closing = Signal()  # the program ends

    def __init__(self, settings: Settings, files: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings, self.files = settings, files
        self.prompts: Prompts | None = None
        self.document: Document | None = None
        self.path: Path | None = None
        self.save_waits = False
        """Whether a save begins as soon as the running fill is done."""
        self.last_error: str | None = None
        self.more_groups: set[str] = set()
        """The enabled ones of those groups of actions that do not depend on the document."""
        self._after_reading: list[tuple[int, Callable[[], object]]] = []
        files.busy_changed.connect(self._on_busy)

    def set_group(self, group: str, enabled: bool) -> None:
        """Enable or disable a group of actions that does not depend on the document."""
        if enabled != (group in self.more_groups):
            self.more_groups ^= {group}
            self.state_changed.emit()

    @property
    def name(self) -> str:
        """The file name of the project or, if there is no project, of the photo; "" if there is neither."""
        saved_as = self.document.saved_as if self.document else None
        named = saved_as if saved_as is not None and photos.is_project(saved_as) else self.path
        return named.name if named else ""

    def replace(self, document: Document | None, path: Path | None) -> None:
        """Replace the current document without asking; None: no document. ``path`` is the photo's, if it has one."""
        self.leaving.emit()
        if self.document is not None:
            self.document.unsubscribe(self._on_change)
        self.document, self.path = document, path
        if document is not None:
            document.subscribe(self._on_change)
        self.message_cleared.emit()
        self.document_changed.emit(document)
        self.state_changed.emit()
        self.mask_changed.emit()

    def _on_change(self, what: What, box: Box) -> None:
        if what == "mask":
            self.mask_changed.emit()
        elif what == "history":
            self.state_changed.emit()

    # Messages

    def say(self, level: Level, text: str) -> None:
        """Show a message without interrupting the user. :meth:`show_last_error` can show the last error again."""
        self.message.emit(Notice(level, text))
        if level == "error":
            self.last_error = text
            self.state_changed.emit()

    def fail(self, sentence: str) -> None:
        self.say("error", sentence)

    def show_last_error(self) -> None:
        if self.last_error is None:
            self.say("info", tr("Nothing has gone wrong so far."))
        else:
            self.message.emit(Notice("error", self.last_error))

    @property
    def history_budget(self) -> int:
        """The limit of a document's history, in bytes."""
        return self.settings.get(keys.HISTORY_MEGABYTES) * 2**20

    def work(self, what: str, work: Callable[[], T], done: Callable[[T], object]) -> Task[T]:
        """Run slow work on files in the background. Call ``done`` with its result or, if it fails, show the error.
        ``what``: what the work does, shown while it runs.
        """
        self.loading.emit(what)
        return self.files.start(lambda _: work(), done, self.fail)

    def after_reading(self, act: Callable[[], object], delay_ms: int = 0) -> None:
        """Call ``act`` now or, if files are being read or written, ``delay_ms`` milliseconds after that has ended."""
        if self.files.busy:
            self._after_reading.append((delay_ms, act))
        else:
            act()

    def _on_busy(self, busy: bool) -> None:
        if not busy:
            self.loading.emit("")
            waiting, self._after_reading = self._after_reading, []
            for delay_ms, act in waiting:
                QTimer.singleShot(delay_ms, act)
