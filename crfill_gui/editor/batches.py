"""Runs a batch in separate processes, or one photo after another on the engine's thread."""

from __future__ import annotations

import os
import time
from collections import Counter
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
    """A photo of the batch and its state."""

    photo: Path
    state: RowState = "waiting"
    note: str = ""
    fraction: float = 0.0
    """Progress of the fill, from 0 to 1."""
    began: float = 0.0
    """The value of time.monotonic() at the start of the fill."""


class BatchRun(QObject):
    """Runs one batch at a time. Pausing lets the photos in progress finish; cancelling abandons them."""

    state_changed = Signal(str)
    listed = Signal()  # all rows are new
    row_changed = Signal(int)  # index of the row whose state has changed
    progressed = Signal(int)  # index of the row whose fraction has changed
    failed = Signal(str)  # the reason why the batch cannot start or continue
    ended = Signal(str)  # one line on the outcome

    def __init__(self, engine: Engine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._worker = Worker("batch", self)
        self.opener = OPENER
        """The name of the function that loads the inpainter in separate processes (:mod:`crfill_core.jobs.workers`)."""
        self.state: State = "idle"
        self.rows: list[Row] = []
        self._places: dict[Todo, int] = {}
        """The index of each photo's row."""
        self._at_once = 1
        self._task: Task[None] | None = None
        self._seconds: list[float] = []
        """The durations of the fills so far."""

    @property
    def finished(self) -> int:
        """The number of photos with an outcome of any kind."""
        return sum(row.state in ("done", "skipped", "failed") for row in self.rows)

    @property
    def fraction(self) -> float:
        """The progress of the whole batch, from 0 to 1."""
        return (self.finished + sum(row.fraction for row in self.rows)) / max(1, len(self.rows))

    @property
    def seconds_left(self) -> float | None:
        """The remaining time in seconds, estimated from the photos filled so far; None before the first."""
        if not self._seconds:
            return None
        left = sum(row.state in ("waiting", "filling") for row in self.rows)
        return left * sum(self._seconds) / len(self._seconds) / self._at_once

    def start(self, spec: BatchSpec, weights: str, workers: int = 0) -> None:
        """Fill, with the weights of that name, the photos of the batch that no earlier run has filled.

        ``workers``: at most this many, and no more than there are photos; 0 means as many as the computer has room for. One
        worker is the engine's thread, which fills photos between the editor's own fills; several are separate processes.
        """
        if self.state != "idle":
            return
        self.rows = []
        self._seconds, self._places, choice = [], {}, Choice(weights, self._engine.choice.device)
        self._set("looking")

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
        """Stop the batch, and keep its results. The next run of the same batch continues it."""
        if self.state in ("running", "pausing", "paused"):
            self._set("cancelling")
            self._stop()

    def close(self) -> None:
        """Stop the batch and end its thread, because the program ends."""
        self._stop()
        self._worker.close()

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def report(self) -> str:
        """One line for each photo with its outcome, then the summary."""
        words = {
            "done": tr("filled"),
            "skipped": tr("already filled"),
            "failed": tr("FAILED"),
            "waiting": tr("not filled"),
        }
        lines = [
            f"{row.photo.name}: {words.get(row.state, row.state)}" + (f" ({row.note})" if row.note else "")
            for row in self.rows
        ]
        return "\n".join([*lines, self.summary(), ""])

    def summary(self) -> str:
        """A line of text with the number of photos for each outcome."""
        counts, rest = Counter(row.state for row in self.rows), len(self.rows) - self.finished
        parts = [
            tr("{n} filled", n=counts["done"]),
            tr("{n} already filled", n=counts["skipped"]),
            tr("{n} failed", n=counts["failed"]),
        ]
        return ", ".join(parts + ([tr("{n} not filled", n=rest)] if rest else []))

    def _on_batch(self, batch: Batch, at_once: int) -> None:
        rows = [
            Row(known.photo, known.state, _without_folder(_note(known), known.photo)) for known in batch.known
        ]
        rows += [Row(todo.job.photo) for todo in batch.todo]
        self.rows = sorted(rows, key=lambda row: row.photo)
        places = {row.photo: index for index, row in enumerate(self.rows)}
        self._places = {todo: places[todo.job.photo] for todo in batch.todo}
        self._at_once = at_once
        self.listed.emit()
        if self.state == "looking":
            self._set("running")

    def _on_failure(self, sentence: str) -> None:
        """The batch cannot start or continue, for example because it is invalid or the weights cannot be loaded."""
        if self._places:
            self._end(tr("Stopped"))
        else:
            self._set("idle")
        self.failed.emit(sentence)

    def on_rest(self) -> None:
        """After a request for a pause, no photo is in progress any longer."""
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
        row.state, row.fraction, row.note = state, 0.0, _without_folder(note, row.photo)
        self.row_changed.emit(index)

    def on_progress(self, todo: Todo, fraction: float) -> None:
        """The progress of a photo has changed; ``fraction`` is from 0 to 1."""
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
    """Passes the events of photos on to the main thread."""

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
    """The error and the notes on a photo, in the user's language."""
    return " ".join(tr_core(note) for note in (outcome.error, *outcome.report.get("notes", ())) if note)


def _without_folder(sentence: str, photo: Path) -> str:
    """The sentence without the photo's folder, because it is shown next to the photo's name."""
    return sentence.replace(f"{photo.parent}{os.sep}", "")
