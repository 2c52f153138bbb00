"""Time and memory of one forward pass: the network with CR (no extra layer), with contextual attention, and as
the editor runs it (the paper's table 5). Running out of memory is a result.

Every measurement has a process of its own: the memory is that of this pass alone, and if the operating system kills
the process for lack of memory the others continue.
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
"""Float32 values per input pixel and unit of network width that the plain network holds at its peak, rounded up."""
_ATTENTION_MATRICES = 5
"""Float32 matrices of patches by patches that contextual attention holds at its peak."""


@dataclass(frozen=True)
class Efficiency:
    """All measurements of one run on one device."""

    device: str
    threads: int
    width: int
    measurements: tuple[Measurement, ...]

    def seconds(self, variant: Variant) -> dict[int, float]:
        """Size → seconds of those that fitted into memory."""
        return {
            m.size: m.seconds for m in self.measurements if m.variant == variant and m.seconds is not None
        }

    def exponent(self, variant: Variant) -> float | None:
        """b of the least-squares fit time ∝ N^b, N the number of pixels; None for fewer than two sizes."""
        return fitted_exponent({size**2: seconds for size, seconds in self.seconds(variant).items()})

    def ratios(self, variant: Variant, to: Variant = "cr") -> dict[int, float]:
        """Size → time of the variant as a multiple of the other's."""
        base = self.seconds(to)
        return {size: seconds / base[size] for size, seconds in self.seconds(variant).items() if size in base}

    def to_dict(self) -> dict[str, Any]:
        return {
            "device": self.device,
            "threads": self.threads,
            "width": self.width,
            "measurements": [
                {**asdict(one), "out_of_memory": one.out_of_memory} for one in self.measurements
            ],
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
    """Time the variants at the sizes (multiples of 8), with random weights.

    On a CPU a pass that is estimated to need more than ``memory_limit`` bytes (default: 80 % of what is free now)
    is not tried but counts as out of memory. Raises FillError for a device that is not there.
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
            measurements.append(_measured_apart(variant, size, resolved.type, width, repeats))
    progress.update(1.0)
    return Efficiency(describe_device(resolved), torch.get_num_threads(), width, tuple(measurements))


def estimated_bytes(variant: Variant, size: int, width: int) -> int:
    """What a pass in float32 needs, on the safe side. Attention grows with the square of the pixels."""
    needed = 4 * _ACTIVATIONS * width * size**2
    if variant == "ca":
        patches = (size // 8 - 1) ** 2
        needed += 4 * _ATTENTION_MATRICES * patches**2
    return needed


def fitted_exponent(seconds: Mapping[int, float]) -> float | None:
    """b of the least-squares line log(seconds) = a + b·log(pixels); None for fewer than two points."""
    if len(seconds) < 2:
        return None
    xs, ys = [math.log(pixels) for pixels in seconds], [math.log(time_) for time_ in seconds.values()]
    return statistics.linear_regression(xs, ys).slope


def efficiency_table(found: Efficiency) -> str:
    """Markdown laid out as the paper's table 5: a row for each variant with the fitted complexity, a column for each
    size.
    """
    names = {"ca": "CA layer", "cr": "CR loss", "inference": "CR loss, as a fill runs it"}
    sizes = sorted({one.size for one in found.measurements})
    lines = [["", "Complexity", *(f"{size}×{size}" for size in sizes)]]
    for variant in ("ca", "cr", "inference"):
        cells = {one.size: _cell(one) for one in found.measurements if one.variant == variant}
        if cells:
            exponent = found.exponent(variant)
            complexity = "–" if exponent is None else f"N^{exponent:.2f}"
            lines.append([names[variant], complexity, *(cells.get(size, "–") for size in sizes)])
    ratios = found.ratios("ca")
    if ratios:
        times = [f"{ratios[size]:.2f}×" if size in ratios else "–" for size in sizes]
        lines.append(["CA / CR", "", *times])
    return markdown(lines)


def _cell(one: Measurement) -> str:
    if one.seconds is None:
        return "out of memory"
    memory = "" if one.peak_bytes is None else f", {one.peak_bytes / 2**30:.2f} GiB"
    return f"{one.seconds:.3f} s{memory}"


def _measured_apart(variant: Variant, size: int, device: str, width: int, repeats: int) -> Measurement:
    """The measurement in a process of its own."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        try:
            return pool.submit(measure_here, variant, size, device, width, repeats).result()
        except BrokenProcessPool:  # the operating system ended it
            return Measurement(variant, size, None, None)
