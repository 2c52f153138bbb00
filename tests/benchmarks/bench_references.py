"""How long the selection of references takes, and how long it takes to ask what a fill leaned on. Run by hand:

    python tests/benchmarks/bench_references.py [--window 512] [--channels 96] [--hole 2000]

The selection is that of a square window with a square hole of two fifths its side; the questions go to all of
the window of a hole of ``--hole`` pixels a side in a photo of 24 megapixels. Prints medians in milliseconds: by
the clock, and of processor time (all threads), which says more where the machine is busy with other things.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable

import numpy as np
import torch

from crfill_core.geometry import Box
from crfill_core.references.provenance import References
from crfill_core.references.similarity import Feature, select
from crfill_core.references.sources import Sources

PHOTO = Box(0, 0, 6000, 4000)


def report(what: str, task: Callable[[], object], repeats: int) -> None:
    clock, processor = [], []
    task()
    for _ in range(repeats):
        began = time.perf_counter(), time.process_time()
        task()
        clock.append(1000 * (time.perf_counter() - began[0]))
        processor.append(1000 * (time.process_time() - began[1]))
    print(
        f"  {what:42s}{statistics.median(clock):10.2f} ms   {statistics.median(processor):10.2f} ms of processor"
    )


def window(side: int, channels: int) -> tuple[np.ndarray, np.ndarray]:
    """A random feature and the hole in the middle of a square window."""
    feature = np.random.default_rng(0).random((channels, side // 4, side // 4)).astype(np.float32)
    hole = np.zeros((side, side), bool)
    hole[3 * side // 10 : 7 * side // 10, 3 * side // 10 : 7 * side // 10] = True
    return feature, hole


def filled(hole_side: int, side: int, channels: int) -> References:
    """A fill that copied a hole of that side in a hundred pieces, in the middle of the photo."""
    feature, _ = window(side, channels)
    box = Box.around(3000, 2000, 2 * hole_side, 2 * hole_side).clamp(PHOTO.size)
    hole = Box.around(3000, 2000, hole_side, hole_side).relative_to(box)
    write = np.zeros((box.height, box.width), bool)
    write[hole.slices] = True
    rng = np.random.default_rng(1)
    cell = -(-max(box.size) // 20)
    pieces = rng.integers(-hole_side // 2, hole_side // 2, (20, 20, 2)).astype(np.int32)
    shift = pieces.repeat(cell, axis=0).repeat(cell, axis=1)[: box.height, : box.width]
    image = rng.random((side, side, 3)).astype(np.float32)
    return References.of(
        box, image, Feature(feature), hidden=write, write=write, sources=Sources.of(box, shift, write)
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--window", type=int, default=512)
    parser.add_argument("--channels", type=int, default=96)
    parser.add_argument("--hole", type=int, default=2000)
    parser.add_argument("--repeats", type=int, default=15)
    arguments = parser.parse_args()
    feature, hole = window(arguments.window, arguments.channels)
    print(f"window of {arguments.window}, {arguments.channels} channels, {torch.get_num_threads()} threads")
    report("selection", lambda: select(feature, hole), arguments.repeats)

    references = filled(arguments.hole, arguments.window, arguments.channels)
    references.prepare()
    inside = np.random.default_rng(2).integers(0, 10**9, (1000, 2)) % references.window.size
    points = inside + references.window[:2]
    each = iter(points.tolist() * 1000)
    print(
        f"hole of {arguments.hole} in a photo of {PHOTO.width} × {PHOTO.height}, {references.nbytes / 1e6:.0f} MB kept"
    )
    for name in ("at", "selected_by", "references_at", "referring_to"):
        ask = getattr(references, name)
        report(f"one question: {name}", lambda ask=ask: ask(*next(each)), 300)
    report("colour code", references.colours, arguments.repeats)
    report("confidence map", references.confidence_map, arguments.repeats)


if __name__ == "__main__":
    main()
