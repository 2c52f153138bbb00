"""The configuration of a training run, read from TOML. Unknown keys are refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from crfill_core.base.messages import Message, reason
from crfill_core.base.options import OptionError, Options, option, required
from crfill_core.errors import ConfigError
from crfill_core.files.strict import StrictError, parse_toml, read
from crfill_core.holes.shapes import HoleMix
from crfill_core.inference.request import Device
from crfill_core.networks.generator import GeneratorConfig
from crfill_core.networks.structure import StructureConfig
from crfill_core.training.data import CropConfig
from crfill_core.training.losses import AdversarialForm


@dataclass(frozen=True)
class DataConfig(Options):
    """Photos, object silhouettes, and how photos are loaded and sampled. Relative paths start from the run's ``root``."""

    photos: tuple[str, ...] = required("folders, .tar shards (or a pattern with *) and .txt lists of photos")
    object_masks: str | None = option(None, "silhouettes for object holes; without it they are generated")
    loader: Literal["auto", "device", "cache", "stream"] = option(
        "auto",
        "device: all photos in the memory of the device; cache: decoded in main memory; stream: decoded when needed; "
        "auto: device on a GPU, else cache",
    )
    max_short_side: int | None = option(None, "larger photos are reduced to this short side in pixels", low=1)
    balance: float = option(0.5, "1 samples every photo alike, 0 every source alike", low=0, high=1)
    threads: int = option(2, "threads that decode photos", low=1)


@dataclass(frozen=True)
class OptimizerConfig(Options):
    """Adam for the generator and the discriminators; Muon and AdamW for the structure network."""

    lr: float = option(1e-4, "learning rate", above=0)
    discriminator_lr: float = option(4e-4, "learning rate of the discriminators", above=0)
    betas: tuple[float, float] = option((0.0, 0.9), "decay rates of Adam's two moments", low=0, below=1)
    warmup: int = option(0, "steps of linear warm-up at the start of every stage", low=0)
    final_lr: float = option(1.0, "factor of the learning rate at the end of the run; 1: constant", low=0)
    decay: float = option(
        0.0,
        "share of the run, at its end, in which the rate falls linearly; 0: it falls as a cosine over the whole run",
        low=0,
        high=1,
    )
    clip: float | None = option(None, "largest norm of the network's gradient", above=0)
    muon_lr: float = option(
        0.01,
        "learning rate of Muon, for the structure network's kernels (lr is for its other parameters)",
        above=0,
    )
    muon_decay: float = option(0.02, "decoupled weight decay of Muon, in units of its learning rate", low=0)


@dataclass(frozen=True)
class Stage(Options):
    """A part of the run."""

    steps: int = required("number of steps", low=1)
    train: Literal["coarse", "refinement", "both"] = option("both", "the networks that train")
    adversarial: bool = option(False, "with the adversarial losses")
    cr: bool = option(False, "with the CR loss")
    batch: int | None = option(None, "images per step; without it, the run's batch", low=1)


@dataclass(frozen=True)
class LossConfig(Options):
    """Weights of the losses."""

    beta: float = option(1.5, "β of equation 3; 1 is the DeepFillv2 setting", low=0)
    cr: float = option(0.5, "λ of equation 2", low=0)
    adversarial: float = option(1.0, "weight of the adversarial losses", low=0)
    adversarial_form: AdversarialForm = option(
        "release", "the generator's loss as in the authors' code or as in the paper"
    )
    hole_weight: float = option(
        1.0, "weight of a missing pixel in the L1 losses, if a known one has 1; the paper: 1", low=0
    )
    known: float = option(0.1, "weight of the known pixels' L1 in the loss of the structure network", low=0)


@dataclass(frozen=True)
class ValidationConfig(Options):
    """The fixed validation set: ``images/``, and holes of the same names in ``square/``, ``irregular/`` and ``object/``."""

    folder: str | None = option(None, "the folder of the validation set")
    every: int = option(1000, "steps between validations; 0: only the last", low=0)
    stride: int = option(1, "only every n-th photo is used, except in the last validation of a run", low=1)
    scale: float = option(
        1.0, "factor of the photos' size for the network (0.5: half); its fill is scaled back", above=0
    )


@dataclass(frozen=True)
class RunConfig(Options):
    """One training run."""

    name: str = required("name of the run and of its folder")
    data: DataConfig = required("the photos to train on")
    stages: tuple[Stage, ...] = required("the stages, in order")
    structure: StructureConfig | None = option(None, "train a structure network instead of a generator")
    generator: GeneratorConfig = option(GeneratorConfig(), "the generator's shape")
    init_gain: float = option(
        2.3,
        "Xavier gain of the generator's weights; 2.3 keeps the size of a signal through gated layers, while with the "
        "authors' 0.02 it vanishes and training starts slowly",
        above=0,
    )
    discriminator_width: int = option(64, "channels of the discriminators' first layer", low=1)
    crops: CropConfig = option(CropConfig(), "how crops are cut")
    holes: HoleMix = option(HoleMix(), "which holes are drawn")
    losses: LossConfig = option(LossConfig(), "weights of the losses")
    optimizer: OptimizerConfig = option(OptimizerConfig(), "learning rates")
    validation: ValidationConfig = option(ValidationConfig(), "when and on which photos to validate")
    batch: int = option(16, "images per step, over all processes of a distributed run", low=1)
    seed: int = option(1, "seed of all random numbers", low=0)
    ema: float = option(0.999, "decay of the moving average of the weights, per step", low=0, below=1)
    device: Device = option("auto", "the device; auto: a GPU if there is one")
    precision: Literal["bf16", "fp32"] = option("bf16", "number format of the forward passes")
    compile: bool = option(False, "compile the networks")
    threads: int | None = option(None, "CPU threads of torch; without it, torch's own choice", low=1)
    save_every: int = option(500, "steps between saved states", low=1)
    log_every: int = option(20, "steps between lines of the log", low=1)
    start_from: str | None = option(None, "weights (name or file) that the network starts from")
    credits: tuple[str, ...] = option((), "data sources to credit; written into the weights file")
    root: str = option("", "the folder where relative data paths start; empty: the working folder")

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.stages:
            raise OptionError("stages", Message("must hold at least one stage"))
        if self.structure and any(s.adversarial or s.cr or s.train != "both" for s in self.stages):
            what = Message("must have no adversarial and no CR loss in its stages, and be trained as a whole")
            raise OptionError("structure", what)

    @property
    def steps(self) -> int:
        """The number of steps of all stages together."""
        return sum(stage.steps for stage in self.stages)

    def batch_of(self, stage: Stage) -> int:
        """Images per step in that stage."""
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
        """A data path of the configuration; if it is relative, it starts from ``root``."""
        return Path(self.root) / Path(path).expanduser()

    def stage_at(self, step: int) -> tuple[int, Stage, int]:
        """For a step: (number of its stage, the stage, steps since the stage began), all counted from 0.

        Raises ConfigError for a step after the last.
        """
        for number, stage in enumerate(self.stages):
            if step < stage.steps:
                return number, stage, step
            step -= stage.steps
        raise ConfigError("The run is complete.")


def load_config(path: str | Path) -> RunConfig:
    """Read a TOML recipe. Raises ConfigError."""
    path = Path(path)
    try:
        return read(parse_toml(path.read_bytes()), RunConfig)
    except OSError as error:
        raise ConfigError(
            "{path} cannot be read ({reason}); check the name and the permissions.",
            path=path,
            reason=reason(error),
        ) from error
    except StrictError as error:
        raise ConfigError("{file}: {error}.", file=path.name, error=error) from error


def with_steps(config: RunConfig, steps: int) -> RunConfig:
    """The same run in exactly ``steps`` steps. Its stages keep their proportions, with at least one step each.

    With fewer steps than stages only the first stages remain. Raises ConfigError if ``steps`` is below 1.
    """
    if steps < 1:
        raise ConfigError("A run needs at least one step.")
    stages = config.stages[:steps]
    share = steps / sum(stage.steps for stage in stages)
    counts = [max(1, round(stage.steps * share)) for stage in stages]
    while sum(counts) != steps:  # the longest stage absorbs rounding errors
        counts[counts.index(max(counts))] += 1 if sum(counts) < steps else -1
    return replace(
        config, stages=tuple(replace(stage, steps=n) for stage, n in zip(stages, counts, strict=True))
    )


def with_settings(config: RunConfig, settings: Sequence[str]) -> RunConfig:
    """The same run with some keys changed. Each setting is ``KEY=VALUE`` with a TOML value, e.g. "optimizer.lr=5e-4".

    Raises ConfigError for an unknown key or a value of the wrong type.
    """
    values = config.to_dict()
    for setting in settings:
        try:
            given = parse_toml(setting.encode())
        except StrictError as error:
            raise ConfigError(
                "'{setting}' is not KEY=VALUE with a TOML value: {error}.", setting=setting, error=error
            ) from error
        _merge(values, given)
    try:
        return read(values, RunConfig)
    except StrictError as error:
        raise ConfigError("--set: {error}.", error=error) from error


def _merge(into: dict[str, Any], given: dict[str, Any]) -> None:
    """Replace values of ``into`` by those given, table by table."""
    for key, value in given.items():
        if isinstance(value, dict) and isinstance(into.get(key), dict):
            _merge(into[key], value)
        else:
            into[key] = value
