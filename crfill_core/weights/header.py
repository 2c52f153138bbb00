"""The metadata of weights files, read without the tensors and without torch, and their SHA-256."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safetensors import SafetensorError, safe_open

from crfill_core.base.messages import Message, reason
from crfill_core.errors import WeightsError
from crfill_core.files.strict import parse_json
from crfill_core.weights.catalog import GENERATOR, Entry

FORMAT = "crfill-weights/1"
CHECKPOINT_SUFFIXES = (".pth", ".pt")
"""Suffixes of the authors' checkpoints."""


@dataclass(frozen=True, eq=False)
class Stated:
    """A weights file's metadata; only its format has been checked."""

    kind: str
    config: dict[str, Any]
    info: dict[str, Any]


@contextmanager
def opened(path: Path, framework: str) -> Iterator[Any]:
    """Open a safetensors file for the duration of the ``with`` block. Errors in opening or reading it become
    :class:`WeightsError`.
    """
    try:
        with safe_open(path, framework=framework) as file:
            yield file
    except OSError as error:
        raise unreadable(path, error) from error
    except (SafetensorError, ValueError) as error:
        if path.suffix.lower() in CHECKPOINT_SUFFIXES:
            raise WeightsError(
                "{path} is a checkpoint, not a weights file; import it first: with Import in the editor's weights "
                "manager, or with `crfill weights import`.",
                path=path,
            ) from error
        raise WeightsError(
            "{path} is not a safetensors file or is damaged ({error}); choose another file or get a fresh copy.",
            path=path,
            error=error,
        ) from error


def stated(metadata: Mapping[str, str], path: Path) -> Stated:
    """The metadata of the weights file at ``path``. Raises :class:`WeightsError` for another format or damaged metadata."""
    if metadata.get("format") != FORMAT:
        raise WeightsError(
            "{path} holds no CR-Fill weights: its metadata does not say '{format}'; choose another file.",
            path=path,
            format=FORMAT,
        )
    try:
        config, info = parse_json(metadata["config"]), parse_json(metadata.get("info", "{}"))
        return Stated(metadata.get("kind", GENERATOR), dict(config), dict(info))
    except (KeyError, ValueError, TypeError) as error:
        raise unusable_metadata(path, error) from error


def read_header(path: Path) -> tuple[Stated, int]:
    """The metadata of a weights file and the number of its parameters. Raises :class:`WeightsError`."""
    with opened(path, "np") as file:
        metadata = file.metadata() or {}
        count = sum(math.prod(file.get_slice(key).get_shape()) for key in file.keys())  # noqa: SIM118
    return stated(metadata, path), count


def checked_sha256(entry: Entry) -> str:
    """The SHA-256 of the entry's file. Raises :class:`WeightsError` if the file cannot be read, or if the catalogue lists
    another SHA-256.
    """
    sha256 = file_sha256(entry.path)
    if entry.sha256 is not None and sha256 != entry.sha256:
        raise WeightsError(
            "The weights '{name}' ({path}) are not the file that the catalogue lists (their SHA-256 "
            "differs); the file is damaged or was replaced; install the program again.",
            name=entry.name,
            path=entry.path,
        )
    return sha256


def file_sha256(path: Path) -> str:
    """The file's SHA-256 in lower-case hexadecimal. Raises :class:`WeightsError` if the file cannot be read."""
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise unreadable(path, error) from error


def unreadable(path: Path, error: OSError) -> WeightsError:
    """The error for a file that the system does not let this program read."""
    return WeightsError(
        "The weights file {path} cannot be read ({reason}); check its name and its permissions.",
        path=path,
        reason=Message("No such file or directory")
        if isinstance(error, FileNotFoundError)
        else reason(error),
    )


def unusable_metadata(path: Path, why: Exception | Message) -> WeightsError:
    """The error for metadata that this version cannot use."""
    return WeightsError(
        "{path} has metadata that this version cannot use ({error}); update the program.",
        path=path,
        error=why,
    )
