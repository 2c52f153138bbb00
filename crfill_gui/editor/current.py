"""The current document and what all models share: the settings, the file thread, the messages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from crfill_core.geometry import Box
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
    """One document at a time, or none."""

    document_changed = Signal(object)  # Document or None
    leaving = Signal()  # the present document will be closed
    state_changed = Signal()  # enabled actions may have changed
    mask_changed = Signal()
    message = Signal(object)  # Notice
    message_cleared = Signal()
    engine_state = Signal(str, str)  # a few words for the status bar, the whole sentence
    loading = Signal(str)  # what is being read or written; "" when nothing is
    restore_asked = Signal()  # of the work that a crash left
    closing = Signal()  # the program ends

    def __init__(self, settings: Settings, files: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings, self.files = settings, files
        self.prompts: Prompts | None = None
        self.document: Document | None = None
        self.path: Path | None = None
        self.last_error: str | None = None
        self.more_groups: set[str] = set()
        """Enabled groups of actions, besides those that follow from the document."""
        self._after_reading: list[tuple[int, Callable[[], object]]] = []
        files.busy_changed.connect(self._on_busy)

    def set_group(self, group: str, enabled: bool) -> None:
        """Enable or disable a group of actions that does not depend on the document."""
        if enabled != (group in self.more_groups):
            self.more_groups ^= {group}
            self.state_changed.emit()

    @property
    def name(self) -> str:
        """The name of the project, or else of the photo."""
        saved_as = self.document.saved_as if self.document else None
        named = saved_as if saved_as is not None and photos.is_project(saved_as) else self.path
        return named.name if named else ""

    def replace(self, document: Document | None, path: Path | None) -> None:
        """Replace the present document without asking; None leaves the window empty."""
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
        """Show a non-modal message; the last error can be shown again."""
        if level == "error":
            self.last_error = text
        self.message.emit(Notice(level, text))
        if level == "error":
            self.state_changed.emit()

    def fail(self, sentence: str) -> None:
        """Show an error."""
        self.say("error", sentence)

    def show_last_error(self) -> None:
        if self.last_error is None:
            self.say("info", tr("Nothing has gone wrong so far."))
        else:
            self.message.emit(Notice("error", self.last_error))

    # In the background

    def work(
        self,
        what: str,
        work: Callable[[], T],
        done: Callable[[T], object],
    ) -> Task[T]:
        """Run slow file work in the background; show an error if it fails."""
        self.loading.emit(what)
        return self.files.start(lambda _: work(), done, self.fail)

    def after_reading(self, act: Callable[[], object], delay_ms: int = 0) -> None:
        """Run something of low priority: now or, if a photo is being read, ``delay_ms`` after it."""
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
