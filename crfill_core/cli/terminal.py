"""What a command tells people: progress (only on a terminal), notes on stderr, one JSON object on stdout."""

from __future__ import annotations

import codecs
import io
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TextIO

from crfill_core.base.messages import Message, reason
from crfill_core.base.standard_error import print_error
from crfill_core.errors import CrfillError
from crfill_core.files.json_text import json_text
from crfill_core.progress import Progress

PROGRESS_VARIABLE = "CRFILL_PROGRESS"
ERROR_START = "crfill: error:"
"""Start of the line on standard error that tells why a command failed."""


def _print_line(fraction: float, what: str) -> None:
    print_error(f"progress\t{fraction:.4f}\t{' '.join(what.split())}")


@contextmanager
def shown_progress() -> Iterator[Progress]:
    """A Progress drawn as one line, rewritten in place and wiped at the end.

    If stderr is no terminal nothing is drawn. With CRFILL_PROGRESS=lines in the environment each step is a line, for
    programs that start this one: ``progress``, the fraction and the current step, separated by tabs.
    """
    if _in_lines():
        yield Progress(_print_line)
        return
    if not _is_drawn():
        yield Progress()
        return

    def draw(fraction: float, what: str) -> None:
        width = shutil.get_terminal_size().columns - 1
        print_error(f"\r\x1b[K{f'{fraction:4.0%} {what}'[:width]}", end="")

    try:
        yield Progress(draw)
    finally:
        wipe()


def wipe() -> None:
    """Wipe the progress line before something else is printed; the next step draws it again."""
    if _is_drawn():
        print_error("\r\x1b[K", end="")


def _in_lines() -> bool:
    return os.environ.get(PROGRESS_VARIABLE) == "lines"


def _is_drawn() -> bool:
    return sys.stderr.isatty() and not _in_lines()


def complain(what: str) -> None:
    """Print one error line on stderr, and for a program that asked for lines also the message as JSON."""
    print_error(f"{ERROR_START} {' '.join(what.split())}")
    if isinstance(what, Message) and _in_lines():
        print_error(f"error\t{json.dumps(what.to_data())}")


def read_error(line: str) -> Message | None:
    """The message in a line that :func:`complain` printed; None for other lines."""
    if line.startswith(ERROR_START):
        return Message(line.removeprefix(ERROR_START).strip())
    kind, _, data = line.partition("\t")
    if kind != "error":
        return None
    try:
        return Message.from_data(json.loads(data))
    except (TypeError, LookupError, ValueError):
        return None


def print_report(report: dict[str, Any], as_json: bool, summary: Callable[[dict[str, Any]], str]) -> None:
    """Print what a command has done: as JSON, or in words with the notes on stderr."""
    if as_json:
        print_json(report)
    else:
        print(summary(report))
        print_notes(report["notes"])


def print_notes(notes: Iterable[str]) -> None:
    """Print notes for the user on stderr."""
    for note in notes:
        print_error(f"crfill: note: {note}")


def prepare_streams() -> None:
    """Make the standard streams usable whatever the program was started with; called once, before any output.

    Output to a stream that was closed before the start goes nowhere, and standard output accepts every file name. It is
    always buffered, if only for a line, since :func:`output_failure` needs what could not be written.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 (for the rest of the process)
    output = sys.__stdout__
    if sys.stdout is output and isinstance(output.buffer, io.RawIOBase):
        sys.stdout = open(output.fileno(), "w", buffering=1, encoding=output.encoding, closefd=False)  # noqa: SIM115
    allow_any_name(sys.stdout)


def output_failure() -> OSError | None:
    """Flush standard output; the error if that fails, now or again, as what could not be written stays buffered."""
    try:
        sys.stdout.flush()
    except OSError as error:
        return error
    return None


def discard_output() -> None:
    """Let what was not written to standard output yet, and all further output, go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def output_error(error: OSError) -> CrfillError:
    """The error to show when standard output cannot be written."""
    return CrfillError(
        "Standard output cannot be written ({reason}); check where it goes.", reason=reason(error)
    )


def allow_any_name(stream: TextIO) -> None:
    """Make a stream accept every file name.

    Bytes that are not text in the system's encoding are written unchanged,
    as ``ls`` does; characters that the stream's encoding lacks are written as ``\\uXXXX``.
    """
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors=_ANY_NAME)


def _as_bytes_or_escaped(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    result = b""
    for character in error.object[error.start : error.end]:
        code = ord(character)
        escaped = character.encode("ascii", "backslashreplace")
        result += bytes([code - 0xDC00]) if 0xDC80 <= code <= 0xDCFF else escaped
    return result, error.end


_ANY_NAME = "crfill-any-name"
codecs.register_error(_ANY_NAME, _as_bytes_or_escaped)


def print_json(value: dict[str, Any]) -> None:
    """Print one JSON object on stdout."""
    print(json_text(value, encoding=sys.stdout.encoding or "utf-8"))
