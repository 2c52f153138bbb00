"""What a command tells people: progress (only on a terminal), notes on stderr, one JSON object on stdout."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from crfill_core.progress import Progress


@contextmanager
def shown_progress() -> Iterator[Progress]:
    """A Progress drawn as one line, rewritten in place and wiped at the end; silent where nobody looks."""
    if not sys.stderr.isatty():
        yield Progress()
        return

    def draw(fraction: float, what: str) -> None:
        width = shutil.get_terminal_size().columns - 1
        print(f"\r\x1b[K{f'{fraction:4.0%} {what}'[:width]}", end="", file=sys.stderr, flush=True)

    try:
        yield Progress(draw)
    finally:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def print_notes(notes: Iterable[str]) -> None:
    """Sentences that a person should know, on stderr."""
    for note in notes:
        print("crfill: note:", note, file=sys.stderr)


def print_json(value: dict[str, Any]) -> None:
    """One JSON object on stdout."""
    print(json.dumps(value, ensure_ascii=False))
