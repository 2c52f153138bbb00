"""The group of processes that torchrun starts."""

from __future__ import annotations

import gc
import importlib
import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def torchrun_group(backend: str = "gloo") -> Iterator[None]:
    """Join the processes that ``torchrun`` started, if any. May be nested: inner blocks use the outer block's group. Wrap a
    whole program in it, because a group cannot be joined again once it has been left.
    """
    if int(os.environ.get("WORLD_SIZE", "1")) < 2:
        yield
        return
    import torch.distributed as dist

    # ``torch.distributed.nn`` must be imported before there is a group. Otherwise its functions keep the group as a default
    # argument. The group is then never freed, and its threads, if they still run at exit, end the process with an error.
    importlib.import_module("torch.distributed.nn")
    if dist.is_initialized():
        yield
        return
    dist.init_process_group(backend)
    try:
        yield
    finally:
        gc.collect()  # frees modules that average their gradients over the group
        dist.destroy_process_group()
