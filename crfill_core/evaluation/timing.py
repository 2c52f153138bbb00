"""One measurement of a forward pass in this process: its time and its memory."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from crfill_core.base.memory import is_out_of_memory
from crfill_core.base.messages import Message

if TYPE_CHECKING:
    import numpy as np

    from crfill_core.inference.inpainter import Inpainter

Variant = Literal["cr", "ca", "inference"]
VARIANTS: tuple[Variant, ...] = get_args(Variant)
"""cr: the plain network in float32, NCHW; ca: the same with contextual attention; inference: as a fill runs it."""

_LONG = 20.0
"""Seconds: a pass that takes longer is not repeated and has no warm-up."""


@dataclass(frozen=True)
class Measurement:
    """One variant at one size (a square image of ``size`` pixels a side)."""

    variant: Variant
    size: int
    seconds: float | None
    """The median of the repeats; None: out of memory."""
    peak_bytes: int | None
    """Memory of the pass without the weights; None where the platform does not tell."""

    @property
    def out_of_memory(self) -> bool:
        return self.seconds is None


def measure_here(variant: Variant, size: int, device: str, width: int, repeats: int) -> Measurement:
    """One measurement in this process; its peak memory is right only if this is all the process ever does."""

    run = _pass(variant, size, device, width)
    memory = _GpuMemory() if device == "cuda" else _ProcessMemory()
    try:
        times = [_timed(run, device)]
        if times[0] < _LONG:  # that was the warm-up
            times = [_timed(run, device) for _ in range(repeats)]
    except Exception as error:
        if not is_out_of_memory(error):
            raise
        return Measurement(variant, size, None, None)
    return Measurement(variant, size, statistics.median(times), memory.peak() if device != "mps" else None)


def _pass(variant: Variant, size: int, device: str, width: int) -> Callable[[], object]:
    """One forward pass on a fixed image with a square hole, ready to be called."""
    import torch

    from crfill_core.inference.inpainter import Inpainter
    from crfill_core.networks.generator import Generator, GeneratorConfig
    from crfill_core.networks.layers import init_xavier
    from crfill_core.weights.load import Weights

    config = GeneratorConfig(width, contextual_attention=variant == "ca")
    generator = Generator(config)
    # The initial gain of training would make activations so small that they are denormal numbers, which are slow.
    init_xavier(generator, gain=1.0)
    generator.eval().requires_grad_(False)
    image = torch.rand(1, 3, size, size, generator=torch.Generator().manual_seed(0))
    mask = torch.zeros(1, 1, size, size)
    mask[:, :, size // 4 : 3 * size // 4, size // 4 : 3 * size // 4] = 1
    if variant == "inference":
        inpainter = Inpainter(Weights(generator, config, "random", "", {}), device)
        pixels, hidden = image[0].permute(1, 2, 0).contiguous().numpy(), mask[0, 0].numpy() > 0
        return lambda: _run_in_full(inpainter, pixels, hidden)
    generator, image, mask = generator.to(device), image.to(device) * 2 - 1, mask.to(device)

    @torch.inference_mode()
    def run() -> object:
        return generator(image, mask)

    return run


def _run_in_full(inpainter: Inpainter, pixels: np.ndarray, hidden: np.ndarray) -> None:
    """A fill falls back to less memory if the GPU runs out; here that counts as out of memory."""
    import torch

    notes: list[Message] = []
    inpainter.run_network(pixels, hidden, 1.0, notes=notes)
    if notes:
        raise torch.OutOfMemoryError(notes[0])


def _timed(run: Callable[[], object], device: str) -> float:
    import torch

    start = time.perf_counter()
    run()
    if device == "cuda":
        torch.cuda.synchronize()
    elif device == "mps":
        torch.mps.synchronize()
    return time.perf_counter() - start


class _GpuMemory:
    """What PyTorch allocates on the GPU from now on."""

    def __init__(self) -> None:
        import torch

        torch.cuda.reset_peak_memory_stats()
        self._before = torch.cuda.memory_allocated()

    def peak(self) -> int:
        import torch

        return torch.cuda.max_memory_allocated() - self._before


class _ProcessMemory:
    """What this process holds from now on; only Linux tells."""

    _STATUS = Path("/proc/self/status")

    def __init__(self) -> None:
        if self._STATUS.exists():
            with suppress(OSError):  # without permission to reset the peak it stays an upper bound
                Path("/proc/self/clear_refs").write_text("5")
            self._before = self._bytes("VmRSS:")

    def peak(self) -> int | None:
        return self._bytes("VmHWM:") - self._before if self._STATUS.exists() else None

    def _bytes(self, key: str) -> int:
        return next(
            int(line.split()[1]) * 1024
            for line in self._STATUS.read_text().splitlines()
            if line.startswith(key)
        )
