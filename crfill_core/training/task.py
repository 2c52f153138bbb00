"""What a run trains: its networks, their training step and their validation. The loop is the same for every task."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

import torch
from torch import Tensor, nn

from crfill_core.evaluation.metrics import Scores
from crfill_core.training.config import RunConfig, Stage
from crfill_core.training.distributed import World
from crfill_core.training.losses import structure_loss
from crfill_core.training.models import Models, ModelSet, StructureModels, learning_rate_factor
from crfill_core.training.step import Forwards, train_step
from crfill_core.training.structure_validation import StructureScores, structure_fill, validate_structure
from crfill_core.training.validation import Fill, ValidationItem, network_fill, validate


class Task(Protocol):
    """The part of a run that depends on the kind of network."""

    @property
    def models(self) -> ModelSet[Any]: ...

    def enter(self, stage: Stage) -> None:
        """Prepare the networks for a stage's steps."""

    def set_learning_rate(self, step: int, since_stage: int) -> None:
        """Set the learning rates of a step."""

    def train_step(self, image: Tensor, mask: Tensor) -> dict[str, Tensor]:
        """Train once on image (B, 3, H, W) in [−1, 1] and mask (B, 1, H, W), 1 = missing; the losses, on the device."""

    def validate(
        self, items: Sequence[ValidationItem], told: Callable[[int], object]
    ) -> Mapping[str, Scores] | Mapping[str, StructureScores]:
        """Mean figures of the moving average by hole kind. ``told`` is called with the number of holes that are done."""

    def fill(self) -> Fill:
        """The function by which the moving average fills a photo, for samples."""


@dataclass(frozen=True)
class Settings:
    """The context of a task besides the configuration."""

    device: torch.device
    world: World
    autocast: torch.autocast


def make_task(config: RunConfig, settings: Settings, fresh: bool) -> Task:
    """The task of a recipe. ``fresh`` networks start from the recipe's weights; others will load a state."""
    kind = GeneratorTask if config.structure is None else StructureTask
    return kind(config, settings, fresh)


class _Compiled:
    """Modules as a step calls them: compiled once, and averaging gradients over processes."""

    def __init__(self, config: RunConfig, world: World) -> None:
        # A packaged program has neither a compiler nor torch's headers.
        self._wanted = config.compile and not getattr(sys, "frozen", False)
        self._world = world
        self._known: dict[nn.Module, Any] = {}

    def __call__(self, module: nn.Module, compiled: bool = True) -> nn.Module:
        """Prepare ``module`` with its presently trainable parameters."""
        if not (self._wanted and compiled):
            return self._world.parallel(module)
        if module not in self._known:
            self._known[module] = torch.compile(module)
        return self._world.parallel(self._known[module])


class GeneratorTask:
    """The paper's generator with its discriminators and its auxiliary branch."""

    def __init__(self, config: RunConfig, settings: Settings, fresh: bool) -> None:
        self._config, self.autocast = config, settings.autocast
        self.models = Models(config, settings.device, fresh)
        self._ready = _Compiled(config, settings.world)

    def enter(self, stage: Stage) -> None:
        """Freeze what the stage does not train, and prepare the models for steps."""
        m = self.models
        m.set_trained(stage.train)
        self._stage = stage
        self.forwards = Forwards(
            self._ready(m.generator),
            self._ready(m.auxiliary),
            self._ready(m.discriminator, compiled=False),
            self._ready(m.aux_discriminator, compiled=False),
        )

    def set_learning_rate(self, step: int, since_stage: int) -> None:
        o = self._config.optimizer
        factor = _factor(self._config, step, since_stage)
        self.models.optimizer.param_groups[0]["lr"] = o.lr * factor
        self.models.discriminator_optimizer.param_groups[0]["lr"] = o.discriminator_lr * factor

    def train_step(self, image: Tensor, mask: Tensor) -> dict[str, Tensor]:
        c = self._config
        return train_step(
            self.models,
            self.forwards,
            image,
            mask,
            self._stage,
            c.losses,
            autocast=self.autocast,
            clip=c.optimizer.clip,
        )

    def validate(self, items: Sequence[ValidationItem], told: Callable[[int], object]) -> dict[str, Scores]:
        return validate(self.fill(), items, told)

    def fill(self) -> Fill:
        return partial(network_fill, self.models.ema.eval(), scale=self._config.validation.scale)


class StructureTask:
    """The structure network alone, with the likelihood of its errors as the loss."""

    def __init__(self, config: RunConfig, settings: Settings, fresh: bool) -> None:
        self._config, self.autocast = config, settings.autocast
        self.models = StructureModels(config, settings.device, fresh)
        self._ready = _Compiled(config, settings.world)

    def enter(self, stage: Stage) -> None:
        self._forward = self._ready(self.models.network)

    def set_learning_rate(self, step: int, since_stage: int) -> None:
        factor = _factor(self._config, step, since_stage)
        self.models.muon.param_groups[0]["lr"] = self._config.optimizer.muon_lr * factor
        self.models.adam.param_groups[0]["lr"] = self._config.optimizer.lr * factor

    def train_step(self, image: Tensor, mask: Tensor) -> dict[str, Tensor]:
        with self.autocast:
            fill, log_scale = self._forward(image * (1 - mask), mask)
        values = structure_loss(fill.float(), log_scale.float(), image, mask, self._config.losses.known)
        for optimizer in self.models.optimizers.values():
            optimizer.zero_grad(set_to_none=True)
        values["loss"].backward()
        if self._config.optimizer.clip is not None:
            torch.nn.utils.clip_grad_norm_(self.models.network.parameters(), self._config.optimizer.clip)
        for optimizer in self.models.optimizers.values():
            optimizer.step()
        return {name: value.detach() for name, value in values.items()}

    def validate(
        self, items: Sequence[ValidationItem], told: Callable[[int], object]
    ) -> dict[str, StructureScores]:
        return validate_structure(self.models.ema.eval(), items, self._config.crops.crop, told)

    def fill(self) -> Fill:
        return partial(structure_fill, self.models.ema.eval(), side=self._config.crops.crop)


def _factor(config: RunConfig, step: int, since_stage: int) -> float:
    o = config.optimizer
    return learning_rate_factor(step, since_stage, config.steps, o.warmup, o.final_lr, o.decay)
