"""The part of a run that depends on the kind of network: the networks, their training step and their validation."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import torch
from torch import Tensor, nn

from crfill_core.evaluation.metrics import Scores
from crfill_core.training.config import RunConfig, Stage
from crfill_core.training.distributed import World
from crfill_core.training.losses import structure_loss
from crfill_core.training.models import Models, StructureModels
from crfill_core.training.step import Forwards, train_step
from crfill_core.training.structure_validation import StructureScores, structure_fill, validate_structure
from crfill_core.training.validation import Fill, ValidationItem, network_fill, validate


class _Compiled:
    """Prepares modules for training: compiles them if the configuration says so and the program is not packaged, and
    averages their gradients over processes.
    """

    def __init__(self, config: RunConfig, world: World) -> None:
        # A packaged program has neither a compiler nor torch's headers.
        self._wanted = config.compile and not getattr(sys, "frozen", False)
        self._world = world
        self._known: dict[nn.Module, Any] = {}

    def __call__(self, module: nn.Module, compiled: bool = True) -> nn.Module:
        """Prepare a module. Call it again after parameters of the module have been frozen or made trainable."""
        if not (self._wanted and compiled):
            return self._world.parallel(module)
        if module not in self._known:
            self._known[module] = torch.compile(module)
        return self._world.parallel(self._known[module])


class GeneratorTask:
    """Trains the paper's generator with its discriminators and its auxiliary branch.

    ``fresh``: start the generator from the weights that the configuration names, or from random ones if it names none.
    Without it, the caller loads a saved state.
    """

    def __init__(
        self, config: RunConfig, device: torch.device, world: World, autocast: torch.autocast, fresh: bool
    ) -> None:
        self._config, self.autocast = config, autocast
        self.models = Models(config, device, fresh)
        self._ready = _Compiled(config, world)

    def enter(self, stage: Stage) -> None:
        """Prepare the networks for the steps of a stage, and freeze the part of the generator that it does not
        train.
        """
        m = self.models
        m.set_trained(stage.train)
        self._stage = stage
        self.forwards = Forwards(
            self._ready(m.generator),
            self._ready(m.auxiliary),
            self._ready(m.discriminator, compiled=False),
            self._ready(m.aux_discriminator, compiled=False),
        )

    def train_step(self, image: Tensor, mask: Tensor) -> dict[str, Tensor]:
        """Train once on image (B, 3, H, W) in [−1, 1] and mask (B, 1, H, W), 1 = missing.

        Returns the losses by name, still on the device.
        """
        losses, clip = self._config.losses, self._config.optimizer.clip
        autocast = self.autocast
        return train_step(
            self.models, self.forwards, image, mask, self._stage, losses, autocast=autocast, clip=clip
        )

    def validate(self, items: Sequence[ValidationItem], report: Callable[[int], object]) -> dict[str, Scores]:
        """Kind of hole → mean metrics of the fills of the averaged network (EMA). ``report`` is called with the number of
        holes done.
        """
        return validate(self.fill(), items, report)

    def fill(self) -> Fill:
        """A function that fills a photo with the averaged network (EMA)."""
        return partial(network_fill, self.models.ema.eval(), scale=self._config.validation.scale)


class StructureTask:
    """Trains the structure network. The methods are those of :class:`GeneratorTask`."""

    def __init__(
        self, config: RunConfig, device: torch.device, world: World, autocast: torch.autocast, fresh: bool
    ) -> None:
        self._config, self.autocast = config, autocast
        self.models = StructureModels(config, device, fresh)
        self._ready = _Compiled(config, world)

    def enter(self, stage: Stage) -> None:
        self._forward = self._ready(self.models.network)

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
        self, items: Sequence[ValidationItem], report: Callable[[int], object]
    ) -> dict[str, StructureScores]:
        return validate_structure(self.models.ema.eval(), items, self._config.crops.crop, report)

    def fill(self) -> Fill:
        return partial(structure_fill, self.models.ema.eval(), side=self._config.crops.crop)


Task = GeneratorTask | StructureTask
