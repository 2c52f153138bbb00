"""Lines on standard error."""

from __future__ import annotations

import sys
from contextlib import suppress


def print_error(text: str, end: str = "\n") -> None:
    """Write ``text`` and ``end`` to standard error at once, and in one piece, so that a reader never gets half a line.

    A text that cannot be written (full disk, missing reader, closed stream) is lost, and the work continues.
    """
    if sys.stderr is not None:
        with suppress(OSError, ValueError):
            sys.stderr.write(text + end)
            sys.stderr.flush()
