"""Files that another program, or another window, may have written since this one read or wrote them."""

from __future__ import annotations

from pathlib import Path

Version = tuple[int, int, int]
"""Time of change, length and number of a file."""


def version_of(path: Path) -> Version | None:
    """What is there now; None where nothing can be seen."""
    try:
        facts = path.stat()
    except OSError:
        return None
    return facts.st_mtime_ns, facts.st_size, facts.st_ino


class FileVersions:
    """Knows each file as it was when it was last read or written here. A clock that jumps does not matter: any other
    time of change is a change.
    """

    def __init__(self) -> None:
        self._known: dict[Path, Version | None] = {}

    def note(self, path: Path, version: Version | None) -> None:
        """That file was read or written here; this is what it was."""
        self._known[path.resolve()] = version

    def changed(self, path: Path) -> bool:
        """Whether somebody else has written the file since; not if it is gone, or was never seen here."""
        known, now = self._known.get(path.resolve()), version_of(path)
        return known is not None and now is not None and now != known
