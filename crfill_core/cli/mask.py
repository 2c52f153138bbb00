"""``crfill mask PHOTO --dust -o MASK.png``: proposes a mask of the defects in a photo."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import cv2

from crfill_core.base.messages import Message
from crfill_core.cli.options import number
from crfill_core.cli.terminal import print_report, shown_progress
from crfill_core.errors import CrfillError
from crfill_core.imaging.dust import DEFAULT_SENSITIVITY, dust_strength, mask_of
from crfill_core.imaging.mask import write_mask
from crfill_core.imaging.read import read_photo
from crfill_core.jobs.job import check_target


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("photo", type=Path, metavar="PHOTO")
    add(
        "--dust",
        action="store_true",
        required=True,
        help="mask specks, hairs and scratches, up to about 6 pixels across",
    )
    add(
        "--sensitivity",
        type=number("number", 0, 100),
        default=float(DEFAULT_SENSITIVITY),
        metavar="0..100",
        help="0 masks only the most obvious defects, 100 nearly everything that stands out from its surroundings "
        "(default: %(default)g)",
    )
    add(
        "-o",
        "--output",
        type=Path,
        required=True,
        metavar="MASK.png",
        help="the mask to write, white on black",
    )
    add("--json", action="store_true", help="print one JSON object that describes what was done")


def run(arguments: argparse.Namespace) -> int:
    output: Path = arguments.output
    if output.suffix.lower() != ".png":
        raise CrfillError(
            "{output} cannot be written: a mask is saved as PNG; choose a name that ends in .png.",
            output=output,
        )
    check_target(output, [arguments.photo])
    photo = read_photo(arguments.photo)
    with shown_progress() as progress:
        progress.update(0, Message("looking for dust and scratches"))
        mask = mask_of(dust_strength(photo.pixels, progress.check), arguments.sensitivity)
    write_mask(mask, output)
    report = {
        "output": str(output),
        "sensitivity": arguments.sensitivity,
        "defects": cv2.connectedComponents(mask, connectivity=8)[0] - 1,
        "masked": float((mask > 0).mean()),
        "notes": list(photo.notes),
    }
    print_report(report, arguments.json, _summary)
    return 0


def _summary(report: dict[str, Any]) -> str:
    """A line about what was masked."""
    count = report["defects"]
    defects = {0: "no defects", 1: "1 defect"}.get(count, f"{count} defects")
    return f"{report['output']}: {defects} masked, {report['masked']:.2%} of the photo"
