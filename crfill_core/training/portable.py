"""A run's state in a few small files for slow connections, together a quarter to a third of the size of state.pt.

The copy is not exact. Parameters are rounded to float16, and the logarithms of Adam's second moments to 255 levels in
each tensor. The first moments of Adam and the momentum of Muon are left out. They start from zero again, which makes
Adam's first steps afterwards shorter if β₁ is above 0, like a warm-up.
"""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from crfill_core.errors import ConfigError
from crfill_core.files.strict import parse_json, read
from crfill_core.training.checkpoint import load_state, save_state
from crfill_core.training.record import CONFIG_FILE, LOG_FILE

FORMAT = "crfill-state/1"
PART = "state-{}.safetensors"
PART_MIB = 15.0
COPIED_FILES = (CONFIG_FILE, LOG_FILE)


@dataclass(frozen=True)
class _State:
    """The metadata of every part."""

    step: int
    seconds: float
    adam_steps: dict[str, dict[str, float]]
    """Optimiser → index of a parameter that Adam trains → its number of steps."""
    groups: dict[str, list[dict[str, Any]]]
    """Optimiser → its parameter groups."""


def is_export(folder: Path) -> bool:
    """Whether the folder holds files that :func:`export_state` wrote."""
    return (folder / PART.format(0)).exists()


def check_export(folder: Path, out: Path) -> None:
    """Raise ConfigError if ``out`` is the folder of the run itself, which would then be taken for an exported state."""
    if out.resolve() == folder.resolve():
        raise ConfigError("{folder} holds the run itself; export it to another folder.", folder=folder)


def export_state(folder: Path, out: Path, part_mib: float = PART_MIB) -> list[Path]:
    """Write the state of the run in ``folder`` to ``out``: config.json, log.jsonl and parts of at most ``part_mib`` MiB.

    Returns the paths of the parts. Raises ConfigError if ``out`` is ``folder``, there is no state, a value does not fit into
    float16, or a tensor is larger than a part.
    """
    check_export(folder, out)
    state = load_state(folder)
    if state is None:
        raise ConfigError("{folder} holds no state to export yet: train for some steps first.", folder=folder)
    models = state["models"]
    optimizers = [name for name, values in models.items() if "param_groups" in values]
    tensors = {
        f"{name}/{key}": value.half() if value.is_floating_point() else value
        for name in models.keys() - optimizers
        for key, value in models[name].items()
    }
    for key, value in tensors.items():
        if not torch.isfinite(value).all():
            raise ConfigError(
                "{folder} was not exported: float16 cannot hold the values of {key}.", folder=folder, key=key
            )
    steps: dict[str, dict[str, float]] = {}
    for name in optimizers:
        steps[name] = {}
        for index, values in models[name]["state"].items():
            if "exp_avg_sq" in values:  # Adam's, not Muon's
                steps[name][str(index)] = float(values["step"])
                codes, span = _encoded(values["exp_avg_sq"])
                tensors[f"{name}/{index}.codes"], tensors[f"{name}/{index}.span"] = codes, span
    groups = {name: models[name]["param_groups"] for name in optimizers}
    plain = _State(state["step"], state["seconds"], steps, groups)
    parts = _parts(tensors, int(part_mib * 2**20))
    out.mkdir(parents=True, exist_ok=True)
    paths = []
    for number, part in enumerate(parts):
        path = out / PART.format(number)
        metadata = {"format": FORMAT, "parts": str(len(parts)), "state": json.dumps(asdict(plain))}
        save_file({key: value.contiguous() for key, value in part.items()}, path, metadata)
        paths.append(path)
    _copy_files(folder, out)
    return paths


def import_state(folder: Path, run: Path) -> None:
    """Make ``run`` the folder of a run that can be resumed, from the folder that :func:`export_state` wrote.

    Raises ConfigError.
    """
    tensors: dict[str, Tensor] = {}
    number, count = 0, 1
    first: dict[str, str] = {}
    while number < count:
        path = folder / PART.format(number)
        try:
            with safe_open(path, framework="pt") as file:
                metadata = file.metadata() or {}
                tensors |= {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118 (not a mapping)
        except (SafetensorError, OSError) as error:
            raise ConfigError(
                "{path} is missing or damaged ({error}); copy the whole folder again.", path=path, error=error
            ) from error
        if metadata.get("format") != FORMAT:
            raise ConfigError("{path} is not a part of an exported state.", path=path)
        first = first or metadata
        if metadata != first:
            raise ConfigError("{path} is a part of another export; copy the whole folder again.", path=path)
        try:
            number, count = number + 1, int(metadata["parts"])
            plain = read(parse_json(metadata["state"]), _State)
        except (KeyError, ValueError) as error:
            raise ConfigError("{path} is not a part of an exported state.", path=path) from error
    models: dict[str, Any] = defaultdict(dict)
    for key, value in tensors.items():
        network, _, parameter = key.partition("/")
        if network not in plain.groups:
            models[network][parameter] = value.float() if value.is_floating_point() else value
    for name, groups in plain.groups.items():
        adam = {}
        for index, steps in plain.adam_steps[name].items():
            squares = _decoded(tensors[f"{name}/{index}.codes"], tensors[f"{name}/{index}.span"])
            zeros = torch.zeros_like(squares)
            adam[int(index)] = {"step": torch.tensor(steps), "exp_avg": zeros, "exp_avg_sq": squares}
        models[name] = {"state": adam, "param_groups": groups}
    run.mkdir(parents=True, exist_ok=True)
    _copy_files(folder, run)
    save_state(run, {"models": dict(models), "step": plain.step, "seconds": plain.seconds})


def _copy_files(source: Path, target: Path) -> None:
    for name in COPIED_FILES:
        if (source / name).exists():
            shutil.copyfile(source / name, target / name)


def _encoded(squares: Tensor) -> tuple[Tensor, Tensor]:
    """Non-negative numbers as uint8 codes, and (2,) the lowest and highest logarithm to base 2.

    Code 0 is the number 0. The codes 1 … 255 divide the range of the logarithms evenly.
    """
    squares = squares.float().contiguous()
    positive = squares > 0
    if not positive.any():
        return torch.zeros_like(squares, dtype=torch.uint8), torch.zeros(2)
    logarithm = squares.log2()
    low, high = logarithm[positive].min(), logarithm.max()
    codes = 1 + (logarithm - low) / (high - low).clamp(min=1e-6) * 254
    return torch.where(positive, codes.round(), 0.0).to(torch.uint8), torch.stack([low, high])


def _decoded(codes: Tensor, span: Tensor) -> Tensor:
    low, high = span
    squares = torch.exp2(low + (codes.float() - 1) / 254 * (high - low))
    return torch.where(codes > 0, squares, 0.0)


def _parts(tensors: dict[str, Tensor], limit: int) -> list[dict[str, Tensor]]:
    """Groups of at most ``limit`` bytes, with some room for a file's header: first fit, the largest tensors first.

    Raises ConfigError if a tensor is larger than a group.
    """
    parts: list[dict[str, Tensor]] = []
    filled: list[int] = []
    room = limit - min(2**18, limit // 4)
    for key, value in sorted(tensors.items(), key=lambda item: -item[1].nbytes):
        if value.nbytes > room:
            raise ConfigError(
                "{key} alone is larger than a part of {size} MiB.", key=key, size=f"{limit / 2**20:g}"
            )
        number = next((i for i, size in enumerate(filled) if size + value.nbytes <= room), len(parts))
        if number == len(parts):
            parts.append({})
            filled.append(0)
        parts[number][key] = value
        filled[number] += value.nbytes
    return parts
