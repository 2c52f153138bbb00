"""A run's configuration: everything that decides it, as frozen types read from TOML. Unknown keys are refused."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from crfill_core.errors import ConfigError
from crfill_core.holes.shapes import HoleMix
from crfill_core.networks.generator import GeneratorConfig
from crfill_core.networks.structure import StructureConfig
from crfill_core.training.data import CropConfig
from crfill_core.training.losses import AdversarialForm
from crfill_core.training.schema import from_dict


@dataclass(frozen=True)
class DataConfig:
    """Photos (folders, .tar shards, .txt lists), object silhouettes, and how photos are held and sampled.

    Relative paths start from the run's ``root``.
    """

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
    """Share of the learning rate left at the run's last step (1 = constant)."""
    decay: float = 0.0
    """Share of the run, at its end, over which the rate falls linearly; 0: a cosine over the whole run."""
    clip: float | None = None
    """Largest gradient norm of the network."""
    muon_lr: float = 0.01
    """Rate of Muon, which trains the structure network's kernels (``lr`` is for its other parameters)."""
    muon_decay: float = 0.02
    """Decoupled weight decay of Muon, times its rate."""

    def __post_init__(self) -> None:
        if min(self.lr, self.discriminator_lr, self.muon_lr) <= 0:
            raise ValueError("learning rates must be above 0")
        if not 0 <= self.decay <= 1:
            raise ValueError("decay must be a share of the run, from 0 to 1")
        if not all(0 <= beta < 1 for beta in self.betas):
            raise ValueError("betas must lie in [0, 1)")


@dataclass(frozen=True)
class Stage:
    """A part of the run: how many steps, which network trains, with which losses."""

    steps: int
    train: Literal["coarse", "refinement", "both"] = "both"
    adversarial: bool = False
    cr: bool = False
    batch: int | None = None
    """Images a step; None takes the run's."""

    def __post_init__(self) -> None:
        if self.steps < 1 or (self.batch is not None and self.batch < 1):
            raise ValueError("a stage needs at least one step and one image a step")


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
    known: float = 0.1
    """Weight of known pixels' L1 in the loss of the structure network."""


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
    structure: StructureConfig | None = None
    """Train a structure network of this shape instead of a generator."""
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
    """Images a step, over all processes of a distributed run."""
    seed: int = 1
    ema: float = 0.999
    """Decay of the moving average of the weights, a step."""
    device: str = "auto"
    precision: Literal["bf16", "fp32"] = "bf16"
    compile: bool = False
    threads: int | None = None
    """CPU threads of torch; None leaves its default."""
    save_every: int = 500
    log_every: int = 20
    start_from: str | None = None
    """Weights (name or file) that the network starts from."""
    credits: tuple[str, ...] = field(default=())
    """Data sources to be credited; written into the weights."""
    root: str = ""
    """The folder that relative data paths start from; empty for the working folder."""

    def __post_init__(self) -> None:
        if not self.stages:
            raise ValueError("a run needs at least one stage")
        if self.batch < 1 or self.save_every < 1 or self.log_every < 1:
            raise ValueError("batch, save_every and log_every must be at least 1")
        if not 0 <= self.ema < 1:
            raise ValueError("ema must lie in [0, 1)")
        if self.structure and any(s.adversarial or s.cr or s.train != "both" for s in self.stages):
            raise ValueError(
                "a structure network has no adversarial and no CR loss, and is trained as a whole"
            )

    @property
    def steps(self) -> int:
        return sum(stage.steps for stage in self.stages)

    def batch_of(self, stage: Stage) -> int:
        return stage.batch or self.batch

    @property
    def images(self) -> int:
        """Crops that the whole run sees."""
        return self.images_before(self.steps)

    def images_before(self, step: int) -> int:
        """Crops that the run has seen after ``step`` steps."""
        total = 0
        for stage in self.stages:
            total += min(step, stage.steps) * self.batch_of(stage)
            step = max(0, step - stage.steps)
        return total

    def data_path(self, path: str) -> Path:
        """A path of the configuration as it is to be opened."""
        return Path(self.root) / Path(path).expanduser()

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
    return from_dict(RunConfig, values, Path(path).name)


def with_steps(config: RunConfig, steps: int) -> RunConfig:
    """The same run in exactly ``steps`` steps, for dry runs or to fit a time budget: its stages in proportion, each at
    least one step; of fewer steps than stages, the first stages. ConfigError for no step at all.
    """
    if steps < 1:
        raise ConfigError("A run needs at least one step.")
    stages = config.stages[:steps]
    share = steps / sum(stage.steps for stage in stages)
    counts = [max(1, round(stage.steps * share)) for stage in stages]
    while sum(counts) != steps:  # what rounding leaves over or lacks is the longest stage's
        counts[counts.index(max(counts))] += 1 if sum(counts) < steps else -1
    return replace(
        config, stages=tuple(replace(stage, steps=n) for stage, n in zip(stages, counts, strict=True))
    )


def with_settings(config: RunConfig, settings: Sequence[str]) -> RunConfig:
    """The same run with single keys changed, each as ``KEY=VALUE`` with a TOML value ("optimizer.lr=5e-4", "compile=false").

    Keys of tables are joined by dots. ConfigError for what is no such key, or no value of its type.
    """
    values = config.to_dict()
    for setting in settings:
        try:
            given = tomllib.loads(setting)
        except tomllib.TOMLDecodeError as error:
            raise ConfigError(f"'{setting}' is not KEY=VALUE with a TOML value: {error}.") from error
        _merge(values, given)
    return from_dict(RunConfig, values, "--set")


def _merge(into: dict[str, Any], given: dict[str, Any]) -> None:
    for key, value in given.items():
        if isinstance(value, dict) and isinstance(into.get(key), dict):
            _merge(into[key], value)
        else:
            into[key] = value
