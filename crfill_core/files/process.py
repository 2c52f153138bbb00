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
    boot: str
    """8 hexadecimal digits, a hash of the identifier that Linux gives each boot; on other systems, of an empty text."""
    space: str
    """8 hexadecimal digits, a hash of the Linux process namespace (container) that ``number`` belongs to; on other systems,
    of an empty text.
    """
    number: int
    born: int
    """When the process started, in ticks since the boot; 0 on systems that do not tell. Setting the clock does not change
    it. It distinguishes a process from a later one with the same number.
    """

    @classmethod
    def here(cls) -> ProcessId:
        """This process."""
        return cls(*_computer_boot_space(), os.getpid(), _born(os.getpid()))

    @property
    def has_ended(self) -> bool:
        """Whether it is certain that the process has ended. Always False for other computers, boots and containers."""
        if (self.computer, self.boot, self.space) != _computer_boot_space():
            return False
        if not _runs(self.number):
            return True
        return bool(self.born) and _born(self.number) not in (0, self.born)


@cache
def _computer_boot_space() -> tuple[str, str, str]:
    computer, boot, space = os.environ.get("COMPUTERNAME", ""), "", ""
    if hasattr(os, "uname"):
        computer = os.uname().nodename
    with suppress(OSError):
        boot = Path("/proc/sys/kernel/random/boot_id").read_text()
    with suppress(OSError):
        space = os.readlink("/proc/self/ns/pid")
    return _hashed(computer), _hashed(boot), _hashed(space)


def _facts(process: int) -> list[bytes]:
    """The state of a process and the numbers that follow it in Linux's ``/proc/…/stat``; empty if there is no such file."""
    with suppress(OSError):
        # The program's name comes before the state, in brackets, and may itself hold brackets and spaces.
        return Path(f"/proc/{process}/stat").read_bytes().rpartition(b")")[2].split()
    return []


def _born(process: int) -> int:
    facts = _facts(process)
    return int(facts[19]) if len(facts) > 19 else 0


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogateescape")).hexdigest()[:8]


def _runs(process: int) -> bool:
    """Whether a process with that number exists and has not ended."""
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
    return _facts(process)[:1] not in ([b"Z"], [b"X"])  # ended, but its parent has not asked for its status
