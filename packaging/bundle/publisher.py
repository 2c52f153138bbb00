"""Who publishes the builds: ``packaging/publisher.toml``."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).resolve().parent.parent / "publisher.toml"
_APP_ID = re.compile(r"[A-Za-z_][\w-]*(\.[A-Za-z_][\w-]*){2,}")


class Publisher(NamedTuple):
    name: str
    email: str
    """Empty if there is none, as is ``homepage``."""
    homepage: str
    app_id: str

    @property
    def maintainer(self) -> str:
        """Name and address for Debian's packages."""
        return f"{self.name} <{self.email}>" if self.email else self.name

    @property
    def developer_id(self) -> str:
        """The owner's part of the app's id."""
        return self.app_id.rpartition(".")[0].lower()


def read(file: Path = FILE) -> Publisher:
    """The publisher in the file. ValueError, with a sentence, if a text is missing or the id is no valid one."""
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    if set(table) != set(Publisher._fields) or not all(isinstance(value, str) for value in table.values()):
        raise ValueError(f"{file.name} must have these texts: {', '.join(Publisher._fields)}.")
    publisher = Publisher(**table)
    if not _APP_ID.fullmatch(publisher.app_id):
        raise ValueError(f"{file.name}: {publisher.app_id} is no id like org.example.Name.")
    return publisher
