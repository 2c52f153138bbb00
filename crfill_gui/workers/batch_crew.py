"""Fills the photos of a batch on the engine's thread, between the other tasks of the editor."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterable

from crfill_core.base.messages import Message
from crfill_core.errors import CrfillError
from crfill_core.inference.request import FillOptions
from crfill_core.jobs.batch import Outcome, Todo, fill_photo
from crfill_core.jobs.batch_run import Over, Told
from crfill_core.progress import Cancelled, Progress
from crfill_gui.workers.engine import Choice, Engine, Filler
from crfill_gui.workers.task import Task

_STOP_SECONDS = 60.0
"""How long :meth:`EngineCrew.close` waits at most for the current photo."""


class EngineCrew:
    """A :class:`crfill_core.jobs.batch_run.Crew` that fills one photo at a time.

    Its methods are called on the batch's thread. That thread waits for the engine but never for the main thread, because
    the main thread waits for both when the program ends.
    """

    places = 1

    def __init__(self, engine: Engine, choice: Choice, options: FillOptions) -> None:
        self._engine, self._choice, self._options = engine, choice, options
        self._filler: Filler | None = None  # the engine's thread only
        self._task: Task[None] | None = None
        self._todo: Todo | None = None
        self._told: queue.SimpleQueue[Outcome | CrfillError | tuple[float, Message]] = queue.SimpleQueue()
        self._begun, self._ended = threading.Event(), threading.Event()

    def start(self, todo: Todo) -> None:
        self._begun.clear()
        self._ended.clear()
        self._todo, task = todo, Task(lambda progress: self._fill(todo, progress))
        self._task = task
        self._engine.worker.post(lambda: self._engine.worker.put(task))

    def wait(self, seconds: float, progress: Progress, told: Told) -> Iterable[Over]:
        progress.check()
        todo = self._todo
        assert todo is not None
        try:
            value = self._told.get(timeout=seconds)
        except queue.Empty:
            return []
        if isinstance(value, CrfillError):
            raise value
        if isinstance(value, tuple):
            told(todo, *value)
            return []
        self._todo = self._task = None
        return [Over(todo, value)]

    def close(self) -> None:
        """Cancel the fill of the current photo and wait, for at most ``_STOP_SECONDS``, until it has ended, so that nothing
        is saved afterwards.
        """
        if self._task is not None:
            self._task.cancel()
            if self._begun.is_set():
                self._ended.wait(_STOP_SECONDS)

    def _fill(self, todo: Todo, progress: Progress) -> None:
        """Fill a photo, on the engine's thread."""
        self._begun.set()
        try:
            if self._filler is None:
                self._filler = self._engine.filler(self._choice)
            part = progress.linked(lambda fraction, what: self._told.put((fraction, what)))
            self._told.put(fill_photo(todo, self._options, self._filler, part))
        except CrfillError as error:
            self._told.put(error)
        except Cancelled:
            raise
        except Exception as error:
            self._told.put(
                CrfillError(
                    "internal error: {what}; please report it.", what=f"{type(error).__name__}: {error}"
                )
            )
        finally:
            self._ended.set()
