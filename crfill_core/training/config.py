"""A run's configuration: everything that decides it, as frozen types read from TOML. Unknown keys are refused."""

from __future__ import annotations

import tomllib
import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, asdict, dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Any, Literal

from crfill_core.errors import ConfigError
from crfill_core.networks.generator import GeneratorConfig
from crfill_core.training.data import CropConfig
from crfill_core.training.losses import AdversarialForm
from crfill_core.training.masks import HoleMix


@dataclass(frozen=True)
class DataConfig:
    """Photos (folders, .tar shards, .txt lists), object silhouettes, and how photos are held and sampled."""

    photos: tuple[str, ...]
    object_masks: str | None = None
    loader: Literal["auto", "device", "cache", "stream"] = "auto"
    """device: all photos on the GPU; cache: decoded in memory; stream: decoded when needed.
    auto: device on a GPU, else cache."""
    max_short_side: int | None = None
    balance: float = 0.5
    """1 samples every photo alike, 0 every source alike."""
    threads: int = 2


@dataclass(frozen=True)
class OptimizerConfig:
    lr: float = 1e-4
    discriminator_lr: float = 4e-4
    betas: tuple[float, float] = (0.0, 0.9)
    warmup: int = 0
    """Steps of linear warm-up at the start of every stage."""
    final_lr: float = 1.0
    """Share of the learning rate left at the run's last step (cosine decay; 1 = constant)."""
    clip: float | None = None
    """Largest gradient norm of the generator."""


@dataclass(frozen=True)
class Stage:
    """A part of the run: how many steps, which network trains, with which losses."""

    steps: int
    train: Literal["coarse", "refinement", "both"] = "both"
    adversarial: bool = False
    cr: bool = False


@dataclass(frozen=True)
class LossConfig:
    beta: float = 1.5
    """β of equation 3 (1.0 for the DeepFillv2 setting)."""
    cr: float = 0.5
    """λ of equation 2."""
    adversarial: float = 1.0
    adversarial_form: AdversarialForm = "release"
    hole_weight: float = 1.0
    """How much more a missing pixel counts than a known one in the L1 losses (1 = the paper)."""


@dataclass(frozen=True)
class ValidationConfig:
    """The fixed validation set: ``images/`` beside ``square/``, ``irregular/``, ``object/`` of the same file stems."""

    folder: str | None = None
    every: int = 1000
    stride: int = 1
    """Every n-th photo only, while training; the last validation of a run uses all."""
    scale: float = 1.0
    """Photos are reduced to this scale for the network and its fill is enlarged again."""


@dataclass(frozen=True)
class RunConfig:
    """One training run."""

    name: str
    data: DataConfig
    stages: tuple[Stage, ...]
    generator: GeneratorConfig = GeneratorConfig()
    init_gain: float = 2.3
    """Xavier gain of the generator's weights. 2.3 keeps a signal's size through gated layers; the authors' 0.02 fades it
    to nothing, so that training starts slowly."""
    discriminator_width: int = 64
    crops: CropConfig = CropConfig()
    holes: HoleMix = HoleMix()
    losses: LossConfig = LossConfig()
    optimizer: OptimizerConfig = OptimizerConfig()
    validation: ValidationConfig = ValidationConfig()
    batch: int = 16
    seed: int = 1
    ema: float = 0.999
    device: str = "auto"
    precision: Literal["bf16", "fp32"] = "bf16"
    compile: bool = False
    threads: int | None = None
    """CPU threads of torch; None leaves its default."""
    save_every: int = 500
    log_every: int = 20
    start_from: str | None = None
    """Weights (name or file) that the generator starts from."""
    credits: tuple[str, ...] = field(default=())
    """Data sources to be credited; written into the weights."""

    def __post_init__(self) -> None:
        if not self.stages or any(s.steps < 1 for s in self.stages):
            raise ConfigError("A run needs at least one stage, each of at least one step.")
        if self.crops.crop % 8:
            raise ConfigError(f"crops.crop must be a multiple of 8, not {self.crops.crop}.")
        if self.batch < 1:
            raise ConfigError("batch must be at least 1.")

    @property
    def steps(self) -> int:
        return sum(stage.steps for stage in self.stages)

    def stage_at(self, step: int) -> tuple[int, Stage, int]:
        """(number, stage, steps since it began) of the 0-based step ``step``."""
        for number, stage in enumerate(self.stages):
            if step < stage.steps:
                return number, stage, step
            step -= stage.steps
        raise ConfigError("The run is complete.")

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def load_config(path: str | Path) -> RunConfig:
    """Read a TOML recipe. ConfigError names an unknown key, a wrong type, or what else is wrong."""
    try:
        values = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path} cannot be read ({error.strerror}).") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is not valid TOML: {error}.") from error
    return from_dict(RunConfig, values, str(Path(path).name))


def from_dict(cls: type, values: Mapping[str, Any], where: str) -> Any:
    """A frozen dataclass from plain data, types checked, unknown and missing keys refused with their full name."""
    hints = typing.get_type_hints(cls)
    known = {f.name: f for f in fields(cls)}
    for key in values:
        if key not in known:
            raise ConfigError(f"{where}: unknown key '{key}'; known are {', '.join(sorted(known))}.")
    for name, f in known.items():
        if name not in values and f.default is MISSING and f.default_factory is MISSING:
            raise ConfigError(f"{where}: the key '{name}' is missing.")
    converted = {key: _convert(hints[key], value, f"{where}: {key}") for key, value in values.items()}
    try:
        return cls(**converted)
    except ValueError as error:
        raise ConfigError(f"{where}: {error}.") from error


def _convert(kind: Any, value: Any, where: str) -> Any:
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if is_dataclass(kind) and isinstance(kind, type):
        if not isinstance(value, Mapping):
            raise ConfigError(f"{where} must be a table.")
        return from_dict(kind, value, where)
    if origin is Literal:
        if value not in arguments:
            raise ConfigError(f"{where} must be one of {', '.join(map(str, arguments))}, not {value!r}.")
        return value
    if origin in (typing.Union, types.UnionType):
        if value is None:
            return None
        return _convert(next(a for a in arguments if a is not type(None)), value, where)
    if origin is tuple:
        if not isinstance(value, list | tuple):
            raise ConfigError(f"{where} must be a list.")
        kinds = [arguments[0]] * len(value) if arguments[-1] is Ellipsis else list(arguments)
        if len(kinds) != len(value):
            raise ConfigError(f"{where} must have {len(kinds)} values.")
        return tuple(_convert(k, v, where) for k, v in zip(kinds, value, strict=True))
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise ConfigError(f"{where} must be of type {kind.__name__}, not {value!r}.")
    return value
