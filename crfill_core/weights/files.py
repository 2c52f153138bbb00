"""Weights files of every kind: safetensors with the network's kind and configuration in the metadata."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor, nn

from crfill_core.base.messages import Message, reason
from crfill_core.errors import FileError, WeightsError
from crfill_core.files.replace import replacing
from crfill_core.files.strict import parse_json
from crfill_core.weights.catalog import GENERATOR, Entry

FORMAT = "crfill-weights/1"
FLOATS = (torch.float16, torch.float32, torch.float64)

Network = TypeVar("Network", bound=nn.Module)


class Config(Protocol):
    """A network's configuration."""

    def to_dict(self) -> dict[str, Any]: ...


@dataclass(frozen=True, eq=False)
class Contents:
    """The contents of a weights file; only its format has been checked."""

    kind: str
    config: dict[str, Any]
    info: dict[str, Any]
    state: dict[str, Tensor]


def read_contents(path: Path) -> Contents:
    """Read a weights file of any kind. Raises :class:`WeightsError`."""
    try:
        with safe_open(path, framework="pt", device="cpu") as file:
            metadata = file.metadata() or {}
            state = {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118 (not a mapping)
    except (SafetensorError, OSError, ValueError) as error:
        raise WeightsError(
            "{path} is not a safetensors file or is damaged ({error}); a .pth file of the authors "
            "becomes one with `crfill weights import`.",
            path=path,
            error=error,
        ) from error
    if metadata.get("format") != FORMAT:
        raise WeightsError(
            "{path} holds no CR-Fill weights: its metadata does not say '{format}'; choose another file.",
            path=path,
            format=FORMAT,
        )
    try:
        config, info = parse_json(metadata["config"]), parse_json(metadata.get("info", "{}"))
        return Contents(metadata.get("kind", GENERATOR), dict(config), dict(info), state)
    except (KeyError, ValueError, TypeError) as error:
        raise unusable_metadata(path, error) from error


def write_contents(
    path: Path, kind: str, config: Config, state: Mapping[str, Tensor], info: Mapping[str, Any], half: bool
) -> None:
    """Write a weights file, all or nothing. ``half`` stores float16: half the size. ``info`` must survive JSON.

    Raises :class:`WeightsError` if the file cannot be written or float16 cannot hold a value.
    """
    dtype = torch.float16 if half else torch.float32
    stored = {key: value.detach().cpu().to(dtype).contiguous() for key, value in state.items()}
    for key, value in stored.items():
        if not np.isfinite(value.numpy()).all():
            raise WeightsError(
                "{path} was not saved: {key} has values that {dtype} cannot hold.",
                path=path,
                key=key,
                dtype=dtype,
            )
    metadata = {
        "format": FORMAT,
        "kind": kind,
        "config": json.dumps(config.to_dict()),
        "info": json.dumps(dict(info)),
    }
    try:
        with replacing(path) as temporary:
            temporary.write_bytes(save(stored, metadata))
    except FileError as error:
        raise WeightsError(error.message) from error


def fitted(network: Network, state: Mapping[str, Tensor], where: Path) -> Network:
    """The network with exactly these parameters, in float32 and evaluation mode.

    A missing, extra, mis-shaped or non-finite tensor raises a :class:`WeightsError` that names it.
    """
    expected = network.state_dict()
    missing = [key for key in expected if key not in state]
    if missing:
        raise WeightsError(
            "{where} does not fit the network: it lacks {names}; get the whole file.",
            where=where,
            names=_some(missing),
        )
    extra = [key for key in state if key not in expected]
    if extra:
        raise WeightsError(
            "{where} does not fit the network: it also holds {names}; choose another file.",
            where=where,
            names=_some(extra),
        )
    for key, tensor in state.items():
        if tensor.shape != expected[key].shape:
            has, needs = ("×".join(map(str, shape)) for shape in (tensor.shape, expected[key].shape))
            raise WeightsError(
                "{where} does not fit the network: {key} is {has} instead of {needs}; choose another file.",
                where=where,
                key=key,
                has=has,
                needs=needs,
            )
        if tensor.dtype not in FLOATS or not np.isfinite(tensor.detach().numpy()).all():
            raise WeightsError(
                "{where} is damaged: {key} holds values that are not finite numbers; get a fresh copy.",
                where=where,
                key=key,
            )
    # With NumPy, like the check above: on a busy machine torch's thread pool makes each of these small steps slow.
    floats = {
        key: torch.from_numpy(tensor.detach().numpy().astype(np.float32)) for key, tensor in state.items()
    }
    network.load_state_dict(floats, strict=True, assign=True)
    return network.eval().requires_grad_(False)


def checked_sha256(entry: Entry) -> str:
    """The SHA-256 of the entry's file. Raises :class:`WeightsError` if the catalogue lists another."""
    sha256 = file_sha256(entry.path)
    if entry.sha256 is not None and sha256 != entry.sha256:
        raise WeightsError(
            "The weights '{name}' ({path}) are not the file that the catalogue lists (their SHA-256 "
            "differs): the file is damaged or was replaced; install the program again.",
            name=entry.name,
            path=entry.path,
        )
    return sha256


def file_sha256(path: Path) -> str:
    """The file's SHA-256 in lower-case hexadecimal."""
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise WeightsError(
            "The weights file {path} cannot be read ({reason}); check its permissions.",
            path=path,
            reason=reason(error),
        ) from error


def unusable_metadata(path: Path, why: Exception | Message) -> WeightsError:
    """The error for a configuration that this version does not know."""
    return WeightsError(
        "{path} has metadata that this version cannot use ({error}); update the program.",
        path=path,
        error=why,
    )


def _some(keys: Sequence[str], limit: int = 3) -> str | Message:
    """The first few keys and how many more there are."""
    first = ", ".join(keys[:limit])
    return (
        Message("{first} and {count} more", first=first, count=len(keys) - limit)
        if len(keys) > limit
        else first
    )
