"""The one controller: what a person wants, turned into work on the document, the engine and the files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from crfill_core.geometry import Box
from crfill_core.inference.request import Mode
from crfill_gui import photos
from crfill_gui import settings as keys
from crfill_gui.document.document import Document, What
from crfill_gui.fill_choices import FillChoices
from crfill_gui.filling import Filling
from crfill_gui.groups import enabled_groups
from crfill_gui.i18n import tr
from crfill_gui.mask_files import MaskFiles
from crfill_gui.messages import Level, Message
from crfill_gui.opening import Opening
from crfill_gui.prompts import Prompts
from crfill_gui.saving import Saving
from crfill_gui.settings import Settings
from crfill_gui.workers.engine import Engine
from crfill_gui.workers.task import Lease, Task
from crfill_gui.workers.worker import Worker

SHOW_FIRST_MS = 200
"""What was read is shown before the engine takes the processor."""

T = TypeVar("T")


class Session(QObject):
    """One open document at a time. Widgets call the methods and listen to the signals; they decide nothing.

    Its parts: ``opening`` (which photo), ``saving``, ``mask_files``, ``filling`` (what is filled when) and ``choices``
    (how to fill).
    """

    document_changed = Signal(object)  # Document or None
    state_changed = Signal()  # what can be done now may have changed
    mask_changed = Signal()
    message = Signal(object)  # Message
    message_cleared = Signal()
    engine_state = Signal(str, str)  # a few words for the status bar, the whole sentence
    loading = Signal(str)  # what is being read or written; "" when nothing is
    restore_asked = Signal()  # of the work that a crash left behind
    closing = Signal()  # the program ends

    def __init__(
        self, settings: Settings, engine: Engine, files: Worker, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.settings, self.engine, self.files = settings, engine, files
        self.prompts: Prompts | None = None
        self.document: Document | None = None
        self.path: Path | None = None
        self.last_error: str | None = None
        self._after_reading: list[tuple[int, Callable[[], object]]] = []
        self._more_groups: set[str] = set()
        self.opening = Opening(self)
        self.saving = Saving(self)
        self.mask_files = MaskFiles(self)
        self.choices = FillChoices(settings, self)
        self.filling = Filling(self, self.choices, engine)

        settings.watch(keys.HISTORY_MEGABYTES, self._set_budget)
        files.busy_changed.connect(self._on_busy)
        engine.warming.connect(
            lambda: self.engine_state.emit(tr("Loading weights…"), tr("The network is being loaded."))
        )
        engine.ready.connect(self._on_ready)
        engine.not_ready.connect(self._on_not_ready)

    # What can be done now

    @property
    def groups(self) -> set[str]:
        """The groups of actions that are enabled now."""
        return enabled_groups(self.document, self.filling.active) | self._more_groups

    def set_group(self, group: str, enabled: bool) -> None:
        """Say for a group of actions that depends on something else than the document whether it is enabled."""
        if enabled != (group in self._more_groups):
            self._more_groups ^= {group}
            self.state_changed.emit()

    @property
    def name(self) -> str:
        """Of the project, or else of the photo."""
        saved_as = self.document.saved_as if self.document else None
        named = saved_as if saved_as is not None and photos.is_project(saved_as) else self.path
        return named.name if named else ""

    @property
    def mode(self) -> Mode:
        return self.choices.mode

    # Telling the person

    def say(self, level: Level, text: str) -> None:
        """Show a sentence that does not get in the way; the last error can be shown again."""
        if level == "error":
            self.last_error = text
        self.message.emit(Message(level, text))
        if level == "error":
            self.state_changed.emit()

    def fail(self, sentence: str) -> None:
        """Say what went wrong."""
        self.say("error", sentence)

    def show_last_error(self) -> None:
        if self.last_error is None:
            self.say("info", tr("Nothing has gone wrong so far."))
        else:
            self.message.emit(Message("error", self.last_error))

    # In the background

    def work(
        self,
        what: str,
        work: Callable[[], T],
        done: Callable[[T], object],
        *,
        lease: Lease | None = None,
    ) -> Task[T]:
        """Do something slow with files beside the window; if it fails, say why."""
        self.loading.emit(what)
        return self.files.start(lambda _: work(), done, self.fail, lease=lease)

    def after_reading(self, act: Callable[[], object], delay_ms: int = 0) -> None:
        """Do something that can wait: now, or so long after a photo that is just being read, which comes first."""
        if self.files.busy:
            self._after_reading.append((delay_ms, act))
        else:
            act()

    def warm(self) -> None:
        """Load the weights in the background."""
        self.after_reading(self.engine.warm, SHOW_FIRST_MS)

    def _on_busy(self, busy: bool) -> None:
        if not busy:
            self.loading.emit("")
            waiting, self._after_reading = self._after_reading, []
            for delay_ms, act in waiting:
                QTimer.singleShot(delay_ms, act)

    def _on_ready(self, weights: str, device: str) -> None:
        self.engine_state.emit(
            f"{weights} · {device}", tr("Weights “{weights}” on {device}.", weights=weights, device=device)
        )

    def _on_not_ready(self, sentence: str) -> None:
        self.engine_state.emit(tr("No weights"), sentence)
        self.fail(sentence)

    def close(self) -> None:
        """Stop all work; unfinished saves are finished first."""
        self.opening.end()
        self.closing.emit()
        self.files.close()
        self.engine.close()
        self.settings.save()

    # The document

    def open(self, path: Path, mask: Path | None = None) -> None:
        """Show that photo in place of the present one, once it is read and the present one is safe."""
        self.opening.open(path, mask)

    def open_all(self, paths: Sequence[Path]) -> None:
        """Open the first; the next and previous photo are then those of this list, if it has several."""
        self.opening.open_all(paths)

    def when_safe(self, go_on: Callable[[], None]) -> None:
        """Go on now, or after saving, or never: as the person wants it."""
        self.opening.when_safe(go_on)

    def show_document(self, document: Document, path: Path | None) -> None:
        """Edit that document from now on; ``path`` is its photo's, None where that is not a file."""
        self.opening.show(document, path)

    def replace(self, document: Document | None, path: Path | None) -> None:
        """Let go of the present document without asking; None leaves the window empty."""
        self.filling.abandon()
        if self.document is not None:
            self.document.unsubscribe(self._on_change)
        self.document, self.path = document, path
        if document is not None:
            document.subscribe(self._on_change)
        self.message_cleared.emit()
        self.document_changed.emit(document)
        self.state_changed.emit()
        self.mask_changed.emit()

    def fill(self) -> None:
        """Fill what the mask covers. One fill at a time."""
        self.filling.fill()

    def clear_mask(self) -> None:
        if self.document is not None:
            self.document.clear_mask()

    def invert_mask(self) -> None:
        if self.document is not None:
            self.document.invert_mask()

    def restore_mask(self) -> None:
        if self.document is not None:
            self.document.restore_last_mask()

    def clear_steering(self) -> None:
        if self.document is not None:
            self.document.clear_steering()

    def undo(self) -> None:
        if self.document is not None:
            self.document.undo()

    def redo(self) -> None:
        if self.document is not None:
            self.document.redo()

    def go_to(self, position: int) -> None:
        if self.document is not None:
            self.document.go_to(position)

    def _set_budget(self, megabytes: int) -> None:
        if self.document is not None:
            self.document.history.budget = megabytes * 2**20

    def _on_change(self, what: What, box: Box) -> None:
        if what == "mask":
            self.mask_changed.emit()
        elif what == "history":
            self.state_changed.emit()
