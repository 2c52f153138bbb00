"""A batch under way: photo after photo on the engine's thread, between the editor's own fills."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Signal

from crfill_core.jobs.batch import Batch, BatchSpec, Outcome, Todo
from crfill_core.progress import Progress
from crfill_gui.i18n import tr, tr_core
from crfill_gui.workers.engine import Choice, Engine, Filler
from crfill_gui.workers.task import Task
from crfill_gui.workers.worker import Worker

State = Literal["idle", "looking", "running", "pausing", "paused", "cancelling"]
RowState = Literal["waiting", "filling", "done", "skipped", "failed"]


@dataclass
class Row:
    """One photo of the batch, for the person."""

    photo: Path
    state: RowState = "waiting"
    note: str = ""


class BatchRun(QObject):
    """One batch at a time. A pause takes effect after the photo in hand, a cancel at once."""

    state_changed = Signal(str)
    listed = Signal()  # the rows are new
    row_changed = Signal(int)
    progressed = Signal(float)  # of the photo in hand
    failed = Signal(str)  # the whole batch cannot start
    ended = Signal(str)  # one line on how it went

    def __init__(self, engine: Engine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._worker = Worker("batch", self)
        self.state: State = "idle"
        self.rows: list[Row] = []
        self._batch: Batch | None = None
        self._weights = ""
        self._filler: Filler | None = None
        self._todo: list[tuple[int, Todo]] = []
        self._task: Task[Outcome] | None = None
        self._seconds: list[float] = []

    @property
    def finished(self) -> int:
        """How many photos are done with, in whatever way."""
        return sum(row.state in ("done", "skipped", "failed") for row in self.rows)

    @property
    def seconds_left(self) -> float | None:
        """As far as the photos filled so far tell."""
        if not self._seconds:
            return None
        left = sum(row.state in ("waiting", "filling") for row in self.rows)
        return left * sum(self._seconds) / len(self._seconds)

    def start(self, spec: BatchSpec, weights: str) -> None:
        """Fill what is to do; results that an earlier run left are kept. ``weights`` is their name."""
        if self.state != "idle":
            return
        self._weights, self._filler, self._seconds = weights, None, []
        self._set(state="looking")
        self._worker.start(lambda _: Batch(spec), self._on_batch, self._on_no_batch)

    def pause(self) -> None:
        if self.state == "running":
            self._set("pausing")

    def resume(self) -> None:
        if self.state == "pausing":
            self._set("running")
        elif self.state == "paused":
            self._set("running")
            self._next()

    def cancel(self) -> None:
        """Stop; what is filled stays, and the same batch goes on from there the next time."""
        if self.state == "paused":
            self._end(tr("Stopped"))
        elif self.state in ("running", "pausing"):
            self._set("cancelling")
            self._stop()

    def close(self) -> None:
        """The program ends."""
        self._todo.clear()
        self._stop()
        self._worker.close()

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def report(self) -> str:
        """What became of each photo, as text."""
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

    def _on_batch(self, batch: Batch) -> None:
        self._batch = batch
        known = [
            Row(outcome.photo, outcome.state, _shorter(_note(outcome), outcome.photo))
            for outcome in batch.known
        ]
        rows = sorted([*known, *(Row(todo.job.photo) for todo in batch.todo)], key=lambda row: row.photo)
        places = {row.photo: index for index, row in enumerate(rows)}
        self.rows = rows
        self._todo = [(places[todo.job.photo], todo) for todo in batch.todo]
        self.listed.emit()
        self._set("running")
        self._next()

    def _on_no_batch(self, sentence: str) -> None:
        self._set("idle")
        self.failed.emit(sentence)

    def _next(self) -> None:
        if self.state == "pausing":
            self._set("paused")
            return
        if not self._todo or self.state == "cancelling":
            self._end(tr("Stopped") if self.state == "cancelling" else tr("Finished"))
            return
        index, todo = self._todo.pop(0)
        self._change(index, "filling")
        batch, choice = self._batch, Choice(self._weights, self._engine.choice.device)
        assert batch is not None
        started = time.monotonic()

        def work(progress: Progress) -> Outcome:
            if self._filler is None:
                self._filler = self._engine.filler(choice)
            return batch.fill(todo, self._filler, progress)

        def done(outcome: Outcome) -> None:
            if outcome.state == "done":
                self._seconds.append(time.monotonic() - started)
            self._change(index, outcome.state, _note(outcome))
            self._next()

        def cancelled() -> None:
            self._todo.insert(0, (index, todo))
            self._change(index, "waiting")
            self._next()

        def failed(sentence: str) -> None:  # the weights cannot be loaded: no photo can be filled
            self._change(index, "waiting")
            self._end(tr("Stopped"))
            self.failed.emit(sentence)

        task = self._task = Task(work)
        task.progressed.connect(lambda fraction, what, left: self.progressed.emit(fraction))
        task.done.connect(done)
        task.failed.connect(failed)
        task.cancelled.connect(cancelled)
        self._engine.worker.put(task)

    def _change(self, index: int, state: RowState, note: str = "") -> None:
        row = self.rows[index]
        row.state, row.note = state, _shorter(note, row.photo)
        self.row_changed.emit(index)

    def _end(self, how: str) -> None:
        self._todo.clear()
        self._batch = self._filler = None
        self._set("idle")
        self.ended.emit(tr("{how}: {summary}.", how=how, summary=self.summary()))

    def _set(self, state: State) -> None:
        self.state = state
        self.state_changed.emit(state)


def _note(outcome: Outcome) -> str:
    """What is to be said about a photo, in the person's language."""
    return " ".join(tr_core(told) for told in (outcome.error, *outcome.report.get("notes", ())) if told)


def _shorter(sentence: str, photo: Path) -> str:
    """The sentence without the folder of the photo that it stands beside."""
    return sentence.replace(f"{photo.parent}{os.sep}", "")
