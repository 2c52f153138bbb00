"""The record in a folder of results: which of its files are ours, and what each was made from."""

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
"""Stored in place of a fingerprint: a killed process may have written the result."""


class Record:
    """Reads the file at once. Raises CrfillError for a damaged file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._made: dict[str, str] = {}
        self.read()

    def read(self) -> None:
        """Read it again."""
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
        """Whether exactly this result exists already."""
        return self._made.get(output.name) == made_from and output.is_file()

    def has(self, output: Path) -> bool:
        """Whether a file of that name is ours."""
        return output.name in self._made

    def add(self, lines: Iterable[Line]) -> None:
        """Add the contents of ledgers, the oldest first, and save. Raises FileError."""
        made = dict(self._made)
        for line in lines:
            if line.filled:
                made[line.name] = line.made_from
            elif line.state == "begun":
                made.setdefault(line.name, UNFINISHED)
        if made != self._made:
            write_text(self._path, json.dumps(made, indent=1))
            self._made = made
