"""Memory: checking that there is enough, recognising that there was not, and returning it to the system."""

from __future__ import annotations

import ctypes
import errno
import mmap
import os
import re
from contextlib import suppress
from functools import cache

from crfill_core.base.messages import Message

MEBIBYTE = 1 << 20
BUFFER = 34 * MEBIBYTE
"""OpenBLAS's work memory for each thread that calls it, in bytes."""
ARENA = 72 * MEBIBYTE
"""Address space of a thread, in bytes: its stack, and the arena that the C library reserves for it."""
_ARENA_MAX = -8
"""M_ARENA_MAX of ``mallopt``."""

NO_MEMORY = Message(
    "There is not enough memory for this fill; close other programs, or mask and fill a smaller part at a time."
)
_CV_NO_MEMORY = -4
_NO_MEMORY_TEXT = re.compile(
    r"allocate\smemory|not\senough\smemory|out\sof\smemory|bad_alloc|bad\sallocation|start\snew\sthread"
    r"|failed\sto\smap\ssegment|could\snot\screate\sa\s(?:primitive|memory)",
    re.IGNORECASE,
)
"""Texts in errors of torch and oneDNN on the CPU, C++ libraries, the dynamic loader and threads that cannot start."""


def is_out_of_memory(error: BaseException) -> bool:
    """Whether the error, or its cause, is that the system or the GPU had too little memory. Each library reports this
    differently.
    """
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError":
        return True
    if isinstance(error, OSError) and error.errno == errno.ENOMEM:
        return True
    if type(error).__module__.startswith("cv2"):
        return getattr(error, "code", None) == _CV_NO_MEMORY
    if isinstance(error, (RuntimeError, ImportError, SystemError)) and _NO_MEMORY_TEXT.search(str(error)):
        return True
    return error.__cause__ is not None and is_out_of_memory(error.__cause__)


def require(memory: int, addresses: int = 0) -> None:
    """Raise MemoryError unless the process can take ``memory`` more bytes, and ``addresses`` more bytes of address space,
    which mapped files take too. Address space is not checked on Windows, which does not limit it.

    To be called before loading libraries that hang or end the process if memory is short: OpenBLAS (in NumPy) ends it or
    retries for ever, C++ libraries abort while loading, and the C library aborts if a thread gets no memory for its local
    data. None of these failures can be caught.
    """
    try:
        mmap.mmap(-1, memory).close()
        if addresses and os.name == "posix":
            mmap.mmap(-1, addresses, mmap.MAP_PRIVATE | mmap.MAP_ANON, 0).close()
    except OSError as error:
        raise MemoryError(f"{memory} bytes, {addresses} of address space") from error


def require_numpy() -> None:
    """Raise MemoryError unless NumPy and the libraries that read photos can be loaded."""
    require(2 * BUFFER, 320 * MEBIBYTE)


@cache
def require_torch() -> None:
    """Raise MemoryError unless torch, the networks and the libraries that read photos can be loaded. After a success,
    nothing is checked again.
    """
    require(256 * MEBIBYTE, 1024 * MEBIBYTE)


@cache
def share_heap() -> None:
    """Let all threads that are started after this call allocate from one heap. Does nothing with C libraries other than
    glibc.

    By default glibc makes a heap for each thread, up to eight for each core. It may keep up to 64 MiB of free memory at the
    end of each, which :func:`give_back` does not return either. These ends are large, because the photo's arrays are
    passed between threads.
    """
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).mallopt(_ARENA_MAX, 1)


def give_back() -> None:
    """Return the heap's free memory to the system, in a few milliseconds. Does nothing without glibc."""
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
