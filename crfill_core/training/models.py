"""The networks of one run with their optimisers: what a checkpoint holds."""

from __future__ import annotations

import copy
import math
from typing import Any

import torch
from torch import nn

from crfill_core.errors import ConfigError
from crfill_core.networks.auxiliary import Auxiliary
from crfill_core.networks.discriminator import Discriminator
from crfill_core.networks.generator import Generator
from crfill_core.networks.layers import init_xavier
from crfill_core.training.config import RunConfig
from crfill_core.weights.load import load_weights

COARSE_LAYERS = "conv"  # the coarse network's layers are the ones named conv…


class Models:
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
            if start.config != config.generator:
                raise ConfigError(
                    f"The weights '{start.name}' are of another network ({start.config}) than the recipe's."
                )
            self.generator.load_state_dict(start.generator.state_dict())
        for module in self._modules().values():
            module.to(device)
            module.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.ema = copy.deepcopy(self.generator).requires_grad_(False)
        fused = device.type in ("cpu", "cuda")
        o = config.optimizer
        generator_side = [*self.generator.parameters(), *self.auxiliary.parameters()]
        judges = [*self.discriminator.parameters(), *self.aux_discriminator.parameters()]
        self.optimizer = torch.optim.Adam(generator_side, o.lr, o.betas, fused=fused)
        self.discriminator_optimizer = torch.optim.Adam(judges, o.discriminator_lr, o.betas, fused=fused)

    def _modules(self) -> dict[str, nn.Module]:
        return {
            "generator": self.generator,
            "auxiliary": self.auxiliary,
            "discriminator": self.discriminator,
            "aux_discriminator": self.aux_discriminator,
        }

    def set_trained(self, part: str) -> None:
        """Freeze the network that the stage does not train ("coarse", "refinement" or "both")."""
        for name, parameter in self.generator.named_parameters():
            coarse = name.startswith(COARSE_LAYERS)
            parameter.requires_grad_(part == "both" or (part == "coarse") == coarse)

    @torch.no_grad()
    def update_ema(self, decay: float, step: int) -> None:
        """EMA ← d·EMA + (1 − d)·G, with a shorter memory in the first steps."""
        d = min(decay, (1 + step) / (10 + step))
        ours: list[torch.Tensor] = list(self.ema.parameters())
        theirs: list[torch.Tensor] = list(self.generator.parameters())
        torch._foreach_lerp_(ours, theirs, 1 - d)

    def state(self) -> dict[str, Any]:
        return {
            **{name: module.state_dict() for name, module in self._modules().items()},
            "ema": self.ema.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "discriminator_optimizer": self.discriminator_optimizer.state_dict(),
        }

    def load(self, state: dict[str, Any]) -> None:
        for name, module in {**self._modules(), "ema": self.ema}.items():
            module.load_state_dict(state[name])
        for name, optimizer in (
            ("optimizer", self.optimizer),
            ("discriminator_optimizer", self.discriminator_optimizer),
        ):
            fused = optimizer.param_groups[0]["fused"]
            optimizer.load_state_dict(state[name])
            optimizer.param_groups[0]["fused"] = fused  # of this device, not of the one that saved

    def sound(self) -> bool:
        """Whether all networks fit a weights file (float16), and Adam holds finite numbers. Waits for the device."""
        tensors = [t.half() for m in (*self._modules().values(), self.ema) for t in m.state_dict().values()]
        for optimizer in (self.optimizer, self.discriminator_optimizer):
            tensors += [t for values in optimizer.state.values() for t in values.values()]
        return all(bool(torch.isfinite(t).all()) for t in tensors)


def learning_rate_factor(step: int, since_stage: int, steps: int, warmup: int, final: float) -> float:
    """Linear warm-up within each stage times a cosine from 1 to ``final`` over the whole run."""
    warm = min(1.0, (since_stage + 1) / warmup) if warmup else 1.0
    return warm * (final + (1 - final) * 0.5 * (1 + math.cos(math.pi * step / steps)))
