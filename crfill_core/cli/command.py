"""How a program starts this one: as a module of the Python that runs, or as the executable of a packed program."""

from __future__ import annotations

import sys
from pathlib import Path


def crfill_command(*arguments: object) -> list[str]:
    """Program and arguments of ``crfill ARGUMENTS…`` in a process of its own."""
    if getattr(sys, "frozen", False):  # a packed program has no Python: crfill is beside the editor
        here = Path(sys.executable)
        start = [str(here.with_name("crfill" + here.suffix))]
    else:
        start = [sys.executable, "-m", "crfill_core.cli"]
    return [*start, *map(str, arguments)]
