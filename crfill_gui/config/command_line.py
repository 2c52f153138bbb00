"""The command line of ``crfill-gui``."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from crfill_gui.languages import LANGUAGES, SYSTEM


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """The arguments: ``photos`` (paths), ``language`` (a code, "system" or None) and ``new_window`` (bool)."""
    parser = argparse.ArgumentParser(prog="crfill-gui", description="Remove things from photos.")
    parser.add_argument("photos", nargs="*", type=Path, metavar="PHOTO", help="photos to open")
    parser.add_argument("--language", choices=(SYSTEM, *LANGUAGES), help="language for this run only")
    parser.add_argument("--new-window", action="store_true", help="open a new window even if one is open")
    return parser.parse_args(list(argv))
