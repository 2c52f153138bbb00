"""Measures the time and the memory of a forward pass in this process."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from crfill_core.base.memory import is_out_of_memory
from crfill_core.base.messages import Message

Variant = Literal["cr", "ca", "inference"]
VARIANTS: tuple[Variant, ...] = get_args(Variant)
"""cr: the plain network in float32, NCHW; ca: the same with contextual attention; inference: as in a fill."""

_LONG = 20.0
"""In seconds. A first pass that takes at least this long is the measurement; a shorter one is only a warm-up."""
_STATUS = Path("/proc/self/status")


@dataclass(frozen=True)
class Measurement:
    """The measurement of a variant on a square image of ``size`` pixels a side."""

    variant: Variant
    size: int
    seconds: float | None
    """The median of the passes; None: out of memory."""
    peak_bytes: int | None
    """Peak memory of the pass, without the weights; None if out of memory, or if the platform does not report it."""

    @property
    def out_of_memory(self) -> bool:
        return self.seconds is None


def measure_here(variant: Variant, size: int, device: str, width: int, repeats: int) -> Measurement:
    """Measure in this process. The peak memory is right only if the process has done nothing else before.

    ``width``: channels of the network. ``repeats``: number of passes after the warm-up.
    """
    run = _pass(variant, size, device, width)
    peak_memory = _peak_memory(device)
    try:
        times = [_timed(run, device)]
        if times[0] < _LONG:
            times = [_timed(run, device) for _ in range(repeats)]
    except Exception as error:
        if not is_out_of_memory(error):
            raise
        return Measurement(variant, size, None, None)
    return Measurement(variant, size, statistics.median(times), peak_memory())


def _pass(variant: Variant, size: int, device: str, width: int) -> Callable[[], object]:
    """A function that runs a forward pass on a fixed image with a square hole."""
    import torch

    from crfill_core.inference.inpainter import Inpainter
    from crfill_core.networks.generator import Generator, GeneratorConfig
    from crfill_core.networks.layers import init_xavier
    from crfill_core.weights.load import Weights

    config = GeneratorConfig(width, contextual_attention=variant == "ca")
    generator = Generator(config)
    # With the small gain of training, activations could become denormal numbers, which slow the computation.
    init_xavier(generator, gain=1.0)
    generator.eval().requires_grad_(False)
    image = torch.rand(1, 3, size, size, generator=torch.Generator().manual_seed(0))
    mask = torch.zeros(1, 1, size, size)
    mask[:, :, size // 4 : 3 * size // 4, size // 4 : 3 * size // 4] = 1
    if variant == "inference":
        inpainter = Inpainter(Weights(generator, config, "random", "", {}), device)
        pixels, hidden = image[0].permute(1, 2, 0).contiguous().numpy(), mask[0, 0].numpy() > 0

        def fill() -> None:
            notes: list[Message] = []
            inpainter.run_network(pixels, hidden, 1.0, notes=notes)
            if notes:  # the fill fell back to a method that needs less memory
                raise torch.OutOfMemoryError(notes[0])

        return fill
    generator, image, mask = generator.to(device), image.to(device) * 2 - 1, mask.to(device)

    @torch.inference_mode()
    def run() -> object:
        return generator(image, mask)

    return run


def _timed(run: Callable[[], object], device: str) -> float:
    import torch

    start = time.perf_counter()
    run()
    if device == "cuda":
        torch.cuda.synchronize()
    elif device == "mps":
        torch.mps.synchronize()
    return time.perf_counter() - start


def _peak_memory(device: str) -> Callable[[], int | None]:
    """Start measuring. Returns a function that returns the peak of the memory in use since then, less what was in use at the
    start, in bytes; None if unknown.
    """
    if device == "cuda":
        import torch

        torch.cuda.reset_peak_memory_stats()
        allocated = torch.cuda.memory_allocated()
        return lambda: torch.cuda.max_memory_allocated() - allocated
    if device == "mps" or not _STATUS.exists():  # only Linux has this file
        return lambda: None
    with suppress(OSError):  # if the peak may not be reset, the result is only an upper bound
        Path("/proc/self/clear_refs").write_text("5")
    resident = _status_bytes("VmRSS:")
    return lambda: _status_bytes("VmHWM:") - resident


def _status_bytes(key: str) -> int:
    lines = _STATUS.read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(key))
