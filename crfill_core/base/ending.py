"""Ends a process without the clean-up of the interpreter and torch, which would take up to a second."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

from crfill_core.base.standard_error import print_error


def end_now(status: int) -> NoReturn:
    """Flush the standard streams and end the process. Only for a process with nothing left to do: threads are not waited
    for, and no exit handler runs. If standard output cannot be flushed, a ``status`` of 0 becomes 1.
    """
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except (OSError, ValueError):
        status = status or 1
    print_error("", end="")  # flushes what other code has written to standard error
    os._exit(status)
