"""Runs work in parallel threads; by default, no more threads than cores.

The results of the functions that are run must depend on their arguments alone. They are then the same with any number of
threads. Time is saved where most of the work runs without the interpreter's lock: in compiled code, NumPy, OpenCV or torch.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

A = TypeVar("A")
R = TypeVar("R")


def processors() -> int:
    """How many processor cores the system lets this process use, at least 1."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _most_threads() -> int:
    """The number of cores, or the environment variable ``OMP_NUM_THREADS`` if that is smaller; at least 1."""
    wished = os.environ.get("OMP_NUM_THREADS", "")
    return max(1, min(processors(), int(wished))) if wished.isdecimal() else processors()


class _Helpers:
    """Threads in addition to the calling one."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.idle = count
        self.started = False
        self._lock = threading.Lock()
        self._pool = self._new_pool()

    def _new_pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(max(1, self.count), thread_name_prefix="helper")

    def submit(self, function: Callable[[], R]) -> Future[R] | None:
        """Start ``function`` in an idle helper thread; None if none is idle or no thread can be started."""
        with self._lock:
            if not self.idle:
                return None
            self.idle -= 1
        result: Future[R] = Future()
        try:
            self._pool.submit(self._run, function, result)
        except (RuntimeError, MemoryError):
            # In spite of the error the pool keeps the work in its queue. The thread that later takes it would count as idle
            # once too often, and other work would then wait for that thread instead of getting a new one.
            with self._lock:
                self._pool.shutdown(wait=False)
                self._pool = self._new_pool()
            if result.cancel():
                self._rest()
                return None
        return result

    def _run(self, function: Callable[[], R], result: Future[R]) -> None:
        if not result.set_running_or_notify_cancel():
            return
        try:
            answer = function()
        except BaseException as error:
            self._rest()
            result.set_exception(error)
        else:
            self._rest()
            result.set_result(answer)

    def _rest(self) -> None:
        with self._lock:
            self.idle += 1


_helpers = _Helpers(_most_threads() - 1)


def threads() -> int:
    """How many threads may work in parallel in this process, including the calling one."""
    return _helpers.count + 1


def start_threads(function: Callable[[], object]) -> None:
    """Start the helper threads and call ``function`` in each idle one, and in the calling thread, at the same time.
    Libraries then allocate what they need for each thread early. Later calls do nothing until :func:`limit_threads`
    replaces the threads. Raises what ``function`` raises.
    """
    if _helpers.started:
        return
    ready, go = threading.Semaphore(0), threading.Event()

    def wait() -> None:
        ready.release()
        go.wait()
        function()

    helping: list[Future[None]] = []
    try:
        while (helper := _helpers.submit(wait)) is not None:
            helping.append(helper)
            ready.acquire()
    finally:
        go.set()
    function()
    for helper in helping:
        helper.result()
    _helpers.started = True


def limit_threads(count: int) -> None:
    """Use at most ``count`` (≥ 1) threads, for processes that share a computer. Work that is already running keeps the
    threads it has.
    """
    global _helpers
    _helpers = _Helpers(count - 1)


def side_by_side(function: Callable[[A], R], items: Sequence[A]) -> list[R]:
    """``[function(item) for item in items]``, computed in the calling thread and in idle helpers. After a failure no further
    items are begun, and the exception of the failed item that comes first in ``items`` is raised. ``function`` may itself
    call :func:`side_by_side`.
    """
    results: dict[int, R] = {}
    failed: dict[int, BaseException] = {}
    numbers = iter(range(len(items)))
    lock = threading.Lock()

    def work() -> None:
        while not failed:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            try:
                results[number] = function(items[number])
            except BaseException as error:
                failed[number] = error

    helping: list[Future[None]] = []
    while len(helping) < len(items) - 1 and (helper := _helpers.submit(work)) is not None:
        helping.append(helper)
    work()
    for helper in helping:
        helper.result()
    if failed:
        raise failed[min(failed)]
    return [results[number] for number in range(len(items))]


def portions(length: int, least: int) -> list[slice]:
    """Split ``length`` items into consecutive parts: at most one part for the calling thread and one for each helper that is
    idle now. If there are several parts, each has at least ``least`` items.
    """
    count = max(1, min(_helpers.idle + 1, length // least))
    ends = [length * number // count for number in range(count + 1)]
    return [slice(*pair) for pair in zip(ends, ends[1:], strict=False)]


class Ahead(Generic[R]):
    """``function()``, started immediately in an idle helper thread; if none is idle, run when the result is needed.

    As a context manager, it waits at the end of the block for ``function`` to finish if it was started.
    """

    def __init__(self, function: Callable[[], R]) -> None:
        self._future = _helpers.submit(function)
        # Once started, the function and what it refers to need not be kept here.
        self._function = function if self._future is None else None
        self._lock = threading.Lock()

    def result(self) -> R:
        """May be called from any thread. Raises what ``function`` raised."""
        with self._lock:
            future = self._future
            if future is None:
                future = self._future = Future()
                function, self._function = self._function, None
                assert function is not None
                try:
                    future.set_result(function())
                except BaseException as error:
                    future.set_exception(error)
        return future.result()

    def __enter__(self) -> Ahead[R]:
        return self

    def __exit__(self, *_: object) -> None:
        if self._future is not None:
            self._future.exception()
