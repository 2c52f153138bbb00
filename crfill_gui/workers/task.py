"""A piece of background work with its state, its progress and its outcome."""

from __future__ import annotations

import time
from collections.abc import Callable
from enum import IntEnum
from functools import partial
from typing import Any, Generic, Literal, ParamSpec, TypeVar

from crfill_core.base.messages import Message
from crfill_core.progress import Progress

P = ParamSpec("P")
T = TypeVar("T")
State = Literal["waiting", "running", "done", "stale", "failed", "cancelled"]
"""The result of a stale task came too late and no longer fits the document."""


class Priority(IntEnum):
    """The waiting task with the lowest value runs next. Tasks of equal priority run in the order of arrival."""

    FILL = 0
    NORMAL = 1
    EXPLAIN = 2


class Event(Generic[P]):
    """Callbacks for an event, called in the order in which they were connected."""

    def __init__(self) -> None:
        self._callbacks: list[Callable[P, object]] = []

    @property
    def has_listeners(self) -> bool:
        """Whether any callback is connected."""
        return bool(self._callbacks)

    def connect(self, callback: Callable[P, object]) -> None:
        self._callbacks.append(callback)

    def emit(self, *args: P.args, **named: P.kwargs) -> None:
        for callback in list(self._callbacks):
            callback(*args, **named)

    def clear(self) -> None:
        self._callbacks.clear()


class Task(Generic[T]):
    """Work for a :class:`crfill_gui.workers.worker.Worker`.

    It emits ``progressed(fraction, what, seconds left or None)`` with fractions of 0 … 1, ``previewed(preview)``, then
    exactly one of ``done(answer)``, ``failed(sentence)`` and ``cancelled()`` (subclasses may have other outcomes), and
    finally ``ended()``, all on the main thread. The work and its pixels are released before the outcome is emitted.

    ``gives_way``: a fill interrupts this task. Afterwards the task starts again from the beginning.
    """

    def __init__(
        self,
        work: Callable[[Progress], T],
        *,
        priority: Priority = Priority.NORMAL,
        gives_way: bool = False,
    ) -> None:
        self.priority, self.gives_way = priority, gives_way
        self.state: State = "waiting"
        self.progressed: Event[float, Message, float | None] = Event()
        self.previewed: Event[Any] = Event()
        self.done: Event[T] = Event()
        self.failed: Event[str] = Event()
        self.cancelled: Event[[]] = Event()
        self.ended: Event[[]] = Event()
        self._work: Callable[[Progress], T] | None = work
        self._progress = Progress()
        self._gave_way = self._cancel_asked = False
        self.withdraw: Callable[[], object] = lambda: None
        """Set by the worker: removes the task from the queue if it has not begun."""

    @property
    def is_over(self) -> bool:
        return self.state not in ("waiting", "running")

    @property
    def is_cancelled(self) -> bool:
        """Whether the task was asked to stop."""
        return self._cancel_asked

    def cancel(self) -> None:
        """Ask the task to stop: immediately if it is waiting, or else at the next step of its work."""
        if not self.is_over:
            self._cancel_asked = True
            self._progress.cancel()
            self.withdraw()

    # For the worker

    def give_way(self) -> None:
        """Interrupt the work for now. Any thread may call this."""
        self._gave_way = True
        self._progress.cancel()

    def run(self, report: Callable[[Callable[[], object]], object]) -> T:
        """Do the work on the worker's thread. ``report`` runs a function on the main thread. Raises what the work
        raises.
        """
        clock = TimeLeft()

        def emit(event: Event[...], *values: object) -> None:
            if not (self.is_over or self._cancel_asked):
                event.emit(*values)

        def report_progress(fraction: float, what: Message) -> None:
            report(partial(emit, self.progressed, fraction, what, clock.update(fraction)))

        def report_preview(preview: object) -> None:
            report(partial(emit, self.previewed, preview))

        self._gave_way = False
        progress = self._progress = Progress(
            report_progress, report_preview if self.previewed.has_listeners else None
        )
        self.state = "running"
        if self._cancel_asked:
            progress.cancel()
        progress.check()
        assert self._work is not None
        return self._work(progress)

    @property
    def restarts(self) -> bool:
        """Whether the task stopped only to give way, and will start again."""
        return self._gave_way and not self._cancel_asked

    def conclude(self, answer: T) -> None:
        """End the task with its answer, even if a request to cancel came too late. Call this on the main thread."""
        self._work = None
        self._land(answer)

    def fail(self, sentence: str) -> None:
        """End the task after its work has failed. Call this on the main thread."""
        self._work = None
        self._end("failed", lambda: self.failed.emit(sentence))

    def give_up(self) -> None:
        """End the task after its work was cancelled. Call this on the main thread."""
        self._work = None
        self._end("cancelled", self.cancelled.emit)

    # For subclasses

    def _land(self, answer: T) -> None:
        """Use the result and end the task."""
        self._end("done", lambda: self.done.emit(answer))

    def _end(self, state: State, emit: Callable[[], object]) -> None:
        self.state = state
        emit()
        self.ended.emit()
        for event in (self.progressed, self.previewed, self.done, self.failed, self.cancelled, self.ended):
            event.clear()  # a task that is kept must not keep its listeners alive


class TimeLeft:
    """Estimates the seconds left from the progress, smoothed so that the estimate rarely jumps."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._start = now()
        self._end: float | None = None

    def update(self, fraction: float) -> float | None:
        """Seconds left when this fraction, 0 … 1, is done; None while it is too early to tell."""
        elapsed = self._now() - self._start
        if fraction < 0.03 or elapsed < 0.3:
            return None
        end = self._start + elapsed / fraction
        self._end = end if self._end is None else 0.7 * self._end + 0.3 * end
        return max(0.0, self._end - self._now())
