"""Computes the latest result of something that changes often, in the background."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from crfill_gui.workers.task import Task
from crfill_gui.workers.worker import Worker

T = TypeVar("T")


class Latest(Generic[T]):
    """Runs one task at a time, and next the task that was asked for last. The tasks asked for in between are skipped."""

    def __init__(
        self, worker: Worker, show: Callable[[T], object], failed: Callable[[str], object] = lambda _: None
    ) -> None:
        self._worker, self._show, self._failed = worker, show, failed
        self._task: Task[T] | None = None
        self._next: Callable[[], Task[T]] | None = None

    def ask(self, make: Callable[[], Task[T]]) -> None:
        """Show the result of a task, unless another task is asked for before it begins. ``make`` is only called for tasks
        that run.
        """
        if self._task is not None:
            self._next = make
            return
        task = self._task = make()
        task.done.connect(lambda answer: None if task.is_cancelled else self._show(answer))
        task.failed.connect(self._failed)
        task.ended.connect(self._ended)
        self._worker.put(task)

    @property
    def wanted(self) -> bool:
        """Whether a result will still be shown."""
        task = self._task
        return self._next is not None or (task is not None and not (task.is_over or task.is_cancelled))

    def forget(self) -> None:
        """Show none of the results that were asked for so far."""
        self._next = None
        if self._task is not None:
            self._task.cancel()

    def _ended(self) -> None:
        self._task = None
        make, self._next = self._next, None
        if make is not None:
            self.ask(make)
