"""Following something that changes often, beside the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from crfill_gui.workers.task import Task
from crfill_gui.workers.worker import Worker

T = TypeVar("T")


class Latest(Generic[T]):
    """One answer is worked out at a time, and after it the one asked for last; those between are not."""

    def __init__(
        self, worker: Worker, show: Callable[[T], object], failed: Callable[[str], object] = lambda _: None
    ) -> None:
        self._worker, self._show, self._failed = worker, show, failed
        self._task: Task[T] | None = None
        self._next: Callable[[], Task[T]] | None = None

    def ask(self, make: Callable[[], Task[T]]) -> None:
        """Show what the task gives, unless something else is asked for before it has begun. ``make`` is called when its
        turn comes, so that nothing is borrowed for tasks that never run.
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
        """Whether an answer is still to be shown."""
        task = self._task
        return self._next is not None or (task is not None and not (task.is_over or task.is_cancelled))

    def forget(self) -> None:
        """Show nothing of what was asked for so far."""
        self._next = None
        if self._task is not None:
            self._task.cancel()

    def _ended(self) -> None:
        self._task = None
        make, self._next = self._next, None
        if make is not None:
            self.ask(make)
