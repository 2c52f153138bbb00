"""Weights files of every kind: safetensors with the network's kind and configuration in the metadata."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

import numpy as np
import torch
from safetensors.torch import save
from torch import Tensor, nn

from crfill_core.base.messages import Message
from crfill_core.errors import FileError, WeightsError
from crfill_core.files.replace import replacing
from crfill_core.weights.header import FORMAT, opened, stated

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
    with opened(path, "pt") as file:
        metadata = file.metadata() or {}
        state = {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118 (not a mapping)
    said = stated(metadata, path)
    return Contents(said.kind, said.config, said.info, state)


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


def _some(keys: Sequence[str], limit: int = 3) -> str | Message:
    """The first few keys and how many more there are."""
    first = ", ".join(keys[:limit])
    return (
        Message("{first} and {count} more", first=first, count=len(keys) - limit)
        if len(keys) > limit
        else first
    )
