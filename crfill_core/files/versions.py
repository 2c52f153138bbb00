"""Detects files that another program or window has written since this process read or wrote them."""

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
"""At most this many seconds are spent waiting for another process of ours that is replacing the same file."""


def version_of(path: Path) -> Version | None:
    """The file's current version; None if it cannot be read."""
    try:
        facts = path.stat()
    except OSError:
        return None
    return facts.st_mtime_ns, facts.st_size, facts.st_ino


class FileVersions:
    """Remembers each file's version when it was last read or written here. A wrong clock does no harm, because any
    difference from the remembered time counts as a change, even an earlier time.
    """

    def __init__(self) -> None:
        self._known: dict[Path, Version | None] = {}

    def known(self, path: Path) -> Version | None:
        """The version that was last read or written here; None if the file was never read or written here."""
        return self._known.get(path.resolve())

    def note(self, path: Path, version: Version | None) -> None:
        """Remember the version that was read or written here."""
        self._known[path.resolve()] = version

    def changed(self, path: Path) -> bool:
        """Whether another program has written the file since it was last read or written here; False if it is gone, or was
        never read or written here.
        """
        known, now = self.known(path), version_of(path)
        return known is not None and now is not None and now != known

    @contextmanager
    def replacing(self, target: Path, new: Path) -> Iterator[bool]:
        """Yields whether ``target`` may be replaced with ``new``, the complete file beside it: False if another program has
        written ``target`` in the meantime. If True, the block must replace it; then the version of ``new`` is remembered.
        Where files can be locked, other processes of ours wait for the block, up to 2 seconds, before they replace
        ``target``. Raises OSError.
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
    """Hold a lock on that file during the block, so that only one of our processes replaces it at a time. Nothing is locked
    on disks without such locks, on Windows, where an open file cannot be replaced, and if the lock is not free in time.
    """
    with ExitStack() as stack:
        if sys.platform != "win32":
            import fcntl

            with suppress(OSError):
                file = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
                stack.callback(os.close, file)
                until = time.monotonic() + _PATIENCE
                # None of our processes holds the lock this long, so after that we go on without it.
                while time.monotonic() < until:
                    try:
                        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                        break
                    except BlockingIOError:
                        time.sleep(0.01)
        yield
