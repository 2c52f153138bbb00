"""A piece of background work as an object: its state, its progress, and its outcome."""

from __future__ import annotations

import time
from collections.abc import Callable
from enum import IntEnum
from typing import Any, Generic, Literal, ParamSpec, TypeVar

from crfill_core.base.messages import Message
from crfill_core.progress import Progress

P = ParamSpec("P")
T = TypeVar("T")
State = Literal["waiting", "running", "done", "stale", "failed", "cancelled"]
"""Stale: the result came too late to be of use."""


class Priority(IntEnum):
    """The waiting task with the lowest value is next; equal ones run in order of arrival."""

    FILL = 0
    NORMAL = 1
    EXPLAIN = 2


class Event(Generic[P]):
    """Callbacks for an event, called in the order in which they were connected."""

    def __init__(self) -> None:
        self._callbacks: list[Callable[P, object]] = []

    @property
    def is_heard(self) -> bool:
        """Whether anything is connected."""
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

    It ends with exactly one of ``done(answer)``, ``failed(sentence)`` and ``cancelled()``, and after it ``ended()``;
    before them ``progressed(fraction, what, seconds left or None)`` and ``previewed(first look at the answer)``. All
    are emitted on the main thread. In all cases the work and its pixels are released first.

    ``gives_way``: a fill stops this task, which restarts when the thread is free again.
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
        self._withdraw: Callable[[], object] = lambda: None

    @property
    def is_over(self) -> bool:
        return self.state not in ("waiting", "running")

    @property
    def is_cancelled(self) -> bool:
        """Whether it was asked to stop; ``cancelled`` follows unless it was already emitted."""
        return self._cancel_asked

    def cancel(self) -> None:
        """Ask the task to stop: at once if it is waiting, else at the next step of its work."""
        if not self.is_over:
            self._cancel_asked = True
            self._progress.cancel()
            self._withdraw()

    # For the worker

    def enter(self, withdraw: Callable[[], object]) -> None:
        """The task waits in a queue; ``withdraw`` removes it if it has not begun."""
        self._withdraw = withdraw

    def give_way(self) -> None:
        """Interrupt the work for now, from any thread."""
        self._gave_way = True
        self._progress.cancel()

    def run(self, report: Callable[[Callable[[], object]], object]) -> T:
        """Do the work, on the worker's thread; ``report`` runs a function on the main thread. Raises what the work
        raises.
        """
        clock = TimeLeft()

        def say(fraction: float, what: Message) -> None:
            left = clock.update(fraction)
            report(lambda: self._tell_progress(fraction, what, left))

        def show(preview: object) -> None:
            report(lambda: self._tell_preview(preview))

        self._gave_way = False
        progress = self._progress = Progress(say, show if self.previewed.is_heard else None)
        self.state = "running"
        if self._cancel_asked:
            progress.cancel()
        progress.check()
        assert self._work is not None
        return self._work(progress)

    def _tell_progress(self, fraction: float, what: Message, left: float | None) -> None:
        if not (self.is_over or self._cancel_asked):
            self.progressed.emit(fraction, what, left)

    def _tell_preview(self, preview: object) -> None:
        if not (self.is_over or self._cancel_asked):
            self.previewed.emit(preview)

    @property
    def begins_anew(self) -> bool:
        """Whether it stopped only to give way."""
        return self._gave_way and not self._cancel_asked

    def rest(self) -> None:
        """It is waiting again."""
        self.state = "waiting"

    def conclude(self, answer: T) -> None:
        """The work is done, even if a cancel came too late; on the main thread."""
        self._work = None
        self._land(answer)

    def fail(self, sentence: str) -> None:
        """The work has failed; on the main thread."""
        self._work = None
        self._end("failed", lambda: self.failed.emit(sentence))

    def give_up(self) -> None:
        """The work was cancelled; on the main thread."""
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
        """Seconds left at that fraction; None while it is too early to tell."""
        elapsed = self._now() - self._start
        if fraction < 0.03 or elapsed < 0.3:
            return None
        end = self._start + elapsed / fraction
        self._end = end if self._end is None else 0.7 * self._end + 0.3 * end
        return max(0.0, self._end - self._now())
