"""The output of a command: its report on stdout; progress, notes and errors on stderr."""

from __future__ import annotations

import codecs
import io
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from crfill_core.base.messages import Message, reason
from crfill_core.base.standard_error import print_error
from crfill_core.errors import CrfillError
from crfill_core.files.json_text import json_text
from crfill_core.progress import Progress

PROGRESS_VARIABLE = "CRFILL_PROGRESS"
"""If this is ``lines`` in the environment, progress and errors are printed as lines for programs."""
ERROR_START = "crfill: error:"
"""Start of the line on stderr that tells why a command failed."""


def _print_line(fraction: float, what: str) -> None:
    print_error(f"progress\t{fraction:.4f}\t{' '.join(what.split())}")


@contextmanager
def shown_progress() -> Iterator[Progress]:
    """A Progress that is drawn as a line on stderr, if that is a terminal. The line is wiped at the end.

    With CRFILL_PROGRESS=lines in the environment each step is a line instead: ``progress``, the fraction and the current
    step, separated by tabs.
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
    """Wipe the progress line before something else is printed. The next step draws it again."""
    if _is_drawn():
        print_error("\r\x1b[K", end="")


def _in_lines() -> bool:
    return os.environ.get(PROGRESS_VARIABLE) == "lines"


def _is_drawn() -> bool:
    return sys.stderr.isatty() and not _in_lines()


def complain(what: str) -> None:
    """Print an error on stderr in one line. With CRFILL_PROGRESS=lines another line has the message as JSON."""
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
    """Print the report of a command: as JSON, or its summary, with the notes on stderr."""
    if as_json:
        print_json(report)
    else:
        print(summary(report))
        print_notes(report["notes"])


def print_notes(notes: Iterable[str]) -> None:
    """Print notes for the user on stderr."""
    for note in notes:
        print_error(f"crfill: note: {note}")


def counted(count: int, noun: str) -> str:
    """A number with its noun, e.g. 1 photo, 2 photos."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def prepare_streams() -> None:
    """Make the standard streams usable, however the program was started. Called once, before any output.

    Output to a stream that was closed before the start goes nowhere. stdout accepts every file name. It is buffered at
    least by lines, because :func:`output_failure` flushes again what could not be written.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 (for the rest of the process)
    output = sys.__stdout__
    if sys.stdout is output and isinstance(output.buffer, io.RawIOBase):
        sys.stdout = open(output.fileno(), "w", buffering=1, encoding=output.encoding, closefd=False)  # noqa: SIM115
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors=_ANY_NAME)


def output_failure() -> OSError | None:
    """Flush stdout. Returns the error if that fails. It fails again later, because the output stays buffered."""
    try:
        sys.stdout.flush()
    except OSError as error:
        return error
    return None


def discard_output() -> None:
    """Discard the buffered output on stdout and all further output."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def output_error(error: OSError) -> CrfillError:
    """The error to show if stdout cannot be written."""
    return CrfillError(
        "Standard output cannot be written ({reason}); check where it goes.", reason=reason(error)
    )


def _as_bytes_or_escaped(error: UnicodeError) -> tuple[str | bytes, int]:
    """An error handler of encoders, with which every file name can be written.

    Bytes that are not text in the system's encoding are written unchanged, as ``ls`` does. Characters that the stream's
    encoding lacks are written as ``\\uXXXX``.
    """
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
    """Print a JSON object on stdout."""
    print(json_text(value, encoding=sys.stdout.encoding or "utf-8"))
