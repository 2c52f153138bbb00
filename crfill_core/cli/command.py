"""Commands that start this program: as a module of the running Python, or as the executable of a packaged program."""

from __future__ import annotations

import sys
from pathlib import Path

STUDY = "--study"
"""As the first argument, this makes the editor open a blind study."""


def crfill_command(*arguments: object) -> list[str]:
    """Program and arguments of ``crfill ARGUMENTS…``."""
    return [*_program("crfill", "crfill_core.cli"), *map(str, arguments)]


def editor_command(*arguments: object) -> list[str]:
    """Program and arguments of ``crfill-gui ARGUMENTS…``."""
    return [*_program("crfill-gui", "crfill_gui"), *map(str, arguments)]


def _program(name: str, module: str) -> list[str]:
    if not getattr(sys, "frozen", False):
        return [sys.executable, "-m", module]
    # A packaged program has no Python interpreter; both executables are in one folder.
    here = Path(sys.executable)
    return [str(here.with_name(name + here.suffix))]
