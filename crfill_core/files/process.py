"""Which process wrote a file, so that others can tell whether it is still running."""

from __future__ import annotations

import hashlib
import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class ProcessId:
    """Identifies a process among all computers that share a disk."""

    computer: str
    """8 hexadecimal digits, a hash of the computer's name."""
    start: str
    """8 hexadecimal digits, a hash of the boot and the container that process numbers belong to. The same for all
    processes where the system does not tell.
    """
    number: int

    @classmethod
    def here(cls) -> ProcessId:
        """This process."""
        return cls(_computer(), _start(), os.getpid())

    @property
    def has_ended(self) -> bool:
        """Whether the process has certainly ended. Always False for processes of other computers."""
        return self.computer == _computer() and self.start == _start() and not _runs(self.number)


@cache
def _computer() -> str:
    return _hashed(os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", ""))


@cache
def _start() -> str:
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
    except OSError:  # the process belongs to another user
        pass
    return True
