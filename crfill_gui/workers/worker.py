"""Runs the editor's background work: tasks in a thread, by priority, with results on the main thread."""

from __future__ import annotations

import heapq
import itertools
import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from crfill_core.base.memory import is_out_of_memory
from crfill_core.errors import CrfillError
from crfill_core.progress import Cancelled, Progress
from crfill_gui.i18n import tr, tr_core
from crfill_gui.workers.task import Priority, Task

log = logging.getLogger(__name__)
T = TypeVar("T")


class Worker(QObject):
    """A thread, which starts with the first task, and its queue. Call the methods on the main thread unless stated
    otherwise.
    """

    busy_changed = Signal(bool)
    """Whether any task is waiting or running now."""
    _posted = Signal(object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._lock = threading.Lock()
        self._queue: list[tuple[int, int, Task[Any]]] = []
        self._numbers = itertools.count()
        self._running: Task[Any] | None = None
        self._open = 0
        self._closed = False
        self._posted.connect(lambda act: act(), Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        return self._open > 0

    def put(self, task: Task[T]) -> Task[T]:
        """Queue a task. A fill interrupts a running task that gives way."""
        self._open += 1
        if self._open == 1:
            self.busy_changed.emit(True)
        entry = (int(task.priority), next(self._numbers), task)
        task.withdraw = partial(self._withdraw, entry)
        if self._closed:  # new tasks are not needed, because the program ends
            task.cancel()
            self._end(task.give_up)
            return task
        with self._lock:
            heapq.heappush(self._queue, entry)
            running = self._running
            if running is not None and running.gives_way and task.priority == Priority.FILL:
                running.give_way()
        self._pool.submit(self._serve)
        return task

    def start(
        self,
        work: Callable[[Progress], T],
        done: Callable[[T], object] = lambda _: None,
        failed: Callable[[str], object] = lambda _: None,
        *,
        priority: Priority = Priority.NORMAL,
        gives_way: bool = False,
    ) -> Task[T]:
        """Queue a task for this work. For the other arguments see :class:`Task`."""
        task = Task(work, priority=priority, gives_way=gives_way)
        task.done.connect(done)
        task.failed.connect(failed)
        return self.put(task)

    def post(self, act: Callable[[], object]) -> None:
        """Let the main thread call ``act`` soon. Any thread may call this."""
        self._posted.emit(act)

    def cancel_all(self) -> None:
        """Ask every task to stop."""
        with self._lock:
            tasks = [task for _, _, task in self._queue]
            tasks += [] if self._running is None else [self._running]
        for task in tasks:
            task.cancel()

    def close(self) -> None:
        """Finish all tasks that were not cancelled, and end the thread. Later tasks, and a task that gives way to a fill
        while the thread ends, are cancelled.
        """
        self._closed = True
        self._pool.shutdown(wait=True)

    def _withdraw(self, entry: tuple[int, int, Task[Any]]) -> None:
        """Cancel a task that is still in the queue."""
        with self._lock:
            waiting = entry in self._queue
            if waiting:
                self._queue.remove(entry)
                heapq.heapify(self._queue)
        if waiting:
            self._end(entry[2].give_up)

    def _end(self, end: Callable[[], object]) -> None:
        def on_main_thread() -> None:
            self._open -= 1
            if self._open == 0:
                self.busy_changed.emit(False)
            end()

        self.post(on_main_thread)

    # On the worker's thread

    def _serve(self) -> None:
        """Run the next task, if it was not withdrawn."""
        with self._lock:
            if not self._queue:
                return
            entry = heapq.heappop(self._queue)
            task = self._running = entry[2]
        end: Callable[[], object] | None
        try:
            end = partial(task.conclude, task.run(self.post))
        except Cancelled:
            end = None if task.restarts else task.give_up
        except Exception as error:
            end = partial(task.fail, sentence_of(error))
        with self._lock:
            self._running = None
            if end is None:
                task.state = "waiting"
                heapq.heappush(self._queue, entry)
        if end is not None:
            self._end(end)
        elif task.is_cancelled:  # after it was interrupted
            self._withdraw(entry)
        else:
            try:
                self._pool.submit(self._serve)
            except RuntimeError:  # the pool is closing, so the interrupted task is no longer needed
                task.cancel()


def sentence_of(error: Exception) -> str:
    """The message for an error. Errors that are neither a CrfillError nor a lack of memory are bugs, and are logged."""
    if isinstance(error, CrfillError):
        return tr_core(error)
    if is_out_of_memory(error):
        return tr("There is not enough memory for this; close other programs and try again.")
    log.error("Unexpected failure in the background", exc_info=error)
    what = f"{type(error).__name__}: {error}"
    return tr("Something unexpected went wrong ({what}). The details are in the log.", what=what)
