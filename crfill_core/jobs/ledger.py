"""What each process that fills a folder has done: a file of its own, to which only it appends whole lines.

A file that several computers append to loses lines on network disks, where an append is not atomic. So every process
has its own ledger, and readers combine them.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from crfill_core.files.process import ProcessId
from crfill_core.files.replace import flush

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
class Author:
    """The owner of a ledger. ``job`` is that of its :class:`crfill_core.jobs.world.World`."""

    process: ProcessId
    job: str


class Ledger:
    """This process's ledger, for writing. The file exists until its contents are in the record of the folder."""

    def __init__(self, path: Path, author: Author) -> None:
        """Make the file. Raises OSError."""
        self.path = path
        self._torn = b""
        with open(path, "x", encoding="utf-8") as file:
            file.write(json.dumps({**asdict(author.process), "job": author.job}) + "\n")
            flush(file)

    def add(self, line: Line) -> None:
        """Append the line and flush it to the disk. Raises OSError; FileNotFoundError if other processes took this
        one for dead, ended the work and deleted the file.
        """
        self._append(asdict(line))

    def leave(self) -> None:
        """Record that this process has left. Raises as :meth:`add`."""
        self._append({"left": True})

    def _append(self, value: dict[str, Any]) -> None:
        with open(os.open(self.path, os.O_WRONLY | os.O_APPEND), "ab") as file:
            before, self._torn = (
                self._torn,
                b"\n",
            )  # a line cut short by a full disk must not spoil the next
            file.write(before + json.dumps(value).encode() + b"\n")
            flush(file)
            self._torn = b""


class Reader:
    """Any process's ledger, read as far as it is complete."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read = 0
        self.author: Author | None = None
        """None until its first line is written."""
        self.lines: dict[tuple[str, int], Line] = {}
        """The last state of each claim, by name and generation."""
        self.left = False
        """Whether the process has recorded that it left."""

    def refresh(self) -> tuple[int, int] | None:
        """Read new lines. Returns a mark that changes with every sign of life; None if the file has gone.

        The file is reopened each time, so that network disks fetch what other computers have written.
        """
        try:
            with open(self._path, "rb") as file:
                facts = os.fstat(file.fileno())
                file.seek(self._read)
                data = file.read()
        except OSError:
            return None
        whole = data[: data.rfind(b"\n") + 1]
        self._read += len(whole)
        for line in whole.splitlines():
            self._take(line)
        return facts.st_mtime_ns, facts.st_size

    def _take(self, line: bytes) -> None:
        """Parse a line; None for a broken one, as a full disk may leave."""
        try:
            value = json.loads(line)
            if "number" in value:
                process = ProcessId(value["computer"], value["start"], int(value["number"]))
                self.author = Author(process, value["job"])
            elif "left" in value:
                self.left = True
            else:
                entry = Line(**value)
                self.lines[entry.name, entry.generation] = entry
        except (ValueError, TypeError, KeyError):
            return
