"""The networks of one run with their optimisers: what a checkpoint holds."""

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
    """Networks by name, the moving average of the run's main network (``ema``), and optimisers by name."""

    def __init__(
        self, main: Network, others: Mapping[str, nn.Module], device: torch.device, name: str
    ) -> None:
        self.networks: dict[str, nn.Module] = {name: main, **others}
        for module in self.networks.values():
            module.to(device)
            module.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self._main: Network = main
        self.ema: Network = copy.deepcopy(main).requires_grad_(False)
        self.optimizers: dict[str, torch.optim.Optimizer] = {}

    @torch.no_grad()
    def update_ema(self, decay: float, step: int) -> None:
        """EMA ← d·EMA + (1 − d)·network, with a shorter memory in the first steps."""
        d = min(decay, (1 + step) / (10 + step))
        ours: list[torch.Tensor] = list(self.ema.parameters())
        theirs: list[torch.Tensor] = list(self._main.parameters())
        torch._foreach_lerp_(ours, theirs, 1 - d)

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
                    group["fused"] = value  # from this device's settings, not those of the saving device

    def sound(self) -> bool:
        """Whether all networks fit into float16 and the optimisers hold finite numbers. Waits for the device."""
        tensors = [t.half() for m in (*self.networks.values(), self.ema) for t in m.state_dict().values()]
        for optimizer in self.optimizers.values():
            tensors += [t for values in optimizer.state.values() for t in values.values()]
        return all(bool(torch.isfinite(t).all()) for t in tensors)


class Models(ModelSet[Generator]):
    """Generator, its moving average, auxiliary branch, two discriminators; Adam for each side.

    ``fresh`` models start from the recipe's weights, if it names any; others are about to :meth:`load` a state.
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
        super().__init__(self.generator, others, device, "generator")
        fused = device.type in ("cpu", "cuda")
        o = config.optimizer
        generator_side = [*self.generator.parameters(), *self.auxiliary.parameters()]
        judges = [*self.discriminator.parameters(), *self.aux_discriminator.parameters()]
        self.optimizer = torch.optim.Adam(generator_side, o.lr, o.betas, fused=fused)
        self.discriminator_optimizer = torch.optim.Adam(judges, o.discriminator_lr, o.betas, fused=fused)
        self.optimizers = {
            "optimizer": self.optimizer,
            "discriminator_optimizer": self.discriminator_optimizer,
        }

    def set_trained(self, part: str) -> None:
        """Freeze the network that the stage does not train ("coarse", "refinement" or "both")."""
        for name, parameter in self.generator.named_parameters():
            coarse = name.startswith(COARSE_LAYERS)
            parameter.requires_grad_(part == "both" or (part == "coarse") == coarse)


class StructureModels(ModelSet[StructureNetwork]):
    """Structure network and its moving average; Muon for its kernels, AdamW for norms and biases.

    ``fresh`` as for :class:`Models`.
    """

    def __init__(self, config: RunConfig, device: torch.device, fresh: bool = True) -> None:
        torch.manual_seed(config.seed)
        shape = config.structure or StructureConfig()
        self.network = StructureNetwork(shape)
        if fresh and config.start_from is not None:
            start = load_structure(config.start_from)
            _refuse_another_network(start.name, start.config, shape)
            self.network.load_state_dict(start.network.state_dict())
        super().__init__(self.network, {}, device, "network")
        o = config.optimizer
        kernels = [parameter for parameter in self.network.parameters() if parameter.ndim > 1]
        others = [parameter for parameter in self.network.parameters() if parameter.ndim < 2]
        self.muon = Muon(kernels, o.muon_lr, weight_decay=o.muon_decay)
        self.adam = torch.optim.AdamW(
            others, o.lr, o.betas, weight_decay=0.0, fused=device.type in ("cpu", "cuda")
        )
        self.optimizers = {"muon": self.muon, "adam": self.adam}


def _refuse_another_network(name: str, has: object, wanted: object) -> None:
    if has != wanted:
        raise ConfigError(
            "The weights '{name}' are of another network ({has}) than the recipe's.", name=name, has=has
        )


def learning_rate_factor(
    step: int, since_stage: int, steps: int, warmup: int, final: float, decay: float = 0.0
) -> float:
    """Factor of the learning rate:

    a linear warm-up within each stage times a decay from 1 to ``final`` at the run's end. The decay is a cosine over
    the whole run; with ``decay`` in (0, 1] the factor stays 1 and falls linearly over that last share of the run.
    """
    warm = min(1.0, (since_stage + 1) / warmup) if warmup else 1.0
    progress = step / steps
    left = min(1.0, (1 - progress) / decay) if decay else 0.5 * (1 + math.cos(math.pi * progress))
    return warm * (final + (1 - final) * left)
