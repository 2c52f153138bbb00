"""Limits on the address space of a process (Linux)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

MEBIBYTE = 1 << 20


def taken() -> int:
    """Bytes of address space that this process has now."""
    import resource

    with open("/proc/self/statm") as file:
        return int(file.read().split()[0]) * resource.getpagesize()


@contextmanager
def memory_left(size: int) -> Iterator[None]:
    """Limit the process to this many more bytes of address space within the block."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (taken() + size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
