"""Ends a process whose work is done without taking the interpreter and torch apart, which takes up to a second."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import NoReturn


def end_now(status: int) -> NoReturn:
    """Flush the standard streams and end the process at once. Only for a process with nothing left to do: threads are
    not waited for, and no exit handler runs.
    """
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            with suppress(OSError, ValueError):
                stream.flush()
    os._exit(status)
