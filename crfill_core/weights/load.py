"""Loads networks from weights files, by catalogue name or path and with strict checks, and saves networks."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import torch
from safetensors.torch import save
from torch import Tensor, nn

from crfill_core.base.messages import Message
from crfill_core.errors import FileError, WeightsError
from crfill_core.files.replace import replacing
from crfill_core.files.strict import StrictError, read
from crfill_core.networks.generator import Generator, GeneratorConfig
from crfill_core.networks.structure import StructureConfig, StructureNetwork
from crfill_core.weights.catalog import GENERATOR, STRUCTURE, find
from crfill_core.weights.header import FORMAT, checked_sha256, opened, stated, unusable_metadata

Network = TypeVar("Network", bound=nn.Module)
_FLOATS = (torch.float16, torch.float32, torch.float64)


@dataclass(frozen=True, eq=False)
class Weights:
    """A generator ready to use, and its origin."""

    generator: Generator
    """float32, evaluation mode, parameters without gradients."""
    config: GeneratorConfig
    name: str
    sha256: str
    """The SHA-256 of the file, in lower-case hexadecimal."""
    info: dict[str, Any]
    """What the file says about itself: training crop, runs, licence, …"""


@dataclass(frozen=True, eq=False)
class StructureWeights:
    """A structure network ready to use, and its origin."""

    network: StructureNetwork
    """float32, evaluation mode, parameters without gradients."""
    config: StructureConfig
    name: str
    sha256: str
    """The SHA-256 of the file, in lower-case hexadecimal."""
    info: dict[str, Any]
    """What the file says about itself: training crop, runs, licence, …"""


def load_weights(name_or_path: str | Path, device: str | torch.device = "cpu") -> Weights:
    """Load a generator by catalogue name (or "default") or path.

    Raises :class:`WeightsError` if there is none, if the file is damaged, of another kind or not the one in the catalogue,
    or if its tensors do not fit the generator exactly.
    """
    loaded = load_any(name_or_path, device)
    if isinstance(loaded, Weights):
        return loaded
    raise WeightsError(
        "The weights '{name}' are a structure network, which cannot fill by itself; choose weights "
        "of a generator.",
        name=loaded.name,
    )


def load_structure(
    name_or_path: str | Path = STRUCTURE, device: str | torch.device = "cpu"
) -> StructureWeights:
    """Load a structure network by catalogue name ("structure" is the bundled one) or path. Raises WeightsError as
    :func:`load_weights` does.
    """
    loaded = load_any(name_or_path, device)
    if isinstance(loaded, StructureWeights):
        return loaded
    raise WeightsError(
        "The weights '{name}' are a generator; choose weights of a structure network.", name=loaded.name
    )


def load_any(name_or_path: str | Path, device: str | torch.device = "cpu") -> Weights | StructureWeights:
    """Load weights of either kind by catalogue name or path. Raises WeightsError as :func:`load_weights` does."""
    entry = find(name_or_path)
    sha256 = checked_sha256(entry)
    with opened(entry.path, "pt") as file:
        metadata = file.metadata() or {}
        state = {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118 (not a mapping)
    said = stated(metadata, entry.path)
    try:
        if said.kind == GENERATOR:
            config = read(said.config, GeneratorConfig)
            generator = fitted(Generator(config), state, entry.path).to(device)
            return Weights(generator, config, entry.name, sha256, said.info)
        if said.kind == STRUCTURE:
            structure_config = read(said.config, StructureConfig)
            network = fitted(StructureNetwork(structure_config), state, entry.path).to(device)
            return StructureWeights(network, structure_config, entry.name, sha256, said.info)
    except StrictError as error:
        raise unusable_metadata(entry.path, error) from error
    raise unusable_metadata(entry.path, Message("a network of the kind '{kind}'", kind=said.kind))


def save_weights(
    path: Path, network: Generator | StructureNetwork, info: Mapping[str, Any], half: bool = True
) -> None:
    """Write a network as a weights file, which is written as a whole or not at all. ``half`` stores float16, half the size
    of float32.

    ``info`` is written as JSON. Raises :class:`WeightsError` if the file cannot be written, or if a value is not finite or
    does not fit into float16.
    """
    dtype = torch.float16 if half else torch.float32
    stored = {key: value.detach().cpu().to(dtype).contiguous() for key, value in network.state_dict().items()}
    for key, value in stored.items():
        if not np.isfinite(value.numpy()).all():
            raise WeightsError(
                "{path} was not saved because {key} has values that are not finite numbers in {dtype}.",
                path=path,
                key=key,
                dtype=dtype,
            )
    metadata = {
        "format": FORMAT,
        "kind": GENERATOR if isinstance(network, Generator) else STRUCTURE,
        "config": json.dumps(network.config.to_dict()),
        "info": json.dumps(dict(info)),
    }
    try:
        with replacing(path) as temporary:
            temporary.write_bytes(save(stored, metadata))
    except FileError as error:
        raise WeightsError(error.message) from error


def fitted(network: Network, state: Mapping[str, Tensor], where: Path) -> Network:
    """The network with exactly these parameters, in float32 and evaluation mode.

    A missing, extra, mis-shaped or non-finite tensor, and one of another type than float16, float32 and float64, raises a
    :class:`WeightsError` that names it.
    """
    expected = network.state_dict()
    missing = [key for key in expected if key not in state]
    if missing:
        raise WeightsError(
            "{where} does not fit the network: it lacks {names}; get a complete copy of it.",
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
    floats: dict[str, Tensor] = {}
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
        if tensor.dtype not in _FLOATS:
            raise WeightsError(
                "{where} cannot be used: {key} is stored as {dtype}; save it as float16 or float32.",
                where=where,
                key=key,
                dtype=str(tensor.dtype).removeprefix("torch."),
            )
        # With NumPy: on a busy machine torch's thread pool makes each of these small steps slow.
        values = _in_float32(tensor)
        if values is None:
            raise WeightsError(
                "{where} is damaged: {key} holds values that are not finite numbers; get a fresh copy.",
                where=where,
                key=key,
            )
        floats[key] = torch.from_numpy(values)
    network.load_state_dict(floats, strict=True, assign=True)
    return network.eval().requires_grad_(False)


def _in_float32(tensor: Tensor) -> np.ndarray | None:
    """A copy of the tensor's values; None if not all are finite numbers, or float32 cannot hold one of them."""
    with np.errstate(over="ignore"):  # then the value is infinite
        values = tensor.detach().numpy().astype(np.float32)
    return values if np.isfinite(values).all() else None


def _some(keys: Sequence[str], limit: int = 3) -> str | Message:
    """The first few keys and how many more there are."""
    first = ", ".join(keys[:limit])
    return (
        Message("{first} and {count} more", first=first, count=len(keys) - limit)
        if len(keys) > limit
        else first
    )
