"""A running batch: in separate processes, or photo after photo on the engine's thread."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Signal

from crfill_core.base.cores import usable_cores
from crfill_core.base.messages import Message
from crfill_core.jobs.batch import Batch, BatchSpec, Outcome, Todo
from crfill_core.jobs.batch_run import Crew, Listener, run
from crfill_core.jobs.workers import OPENER, Workers, default_workers
from crfill_core.jobs.world import ALONE
from crfill_core.progress import Progress
from crfill_gui.i18n import tr, tr_core
from crfill_gui.workers.batch_crew import EngineCrew
from crfill_gui.workers.engine import Choice, Engine
from crfill_gui.workers.task import Task
from crfill_gui.workers.worker import Worker

State = Literal["idle", "looking", "running", "pausing", "paused", "cancelling"]
RowState = Literal["waiting", "filling", "done", "skipped", "failed"]


@dataclass
class Row:
    """A photo of the batch, for display."""

    photo: Path
    state: RowState = "waiting"
    note: str = ""
    fraction: float = 0.0
    """Progress while it is being filled."""
    began: float = 0.0
    """Start, by time.monotonic()."""


class BatchRun(QObject):
    """Runs one batch at a time. A pause takes effect after the photos in progress, a cancel at once."""

    state_changed = Signal(str)
    listed = Signal()  # there are new rows
    row_changed = Signal(int)
    progressed = Signal(int)  # the photo in that row
    failed = Signal(str)  # the batch cannot start, or cannot continue
    ended = Signal(str)  # one line on the outcome

    def __init__(self, engine: Engine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._worker = Worker("batch", self)
        self.opener = OPENER
        """The function that loads the inpainter in separate processes (:mod:`crfill_core.jobs.workers`)."""
        self.state: State = "idle"
        self.rows: list[Row] = []
        self._places: dict[Todo, int] = {}
        self._at_once = 1
        self._task: Task[None] | None = None
        self._seconds: list[float] = []

    @property
    def finished(self) -> int:
        """The number of finished photos, with any outcome."""
        return sum(row.state in ("done", "skipped", "failed") for row in self.rows)

    @property
    def fraction(self) -> float:
        """How far the batch is, from 0 to 1."""
        return (self.finished + sum(row.fraction for row in self.rows)) / max(1, len(self.rows))

    @property
    def seconds_left(self) -> float | None:
        """The remaining time, estimated from the photos filled so far."""
        if not self._seconds:
            return None
        left = sum(row.state in ("waiting", "filling") for row in self.rows)
        return left * sum(self._seconds) / len(self._seconds) / self._at_once

    def start(self, spec: BatchSpec, weights: str, workers: int = 0) -> None:
        """Fill the batch; results of an earlier run are kept. ``weights``: their name. With one worker photos are
        filled between the editor's own fills, with more by separate processes; 0 means as many as the computer
        allows.
        """
        if self.state != "idle":
            return
        self._seconds, self._places, choice = [], {}, Choice(weights, self._engine.choice.device)
        self._set(state="looking")

        def work(progress: Progress) -> None:
            with Batch(spec) as batch:
                crew = self._crew(batch, choice, workers)
                self._worker.post(lambda: self._on_batch(batch, crew.places))
                run(batch, crew, progress, _Relay(self), lambda: self.state in ("pausing", "paused"))
                batch.report()

        self._task = self._worker.start(work, lambda _: self._end(tr("Finished")), self._on_failure)
        self._task.cancelled.connect(lambda: self._end(tr("Stopped")))

    def _crew(self, batch: Batch, choice: Choice, workers: int) -> Crew:
        count = min(workers or default_workers(choice.device, ALONE), max(1, len(batch.todo)))
        if count == 1:
            return EngineCrew(self._engine, choice, batch.spec.options)
        threads, options = max(1, usable_cores() // count), batch.spec.options
        return Workers(count, threads, options, choice.weights, choice.device, opener=self.opener)

    def pause(self) -> None:
        if self.state == "running":
            self._set("pausing")

    def resume(self) -> None:
        if self.state in ("pausing", "paused"):
            self._set("running")

    def cancel(self) -> None:
        """Stop. Results are kept, and the same batch resumes from there the next time."""
        if self.state in ("running", "pausing", "paused"):
            self._set("cancelling")
            self._stop()

    def close(self) -> None:
        """The program ends."""
        self._stop()
        self._worker.close()

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def report(self) -> str:
        """The outcome of each photo, as text."""
        words = {
            "done": tr("filled"),
            "skipped": tr("done before"),
            "failed": tr("FAILED"),
            "waiting": tr("not filled"),
        }
        lines = [
            f"{row.photo.name}: {words.get(row.state, row.state)}" + (f" ({row.note})" if row.note else "")
            for row in self.rows
        ]
        return "\n".join([*lines, self.summary()]) + "\n"

    def summary(self) -> str:
        """One line."""
        counts = {
            state: sum(row.state == state for row in self.rows) for state in ("done", "skipped", "failed")
        }
        rest = len(self.rows) - sum(counts.values())
        parts = [
            tr("{n} filled", n=counts["done"]),
            tr("{n} done before", n=counts["skipped"]),
            tr("{n} failed", n=counts["failed"]),
        ]
        return ", ".join(parts + ([tr("{n} not filled", n=rest)] if rest else []))

    def _on_batch(self, batch: Batch, at_once: int) -> None:
        known = [
            Row(outcome.photo, outcome.state, _shorter(_note(outcome), outcome.photo))
            for outcome in batch.known
        ]
        self.rows = sorted([*known, *(Row(todo.job.photo) for todo in batch.todo)], key=lambda row: row.photo)
        rows = {row.photo: index for index, row in enumerate(self.rows)}
        self._places = {todo: rows[todo.job.photo] for todo in batch.todo}
        self._at_once = at_once
        self.listed.emit()
        if self.state == "looking":
            self._set("running")

    def _on_failure(self, sentence: str) -> None:
        """The batch is invalid, or the weights cannot be loaded: no photo can be filled."""
        if self._places:
            self._end(tr("Stopped"))
        else:
            self._set("idle")
        self.failed.emit(sentence)

    def on_rest(self) -> None:
        """No photo is in progress because of a pause."""
        if self.state == "pausing":
            self._set("paused")

    def on_photo(self, todo: Todo, state: RowState, note: str = "") -> None:
        """The state of a photo of the batch has changed."""
        index = self._places[todo]
        row = self.rows[index]
        if state == "filling":
            row.began = time.monotonic()
        elif state == "done" and row.state == "filling":
            self._seconds.append(time.monotonic() - row.began)
        row.state, row.fraction, row.note = state, 0.0, _shorter(note, row.photo)
        self.row_changed.emit(index)

    def on_progress(self, todo: Todo, fraction: float) -> None:
        """The progress of a photo."""
        index = self._places[todo]
        self.rows[index].fraction = fraction
        self.progressed.emit(index)

    def _end(self, how: str) -> None:
        self._task = None
        self._set("idle")
        self.ended.emit(tr("{how}: {summary}.", how=how, summary=self.summary()))

    def _set(self, state: State) -> None:
        self.state = state
        self.state_changed.emit(state)


class _Relay(Listener):
    """Passes events of photos to the batch on the main thread."""

    def __init__(self, batch_run: BatchRun) -> None:
        self._run = batch_run
        self._post = batch_run._worker.post

    def began(self, todo: Todo) -> None:
        self._post(lambda: self._run.on_photo(todo, "filling"))

    def told(self, todo: Todo, fraction: float, what: Message) -> None:
        self._post(lambda: self._run.on_progress(todo, fraction))

    def dropped(self, todo: Todo) -> None:
        self._post(lambda: self._run.on_photo(todo, "waiting"))

    def ended(self, todo: Todo, outcome: Outcome) -> None:
        self._post(lambda: self._run.on_photo(todo, outcome.state, _note(outcome)))

    def rested(self) -> None:
        self._post(self._run.on_rest)


def _note(outcome: Outcome) -> str:
    """The text about a photo, in the user's language."""
    return " ".join(tr_core(told) for told in (outcome.error, *outcome.report.get("notes", ())) if told)


def _shorter(sentence: str, photo: Path) -> str:
    """The sentence without the photo's folder, as it is shown next to the photo's name."""
    return sentence.replace(f"{photo.parent}{os.sep}", "")
