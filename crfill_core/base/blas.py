"""Limits NumPy's matrix products to one thread each.

How OpenBLAS rounds a product depends on its number of threads, and a fill must give the same pixels with any number. Also,
the products of a fill are small, and idle threads of OpenBLAS take processor time from the other threads, because they
spin. The environment variable that ``crfill_core`` sets helps only in programs that import NumPy after ``crfill_core``.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Protocol

from threadpoolctl import ThreadpoolController


class _Library(Protocol):
    @property
    def num_threads(self) -> int: ...
    def set_num_threads(self, num_threads: int) -> None: ...


@cache
def _loaded() -> tuple[_Library, ...]:
    """Every OpenBLAS in this process. NumPy must be imported before the first call."""
    return tuple(ThreadpoolController().select(internal_api="openblas").lib_controllers)


class _Limit:
    """Counts the limited blocks that are running. The number of threads applies to the whole process, so the first block to
    begin sets it to 1, and the last to end restores the earlier number.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._holders = 0
        self._before: list[tuple[_Library, int]] = []

    def acquire(self) -> None:
        with self._lock:
            if self._holders == 0:
                self._before = [(each, each.num_threads) for each in _loaded() if each.num_threads > 1]
                for library, _ in self._before:
                    library.set_num_threads(1)
            self._holders += 1

    def release(self) -> None:
        with self._lock:
            self._holders -= 1
            if self._holders == 0:
                for library, threads in self._before:
                    library.set_num_threads(threads)


_limit = _Limit()


@contextmanager
def single_threaded_products() -> Iterator[None]:
    """During the block, OpenBLAS uses one thread per call in the whole process. May be nested, and used in several threads
    at the same time.
    """
    _limit.acquire()
    try:
        yield
    finally:
        _limit.release()
