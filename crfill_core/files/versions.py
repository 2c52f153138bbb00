"""Detects files that another program or window has written since this one read or wrote them."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

Version = tuple[int, int, int]
"""Time of change in ns, length in bytes and inode number of a file."""
_PATIENCE = 2.0
"""The most seconds to wait for another process of ours that is replacing the same file."""


def version_of(path: Path) -> Version | None:
    """The file's present version; None if it cannot be read."""
    try:
        facts = path.stat()
    except OSError:
        return None
    return facts.st_mtime_ns, facts.st_size, facts.st_ino


class FileVersions:
    """Remembers each file's version when it was last read or written here. A wrong clock does no harm, because any other
    time counts as a change.
    """

    def __init__(self) -> None:
        self._known: dict[Path, Version | None] = {}

    def known(self, path: Path) -> Version | None:
        """The version that was last read or written here; None if there is none."""
        return self._known.get(path.resolve())

    def note(self, path: Path, version: Version | None) -> None:
        """Remember the version that was read or written here."""
        self._known[path.resolve()] = version

    def changed(self, path: Path) -> bool:
        """Whether another program has written the file since; False if it is gone, or was never read here."""
        known, now = self.known(path), version_of(path)
        return known is not None and now is not None and now != known

    @contextmanager
    def replacing(self, target: Path, new: Path) -> Iterator[bool]:
        """Yields whether ``target`` may be replaced by ``new``, the complete file beside it: False if another program has
        written ``target`` meanwhile. If True, the block must replace it; then the version of ``new`` is remembered. No
        other process of ours replaces ``target`` during the block. Raises OSError.
        """
        written = version_of(new)
        with _held(target):
            allowed = not self.changed(target)
            yield allowed
            if allowed:
                now = version_of(target)
                same = now is not None and written is not None and now[:2] == written[:2]
                # Some network disks give a renamed file a new number.
                self.note(target, now if same else written)


@contextmanager
def _held(path: Path) -> Iterator[None]:
    """Hold a lock on that file during the block: only one of our processes replaces it at a time. Nothing is locked on disks
    without such locks, and on Windows, where an open file cannot be replaced.
    """
    with ExitStack() as stack:
        if sys.platform != "win32":
            import fcntl

            with suppress(OSError):
                file = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
                stack.callback(os.close, file)
                until = time.monotonic() + _PATIENCE
                # A process of ours never holds the lock for so long.
                while time.monotonic() < until:
                    try:
                        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                        break
                    except BlockingIOError:
                        time.sleep(0.01)
        yield
