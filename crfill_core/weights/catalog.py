"""The available weights: those bundled with the program and those in the user's folder. Works without torch."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from platformdirs import user_data_dir

from crfill_core.base.messages import NOTHING, Message, reason
from crfill_core.errors import WeightsError
from crfill_core.files.resources import resource
from crfill_core.files.strict import StrictError, parse_json, read_json, why

SUFFIX = ".safetensors"
DEFAULT = "default"
"""Name for the generator that the catalogue marks as the default."""

Kind = Literal["generator", "structure"]
"""A generator fills on its own. A structure network makes the guide of the assembly."""
GENERATOR: Kind = "generator"
STRUCTURE: Kind = "structure"
"""Also the name of the bundled weights of this kind."""
_HEADER_LIMIT = 100_000_000
"""The largest header that the safetensors format allows, in bytes."""


@dataclass(frozen=True)
class Entry:
    """One weights file. ``sha256`` (lower-case hex) is None if the catalogue does not give it or does not list the file."""

    name: str
    path: Path
    sha256: str | None = None
    title: Message = NOTHING
    licence: str = ""
    default: bool = False
    kind: Kind = GENERATOR


@dataclass(frozen=True)
class _Item:
    """An entry of ``catalog.json``."""

    file: str
    sha256: str | None = None
    title: str = ""
    licence: str = ""
    default: bool = False


def bundled_folder() -> Path:
    """The folder of the program's own weights and their ``catalog.json``."""
    return resource("weights")


def user_folder() -> Path:
    """The folder for the user's own weights; it need not exist."""
    return Path(user_data_dir("crfill-studio")) / "weights"


def entries(kind: Kind | None = GENERATOR) -> list[Entry]:
    """The available weights of a kind (None: of all kinds): the bundled ones, the default first, then the user's.

    A user's file that has the name of a bundled one is reachable by its path only.
    """
    catalog = _read_catalog(bundled_folder() / "catalog.json")
    by_file = {item.file: (name, item) for name, item in catalog.items()}
    found: dict[str, Entry] = {}
    for path in sorted(bundled_folder().glob(f"*{SUFFIX}")):
        name, item = by_file.get(path.name, (path.stem, _Item(path.name)))
        sha256 = None if item.sha256 is None else item.sha256.lower()
        found[name] = Entry(
            name, path, sha256, Message(item.title), item.licence, item.default, _kind_of(path)
        )
    for path in sorted(user_folder().glob(f"*{SUFFIX}")):
        found.setdefault(path.stem, Entry(path.stem, path, kind=_kind_of(path)))
    wanted = [entry for entry in found.values() if kind in (None, entry.kind)]
    return sorted(wanted, key=lambda entry: not entry.default)


def find(name_or_path: str | Path) -> Entry:
    """The entry of that name ("default": the default one) or, if no weights have that name, of the file at that path.

    Raises :class:`WeightsError` if there is neither, or if the path may not be read. If nothing is at the path, the error
    names the known weights.
    """
    known = entries(None)
    if isinstance(name_or_path, str):
        for entry in known:
            if entry.name == name_or_path or (name_or_path == DEFAULT and entry.default):
                return entry
    path = Path(name_or_path)
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        pass
    except OSError as error:
        raise WeightsError(
            "The weights file {path} cannot be read ({reason}); check its name and its permissions.",
            path=path,
            reason=reason(error),
        ) from error
    for entry in known:
        if path.exists() and path.resolve() == entry.path.resolve():
            return entry
    if path.is_dir():
        raise WeightsError(
            "{path} is a folder: name a weights file ({suffix}) in it.", path=path, suffix=SUFFIX
        )
    if path.is_file():
        return Entry(path.stem, path, kind=_kind_of(path))
    names = ", ".join(entry.name for entry in known) or Message("none at all")
    if isinstance(name_or_path, Path) or path.suffix == SUFFIX or path.name != name_or_path:
        raise WeightsError(
            "The weights file {path} does not exist; known by name: {names}.", path=path, names=names
        )
    raise WeightsError(
        "There are no weights named '{name_or_path}'; known: {names}.", name_or_path=name_or_path, names=names
    )


def _kind_of(path: Path) -> Kind:
    """The kind of network that a weights file names in its header; generator if it names none or an unknown one.

    Unreadable files count as generators too, because loading them reports the fault.
    """
    try:
        with open(path, "rb") as file:
            length = int.from_bytes(file.read(8), "little")
            header = parse_json(file.read(length)) if length <= _HEADER_LIMIT else {}
        return STRUCTURE if header["__metadata__"]["kind"] == STRUCTURE else GENERATOR
    except (OSError, ValueError, KeyError, TypeError):
        return GENERATOR


def _read_catalog(path: Path) -> dict[str, _Item]:
    """Name → item of the bundled catalogue; empty if there is none."""
    if not path.is_file():
        return {}
    try:
        return read_json(path, dict[str, _Item])
    except (OSError, StrictError) as error:
        raise WeightsError(
            "The weights catalogue {path} is damaged ({error}); install the program again.",
            path=path,
            error=why(error),
        ) from error
