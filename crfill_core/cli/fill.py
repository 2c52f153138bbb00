"""``crfill fill``: fills a photo, from a file or from standard input. For a folder see :mod:`crfill_core.cli.batch`."""

from __future__ import annotations

import argparse
import os
from functools import partial
from pathlib import Path
from typing import Any

from crfill_core.base.memory import require_torch
from crfill_core.base.parallel import Ahead
from crfill_core.cli.filling import add_device, open_inpainter, summary
from crfill_core.cli.options import add_options, number, options_of
from crfill_core.cli.pipes import PIPE_SUFFIXES, Pipes, path_or_pipe
from crfill_core.cli.terminal import print_notes, print_report, shown_progress
from crfill_core.errors import CrfillError, PhotoError
from crfill_core.inference.request import FillOptions
from crfill_core.jobs.job import Job, check_output, fill, read_request
from crfill_core.references.lines import Line, LineSteering
from crfill_core.weights.catalog import DEFAULT, find

MOST_WORKERS = 4096


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add(
        "photo",
        type=path_or_pipe,
        metavar="PHOTO|DIR|-",
        help="the photo, a folder of photos, or - for standard input",
    )
    add(
        "--mask",
        type=Path,
        required=True,
        metavar="MASK|DIR",
        help="white (> 127) is filled; for a folder of photos, a mask for all or a folder of masks",
    )
    add(
        "-o",
        "--output",
        type=path_or_pipe,
        required=True,
        metavar="OUT|-",
        help="the filled photo, the folder for filled photos, or - for standard output",
    )
    add(
        "--format",
        type=str.lower,
        choices=PIPE_SUFFIXES,
        help="the format on standard output (default: that of the photo)",
    )
    add_options(parser, FillOptions)
    add("--weights", default=DEFAULT, metavar="NAME|FILE", help="see `crfill weights list`")
    add_device(parser)
    add("--avoid", type=Path, metavar="MASK", help="a fill borrows nothing from where this mask is white")
    add(
        "--line",
        type=_line,
        action="append",
        default=[],
        metavar="X1,Y1,X2,Y2[,X3,Y3…]",
        help="an edge that continues across the hole, in pixels of the photo; with more than two points it bends; may be "
        "repeated; write --line=-5,… if the first number is negative",
    )
    add_options(parser, Job, ["widen"])
    add(
        "--workers",
        type=number("whole", 1, MOST_WORKERS),
        metavar="N",
        help="number of photos of a folder that are filled at the same time, each by a process with its share of the cores "
        "(default: as many as cores, memory and GPUs allow); under torchrun or Slurm, this is the number for each of "
        "their processes",
    )
    add("--json", action="store_true", help="print one JSON object that describes what was done")


def run(arguments: argparse.Namespace) -> int:
    if arguments.format is not None and arguments.output is not None:
        raise CrfillError(
            "--format applies only to standard output (-o -); a file's format follows from its suffix."
        )
    if arguments.json and arguments.output is None:
        raise CrfillError(
            "--json and -o - would both write to standard output; name a file with -o, or leave --json out."
        )
    if arguments.photo is not None and os.path.isdir(arguments.photo):
        from crfill_core.cli.batch import run_batch

        if arguments.output is None:
            raise CrfillError("-o - takes a single photo; name a folder for the filled ones with -o.")
        return run_batch(arguments)
    if arguments.workers is not None:
        raise CrfillError("--workers is for a folder of photos; leave it out for one photo.")
    if arguments.photo is not None:
        # Otherwise an error in the other paths would be reported first.
        try:
            arguments.photo.stat()
        except (FileNotFoundError, NotADirectoryError):
            raise PhotoError(
                "{photo} does not exist; check the name and the folder.", photo=arguments.photo
            ) from None
        except OSError:
            pass  # reading it reports the reason
    find(arguments.weights)
    if arguments.photo is not None and arguments.output is not None:
        report = _fill(arguments, arguments.photo, arguments.output)
    else:
        with Pipes(arguments.photo, arguments.output) as pipes:
            output = pipes.output(arguments.format)
            report = _fill(arguments, pipes.photo, output)
            pipes.send(output)
    if arguments.output is not None:
        print_report(report, arguments.json, summary)
    else:
        print_notes(report["notes"])
    return 0


def _fill(arguments: argparse.Namespace, photo: Path, output: Path) -> dict[str, Any]:
    lines = LineSteering.of(arguments.line)
    job = Job(photo, arguments.mask, output, arguments.avoid, lines, arguments.widen)
    check_output(job)
    require_torch()  # before both threads load libraries
    # Importing torch takes as long as reading a large photo, so both are done in parallel if there is a second core.
    with Ahead(partial(open_inpainter, arguments)) as opened:
        request = read_request(job, options_of(arguments, FillOptions))
        with shown_progress() as progress:
            return fill(request, job, opened.result(), progress)


def _line(text: str) -> Line:
    """Parse an argument as a line: x1,y1,x2,y2 and any further points."""
    try:
        numbers = [float(number) for number in text.split(",")]
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"'{text}' is not a line: write pixel coordinates separated by commas, X1,Y1,X2,Y2"
        ) from None
    try:
        return Line.of(numbers)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"'{text}' is not a line: {error}") from None
