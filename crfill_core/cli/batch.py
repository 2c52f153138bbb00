"""``crfill fill DIR …``: goes on past bad photos, lists them at the end, resumes where it stopped."""

from __future__ import annotations

import argparse

from crfill_core.cli import complain
from crfill_core.cli._fill_common import open_inpainter, summary
from crfill_core.cli.options import options_of
from crfill_core.cli.terminal import print_json, print_notes, shown_progress
from crfill_core.inference.request import FillOptions
from crfill_core.jobs.batch import Batch, BatchSpec, Outcome
from crfill_core.references.lines import LineSteering
from crfill_core.weights.catalog import find


def run_batch(arguments: argparse.Namespace) -> int:
    """Fill every photo of a folder. Status 2 if some could not be filled, 1 if that was our fault."""
    weights, options = find(arguments.weights).path, options_of(arguments, FillOptions)
    batch = Batch(
        BatchSpec(
            *(arguments.photo, arguments.mask, arguments.output, weights, options, arguments.avoid),
            lines=LineSteering.of(arguments.line),
            widen=arguments.widen,
        )
    )
    outcomes = list(batch.known)
    if batch.todo:
        inpainter = open_inpainter(arguments)
    for number, todo in enumerate(batch.todo):
        with shown_progress() as progress:
            part = progress.part(number / len(batch.todo), (number + 1) / len(batch.todo))
            outcome = batch.fill(todo, inpainter, part)
        outcomes.append(outcome)
        if outcome.state == "done" and not arguments.json:
            print(summary(outcome.report), flush=True)
            print_notes(outcome.report["notes"])
    return _tell(outcomes, arguments.json)


def _tell(outcomes: list[Outcome], as_json: bool) -> int:
    """Say how it went; the exit status."""
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
