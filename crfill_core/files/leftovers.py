"""Temporary files and folders bear the process that made them in their names, so that what a process that was killed
left can be told from what another one is writing, and goes.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_OWNER = re.compile(r"\.?crfill-(?P<computer>[0-9a-f]{8})-(?P<start>[0-9a-f]{8})-(?P<process>\d{1,10})-")
LONGEST_SECONDS = 24 * 3600
"""No file is written for longer: an older one is left over, even if another process has got the number since."""
_cleared: set[Path] = set()


def temporary_beside(target: Path) -> Path:
    """A name for a hidden temporary file of this process in the folder of ``target``, with its suffix."""
    return target.with_name(f".{_prefix()}{secrets.token_hex(8)}{target.suffix}")


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder for files that nobody else should see, deleted afterwards. Raises OSError where none can be made."""
    clear_scratch()
    with tempfile.TemporaryDirectory(prefix=_prefix()) as name:
        yield Path(name)


def clear_scratch() -> None:
    """Delete the scratch folders that killed processes left."""
    clear(Path(tempfile.gettempdir()))


def clear(folder: Path) -> None:
    """Delete what killed processes of this computer and user left in that folder. It is looked at once in a process."""
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
    owner = _OWNER.match(entry.name)
    if owner is None or owner["computer"] != _computer():
        return False
    try:
        facts = entry.stat(follow_symlinks=False)
    except OSError:
        return False
    if stat.S_ISLNK(facts.st_mode) or (hasattr(os, "getuid") and facts.st_uid != os.getuid()):
        return False
    if time.time() - facts.st_mtime > LONGEST_SECONDS:
        return True
    return owner["start"] == _start() and not _runs(int(owner["process"]))


def _prefix() -> str:
    return f"crfill-{_computer()}-{_start()}-{os.getpid()}-"


def _computer() -> str:
    return _hashed(os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", ""))


def _start() -> str:
    """Of what the numbers of processes count within: the system's start, and the container. The same for all where the
    system does not tell.
    """
    told = ""
    with suppress(OSError):
        told = Path("/proc/sys/kernel/random/boot_id").read_text() + os.readlink("/proc/self/ns/pid")
    return _hashed(told)


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogateescape")).hexdigest()[:8]


def _runs(process: int) -> bool:
    """Whether there is a process of that number."""
    if sys.platform == "win32":
        import ctypes

        query, still_active, denied = 0x1000, 259, 5
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.OpenProcess.restype = ctypes.c_void_p
        handle = kernel.OpenProcess(query, False, process)
        if not handle:
            return ctypes.get_last_error() == denied
        status = ctypes.c_ulong()
        known = kernel.GetExitCodeProcess(ctypes.c_void_p(handle), ctypes.byref(status))
        kernel.CloseHandle(ctypes.c_void_p(handle))
        return not known or status.value == still_active
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:  # it is another user's
        pass
    return True
