"""Photos on standard input and output, given as ``-`` instead of a file name."""

from __future__ import annotations

import shutil
import sys
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

from crfill_core.base.messages import reason
from crfill_core.cli.terminal import output_error
from crfill_core.errors import CrfillError, PhotoError
from crfill_core.files.leftovers import scratch_folder
from crfill_core.imaging.codecs import formats

PIPE_SUFFIXES = {
    "jpeg": ".jpg",
    "png": ".png",
    "tiff": ".tif",
    "webp": ".webp",
    "avif": ".avif",
    "bmp": ".bmp",
}
"""Name of a format → the suffix of its files."""
_INSTEAD = {"RAW": "tiff", "HEIC": "jpeg", "GIF": "png"}
"""Formats of photos that cannot be written → the format that is written instead, as in batches."""


def path_or_pipe(text: str) -> Path | None:
    """Parse an argument as a path; None for ``-``. A file named ``-`` is given as ``./-``."""
    return None if text == "-" else Path(text)


class Pipes:
    """Context with temporary files in place of the pipes. Errors that would name those files name the pipes instead.

    ``photo`` and ``output``: the given paths; None for standard input and standard output.
    """

    def __init__(self, photo: Path | None, output: Path | None) -> None:
        self._given, self._output = photo, output

    def __enter__(self) -> Pipes:
        with ExitStack() as stack:
            self._folder = stack.enter_context(scratch_folder())
            self.photo = _received(self._folder / "input") if self._given is None else self._given
            self._scratch = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        folder = self._folder
        self._scratch.close()
        if isinstance(error, CrfillError) and str(folder) in str(error):
            text = str(error).replace(str(folder / "input"), "The photo on standard input")
            for suffix in PIPE_SUFFIXES.values():
                text = text.replace(str(folder / f"output{suffix}"), "The photo for standard output")
            raise type(error)(text) from error

    def output(self, name: str | None) -> Path:
        """The file to write: the given one, or a temporary file for standard output.

        ``name``: the format of the temporary file; None for the format of the photo.
        """
        if self._output is not None:
            return self._output
        if name is None:
            try:
                with self.photo.open("rb") as file:
                    kind = formats.sniff(file.read(formats.HEAD), self.photo.suffix)
            except OSError:
                kind = None
            kind = kind or "PNG"  # does for now: reading the photo then reports the error
            name = _INSTEAD.get(kind, kind.lower())
        return self._folder / f"output{PIPE_SUFFIXES[name]}"

    def send(self, output: Path) -> None:
        """Copy the written file to standard output if no path was given."""
        if self._output is not None:
            return
        if sys.__stdout__ is None:
            raise CrfillError("Standard output is closed; name a file with -o instead.")
        try:
            with output.open("rb") as file:
                shutil.copyfileobj(file, sys.stdout.buffer)
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise output_error(error) from error


def _received(path: Path) -> Path:
    """Save standard input to a file."""
    if sys.stdin is None or sys.stdin.isatty():
        raise PhotoError("There is no photo on standard input; pipe one into crfill, or name a file.")
    try:
        with path.open("wb") as file:
            shutil.copyfileobj(sys.stdin.buffer, file)
    except OSError as error:
        raise PhotoError(
            "Standard input cannot be saved in {parent} ({reason}); check that the disk has room.",
            parent=path.parent.parent,
            reason=reason(error),
        ) from error
    return path
