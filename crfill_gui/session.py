"""The one controller: what a person wants, turned into work on the document, the engine and the files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal, TypeVar

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from crfill_core.geometry import Box
from crfill_core.inference.request import FillResult, Mode
from crfill_gui import photos
from crfill_gui import settings as keys
from crfill_gui.background import Background
from crfill_gui.document.document import Document, What
from crfill_gui.engine import Engine
from crfill_gui.fill_choices import FillChoices
from crfill_gui.filling import Filling
from crfill_gui.left_masks import LeftMasks
from crfill_gui.prompts import Prompts
from crfill_gui.saving import Saving
from crfill_gui.settings import Settings

SHOW_FIRST_MS = 200
"""What was read is shown before the engine takes the processor."""

Level = Literal["info", "warning", "error"]
T = TypeVar("T")


@dataclass(frozen=True)
class Message:
    """A sentence for the person."""

    level: Level
    text: str
    answers: tuple[tuple[str, Callable[[], object]], ...] = ()
    """Buttons beside it: their texts and what they do."""


class Session(QObject):
    """One open document at a time. Widgets call the methods and listen to the signals; they decide nothing."""

    document_changed = Signal(object)  # Document or None
    state_changed = Signal()  # what can be done now may have changed
    mask_changed = Signal()
    message = Signal(object)  # Message
    message_cleared = Signal()
    fill_ended = Signal(str)  # one line on how it ended
    engine_state = Signal(str, str)  # a few words for the status bar, the whole sentence
    loading = Signal(str)  # what is being read or written; "" when nothing is
    restore_asked = Signal()  # of the work that a crash left behind
    closing = Signal()  # the program ends

    def __init__(
        self, settings: Settings, engine: Engine, background: Background, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.settings, self.engine, self._background = settings, engine, background
        self.prompts: Prompts | None = None
        self.document: Document | None = None
        self.path: Path | None = None
        self.last_error: str | None = None
        self._opening: Path | None = None
        self._chosen: tuple[Path, ...] = ()
        self._wants_warm = False
        self._fill_next = False
        self.choices = FillChoices(settings, self)
        self._more_groups: set[str] = set()
        self._left_masks = LeftMasks()
        self.saving = Saving(self, background)

        settings.watch(keys.HISTORY_MEGABYTES, self._set_budget)
        background.busy_changed.connect(self._on_busy)
        engine.warming.connect(
            lambda: self.engine_state.emit("Loading weights…", "The network is being loaded.")
        )
        engine.ready.connect(self._on_ready)
        engine.not_ready.connect(self._on_not_ready)
        self.filling = Filling(engine, self)
        self.filling.done.connect(self._on_filled)
        self.filling.stale.connect(self._on_stale)
        self.filling.failed.connect(self._on_fill_failed)
        self.filling.cancelled.connect(partial(self._end_fill, "Cancelled"))

    # What can be done now

    @property
    def groups(self) -> set[str]:
        """The groups of actions that are enabled now."""
        groups = {"always", *self._more_groups}
        if self.filling.active:
            groups.add("filling")
        document = self.document
        if document is None:
            return groups
        groups.add("photo")
        if document.is_changed:
            groups.add("changed")
        if document.mask_area:
            groups.add("mask")
            if not self.filling.active:
                groups.add("fillable")
        if document.history.position > 0:
            groups.add("undo")
        if document.history.position < len(document.history.steps):
            groups.add("redo")
        if document.is_steered:
            groups.add("steered")
        if document.recipe or any(step.entry for step in document.history.steps):
            groups.add("filled")
            if not self.filling.active:
                groups.add("refillable")
        if "fillable" in groups or "refillable" in groups:
            groups.add("variable")
        return groups

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

    def work(
        self,
        what: str,
        work: Callable[[], T],
        done: Callable[[T], object],
        failed: Callable[[], object] = lambda: None,
    ) -> None:
        """Do something slow with files in the background; if it fails, say why and call ``failed``."""

        def fail(sentence: str) -> None:
            failed()
            self._fail(sentence)

        self.loading.emit(what)
        self._background.run(work, done, fail)

    def say(self, level: Level, text: str) -> None:
        """Show a sentence that does not get in the way; the last error can be shown again."""
        if level == "error":
            self.last_error = text
        self.message.emit(Message(level, text))
        if level == "error":
            self.state_changed.emit()

    def show_last_error(self) -> None:
        if self.last_error is None:
            self.say("info", "Nothing has gone wrong so far.")
        else:
            self.message.emit(Message("error", self.last_error))

    def warm(self) -> None:
        """Load the weights in the background; after a photo that is just being read, which comes first."""
        if self._background.busy:
            self._wants_warm = True
        else:
            self.engine.warm()

    def _on_busy(self, busy: bool) -> None:
        if not busy:
            self.loading.emit("")
            if self._wants_warm:
                self._wants_warm = False
                QTimer.singleShot(SHOW_FIRST_MS, self.engine.warm)

    # Opening

    def ask_and_open(self) -> None:
        if self.prompts is None:
            return
        paths = self.prompts.photos_to_open(self.path.parent if self.path else None)
        if paths:
            self.open_all(paths)

    def open_all(self, paths: Sequence[Path]) -> None:
        """Open the first; the next and previous photo are then those of this list, if it has several."""
        self._chosen = tuple(paths) if len(paths) > 1 else ()
        self.open(paths[0])

    @property
    def row(self) -> tuple[Path, ...]:
        """The photo and its neighbours: those that were opened together, or else those of its folder."""
        if self.path is None:
            return ()
        return self._chosen if self.path in self._chosen else photos.beside(self.path)

    def open_neighbour(self, step: int) -> None:
        """Open the next (1) or previous (-1) of the photos that were opened together, or else of the folder."""
        if self.path is None:
            return
        row = self.row
        index = row.index(self.path) + step
        if 0 <= index < len(row):
            self.open(row[index])
        else:
            self.say("info", "This is the last photo." if step > 0 else "This is the first photo.")

    def open(self, path: Path, mask: Path | None = None) -> None:
        """Read a photo in the background and show it in place of the present one, which is saved first if
        need be.
        """
        self.when_safe(lambda: self._read(path, mask))

    def _read(self, path: Path, mask: Path | None) -> None:
        self._opening = path
        self.loading.emit(f"Opening {path.name}…")
        budget = self.settings.get(keys.HISTORY_MEGABYTES) * 2**20
        self._background.run(partial(photos.read, path, budget, mask), self._on_read, self._fail)

    def _on_read(self, opened: photos.Opened) -> None:
        if opened.path != self._opening:
            return  # another photo was asked for in the meantime
        self.settings.add_recent(opened.path.resolve())
        self.settings.save()
        self.show_document(opened.document, opened.photo_path)
        if opened.notes:
            self.say("info", " ".join(opened.notes))

    def show_document(self, document: Document, path: Path | None) -> None:
        """Edit that document from now on; ``path`` is its photo's, None where that is not a file."""
        self._left_masks.leave(self.document, self.path)
        self._left_masks.come_back(document, path)
        self.filling.abandon()
        if self.document is not None:
            self.document.unsubscribe(self._on_change)
        self.document, self.path = document, path
        self.document.subscribe(self._on_change)
        self.message_cleared.emit()
        self.document_changed.emit(self.document)
        self.state_changed.emit()
        self.mask_changed.emit()

    def close_photo(self) -> None:
        """Back to the empty window."""
        self.when_safe(self._close_photo)

    def _close_photo(self) -> None:
        self._left_masks.leave(self.document, self.path)
        self.filling.abandon()
        if self.document is not None:
            self.document.unsubscribe(self._on_change)
        self.document = self.path = self._opening = None
        self.message_cleared.emit()
        self.document_changed.emit(None)
        self.state_changed.emit()
        self.mask_changed.emit()

    def may_close(self, close_again: Callable[[], object]) -> bool:
        """Whether the window may close now. If the person saves first, ``close_again`` is called
        afterwards.
        """
        safe: list[bool] = []
        self.when_safe(lambda: safe.append(True), after_save=close_again)
        return bool(safe)

    def when_safe(self, go_on: Callable[[], None], after_save: Callable[[], object] | None = None) -> None:
        """Go on now, or after saving, or never: as the person wants it."""
        if self.document is None or not self.document.is_dirty or self.prompts is None:
            go_on()
            return
        answer = self.prompts.unsaved(self.name or "Untitled")
        if answer == "discard":
            go_on()
        elif answer == "save":
            self.saving.then = after_save or (lambda: self.when_safe(go_on))
            if not self.save():
                self.saving.then = None

    # Saving

    def save(self) -> bool:
        """Save where it was saved before, else ask; False if nothing is being saved."""
        return self.saving.save()

    def save_as(self) -> bool:
        """Ask where and save there; False if nothing is being saved."""
        return self.saving.save_as()

    # Mask

    def open_mask(self) -> None:
        """Replace the mask by that of a file."""
        document = self.document
        if document is None or self.prompts is None:
            return
        path = self.prompts.mask_to_open(self.path.parent if self.path else None)
        if path is None:
            return

        def read() -> np.ndarray:
            from crfill_core.imaging.mask import read_mask

            return read_mask(path, document.size)

        self.loading.emit(f"Opening {path.name}…")
        self._background.run(read, lambda mask: document.set_mask(mask, "Open mask"), self._fail)

    def save_mask(self) -> None:
        """Write the mask to a file."""
        if self.document is None or self.prompts is None:
            return
        base = photos.home_of_copies(self.path)
        path = self.prompts.where_to_save_mask(base.with_name(f"{base.stem}-mask.png"))
        if path is None:
            return
        target, mask = path if path.suffix else path.with_suffix(".png"), self.document.coverage.copy()

        def write() -> None:
            from crfill_core.imaging.mask import write_mask

            write_mask(mask, target)

        self.loading.emit(f"Saving {target.name}…")
        self._background.run(write, lambda _: self.say("info", f"Mask saved as {target.name}."), self._fail)

    def clear_mask(self) -> None:
        if self.document is not None:
            self.document.clear_mask()

    def invert_mask(self) -> None:
        if self.document is not None:
            self.document.invert_mask()

    def restore_mask(self) -> None:
        if self.document is not None:
            self.document.restore_last_mask()

    # Filling

    def fill(self) -> None:
        """Fill what the mask covers. One fill at a time."""
        document = self.document
        if document is None or self.filling.active:
            return
        if document.is_painting:
            document.commit_stroke()
        if not document.mask_area:
            self.say("warning", "Paint over what should go, then press Fill.")
            return
        self.message_cleared.emit()
        mask = self.choices.grown(document.coverage)
        if self.choices.drop_window_too_small_for(mask):
            self.say(
                "info", "The window chosen by hand does not hold the whole hole, so it is planned again."
            )
        self.filling.start(document, self.choices.options, mask, covered=document.coverage.copy())
        self.state_changed.emit()

    def stroke_ended(self) -> None:
        """Something was added to the mask: fill it at once if that is wanted, after the fill under way if need be."""
        if self.choices.after_stroke:
            self._fill_next = self.filling.active
            self.fill()

    def fill_again(self) -> None:
        """Fill the hole of the latest fill anew, steered as it is now: one more undo step."""
        document = self.document
        mask = None if document is None else document.last_filled_mask
        if document is None or mask is None or self.filling.active:
            return
        self.message_cleared.emit()
        self.choices.drop_window_too_small_for(mask)
        self.filling.start(document, self.choices.options, mask, label="Fill again")
        self.state_changed.emit()

    def clear_steering(self) -> None:
        if self.document is not None:
            self.document.clear_steering()

    def cancel_fill(self) -> bool:
        """Stop the fill under way; False if there is none."""
        self._fill_next = False
        return self.filling.cancel()

    def _on_filled(self, result: FillResult) -> None:
        self.engine_state.emit(f"{result.weights} · {result.device}", "")
        if result.notes:
            self.say("info", " ".join(result.notes))
        self._end_fill(f"Filled in {result.seconds:.1f} s")

    def _on_stale(self) -> None:
        self.say(
            "warning",
            "The photo changed while it was being filled, so that fill was dropped. Press Fill again.",
        )
        self._end_fill("Dropped")

    def _on_fill_failed(self, sentence: str) -> None:
        self._fail(sentence)
        self._end_fill("Not filled")

    def _end_fill(self, how: str) -> None:
        self.fill_ended.emit(how)
        self.state_changed.emit()
        again, self._fill_next = self._fill_next, False
        if again and self.document is not None and self.document.mask_area:
            self.fill()

    def _on_ready(self, weights: str, device: str) -> None:
        self.engine_state.emit(f"{weights} · {device}", f"Weights “{weights}” on {device}.")

    def _on_not_ready(self, sentence: str) -> None:
        self.engine_state.emit("No weights", sentence)
        self._fail(sentence)

    # History

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

    def _fail(self, sentence: str) -> None:
        self.say("error", sentence)

    def close(self) -> None:
        """Stop all work; unfinished saves are finished first."""
        self.closing.emit()
        self._background.close()
        self.engine.close()
        self.settings.save()
