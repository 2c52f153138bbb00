"""How fast training goes, and how far from what the machine could do. Run by hand:

    python tests/benchmarks/bench_training.py h200 --root DIR [--steps 30] [--batch 32] [--data | --profile]

For every kind of stage of a recipe: crops a second of the data alone, of the network alone (one batch again and
again) and of both together; operations a crop and bytes a crop that they would move one by one, without any fusing; the
floor that follows from this machine's own speed of matrix products and of copying, and how close the step comes to
it. On a GPU it also says whether anything in a step makes the host wait for the device. ``--profile`` lists the
operations that take longest; ``--data`` measures nothing but how fast every loader on the host cuts crops.
"""

from __future__ import annotations

import argparse
import tempfile
import time
import warnings
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import torch
from torch.profiler import ProfilerActivity, profile
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves
from torch.utils.flop_counter import FlopCounterMode

from crfill_core.training.config import RunConfig, Stage, ValidationConfig, load_config
from crfill_core.training.log import peak_memory
from crfill_core.training.loop import Trainer
from crfill_core.training.runs import find_recipe
from crfill_core.training.step import Forwards, train_step
from crfill_core.training.task import GeneratorTask

WARM_UP = 3


def seconds_a_call(call: Callable[[int], object], count: int, device: torch.device) -> float:
    """Mean time of ``call(i)`` after some calls to warm up, the device's work included.

    With one CPU thread it is the processor's time, so that others may use the machine too.
    """
    clock = time.process_time if device.type == "cpu" and torch.get_num_threads() == 1 else time.perf_counter
    for i in range(WARM_UP):
        call(i)
    wait(device)
    began = clock()
    for i in range(count):
        call(WARM_UP + i)
    wait(device)
    return (clock() - began) / count


def wait(device: torch.device) -> None:
    if device.type == "cuda":
        torch.cuda.synchronize()


def matrix_speed(device: torch.device) -> float:
    """Operations a second of a large bfloat16 matrix product on this machine: what arithmetic alone allows."""
    n = 8192 if device.type == "cuda" else 1024
    a = torch.randn(n, n, device=device, dtype=torch.bfloat16)
    return 2 * n**3 / seconds_a_call(lambda _: a @ a, 10, device)


def copy_speed(device: torch.device) -> float:
    """Bytes a second, read and written, of copying much more than any cache holds."""
    a = torch.zeros(2**28 if device.type == "cuda" else 2**26, device=device)
    b = torch.empty_like(a)
    return 2 * a.nbytes / seconds_a_call(lambda _: b.copy_(a), 5, device)


class ByteCounter(TorchDispatchMode):
    """Adds up the sizes of what every operation reads and writes; views move nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.total = 0

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        out = func(*args, **(kwargs or {}))
        tensors = [t for t in tree_leaves((args, kwargs, out)) if isinstance(t, torch.Tensor)]
        if not func.is_view:
            self.total += sum(t.nbytes for t in tensors)
        return out


def bench(trainer: Trainer, stage: Stage, steps: int) -> None:
    config, device = trainer.config, trainer.device
    task = trainer.task
    if not isinstance(task, GeneratorTask):
        raise SystemExit("The benchmark counts the steps of a generator's recipe.")
    task.enter(stage)
    forwards = task.forwards
    image, mask = trainer.batch(0)

    def step(image: torch.Tensor, mask: torch.Tensor, forwards: Forwards = forwards) -> None:
        train_step(
            task.models,
            forwards,
            image,
            mask,
            stage,
            config.losses,
            autocast=task.autocast,
            clip=config.optimizer.clip,
        )
        task.models.update_ema(config.ema, 0)

    plain = task.models  # counted uncompiled: the counter does not see into compiled graphs
    modules = (plain.generator, plain.auxiliary, plain.discriminator, plain.aux_discriminator)
    one = (image[:1], mask[:1], Forwards(*modules))
    step(*one)  # the optimisers' states are made
    with FlopCounterMode(display=False) as counter:
        step(*one)
    operations = float(counter.get_total_flops())
    with ByteCounter() as moved:
        step(image, mask, Forwards(*modules))
    traffic = moved.total / len(image)

    batch = len(image)
    data = seconds_a_call(trainer.batch, steps, device)
    network = seconds_a_call(lambda _: step(image, mask), steps, device)
    both = seconds_a_call(lambda i: step(*trainer.batch(i)), steps, device)
    arithmetic, memory = operations / matrix_speed(device), traffic / copy_speed(device)
    print(
        f"{stage.train}{' + adversarial' * stage.adversarial}{' + CR' * stage.cr}: "
        f"data {batch / data:.1f}, network {batch / network:.1f}, both {batch / both:.1f} crops/s; "
        f"{operations / 1e9:.1f} GFLOP a crop: at least {arithmetic * 1e3:.2f} ms, "
        f"of which speed {arithmetic * batch / network:.0%} is reached; "
        f"{traffic / 1e9:.2f} GB a crop: {memory * 1e3:.2f} ms unfused; {peak_memory():.1f} GiB"
    )
    if device.type == "cuda":
        print("  the host waits for the device:", host_waits(lambda: step(*trainer.batch(1))) or "nowhere")


def host_waits(call: Callable[[], None]) -> str:
    """What PyTorch warns of while the call runs: every place where the host waits."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        torch.cuda.set_sync_debug_mode("warn")
        call()
        torch.cuda.set_sync_debug_mode("default")
    return "; ".join(sorted({f"{warning.filename}:{warning.lineno}" for warning in caught}))


def bench_data(config: RunConfig, folder: Path, steps: int) -> None:
    """Crops a second of each loader, by the clock on the wall, as its threads work at the same time."""
    loaders: tuple[Literal["cache", "stream"], ...] = ("cache", "stream")
    for loader in loaders:
        trainer = Trainer(replace(config, data=replace(config.data, loader=loader)), folder)
        trainer.batch(0)
        began = time.perf_counter()
        for i in range(steps):
            trainer.batch(i + 1)
        rate = steps * config.batch / (time.perf_counter() - began)
        print(f"{loader}: {rate:.0f} crops/s of {config.crops.crop}² with {config.data.threads} threads")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("recipe", type=Path)
    parser.add_argument("--root", type=Path, default=Path())
    parser.add_argument("--steps", type=int, default=30)
    parser.add_argument("--batch", type=int)
    parser.add_argument("--eager", action="store_true", help="do not compile")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--profile", action="store_true")
    what.add_argument("--data", action="store_true")
    arguments = parser.parse_args()
    config = load_config(find_recipe(arguments.recipe))
    config = replace(
        config,
        root=str(arguments.root.absolute()),
        validation=ValidationConfig(),
        batch=arguments.batch or config.batch,
        compile=config.compile and not arguments.eager,
        stages=tuple({replace(stage, steps=10**6): None for stage in config.stages}),
    )
    with tempfile.TemporaryDirectory() as folder:
        if arguments.data:
            bench_data(config, Path(folder), arguments.steps)
            return
        trainer = Trainer(config, Path(folder))
        for stage in config.stages:
            if not arguments.profile:
                bench(trainer, stage, arguments.steps)
                continue
            activities = [ProfilerActivity.CPU]
            activities += [ProfilerActivity.CUDA] if trainer.device.type == "cuda" else []
            with profile(activities=activities) as profiler:
                bench(trainer, stage, 2)
            order = "self_cuda_time_total" if trainer.device.type == "cuda" else "self_cpu_time_total"
            print(profiler.key_averages().table(sort_by=order, row_limit=15))


if __name__ == "__main__":
    main()
