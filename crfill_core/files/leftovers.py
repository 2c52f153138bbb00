"""Temporary files and folders whose names tell which process made them. Leftovers of killed processes are recognised by
their names and deleted; files that a running process is writing stay.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path

from crfill_core.files.process import ProcessId

_OWNER = re.compile(
    r"\.?crfill-(?P<computer>[0-9a-f]{8})-(?P<boot>[0-9a-f]{8})-(?P<space>[0-9a-f]{8})"
    r"-(?P<process>\d{1,10})-(?P<born>\d{1,19})-"
)
LONGEST_SECONDS = 24 * 3600
"""We assume that no file takes longer than this to write. A younger file from another boot may belong to a running process
on another computer that has the same name and shares the disk.
"""


def temporary_beside(target: Path) -> Path:
    """A name for a hidden temporary file of this process, in the folder of ``target`` and with the suffix of ``target``."""
    return target.with_name(f".{_prefix()}{secrets.token_hex(8)}{target.suffix}")


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder for private files, deleted at the end of the block. Raises OSError if it cannot be created."""
    clear_scratch()
    with tempfile.TemporaryDirectory(prefix=_prefix()) as name:
        yield Path(name)


@contextmanager
def text_name(path: Path) -> Iterator[Path]:
    """``path`` or, if it is not valid text, a temporary link to it with a plain name, deleted after the block.

    On Linux and macOS a name may hold any bytes, but some libraries accept only UTF-8. The file need not exist. Raises
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


def clear_scratch() -> None:
    """Delete the scratch folders that killed processes left."""
    clear(Path(tempfile.gettempdir()))


@lru_cache(maxsize=256)
def clear(folder: Path) -> None:
    """Delete what killed processes of this computer and user left in that folder. Further calls for the same folder do
    nothing until 256 other folders have been cleared.
    """
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if "crfill-" in entry.name[:8] and _is_left(entry):
                if entry.is_dir(follow_symlinks=False):
                    shutil.rmtree(entry.path, ignore_errors=True)
                else:
                    with suppress(OSError):
                        os.unlink(entry.path)


def _is_left(entry: os.DirEntry[str]) -> bool:
    name = _OWNER.match(entry.name)
    if name is None:
        return False
    here = ProcessId.here()
    owner = ProcessId(name["computer"], name["boot"], name["space"], int(name["process"]), int(name["born"]))
    if owner.computer != here.computer:
        return False
    try:
        facts = entry.stat(follow_symlinks=False)
    except OSError:
        return False
    if stat.S_ISLNK(facts.st_mode) or (hasattr(os, "getuid") and facts.st_uid != os.getuid()):
        return False
    if owner.boot == here.boot:
        return owner.has_ended  # False for processes of other containers, of which nothing is known
    now = _now(Path(entry.path).parent)
    return now is not None and now - facts.st_mtime > LONGEST_SECONDS


def _now(folder: Path) -> float | None:
    """The current time by the clock of that folder's disk, which may be another computer's clock; None if nothing can be
    written there.
    """
    try:
        with tempfile.TemporaryFile(dir=folder, prefix=f".{_prefix()}") as file:
            file.write(b"now")
            file.flush()
            return os.fstat(file.fileno()).st_mtime
    except OSError:
        return None


def _prefix() -> str:
    process = ProcessId.here()
    return f"crfill-{process.computer}-{process.boot}-{process.space}-{process.number}-{process.born}-"
