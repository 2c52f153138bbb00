"""Returns freed memory to the system. The C library of Linux (glibc) otherwise keeps much of it for each thread."""

from __future__ import annotations

import ctypes
from contextlib import suppress
from functools import cache

_ARENA_MAX = -8
"""M_ARENA_MAX of ``mallopt``."""


@cache
def share_heap() -> None:
    """Let all threads that start from now on allocate from one heap. Call it early.

    By default glibc makes a heap for each thread, up to eight for each core, and never returns the free memory at the
    end of such a heap: up to 64 MiB each. The photo's arrays are passed between threads, so these ends are large.
    """
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).mallopt(_ARENA_MAX, 1)


def give_back() -> None:
    """Return what is free in the heap to the system; takes a few milliseconds. Does nothing with other C libraries."""
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
