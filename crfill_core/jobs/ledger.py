"""Ledgers: for each process that fills a folder, a file that says what it has done.

A file that several computers append to loses lines on network disks, where an append is not atomic. So every process has
a ledger of its own, and readers combine them.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from crfill_core.files.json_lines import Appender, Follower
from crfill_core.files.process import ProcessId
from crfill_core.files.replace import flush
from crfill_core.files.strict import StrictError, read

State = Literal["begun", "settled", "released"]
"""The state of a claim. begun: the result may exist from now on; settled: there is an outcome; released: given up."""


@dataclass(frozen=True)
class Line:
    """A line of a ledger: the new state of a claim."""

    name: str
    """Name of the claimed result."""
    generation: int
    state: State
    made_from: str = ""
    """If settled: the fingerprint of everything that decides the result."""
    outcome: dict[str, Any] | None = None
    """If settled: the fields of the photo's :class:`crfill_core.jobs.batch.Outcome`."""

    @property
    def filled(self) -> bool:
        """Whether the result is on the disk and complete."""
        return self.state == "settled" and self.outcome is not None and self.outcome["state"] == "done"


@dataclass(frozen=True)
class Author(ProcessId):
    """The owner of a ledger. ``job``: see :class:`crfill_core.jobs.world.World`."""

    job: str


class Ledger:
    """The ledger of this process. Its file exists until its lines are in the record of the folder. Raises OSError."""

    def __init__(self, path: Path, author: Author) -> None:
        self.path = path
        self._file = Appender(path)
        with open(path, "x", encoding="utf-8") as file:
            file.write(json.dumps(asdict(author)) + "\n")
            flush(file)

    def add(self, line: Line) -> None:
        """Append the line and flush it to the disk. Raises OSError.

        Raises FileNotFoundError if other processes took this one for dead, ended the work and deleted the file.
        """
        self._file.add(asdict(line))

    def leave(self) -> None:
        """Record that this process has left. Raises the errors of :meth:`add`."""
        self._file.add({"left": True})


class Reader:
    """Reads the ledger of any process, as far as its lines are complete."""

    def __init__(self, path: Path) -> None:
        self._file = Follower(path)
        self.author: Author | None = None
        """None until the first line is written."""
        self.lines: dict[tuple[str, int], Line] = {}
        """The last state of each claim, by name and generation."""
        self.left = False
        """Whether the process has recorded that it has left."""

    def refresh(self) -> tuple[int, int] | None:
        """Read new lines. Returns a mark that changes when the owner touches the file; None if the file is gone."""
        news = self._file.read()
        if news is None:
            return None
        for value in news.objects:
            with suppress(StrictError):  # objects of an unknown kind are skipped
                if "number" in value:
                    self.author = read(value, Author)
                elif "left" in value:
                    self.left = True
                else:
                    line = read(value, Line)
                    self.lines[line.name, line.generation] = line
        return news.mark
