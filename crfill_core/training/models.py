"""The networks of a run and their optimisers."""

from __future__ import annotations

import copy
import math
from collections.abc import Mapping
from typing import Any, Generic, TypeVar

import torch
from torch import nn

from crfill_core.errors import ConfigError
from crfill_core.networks.auxiliary import Auxiliary
from crfill_core.networks.discriminator import Discriminator
from crfill_core.networks.generator import Generator
from crfill_core.networks.layers import init_xavier
from crfill_core.networks.structure import StructureConfig, StructureNetwork
from crfill_core.training.config import RunConfig
from crfill_core.training.muon import Muon
from crfill_core.weights.load import load_structure, load_weights

COARSE_LAYERS = "conv"  # the coarse network's layers have names that begin with conv

Network = TypeVar("Network", Generator, StructureNetwork)


class ModelSet(Generic[Network]):
    """Networks by name, the moving average ``ema`` of the first one, and optimisers by name."""

    def __init__(
        self, name: str, main: Network, device: torch.device, others: Mapping[str, nn.Module] | None = None
    ) -> None:
        self.networks: dict[str, nn.Module] = {name: main, **(others or {})}
        for module in self.networks.values():
            module.to(device)
            module.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self._main: Network = main
        self.ema: Network = copy.deepcopy(main).requires_grad_(False)
        self.optimizers: dict[str, torch.optim.Optimizer] = {}

    @torch.no_grad()
    def update_ema(self, decay: float, step: int) -> None:
        """EMA ← d·EMA + (1 − d)·network. d is ``decay``, but less in the first steps; ``step`` counts from 0."""
        d = min(decay, (1 + step) / (10 + step))
        ours: list[torch.Tensor] = list(self.ema.parameters())
        theirs: list[torch.Tensor] = list(self._main.parameters())
        torch._foreach_lerp_(ours, theirs, 1 - d)

    def set_learning_rate(self, factor: float) -> None:
        """Set the learning rate of each optimiser to ``factor`` times its rate in the recipe."""
        for optimizer in self.optimizers.values():
            for group in optimizer.param_groups:
                group["lr"] = optimizer.defaults["lr"] * factor

    def state(self) -> dict[str, Any]:
        """All networks and optimisers, for a checkpoint."""
        return {
            **{name: module.state_dict() for name, module in self.networks.items()},
            "ema": self.ema.state_dict(),
            **{name: optimizer.state_dict() for name, optimizer in self.optimizers.items()},
        }

    def load(self, state: dict[str, Any]) -> None:
        """Restore what :meth:`state` returned."""
        for name, module in {**self.networks, "ema": self.ema}.items():
            module.load_state_dict(state[name])
        for name, optimizer in self.optimizers.items():
            fused = [group.get("fused") for group in optimizer.param_groups]
            optimizer.load_state_dict(state[name])
            for group, value in zip(optimizer.param_groups, fused, strict=True):
                if "fused" in group:
                    group["fused"] = value  # as set for this device, not for the device that saved the state

    def sound(self) -> bool:
        """Whether float16 can hold all networks, and all numbers of the optimisers are finite. Waits for the device."""
        tensors = [t.half() for m in (*self.networks.values(), self.ema) for t in m.state_dict().values()]
        for optimizer in self.optimizers.values():
            tensors += [t for values in optimizer.state.values() for t in values.values()]
        return all(bool(torch.isfinite(t).all()) for t in tensors)


class Models(ModelSet[Generator]):
    """The generator, its auxiliary branch and two discriminators. One Adam trains the first two, another the discriminators.

    If ``fresh``, the generator starts from the weights that the recipe names, if any. Otherwise the caller will
    :meth:`load` a state.
    """

    def __init__(self, config: RunConfig, device: torch.device, fresh: bool = True) -> None:
        torch.manual_seed(config.seed)
        self.generator = Generator(config.generator)
        init_xavier(self.generator, config.init_gain)
        self.auxiliary = Auxiliary(config.generator.width)
        init_xavier(self.auxiliary, config.init_gain)
        self.discriminator = Discriminator(config.discriminator_width)
        self.aux_discriminator = Discriminator(config.discriminator_width)
        if fresh and config.start_from is not None:
            start = load_weights(config.start_from)
            _refuse_another_network(start.name, start.config, config.generator)
            self.generator.load_state_dict(start.generator.state_dict())
        others = {
            "auxiliary": self.auxiliary,
            "discriminator": self.discriminator,
            "aux_discriminator": self.aux_discriminator,
        }
        super().__init__("generator", self.generator, device, others)
        fused = device.type in ("cpu", "cuda")
        o = config.optimizer
        generator = [*self.generator.parameters(), *self.auxiliary.parameters()]
        discriminators = [*self.discriminator.parameters(), *self.aux_discriminator.parameters()]
        self.optimizer = torch.optim.Adam(generator, o.lr, o.betas, fused=fused)
        self.discriminator_optimizer = torch.optim.Adam(
            discriminators, o.discriminator_lr, o.betas, fused=fused
        )
        self.optimizers = {
            "optimizer": self.optimizer,
            "discriminator_optimizer": self.discriminator_optimizer,
        }

    def set_trained(self, part: str) -> None:
        """Make ``part`` of the generator trainable (coarse, refinement or both), and freeze the rest."""
        for name, parameter in self.generator.named_parameters():
            coarse = name.startswith(COARSE_LAYERS)
            parameter.requires_grad_(part == "both" or (part == "coarse") == coarse)


class StructureModels(ModelSet[StructureNetwork]):
    """The structure network, with Muon for its kernels and AdamW for norms and biases. ``fresh``: see :class:`Models`."""

    def __init__(self, config: RunConfig, device: torch.device, fresh: bool = True) -> None:
        torch.manual_seed(config.seed)
        shape = config.structure or StructureConfig()
        self.network = StructureNetwork(shape)
        if fresh and config.start_from is not None:
            start = load_structure(config.start_from)
            _refuse_another_network(start.name, start.config, shape)
            self.network.load_state_dict(start.network.state_dict())
        super().__init__("network", self.network, device)
        o = config.optimizer
        kernels = [parameter for parameter in self.network.parameters() if parameter.ndim > 1]
        others = [parameter for parameter in self.network.parameters() if parameter.ndim < 2]
        fused = device.type in ("cpu", "cuda")
        self.optimizers = {
            "muon": Muon(kernels, o.muon_lr, weight_decay=o.muon_decay),
            "adam": torch.optim.AdamW(others, o.lr, o.betas, weight_decay=0.0, fused=fused),
        }


def _refuse_another_network(name: str, has: object, wanted: object) -> None:
    if has != wanted:
        raise ConfigError(
            "The weights '{name}' belong to a network ({has}) that differs from the recipe's.",
            name=name,
            has=has,
        )


def learning_rate_factor(
    step: int, since_stage: int, steps: int, warmup: int, final: float, decay: float = 0.0
) -> float:
    """Factor of the learning rate: a warm-up times a decay.

    The warm-up rises linearly to 1 in the first ``warmup`` steps of each stage. The decay falls from 1 to ``final`` at
    the end of the run's ``steps``: as a cosine over the whole run if ``decay`` is 0, else linearly in the last share
    ``decay``, in (0, 1], of the run. ``step`` and ``since_stage`` count from 0 in the run and in the stage.
    """
    warm = min(1.0, (since_stage + 1) / warmup) if warmup else 1.0
    progress = step / steps
    left = min(1.0, (1 - progress) / decay) if decay else 0.5 * (1 + math.cos(math.pi * progress))
    return warm * (final + (1 - final) * left)
