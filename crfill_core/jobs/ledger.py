"""What each process that fills a folder has done: a file of its own, to which only it appends whole lines.

A file that several computers append to loses lines on network disks, where an append is not atomic. So every process
has its own ledger, and readers combine them.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from crfill_core.files.json_lines import Appender, Follower
from crfill_core.files.process import ProcessId
from crfill_core.files.replace import flush
from crfill_core.files.strict import StrictError, read

State = Literal["begun", "settled", "released"]
"""State of a claim: the result may be written from now on; settled, with the outcome of the photo; released."""


@dataclass(frozen=True)
class Line:
    """The state of a claim, by the name of the result and the claim's generation."""

    name: str
    generation: int
    state: State
    made_from: str = ""
    """The fingerprint of everything that decides the result; only of settled claims."""
    outcome: dict[str, Any] | None = None

    @property
    def filled(self) -> bool:
        """Whether the result is on the disk, whole."""
        return self.state == "settled" and self.outcome is not None and self.outcome["state"] == "done"


@dataclass(frozen=True)
class Author(ProcessId):
    """The owner of a ledger. ``job`` is that of its :class:`crfill_core.jobs.world.World`."""

    job: str


class Ledger:
    """This process's ledger, for writing. The file exists until its contents are in the record of the folder."""

    def __init__(self, path: Path, author: Author) -> None:
        """Make the file. Raises OSError."""
        self.path = path
        self._file = Appender(path)
        with open(path, "x", encoding="utf-8") as file:
            file.write(json.dumps(asdict(author)) + "\n")
            flush(file)

    def add(self, line: Line) -> None:
        """Append the line and flush it to the disk. Raises OSError; FileNotFoundError if other processes took this
        one for dead, ended the work and deleted the file.
        """
        self._file.add(asdict(line))

    def leave(self) -> None:
        """Record that this process has left. Raises as :meth:`add`."""
        self._file.add({"left": True})


class Reader:
    """Any process's ledger, read as far as it is complete."""

    def __init__(self, path: Path) -> None:
        self._file = Follower(path)
        self.author: Author | None = None
        """None until its first line is written."""
        self.lines: dict[tuple[str, int], Line] = {}
        """The last state of each claim, by name and generation."""
        self.left = False
        """Whether the process has recorded that it left."""

    def refresh(self) -> tuple[int, int] | None:
        """Read new lines. Returns a mark that changes with every sign of life; None if the file has gone."""
        news = self._file.read()
        if news is None:
            return None
        for value in news.objects:
            self._take(value)
        return news.mark

    def _take(self, value: dict[str, Any]) -> None:
        """Objects of an unknown kind are skipped."""
        try:
            if "number" in value:
                self.author = read(value, Author)
            elif "left" in value:
                self.left = True
            else:
                entry = read(value, Line)
                self.lines[entry.name, entry.generation] = entry
        except StrictError:
            return
