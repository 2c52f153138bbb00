"""Files of JSON objects, one per line, to which one process appends while others read what is new."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crfill_core.files.replace import flush


class Appender:
    """Appends to an existing file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._torn = b""

    def add(self, value: Mapping[str, Any]) -> None:
        """Append ``value`` as a line and flush it to the disk. Raises OSError; FileNotFoundError if the file was deleted."""
        with open(self._path, "r+b") as file:  # unlike "ab", this does not create the file
            file.seek(0, os.SEEK_END)
            before, self._torn = self._torn, b"\n"  # a line cut short by a full disk must not spoil the next
            file.write(before + json.dumps(value).encode() + b"\n")
            flush(file)
            self._torn = b""


@dataclass(frozen=True)
class News:
    """The objects on the lines that are new since the last call. ``anew``: this is the first call, or the file was replaced
    or cut; the objects are then those from the start of the file.
    """

    objects: list[dict[str, Any]]
    anew: bool
    mark: tuple[int, int]
    """The file's time of change in ns and its size in bytes; every appended line changes at least the size."""


class Follower:
    """Reads the complete lines of a file. An unfinished last line is left for the next call. Lines that are not JSON
    objects, as a full disk or a crash may leave, are skipped.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._offset, self._file = 0, 0

    def read(self) -> News | None:
        """The new lines; None if the file cannot be read.

        The file is reopened each time, so that network disks fetch what other computers have written.
        """
        try:
            with open(self._path, "rb") as file:
                status = os.fstat(file.fileno())
                anew = status.st_ino != self._file or status.st_size < self._offset
                if anew:
                    self._offset, self._file = 0, status.st_ino
                file.seek(self._offset)
                data = file.read()
        except OSError:
            return None
        whole = data[: data.rfind(b"\n") + 1]
        self._offset += len(whole)
        objects = []
        for line in whole.splitlines():
            with suppress(ValueError, RecursionError):
                if isinstance(value := json.loads(line), dict):
                    objects.append(value)
        return News(objects, anew, (status.st_mtime_ns, status.st_size))
