"""Imports the authors' checkpoints (``latest_net_G.pth``): pickled tensors, read without running code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from crfill_core.base.messages import reason
from crfill_core.errors import WeightsError
from crfill_core.networks.generator import Generator, GeneratorConfig
from crfill_core.weights.load import fitted

_PREFIXES = re.compile(r"^(module\.|baseg\.)+")
"""Data-parallel training adds ``module.``; saving the generator with the auxiliary branch adds ``baseg.``."""

AUXILIARY_LAYERS = frozenset(
    {
        *("sconv1", "sconv2", "bconv1", "bconv2_downsample", "bconv3", "bconv4_downsample"),
        *("conv13_upsample_conv", "conv14", "conv15_upsample_conv", "conv16", "conv16_2", "conv17"),
    }
)
"""Layers of the auxiliary branch. Several have the same names as layers of the coarse network."""


def import_official(path: Path) -> Generator:
    """The generator of a checkpoint of the authors, of any width. No code in the file is run.

    Raises :class:`WeightsError` for an unreadable or unsafe file, and for a missing, extra or mis-shaped tensor, which the
    error names.
    """
    state = generator_state(_read_pickled_tensors(path), path)
    first = state.get("conv1.weight")
    if first is None or first.ndim != 4:
        raise WeightsError(
            "{path} does not fit the network: it lacks conv1.weight; choose the generator's file "
            "(latest_net_G.pth).",
            path=path,
        )
    try:
        config = GeneratorConfig(width=first.shape[0])
    except ValueError as error:
        raise WeightsError(
            "{path} does not fit the network: conv1.weight has an unsuitable shape ({error}); choose another file.",
            path=path,
            error=error,
        ) from error
    return fitted(Generator(config), state, path)


def generator_state(state: Mapping[str, Tensor], where: Path) -> dict[str, Tensor]:
    """The generator's tensors under their bare layer names, without those of the auxiliary branch.

    If any keys have ``baseg.``, these are the generator's, and all others must be the auxiliary branch's. Raises
    :class:`WeightsError` otherwise, and for a name that occurs twice.
    """
    base: dict[str, Tensor] = {}
    others: dict[str, Tensor] = {}
    for key, tensor in state.items():
        name = _PREFIXES.sub("", key)
        group = base if "baseg." in key.removesuffix(name) else others
        if name in group:
            raise WeightsError(
                "{where} holds {name} twice, the second time as {key}; get a fresh copy.",
                where=where,
                name=name,
                key=key,
            )
        group[name] = tensor
    if not base:
        return others
    for name in others:
        if name.rpartition(".")[0] not in AUXILIARY_LAYERS:
            raise WeightsError(
                "{where} does not fit the network: it also holds {name}; choose another file.",
                where=where,
                name=name,
            )
    return base


def _read_pickled_tensors(path: Path) -> dict[str, Tensor]:
    if not path.is_file():
        raise WeightsError(
            "The checkpoint {path} does not exist or is not a file; check the name.", path=path
        )
    try:
        state: Any = torch.load(path, map_location="cpu", weights_only=True)
    except OSError as error:
        raise WeightsError(
            "The checkpoint {path} cannot be read ({reason}); check its permissions.",
            path=path,
            reason=reason(error),
        ) from error
    except Exception as error:
        # A malicious or damaged pickle can raise any exception. None of its code has run.
        raise WeightsError(
            "{path} was refused: it is not a plain file of tensors (either damaged or with code in it, "
            "which is never run); get a fresh copy from the authors' release.",
            path=path,
        ) from error
    if not isinstance(state, dict) or not all(
        isinstance(key, str) and isinstance(value, Tensor) for key, value in state.items()
    ):
        raise WeightsError(
            "{path} was refused: its contents are not just named tensors; choose another file.", path=path
        )
    return state
