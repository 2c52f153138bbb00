"""Sources of photos: folders, tar shards and file lists, indexed for random access."""

from __future__ import annotations

import os
import re
import tarfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from crfill_core.base.messages import Message, reason
from crfill_core.errors import ConfigError

SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff", ".avif"}


class Entry(NamedTuple):
    """One photo: a file of its own (``offset`` −1) or ``length`` bytes at ``offset`` of an uncompressed tar."""

    path: Path
    name: str
    offset: int = -1
    length: int = -1


def index_images(paths: Sequence[Path]) -> list[Entry]:
    """Every image that the paths name, in a fixed order. A path is an image, a folder, a .tar or a .txt list.

    A folder stands for the images in it and its subfolders, and for the .tar files directly in it. A list, in UTF-8, has one
    path of an image per line, relative to the list's folder. The last part of a path may be a pattern with *
    ("photos-*.tar"). Raises ConfigError for any other path, and for a .tar or a list that cannot be read.
    """
    entries: list[Entry] = []
    for path in paths:
        if "*" in path.name:
            matches = sorted(path.parent.glob(path.name))
            if not matches:
                raise ConfigError("{path} matches nothing; check the data paths.", path=path)
            entries += index_images(matches)
        elif os.path.isdir(path):  # unlike Path.is_dir, False for a path that may not be read
            files = sorted(p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES)
            entries += [Entry(p, p.relative_to(path).as_posix()) for p in files]
            for tar in sorted(path.glob("*.tar")):
                entries += _tar_entries(tar)
        elif path.suffix == ".tar":
            entries += _tar_entries(path)
        elif path.suffix == ".txt" and os.path.isfile(path):
            listed = [path.parent / line.strip() for line in _lines(path) if line.strip()]
            entries += [Entry(p, p.name) for p in listed]
        elif path.suffix.lower() in SUFFIXES and os.path.isfile(path):
            entries.append(Entry(path, path.name))
        else:
            raise ConfigError(
                "{path} is not an existing folder, .tar, .txt list or image; check the data paths.", path=path
            )
    return entries


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            "{path} cannot be read as a list of images ({reason}); check the data paths.",
            path=path,
            reason=reason(error) if isinstance(error, OSError) else Message("it is not text in UTF-8"),
        ) from error


def _tar_entries(path: Path) -> list[Entry]:
    try:
        with tarfile.open(path, "r:") as tar:
            return [
                Entry(path, member.name, member.offset_data, member.size)
                for member in tar
                if member.isfile() and Path(member.name).suffix.lower() in SUFFIXES
            ]
    except (OSError, tarfile.TarError) as error:
        raise ConfigError(
            "{path} cannot be read as an uncompressed tar ({error}); check the data paths.",
            path=path,
            error=error,
        ) from error


def read_entry(entry: Entry) -> bytes:
    """The encoded bytes of one photo. Raises OSError."""
    with open(entry.path, "rb") as file:
        if entry.offset < 0:
            return file.read()
        file.seek(entry.offset)
        return file.read(entry.length)


def source_of(name: str) -> str:
    """The collection that a photo belongs to: its folder or, if it has none, its name without the number at the end."""
    folder, _, stem = name.rpartition("/")
    return folder or re.sub(r"[_-]?\d+\.\w+$", "", stem)
