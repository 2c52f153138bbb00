"""Checks for free memory before loading libraries that hang or end the process if they get none.

OpenBLAS (in NumPy) ends the process or retries for ever, C++ libraries abort while loading, and the C library
aborts if a thread gets no memory for its local data. None of these failures can be caught.
"""

from __future__ import annotations

import mmap
import os
from functools import cache

MEBIBYTE = 1 << 20
BUFFER = 34 * MEBIBYTE
"""OpenBLAS's work memory for each thread that calls it."""
ARENA = 72 * MEBIBYTE
"""Address space of a thread: its stack, and the arena that the C library reserves for it."""


def require(memory: int, addresses: int = 0) -> None:
    """Raise MemoryError unless the process can take ``memory`` more bytes, and ``addresses`` more bytes of address space,
    which mapped files take too; Windows does not limit the latter.
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
    """Raise MemoryError unless torch, the networks and the libraries that read photos can be loaded. Checked once."""
    require(256 * MEBIBYTE, 1024 * MEBIBYTE)
