"""File names for libraries that take text only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crfill_core.files.leftovers import scratch_folder


@contextmanager
def text_name(path: Path) -> Iterator[Path]:
    """``path``, or where its name is no text, a link to it that has a plain name for as long as the context lasts.

    On Linux and macOS a name may hold any bytes; libraries that take UTF-8 cannot be given all of them. The file
    itself need not exist yet. Raises OSError.
    """
    try:
        str(path).encode("utf-8")
    except UnicodeEncodeError:
        with scratch_folder() as folder:
            alias = folder / f"file{path.suffix if path.suffix.isascii() else ''}"
            alias.symlink_to(path.absolute())
            yield alias
    else:
        yield path
