"""What each process that fills a folder has done: a file of its own, to which only it appends whole lines.

A file that several computers append to loses lines on network disks, where an append is a read of the size and a write at
that place. So every process has its own, and who reads joins them.
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
"""Of a claim: the result may be written from now on; it is over, with what became of the photo; it was given back."""


@dataclass(frozen=True)
class Line:
    """What became of a claim, by the name of the result and the claim's generation."""

    name: str
    generation: int
    state: State
    made_from: str = ""
    """The fingerprint of all that decides the result; of settled claims."""
    outcome: dict[str, Any] | None = None

    @property
    def filled(self) -> bool:
        """Whether the result is on the disk, whole."""
        return self.state == "settled" and self.outcome is not None and self.outcome["state"] == "done"


@dataclass(frozen=True)
class Author:
    """Whose ledger it is. ``job`` is that of its :class:`crfill_core.jobs.world.World`."""

    process: ProcessId
    job: str


class Ledger:
    """The file of this process, to write. It exists until what it tells is in the record of the folder."""

    def __init__(self, path: Path, author: Author) -> None:
        """Make the file. Raises OSError."""
        self.path = path
        self._torn = b""
        with open(path, "x", encoding="utf-8") as file:
            file.write(json.dumps({**asdict(author.process), "job": author.job}) + "\n")
            flush(file)

    def add(self, line: Line) -> None:
        """Append the line; it is on the disk afterwards. Raises OSError, FileNotFoundError where the file has gone because
        others took this process for dead and ended the work without it.
        """
        self._append(asdict(line))

    def leave(self) -> None:
        """Say that this process takes part no more. Raises as :meth:`add`."""
        self._append({"left": True})

    def _append(self, value: dict[str, Any]) -> None:
        with open(os.open(self.path, os.O_WRONLY | os.O_APPEND), "ab") as file:
            before, self._torn = (
                self._torn,
                b"\n",
            )  # a line that a full disk cut short must not take the next with it
            file.write(before + json.dumps(value).encode() + b"\n")
            flush(file)
            self._torn = b""


class Reader:
    """The file of any process, read as far as it is whole."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read = 0
        self.author: Author | None = None
        """None while its first line is not there."""
        self.lines: dict[tuple[str, int], Line] = {}
        """By name and generation, the last of each."""
        self.left = False
        """Whether the process has said that it takes part no more."""

    def refresh(self) -> tuple[int, int] | None:
        """Read what is new. A mark that changes with every sign of life; None where the file has gone.

        The file is opened anew each time: that makes network disks look for what other computers have written.
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
        """A line that is no sense, as a full disk may leave, tells nothing."""
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
