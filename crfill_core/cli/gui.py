"""``crfill gui [PHOTO…]``: opens the editor, in a process of its own because the engine does not use Qt."""

from __future__ import annotations

import argparse
import subprocess

from crfill_core.cli.command import editor_command


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("photos", nargs="*", metavar="PHOTO", help="photos to open")


def run(arguments: argparse.Namespace) -> int:
    return subprocess.call(editor_command(*arguments.photos))
