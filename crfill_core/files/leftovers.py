"""The names of temporary files and folders name the process that made them. So the leftovers of a killed process can
be told from files being written, and are deleted.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from crfill_core.files.process import ProcessId

_OWNER = re.compile(r"\.?crfill-(?P<computer>[0-9a-f]{8})-(?P<start>[0-9a-f]{8})-(?P<process>\d{1,10})-")
LONGEST_SECONDS = 24 * 3600
"""No file takes longer to write: an older one is a leftover, even if another process has its number by now."""
_cleared: set[Path] = set()


def temporary_beside(target: Path) -> Path:
    """A name for a hidden temporary file of this process in the folder of ``target``, with its suffix."""
    return target.with_name(f".{_prefix()}{secrets.token_hex(8)}{target.suffix}")


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder for private files, deleted afterwards. Raises OSError where none can be made."""
    clear_scratch()
    with tempfile.TemporaryDirectory(prefix=_prefix()) as name:
        yield Path(name)


def clear_scratch() -> None:
    """Delete the scratch folders that killed processes left."""
    clear(Path(tempfile.gettempdir()))


def clear(folder: Path) -> None:
    """Delete what killed processes of this computer and user left in that folder. A process looks into each folder once."""
    if folder in _cleared:
        return
    _cleared.add(folder)
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
    owner = ProcessId(name["computer"], name["start"], int(name["process"]))
    if owner.computer != ProcessId.here().computer:
        return False
    try:
        facts = entry.stat(follow_symlinks=False)
    except OSError:
        return False
    if stat.S_ISLNK(facts.st_mode) or (hasattr(os, "getuid") and facts.st_uid != os.getuid()):
        return False
    if time.time() - facts.st_mtime > LONGEST_SECONDS:
        return True
    return owner.has_ended


def _prefix() -> str:
    process = ProcessId.here()
    return f"crfill-{process.computer}-{process.start}-{process.number}-"
