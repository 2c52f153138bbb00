"""Trains recipes with the same budget and evaluates them on the same holes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from crfill_core.base.standard_error import print_error
from crfill_core.errors import ConfigError
from crfill_core.evaluation.cases import list_cases, spread
from crfill_core.evaluation.methods import FromWeights, WeightsMode
from crfill_core.evaluation.results import Evaluation
from crfill_core.evaluation.runner import Plan, evaluate
from crfill_core.holes.shapes import HOLE_KINDS
from crfill_core.training.config import RunConfig, load_config, with_settings, with_steps
from crfill_core.training.distributed import joined_world
from crfill_core.training.log import Say
from crfill_core.training.record import CONFIG_FILE, LOG_FILE, read_log
from crfill_core.training.report import REPORT_FILE, write_report
from crfill_core.training.runs import find_recipe, load_run, train, write_config
from crfill_core.weights.load import load_weights

WEIGHTS_FILE = "weights.safetensors"
DEFAULT_RECIPES = ("baseline", "baseline-cr", "deepfillv2", "deepfillv2-cr")
"""The rows of the paper's table 4."""


@dataclass(frozen=True)
class Scale:
    """The same changes for every recipe, to train on a smaller machine. None keeps the recipe's value."""

    steps: int | None = None
    width: int | None = None
    crop: int | None = None
    batch: int | None = None
    settings: tuple[str, ...] = ()
    """Further changes, each KEY=VALUE as for :func:`with_settings`."""

    def applied(self, config: RunConfig) -> RunConfig:
        """The recipe with these changes.

        The discriminators' width changes in proportion to the generator's, the sizes of photos in proportion to the crop.
        """
        config = with_settings(config, self.settings)
        if self.steps is not None:
            config = with_steps(config, self.steps)
        if self.width is not None:
            width = max(4, round(config.discriminator_width * self.width / config.generator.width))
            generator = replace(config.generator, width=self.width)
            config = replace(config, generator=generator, discriminator_width=width)
        if self.crop is not None:
            ratio = self.crop / config.crops.crop
            low, high = (round(size * ratio) for size in config.crops.short_side)
            crops = replace(config.crops, crop=self.crop, short_side=(low, high))
            data = replace(config.data, max_short_side=min(high, config.data.max_short_side or high))
            config = replace(config, crops=crops, data=data)
        return replace(config, batch=self.batch or config.batch)


def train_variants(
    recipes: Sequence[str], out: Path, scale: Scale, *, root: Path | None = None, say: Say = print_error
) -> list[Path]:
    """Train every recipe in a folder of its name below ``out``, or resume the run that is there. Returns the folders.

    Under torchrun every process makes the same call. Raises ConfigError if the recipes differ in the number of crops or
    in the seed, if one of them trains a structure network, or if ``out`` holds runs with other settings.
    """
    configs = [scale.applied(load_config(find_recipe(Path(recipe)))) for recipe in recipes]
    if root is not None:
        configs = [replace(config, root=str(root.absolute())) for config in configs]
    if any(config.structure for config in configs):
        raise ConfigError("A structure network cannot fill on its own; compare recipes of generators.")
    budgets = {(config.images, config.seed) for config in configs}
    if len(budgets) > 1:
        raise ConfigError(
            "Recipes that differ in the number of crops or in the seed cannot be compared; give them the same steps, "
            "batch and seed."
        )
    folders = [out / config.name for config in configs]
    with joined_world() as world:
        for config, folder in zip(configs, folders, strict=True):
            if world.first and not (folder / CONFIG_FILE).exists():
                write_config(folder, config)
            world.any(False)  # wait until the first process has written the folder
            if load_run(folder) != config:
                raise ConfigError(
                    "{folder} holds a run with other settings; delete it, or choose another folder with --out.",
                    folder=folder,
                )
            complete = _is_complete(folder, config)
            world.any(False)  # wait until all processes have checked, before any of them changes the folders
            if not complete:
                if world.first:
                    say(f"training {config.name}")
                train(None, resume=folder, say=say)
            elif world.first and not _is_reported(folder):
                write_report(folder, config)
    return folders


def _is_complete(folder: Path, config: RunConfig) -> bool:
    """Whether the run has saved the weights of its last step and logged its last validation. Only its report comes later."""
    path = folder / WEIGHTS_FILE
    if not path.exists() or load_weights(path).info.get("steps") != config.steps:
        return False
    return config.validation.folder is None or any(
        "validation" in entry and entry["step"] == config.steps for entry in read_log(folder)
    )


def _is_reported(folder: Path) -> bool:
    """Whether the run has a report that is not older than its log."""
    report, log = folder / REPORT_FILE, folder / LOG_FILE
    return report.exists() and (not log.exists() or report.stat().st_mtime_ns >= log.stat().st_mtime_ns)


def evaluate_variants(
    folders: Sequence[Path], mode: WeightsMode = "raw", limit: int | None = None, jobs: int = 1
) -> list[Evaluation]:
    """Evaluate every trained variant on all kinds of holes of its validation set, with ``jobs`` processes.

    ``limit``: the largest number of photos, chosen at even intervals; None for all. The modes raw and references see
    photos reduced to the size of the training crops, as in the paper; the other modes choose their scale themselves.
    Under torchrun only the first process gets the results; the others get an empty list. Raises ConfigError if a recipe
    names no validation set.
    """
    found = []
    for folder in folders:
        config = load_run(folder)
        if config.validation.folder is None:
            raise ConfigError(
                "The recipe {name} names no validation set to compare on; set validation.folder.",
                name=config.name,
            )
        validation = config.data_path(config.validation.folder)
        method = FromWeights(str(folder / WEIGHTS_FILE), mode, name=config.name)
        size = config.crops.crop if mode in ("raw", "references") else None
        for kind in HOLE_KINDS:
            cases = list_cases(validation / "images", validation / kind)
            plan = Plan(spread(cases, limit) if limit else cases, method, size=size)
            result = evaluate(plan, config.name, kind, jobs=jobs)
            if result is not None:
                found.append(result)
    return found


def with_and_without(
    folders: Sequence[Path], evaluations: Sequence[Evaluation]
) -> list[tuple[Evaluation, Evaluation]]:
    """Pairs of evaluations on the same holes: a variant with the CR loss, and the last one before it that has none."""
    pairs, plain = [], None
    for config in map(load_run, folders):
        if not any(stage.cr for stage in config.stages):
            plain = config.name
        elif plain is not None:
            without = {one.holes: one for one in evaluations if one.method == plain}
            pairs += [(one, without[one.holes]) for one in evaluations if one.method == config.name]
    return pairs
