"""File names for libraries that accept text only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crfill_core.files.leftovers import scratch_folder


@contextmanager
def text_name(path: Path) -> Iterator[Path]:
    """``path`` or, if its name is not text, a temporary link to it with a plain name, deleted after the block.

    On Linux and macOS a name may hold any bytes, but some libraries accept UTF-8 only. The file need not exist. Raises
    OSError.
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
