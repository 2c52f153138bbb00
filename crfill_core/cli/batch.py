"""``crfill fill DIR …``: fills a folder of photos, resuming where it stopped, and lists the photos that failed at the end.

By default it uses all cores of this computer. It shares the folder with other processes that torchrun or Slurm started:
``torchrun --nproc-per-node N -m crfill_core.cli fill DIR …``, ``srun crfill fill DIR …``, or a Slurm array of this command.
"""

from __future__ import annotations

import argparse
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from crfill_core.base.cores import shared_cores
from crfill_core.cli.filling import open_inpainter, summary
from crfill_core.cli.options import options_of
from crfill_core.cli.terminal import complain, print_json, print_notes, shown_progress, wipe
from crfill_core.inference.request import FillOptions
from crfill_core.jobs.batch import Batch, BatchSpec, Outcome, Todo
from crfill_core.jobs.batch_run import Crew, Here, Listener, run
from crfill_core.jobs.workers import Workers, default_workers
from crfill_core.jobs.world import World
from crfill_core.progress import Progress
from crfill_core.references.lines import LineSteering
from crfill_core.weights.catalog import find


def run_batch(arguments: argparse.Namespace) -> int:
    """Fill every photo of a folder. Returns the exit status: 2 if some could not be filled, 1 if a bug was the cause.

    If several processes share the folder, only the process that reports returns this status; the others return 0.
    """
    weights, options, world = find(arguments.weights).path, options_of(arguments, FillOptions), World.of()
    spec = BatchSpec(
        *(arguments.photo, arguments.mask, arguments.output, weights, options, arguments.avoid),
        *(LineSteering.of(arguments.line), arguments.widen),
    )
    with _terminable(), Batch(spec, world) as batch:
        with nullcontext(Progress()) if world.rank else shown_progress() as progress:
            outcomes = run(batch, _crew(arguments, batch, world), progress, _Printer(arguments.json))
        if not batch.report():
            return 0
    outcomes.sort(key=lambda outcome: outcome.photo)
    return _print_summary([*batch.known, *outcomes], arguments.json)


def _crew(arguments: argparse.Namespace, batch: Batch, world: World) -> Crew:
    count = min(arguments.workers or default_workers(arguments.device, world), max(1, len(batch.todo)))
    options, first = batch.spec.options, world.local_rank * count
    if count > 1:
        threads = max(1, shared_cores(world.local_size) // count)
        return Workers(count, threads, options, arguments.weights, arguments.device, first=first)
    return Here(options, lambda: open_inpainter(arguments, first))


class _Printer(Listener):
    """Prints a line for each photo that this process has filled."""

    def __init__(self, as_json: bool) -> None:
        self._as_json = as_json
        self._ours: set[str] = set()

    def began(self, todo: Todo) -> None:
        self._ours.add(todo.name)

    def ended(self, todo: Todo, outcome: Outcome) -> None:
        if outcome.state == "done" and not self._as_json and todo.name in self._ours:
            wipe()
            print(summary(outcome.report), flush=True)
            print_notes(outcome.report["notes"])


@contextmanager
def _terminable() -> Iterator[None]:
    """Context in which SIGTERM, which torchrun and Slurm send, interrupts as Ctrl+C does, so that claims are released."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    former = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, former)


def _print_summary(outcomes: list[Outcome], as_json: bool) -> int:
    """Print the summary and return the exit status."""
    done = [outcome.report for outcome in outcomes if outcome.state == "done"]
    skipped = [str(outcome.photo) for outcome in outcomes if outcome.state == "skipped"]
    failed = [outcome for outcome in outcomes if outcome.state == "failed"]
    if as_json:
        errors = [{"photo": str(outcome.photo), "error": outcome.error} for outcome in failed]
        print_json({"done": done, "skipped": skipped, "failed": errors})
    else:
        print(f"{len(done)} filled, {len(skipped)} done before, {len(failed)} failed")
    for outcome in failed:
        complain(outcome.error)
    return 1 if any(outcome.ours for outcome in failed) else 2 if failed else 0
