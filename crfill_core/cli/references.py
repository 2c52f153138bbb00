"""``crfill references PHOTO --mask MASK -o DIR``: shows which known patches the features select for a hole."""

from __future__ import annotations

import argparse
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crfill_core.base.messages import Message, reason
from crfill_core.cli.filling import add_device, open_inpainter
from crfill_core.cli.options import add_options, number, options_of
from crfill_core.cli.terminal import print_report, shown_progress
from crfill_core.errors import CrfillError
from crfill_core.imaging.mask import read_area
from crfill_core.inference.request import FillOptions, FillRequest
from crfill_core.jobs.job import Job, check_parent, read_request
from crfill_core.progress import Progress
from crfill_core.weights.catalog import DEFAULT, find

if TYPE_CHECKING:
    from crfill_core.inference.inpainter import Inpainter
    from crfill_core.references.provenance import References

MOST = 100
"""The largest number of references that can be listed for a patch."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("photo", type=Path, metavar="PHOTO")
    add("--mask", type=Path, required=True, metavar="MASK", help="white (> 127) is filled")
    add(
        "-o",
        "--output",
        type=Path,
        required=True,
        metavar="DIR",
        help="the folder for jigsaw.png, overlay.png, confidence.png, contact-sheet.png and matches.json",
    )
    explained = "the mode of the fill that is explained; where it copies, the overlay shows the true sources"
    add_options(parser, FillOptions, mode={"default": "network", "help": explained})
    add("--weights", default=DEFAULT, metavar="NAME|FILE", help="see `crfill weights list`")
    add_device(parser)
    add("--avoid", type=Path, metavar="MASK", help="nothing is selected where this mask is white")
    add("--prefer", type=Path, metavar="MASK", help="patches where this mask is white are preferred")
    add(
        "--top",
        type=number("whole", 1, MOST),
        default=5,
        metavar="K",
        help="how many references of each patch to list (default: 5)",
    )
    add_options(parser, Job, ["widen"])
    add("--json", action="store_true", help="print one JSON object that describes what was done")


def run(arguments: argparse.Namespace) -> int:
    find(arguments.weights)
    job = Job(arguments.photo, arguments.mask, arguments.output, arguments.avoid, widen=arguments.widen)
    _check_folder(arguments)
    request = read_request(job, options_of(arguments, FillOptions))
    if arguments.prefer is not None:
        request = replace(request, prefer=read_area(arguments.prefer, request.photo.size))
    with shown_progress() as progress:
        report = _explain(request, open_inpainter(arguments), arguments.output, arguments.top, progress)
    print_report(report, arguments.json, _summary)
    return 0


def _explain(
    request: FillRequest, inpainter: Inpainter, folder: Path, top: int, progress: Progress
) -> dict[str, Any]:
    """Fill, select and write the files. Returns the report for people and for JSON."""
    from crfill_core.references.export import Explained, export

    result = inpainter.fill(request, progress.part(0, 0.6))
    if not result.references:
        raise CrfillError(
            "All holes are so thin that they are interpolated, so no references are selected; choose --mode network or "
            "--mode assembly."
        )
    notes = list(result.notes)
    for one in result.references:
        progress.update(0.6, Message("looking at the mirrored window"))
        one.keep(top)
        notes += inpainter.add_mirrored(one)
    filled = result.apply(request.photo, request.mask)
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise CrfillError(
            "{folder} cannot be created ({reason}); choose another folder with -o.",
            folder=folder,
            reason=reason(error),
        ) from error
    explained = Explained(request.photo, filled, result.references, result.weights)
    files = export(explained, folder, progress.part(0.7, 1))
    return {
        "output": str(folder),
        "files": [file.name for file in files],
        "weights": result.weights,
        "device": result.device,
        "windows": [_window(one) for one in result.references],
        "notes": [*request.photo.notes, *notes],
    }


def _window(one: References) -> dict[str, Any]:
    """The report of the references in a window."""
    selection, confidence = one.selection, one.confidence
    found = not selection.empty
    return {
        "window": list(one.window),
        "scale": list(one.scale),
        "missing": len(selection.missing),
        "candidates": selection.candidates,
        "similarity": float(confidence.similarity.mean()) if found else None,
        "confidence": float(confidence.combined.mean()) if found else None,
    }


def _summary(report: dict[str, Any]) -> str:
    """A line about what was written."""
    missing = sum(window["missing"] for window in report["windows"])
    return (
        f"{report['output']}: references of {missing} missing patches in {', '.join(report['files'])} "
        f"({report['weights']}, {report['device']})"
    )


def _check_folder(arguments: argparse.Namespace) -> None:
    """Raise CrfillError, before any work is done, if the files could not be saved."""
    from crfill_core.references.export import FILES

    folder = arguments.output
    if os.path.exists(folder) and not folder.is_dir():
        raise CrfillError("{folder} is a file; name a folder with -o.", folder=folder)
    if not os.path.isdir(folder):
        check_parent(folder)
    inputs = (arguments.photo, arguments.mask, arguments.avoid, arguments.prefer)
    for path in (path for path in inputs if path is not None and os.path.exists(path)):
        for name in FILES:
            if os.path.exists(folder / name) and path.samefile(folder / name):
                raise CrfillError(
                    "{path} would be written over the input {source}; choose another folder with -o.",
                    path=folder / name,
                    source=path,
                )
