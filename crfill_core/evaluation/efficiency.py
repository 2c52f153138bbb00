"""Time and memory of a forward pass (the paper's table 5): with the CR loss, with contextual attention, and as in a fill.

Every measurement runs in its own process. So the memory measured is that of the pass alone. If the operating system kills
the process for lack of memory, the result is "out of memory", and the other measurements continue.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from typing import Any

from crfill_core.base.cores import available_memory
from crfill_core.base.messages import Message
from crfill_core.evaluation.tables import markdown
from crfill_core.evaluation.timing import VARIANTS, Measurement, Variant, measure_here
from crfill_core.progress import Progress

_ACTIVATIONS = 8
"""The largest number of float32 values in memory, per input pixel and channel of the network's width, rounded up."""
_ATTENTION_MATRICES = 5
"""The largest number of float32 matrices, patches by patches, that contextual attention holds in memory."""


@dataclass(frozen=True)
class Efficiency:
    """Measurements on one device."""

    device: str
    threads: int
    width: int
    measurements: tuple[Measurement, ...]

    def seconds(self, variant: Variant) -> dict[int, float]:
        """Size → seconds, without sizes at which the pass did not fit into memory."""
        return {
            m.size: m.seconds for m in self.measurements if m.variant == variant and m.seconds is not None
        }

    def exponent(self, variant: Variant) -> float | None:
        """:func:`fitted_exponent` of the variant."""
        return fitted_exponent({size**2: seconds for size, seconds in self.seconds(variant).items()})

    def ratios(self, variant: Variant) -> dict[int, float]:
        """Size → time of the variant divided by that of ``cr``, for sizes at which both fitted into memory."""
        base = self.seconds("cr")
        return {size: seconds / base[size] for size, seconds in self.seconds(variant).items() if size in base}

    def to_dict(self) -> dict[str, Any]:
        return {
            "device": self.device,
            "threads": self.threads,
            "width": self.width,
            "measurements": [{**asdict(m), "out_of_memory": m.out_of_memory} for m in self.measurements],
            "exponent": {variant: self.exponent(variant) for variant in VARIANTS},
            "ca_to_cr": self.ratios("ca"),
            "inference_to_cr": self.ratios("inference"),
        }


def measure(
    sizes: Sequence[int],
    device: str = "auto",
    *,
    width: int = 48,
    variants: Sequence[Variant] = VARIANTS,
    repeats: int = 3,
    memory_limit: int | None = None,
    progress: Progress | None = None,
) -> Efficiency:
    """Measure the variants, with random weights, on square images with these sides, in pixels and multiples of 8.

    ``width``: channels of the network. ``repeats``: passes, of which the median is taken. On a CPU a pass that is estimated
    to need more than ``memory_limit`` bytes (default: 80 % of the free memory) is not tried and counts as out of memory.
    Raises FillError for a device that is not there.
    """
    import torch

    from crfill_core.inference.device import describe_device, resolve_device

    progress = progress or Progress()
    resolved = resolve_device(device)
    if memory_limit is None and resolved.type == "cpu":
        memory_limit = int(0.8 * available_memory())
    measurements = []
    todo = [(variant, size) for size in sorted(sizes) for variant in variants]
    for number, (variant, size) in enumerate(todo):
        progress.update(number / len(todo), Message("{variant} at {size}×{size}", variant=variant, size=size))
        needed = estimated_bytes(variant, size, width)
        if memory_limit is not None and resolved.type == "cpu" and needed > memory_limit:
            measurements.append(Measurement(variant, size, None, None))
        else:
            measurements.append(_measure_in_process(variant, size, resolved.type, width, repeats))
    progress.update(1.0)
    return Efficiency(describe_device(resolved), torch.get_num_threads(), width, tuple(measurements))


def estimated_bytes(variant: Variant, size: int, width: int) -> int:
    """Upper estimate of the memory of a pass in float32."""
    needed = 4 * _ACTIVATIONS * width * size**2
    if variant == "ca":  # it grows with the square of the number of pixels
        patches = (size // 8 - 1) ** 2
        needed += 4 * _ATTENTION_MATRICES * patches**2
    return needed


def fitted_exponent(seconds: Mapping[int, float]) -> float | None:
    """The exponent b of seconds ∝ pixels^b, by least squares of the logarithms; None for fewer than two sizes."""
    if len(seconds) < 2:
        return None
    xs, ys = ([math.log(value) for value in values] for values in (seconds.keys(), seconds.values()))
    return statistics.linear_regression(xs, ys).slope


def efficiency_table(result: Efficiency) -> str:
    """Markdown laid out as the paper's table 5: a row for each variant, a column for each size."""
    names = {"ca": "CA layer", "cr": "CR loss", "inference": "CR loss, as a fill runs it"}
    sizes = sorted({one.size for one in result.measurements})
    lines = [["", "Complexity", *(f"{size}×{size}" for size in sizes)]]
    for variant in ("ca", "cr", "inference"):
        cells = {one.size: _cell(one) for one in result.measurements if one.variant == variant}
        if cells:
            exponent = result.exponent(variant)
            complexity = "–" if exponent is None else f"N^{exponent:.2f}"
            lines.append([names[variant], complexity, *(cells.get(size, "–") for size in sizes)])
    ratios = result.ratios("ca")
    if ratios:
        times = [f"{ratios[size]:.2f}×" if size in ratios else "–" for size in sizes]
        lines.append(["CA / CR", "", *times])
    return markdown(lines)


def _cell(one: Measurement) -> str:
    if one.seconds is None:
        return "out of memory"
    memory = "" if one.peak_bytes is None else f", {one.peak_bytes / 2**30:.2f} GiB"
    return f"{one.seconds:.3f} s{memory}"


def _measure_in_process(variant: Variant, size: int, device: str, width: int, repeats: int) -> Measurement:
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        try:
            return pool.submit(measure_here, variant, size, device, width, repeats).result()
        except BrokenProcessPool:  # the operating system killed the process
            return Measurement(variant, size, None, None)
