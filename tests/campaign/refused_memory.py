"""``python -m tests.campaign.refused_memory``: memory is refused at every stage of a fill.

A GPU's: the n-th operation of a fill raises torch.OutOfMemoryError, alone or with all after it until the fill goes on on
the CPU, for every n. The system's: a process may have only so many bytes more than it has (``RLIMIT_AS``), from none to
enough, while it loads the networks, opens, fills and saves. Each time the fill is delivered, if smaller, or refused
in one sentence; then the same program fills again as if nothing had been.
"""

from __future__ import annotations

import argparse
import gc
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.utils._python_dispatch import TorchDispatchMode

from crfill_core.errors import CrfillError
from crfill_core.imaging.photo import Photo
from crfill_core.inference.inpainter import Inpainter
from crfill_core.inference.request import FillOptions, FillRequest
from tests.campaign.children import context
from tests.campaign.limits import MEBIBYTE, memory_left
from tests.campaign.verdict import conclude
from tests.tiny import tiny_inpainter

SIDE = 64
CHECKED = 8
"""After this many refusals the program must also fill as before."""


@dataclass
class Tally:
    states: Counter[str] = field(default_factory=Counter)
    amiss: list[str] = field(default_factory=list)

    def add(self, where: str, state: str, what: str) -> None:
        self.states[state] += 1
        if state == "fault":
            self.amiss.append(f"{where}: {what}")


class Allocator(TorchDispatchMode):
    """Counts operations, each of which allocates, and refuses the ``n``-th; with ``lasting`` all after it, too."""

    def __init__(self, n: int, lasting: bool) -> None:
        super().__init__()
        self.n, self.lasting, self.count = n, lasting, 0
        self.on_gpu = True

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        if self.on_gpu:
            self.count += 1
            if self.count == self.n or (self.lasting and self.count > self.n):
                raise torch.OutOfMemoryError("CUDA out of memory.")
        return func(*args, **(kwargs or {}))


@contextmanager
def fake_gpu(inpainter: Inpainter, n: int, lasting: bool) -> Iterator[Allocator]:
    """The inpainter's operations are those of a GPU whose ``n``-th allocation fails, until it continues on the CPU."""
    allocator, to_cpu = Allocator(n, lasting), inpainter._to_cpu

    def going_on(notes: list[str]) -> None:
        allocator.on_gpu = False
        to_cpu(notes)

    def on_gpu(method: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **named: Any) -> Any:
            with allocator:  # for the thread that calls
                return method(*args, **named)

        return call

    replaced = {"_to_cpu": going_on, "_run": on_gpu(inpainter._run), "_guide": on_gpu(inpainter._guide)}
    vars(inpainter).update(replaced)
    try:
        yield allocator
    finally:
        for name in replaced:
            del vars(inpainter)[name]


def request(mode: str) -> FillRequest:
    """A photo of blurred noise with a hole and specks."""
    pixels = np.random.default_rng(0).integers(0, 256, (SIDE // 8, SIDE // 8, 3))
    mask = np.zeros((SIDE, SIDE), np.uint8)
    mask[30:46, 20:40] = 255
    mask[5::20, 5::20] = 255
    photo = Photo(pixels.repeat(8, 0).repeat(8, 1).astype(np.uint8))
    return FillRequest(photo, mask, FillOptions(mode=mode))  # type: ignore[arg-type]


def refused_by_gpu(inpainter: Inpainter, mode: str, step: int = 1) -> Tally:
    """Every ``step``-th operation of a fill refused, and every one from there on."""
    asked, tally = request(mode), Tally()
    filled = inpainter.fill(asked).apply(asked.photo).pixels
    with fake_gpu(inpainter, -1, lasting=False) as allocator:
        inpainter.fill(asked)
    for n in range(1, allocator.count + 1, step):
        for lasting in (False, True):
            where = f"{mode}, allocation {n}{' and all after it' if lasting else ''}"
            try:
                with fake_gpu(inpainter, n, lasting):
                    result = inpainter.fill(asked)
            except BaseException as error:
                tally.add(where, *state_of(error))
            else:
                kept = (result.apply(asked.photo).pixels == asked.photo.pixels)[asked.mask == 0].all()
                state = ("smaller" if result.notes else "filled") if kept else "fault"
                tally.add(where, state, "changed outside the mask")
            if (n // step) % CHECKED == 0 and not np.array_equal(
                inpainter.fill(asked).apply(asked.photo).pixels, filled
            ):
                tally.add(where, "fault", "the next fill is another")
    return tally


def state_of(error: BaseException) -> tuple[str, str]:
    """What an exception counts as."""
    sentence = str(error)
    if isinstance(error, CrfillError) and "\n" not in sentence and sentence.endswith("."):
        return "refused", sentence
    return "fault", f"{type(error).__name__}: {sentence}"


def fill_scarcely(mode: str, size: int, side: int, answer: Any) -> None:
    """In a process of its own: fill once with this limit of memory, then without; ``answer`` gets (state, what)."""
    torch.set_num_threads(1)
    inpainter, asked = Inpainter(device="cpu"), large_request(mode, side)
    gc.collect()
    try:
        with memory_left(size):
            result = inpainter.fill(asked)
        state, what = "smaller" if result.notes else "filled", "; ".join(result.notes)
    except BaseException as error:
        state, what = state_of(error)
    again = inpainter.fill(asked)
    if again.notes or (again.apply(asked.photo).pixels != asked.photo.pixels)[asked.mask == 0].any():
        state, what = "fault", f"the next fill: {again.notes}"
    answer.send((state, what))


def large_request(mode: str, side: int) -> FillRequest:
    pixels = np.random.default_rng(0).integers(0, 256, (side // 8, side // 8, 3))
    mask = np.zeros((side, side), np.uint8)
    mask[side // 3 : side // 2, side // 3 : side // 2] = 255
    mask[5:60:9, 5:60:9] = 255
    photo = Photo(pixels.repeat(8, 0).repeat(8, 1).astype(np.uint8))
    return FillRequest(photo, mask, FillOptions(mode=mode))  # type: ignore[arg-type]


def command_scarcely(folder: Path, size: int, side: int, answer: Any) -> None:
    """In a process of its own: ``crfill fill`` with this limit of memory; ``answer`` gets (state, what)."""
    import contextlib
    import io

    from crfill_core.cli import main
    from crfill_core.imaging.mask import write_mask
    from crfill_core.imaging.write import write_photo

    asked, output = large_request("auto", side), folder / f"out-{size}.tif"
    write_photo(asked.photo, folder / "a.png")
    write_mask(asked.mask, folder / "m.png")
    said = io.StringIO()
    arguments = ["fill", str(folder / "a.png"), "--mask", str(folder / "m.png"), "-o", str(output)]
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said), memory_left(size):
        status = main(arguments)
    told = said.getvalue().strip()
    if status == 0 and output.exists():
        answer.send(("smaller" if "note" in told else "filled", told))
    elif status == 2 and told.count("\n") == 0 and told.endswith(".") and not output.exists():
        answer.send(("refused", told))
    else:
        answer.send(("fault", f"status {status}: {told}"))


def refused_by_system(target: Callable[..., None], first: object, sizes: list[int], side: int) -> Tally:
    """With every one of these numbers of bytes left."""
    tally, processes = Tally(), context()
    for size in sizes:
        here, there = processes.Pipe(duplex=False)
        child = processes.Process(target=target, args=(first, size, side, there))
        child.start()
        there.close()
        try:
            state, what = here.recv()
        except EOFError:
            child.join()
            state, what = "fault", f"the process ended with {child.exitcode}"
        child.join()
        tally.add(f"{target.__name__}, {first}, {size / MEBIBYTE:.0f} MiB left", state, what)
    return tally


PARTS = ("GPU, network", "GPU, auto", "system, network", "system, auto", "crfill fill")


def run(part: str, step: int, sizes: list[int], side: int) -> Tally:
    """One of :data:`PARTS`."""
    where, _, mode = part.partition(", ")
    if where == "GPU":
        return refused_by_gpu(tiny_inpainter(), mode, step)
    if where == "system":
        return refused_by_system(fill_scarcely, mode, sizes, side)
    with tempfile.TemporaryDirectory(prefix="crfill-memory-") as name:
        return refused_by_system(command_scarcely, Path(name), sizes, side)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=PARTS, action="append")
    parser.add_argument("--step", type=int, default=1, help="refuse every step-th allocation of the GPU")
    parser.add_argument("--sizes", type=int, default=24, help="how many numbers of bytes are left")
    parser.add_argument("--side", type=int, default=640, help="pixels of the photo's side")
    parser.add_argument("--most", type=int, default=1200, help="MiB left at most")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    sizes = [
        round(arguments.most * MEBIBYTE * (i / (arguments.sizes - 1)) ** 2) for i in range(arguments.sizes)
    ]
    total, amiss = 0, []
    for part in arguments.part or PARTS:
        tally = run(part, arguments.step, sizes, arguments.side)
        counts = (f"{state} {count}" for state, count in sorted(tally.states.items()))
        print(f"{part:20}", *counts, sep="  ", flush=True)
        total += tally.states.total()
        amiss += tally.amiss
    return conclude(total, amiss)


if __name__ == "__main__":
    sys.exit(main())
