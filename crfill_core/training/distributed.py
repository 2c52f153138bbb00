"""Training with several processes: torchrun starts them, and DistributedDataParallel averages their gradients.

Every process draws the random numbers of the whole batch and works on its own part. So a step sees the same batch,
however many processes there are.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel

from crfill_core.base.torchrun import torchrun_group
from crfill_core.errors import ConfigError


@dataclass(frozen=True)
class World:
    """This process among those of the run; by default it is the only one."""

    rank: int = 0
    size: int = 1
    local_rank: int = 0
    """Number of this process on its machine, which is also the number of the GPU that it uses."""

    @property
    def first(self) -> bool:
        """Whether this process logs, validates and saves."""
        return self.rank == 0

    def part(self, batch: int) -> slice:
        """This process's part of a batch. Raises ConfigError if the batch cannot be divided evenly."""
        if batch % self.size:
            raise ConfigError(
                "A batch of {batch} cannot be shared by {size} processes: choose a multiple of {size}.",
                batch=batch,
                size=self.size,
            )
        share = batch // self.size
        return slice(self.rank * share, (self.rank + 1) * share)

    def parallel(self, module: nn.Module) -> nn.Module:
        """The module, wrapped to average gradients over all processes, for the parameters that are trainable now."""
        if self.size == 1 or not any(p.requires_grad for p in module.parameters()):
            return module
        return DistributedDataParallel(module)

    def any(self, flag: bool) -> bool:
        """Whether the flag is true in any process. All processes wait for each other here, but not for a GPU."""
        if self.size == 1:
            return flag
        flags = torch.tensor(float(flag))
        dist.all_reduce(flags)
        return bool(flags > 0)

    def mean(self, values: Tensor) -> Tensor:
        """The mean of a tensor over all processes."""
        if self.size > 1:
            dist.all_reduce(values)
        return values / self.size


@contextmanager
def joined_world() -> Iterator[World]:
    """Join the processes that torchrun started with this one, if any.

    May be nested: several runs of one program must share a group, because a group cannot be joined again once it has
    been left.
    """
    size = int(os.environ.get("WORLD_SIZE", "1"))
    if size == 1:
        yield World()
        return
    local_rank = int(os.environ.get("LOCAL_RANK", "0"))
    if torch.cuda.is_available():
        torch.cuda.set_device(local_rank)
    with torchrun_group("cpu:gloo,cuda:nccl" if torch.cuda.is_available() else "gloo"):
        yield World(dist.get_rank(), size, local_rank)
