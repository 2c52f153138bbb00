"""Commands that start this program: as a module of the running Python, or as the executable of a packaged program."""

from __future__ import annotations

import sys
from pathlib import Path

STUDY = "--study"
"""The first argument that makes the editor's program open a blind study."""


def crfill_command(*arguments: object) -> list[str]:
    """Program and arguments of ``crfill ARGUMENTS…``."""
    return [*_program("crfill", "crfill_core.cli"), *map(str, arguments)]


def editor_command(*arguments: object) -> list[str]:
    """Program and arguments of ``crfill-gui ARGUMENTS…``."""
    return [*_program("crfill-gui", "crfill_gui"), *map(str, arguments)]


def _program(name: str, module: str) -> list[str]:
    if not getattr(sys, "frozen", False):
        return [sys.executable, "-m", module]
    here = Path(sys.executable)  # a packaged program has no Python, but both executables in one folder
    return [str(here.with_name(name + here.suffix))]
