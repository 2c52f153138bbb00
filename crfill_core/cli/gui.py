"""``crfill gui [PHOTO…]``: the editor, in a process of its own because the engine knows nothing of Qt."""

from __future__ import annotations

import argparse
import subprocess
import sys


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("photos", nargs="*", metavar="PHOTO", help="photos to open")


def run(arguments: argparse.Namespace) -> int:
    return subprocess.call([sys.executable, "-m", "crfill_gui", *arguments.photos])
