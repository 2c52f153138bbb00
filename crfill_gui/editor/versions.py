"""Detects files that another program or window has written since this one read or wrote them."""

from __future__ import annotations

from pathlib import Path

Version = tuple[int, int, int]
"""Time of change, length and number of a file."""


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

    def note(self, path: Path, version: Version | None) -> None:
        """That file was read or written here, in this version."""
        self._known[path.resolve()] = version

    def changed(self, path: Path) -> bool:
        """Whether another program has written the file since; False if it is gone, or was never read here."""
        known, now = self._known.get(path.resolve()), version_of(path)
        return known is not None and now is not None and now != known
