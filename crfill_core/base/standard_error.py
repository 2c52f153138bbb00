"""Writes text to standard error."""

from __future__ import annotations

import sys
from contextlib import suppress


def print_error(text: str, end: str = "\n") -> None:
    """Write ``text`` and ``end`` to standard error together and flush them, so that a reader does not get half a line.

    A text that cannot be written (full disk, missing reader, closed stream) is lost without an error.
    """
    if sys.stderr is not None:
        with suppress(OSError, ValueError):
            sys.stderr.write(text + end)
            sys.stderr.flush()
