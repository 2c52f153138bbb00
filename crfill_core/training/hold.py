"""The lock of a run's folder, so that only one process trains in it. Others can find that process and ask it to stop."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from crfill_core.base.messages import reason
from crfill_core.errors import ConfigError
from crfill_core.files.strict import StrictError, read_json

LOCK_FILE = "run.lock"
PROCESS_FILE = "process.json"
STOP_FILE = "stop"
PATIENCE_SECONDS = 2.0
"""How long to wait for the lock. Other processes take it for a moment to see whether a run is in progress."""


@contextmanager
def training_in(folder: Path) -> Iterator[None]:
    """Context in which this process trains in a folder. Raises ConfigError if another process already does.

    The lock is also released if the process is killed. An old request to stop is removed.
    """
    lock = FileLock(folder / LOCK_FILE)
    try:
        lock.acquire(timeout=PATIENCE_SECONDS)
    except Timeout:
        raise ConfigError(
            "Another process is training in {folder}; wait until it has ended, or stop it.", folder=folder
        ) from None
    except OSError as error:
        raise ConfigError(
            "{folder} cannot be written ({reason}).", folder=folder, reason=reason(error)
        ) from error
    try:
        (folder / STOP_FILE).unlink(missing_ok=True)
        (folder / PROCESS_FILE).write_text(json.dumps({"pid": os.getpid()}), encoding="utf-8")
        yield
    finally:
        for name in (PROCESS_FILE, STOP_FILE):
            (folder / name).unlink(missing_ok=True)
        lock.release()


def is_held(folder: Path) -> bool:
    """Whether a process trains in the folder; False also if its lock cannot be opened."""
    path = folder / LOCK_FILE
    if not path.exists():
        return False
    try:
        with FileLock(path, timeout=0):
            return False
    except Timeout:
        return True
    except OSError:
        return False


def holder(folder: Path) -> int | None:
    """The id of the process that trains in the folder; None if there is none or its id cannot be read."""
    if is_held(folder):
        with suppress(OSError, StrictError, KeyError):
            return read_json(folder / PROCESS_FILE, dict[str, int])["pid"]
    return None


def ask_to_stop(folder: Path) -> None:
    """Ask the process that trains in the folder to end after the current step and save its state. Raises OSError."""
    (folder / STOP_FILE).touch()
