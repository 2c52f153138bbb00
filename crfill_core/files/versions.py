"""Detects files that another program or window has written since this one read or wrote them."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

Version = tuple[int, int, int]
"""Time of change, length and number of a file."""
_PATIENCE = 2.0
"""Seconds."""


def version_of(path: Path) -> Version | None:
    """The file's present version; None if it cannot be read."""
    try:
        facts = path.stat()
    except OSError:
        return None
    return facts.st_mtime_ns, facts.st_size, facts.st_ino


class FileVersions:
    """Remembers each file's version when it was last read or written here. A changed clock does no harm: any
    different time counts as a change.
    """

    def __init__(self) -> None:
        self._known: dict[Path, Version | None] = {}

    def known(self, path: Path) -> Version | None:
        """The version that was last read or written here; None if there is none."""
        return self._known.get(path.resolve())

    def note(self, path: Path, version: Version | None) -> None:
        """Remember the version in which that file was read or written here."""
        self._known[path.resolve()] = version

    def changed(self, path: Path) -> bool:
        """Whether another program has written the file since; False if it is gone, or was never read here."""
        known, now = self.known(path), version_of(path)
        return known is not None and now is not None and now != known

    @contextmanager
    def replacing(self, target: Path, new: Path) -> Iterator[bool]:
        """Yields whether ``target`` may be replaced by ``new``, the complete file beside it: not if another program has
        written it. Within the block no other process of ours replaces it. If ``new`` has its place at the end of
        the block, the version of ``new`` is remembered. Raises OSError.
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
    """Holds a lock on that file, so that only one of our processes at a time replaces it. On disks without such locks,
    and on Windows, where an open file cannot be replaced, nothing is locked.
    """
    with ExitStack() as stack:
        if sys.platform != "win32":
            import fcntl

            with suppress(OSError):
                file = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
                stack.callback(os.close, file)
                until = time.monotonic() + _PATIENCE
                # No process of ours holds the lock for longer than this patience.
                while time.monotonic() < until:
                    try:
                        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                        break
                    except BlockingIOError:
                        time.sleep(0.01)
        yield
