"""The record in a folder of results: which files batches wrote there, and what each was made from."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from crfill_core.errors import CrfillError
from crfill_core.files.replace import write_text
from crfill_core.files.strict import StrictError, read_json, why
from crfill_core.jobs.ledger import Line

RECORD = "crfill-batch.json"
UNFINISHED = ""
"""Stands in place of a fingerprint if a process that was killed may have written the result."""


class Record:
    """The record, read from its file. Raises CrfillError for a damaged file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._made: dict[str, str] = {}
        """Name of a result → fingerprint."""
        self.read()

    def read(self) -> None:
        """Read the file again."""
        try:
            self._made = read_json(self._path, dict[str, str])
        except FileNotFoundError:
            self._made = {}
        except (OSError, StrictError) as error:
            raise CrfillError(
                "{path} cannot be read ({reason}); choose another folder or remove that file.",
                path=self._path,
                reason=why(error),
            ) from error

    def knows(self, output: Path, made_from: str) -> bool:
        """Whether the result exists and was made from the inputs and options with that fingerprint."""
        return self._made.get(output.name) == made_from and output.is_file()

    def has(self, output: Path) -> bool:
        """Whether a batch wrote, or may have written, a file of that name."""
        return output.name in self._made

    def add(self, lines: Iterable[Line]) -> None:
        """Add lines of ledgers, the oldest first, and save. Raises FileError."""
        made = dict(self._made)
        for line in lines:
            if line.filled:
                made[line.name] = line.made_from
            elif line.state == "begun":
                made.setdefault(line.name, UNFINISHED)
        if made != self._made:
            write_text(self._path, json.dumps(made, indent=1))
            self._made = made
