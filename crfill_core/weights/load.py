"""Loads networks from weights files and saves them, by catalogue name or path, strictly checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from crfill_core.base.messages import Message
from crfill_core.errors import WeightsError
from crfill_core.files.strict import StrictError, read
from crfill_core.networks.generator import Generator, GeneratorConfig
from crfill_core.networks.structure import StructureConfig, StructureNetwork
from crfill_core.weights.catalog import GENERATOR, STRUCTURE, Kind, find
from crfill_core.weights.files import Contents, fitted, read_contents, write_contents
from crfill_core.weights.header import FORMAT, checked_sha256, file_sha256, unusable_metadata

__all__ = [
    "FORMAT",
    "StructureWeights",
    "Weights",
    "build_generator",
    "file_sha256",
    "load_any",
    "load_structure",
    "load_weights",
    "save_weights",
]


@dataclass(frozen=True, eq=False)
class Weights:
    """A generator ready to use, and its origin."""

    generator: Generator
    """float32, evaluation mode, parameters without gradients."""
    config: GeneratorConfig
    name: str
    sha256: str
    """Of the file, lower-case hexadecimal."""
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
    """Of the file, lower-case hexadecimal."""
    info: dict[str, Any]
    """What the file says about itself: training crop, runs, licence, …"""


def load_weights(name_or_path: str | Path, device: str | torch.device = "cpu") -> Weights:
    """Load a generator by catalogue name ("default" too) or path.

    Raises :class:`WeightsError` if there are none, the file is damaged, not the one the catalogue lists or of another
    kind, or its tensors are not exactly the generator's.
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
    """Load a structure network by catalogue name ("structure": the bundled one) or path; raises as load_weights."""
    loaded = load_any(name_or_path, device)
    if isinstance(loaded, StructureWeights):
        return loaded
    raise WeightsError(
        "The weights '{name}' are a generator; choose weights of a structure network.", name=loaded.name
    )


def load_any(name_or_path: str | Path, device: str | torch.device = "cpu") -> Weights | StructureWeights:
    """Load weights of either kind by catalogue name or path; raises as load_weights."""
    entry = find(name_or_path)
    sha256 = checked_sha256(entry)
    contents = read_contents(entry.path)
    if contents.kind == GENERATOR:
        config = _generator_config(contents, entry.path)
        generator = build_generator(config, contents.state, entry.path).to(device)
        return Weights(generator, config, entry.name, sha256, contents.info)
    if contents.kind == STRUCTURE:
        try:
            structure_config = read(contents.config, StructureConfig)
        except StrictError as error:
            raise unusable_metadata(entry.path, error) from error
        network = fitted(StructureNetwork(structure_config), contents.state, entry.path).to(device)
        return StructureWeights(network, structure_config, entry.name, sha256, contents.info)
    raise unusable_metadata(entry.path, Message("a network of the kind '{kind}'", kind=contents.kind))


def save_weights(
    path: Path, network: Generator | StructureNetwork, info: Mapping[str, Any], half: bool = True
) -> None:
    """Write a network as a weights file, all or nothing. ``half`` stores float16: half the size.

    ``info`` must survive JSON. Raises :class:`WeightsError` if the file cannot be written or float16 cannot
    hold a value.
    """
    kind: Kind = GENERATOR if isinstance(network, Generator) else STRUCTURE
    write_contents(path, kind, network.config, network.state_dict(), info, half)


def build_generator(config: GeneratorConfig, state: Mapping[str, Tensor], where: Path) -> Generator:
    """A generator with exactly these parameters, in float32 and evaluation mode; raises as :func:`fitted`."""
    return fitted(Generator(config), state, where)


def _generator_config(contents: Contents, path: Path) -> GeneratorConfig:
    try:
        return read(contents.config, GeneratorConfig)
    except StrictError as error:
        raise unusable_metadata(path, error) from error
