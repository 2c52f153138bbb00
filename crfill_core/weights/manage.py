"""Describes and imports weights files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from crfill_core.base.messages import Message, reason
from crfill_core.errors import FileError, WeightsError
from crfill_core.files.replace import replacing
from crfill_core.networks.generator import Generator
from crfill_core.weights import catalog
from crfill_core.weights.catalog import SUFFIX, Entry, entries, find
from crfill_core.weights.description import Description, glance, imported_from
from crfill_core.weights.header import CHECKPOINT_SUFFIXES, file_sha256, unreadable
from crfill_core.weights.load import load_any, load_weights, save_weights
from crfill_core.weights.official import import_official

OFFICIAL_LICENCE = Message(
    "that of the imported file (the CR-Fill authors' release: non-commercial research only)"
)


def describe(name_or_path: str | Path) -> Description:
    """Describe weights after reading them completely. Raises WeightsError if they are damaged or do not fit the network."""
    entry = find(name_or_path)
    weights = load_any(entry.path)
    return replace(glance(entry), config=weights.config.to_dict())


def convert_official(source: Path, target: Path) -> Generator:
    """Convert one of the CR-Fill authors' checkpoints to a weights file; returns its generator. Raises WeightsError."""
    if target.suffix != SUFFIX:
        raise WeightsError(
            "{target} is not a name for a weights file; choose one that ends in {suffix}.",
            target=target,
            suffix=SUFFIX,
        )
    generator = import_official(source)
    info = {
        "origin": imported_from(source.name),
        "imported_from": source.name,
        "origin_sha256": file_sha256(source),
        "licence": OFFICIAL_LICENCE,
        "crop": 256,
        "largest_hole": 128,
    }
    # In full precision, so that the network gives exactly the outputs of the original.
    save_weights(target, generator, info, half=False)
    return generator


def add_to_user_folder(source: Path) -> Entry:
    """Import one of the CR-Fill authors' checkpoints (.pth, .pt) or a generator's weights file into the user's folder, under
    its own name.

    Raises WeightsError if the file is neither of these, cannot be read, does not fit the network, or cannot be written, or
    if its name is taken.
    """
    suffix = source.suffix.lower()
    if suffix not in (*CHECKPOINT_SUFFIXES, SUFFIX):
        raise WeightsError(
            "{name} is neither a CR-Fill checkpoint (.pth, .pt) nor a weights file ({suffix}); choose another file.",
            name=source.name,
            suffix=SUFFIX,
        )
    target = catalog.user_folder() / f"{source.stem}{SUFFIX}"
    taken = {catalog.DEFAULT, *(entry.name for entry in entries(None))}  # "default" always means another file
    if target.exists() or target.stem in taken:
        raise WeightsError(
            "There are already weights named '{stem}'; rename {name} and import it again.",
            stem=target.stem,
            name=source.name,
        )
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if suffix in CHECKPOINT_SUFFIXES:
            convert_official(source, target)
        else:
            load_weights(source)
            content = _content(source)
            with replacing(target) as temporary:
                temporary.write_bytes(content)
    except FileError as error:
        raise WeightsError(error.message) from error
    except OSError as error:
        raise WeightsError(
            "{parent} cannot be written to ({reason}); check its permissions.",
            parent=target.parent,
            reason=reason(error),
        ) from error
    return find(target.stem)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error
