"""``crfill mask PHOTO --dust -o MASK.png``: a mask that is proposed from the photo alone."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from crfill_core.base.messages import Message
from crfill_core.cli.options import number
from crfill_core.cli.terminal import print_report, shown_progress
from crfill_core.errors import CrfillError, PhotoError
from crfill_core.imaging.dust import DEFAULT_SENSITIVITY, dust_strength, mask_of
from crfill_core.imaging.mask import write_mask
from crfill_core.imaging.read import read_photo


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("photo", type=Path, metavar="PHOTO")
    parser.add_argument(
        "--dust",
        action="store_true",
        required=True,
        help="mask specks, hairs and scratches, up to about 6 pixels across",
    )
    parser.add_argument(
        "--sensitivity",
        type=number("number", 0, 100),
        default=float(DEFAULT_SENSITIVITY),
        metavar="0..100",
        help="0 masks only the plainest, 100 nearly everything that differs (default: %(default)g)",
    )
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        required=True,
        metavar="MASK.png",
        help="the mask to write, white on black",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object that tells what was done")


def run(arguments: argparse.Namespace) -> int:
    _check(arguments.photo, arguments.output)
    photo = read_photo(arguments.photo)
    with shown_progress() as progress:
        progress.update(0, Message("looking for dust and scratches"))
        mask = mask_of(dust_strength(photo.pixels, progress.check), arguments.sensitivity)
    write_mask(mask, arguments.output)
    report = _report(arguments, mask, photo.notes)
    print_report(report, arguments.json, _summary)
    return 0


def _check(photo: Path, output: Path) -> None:
    """Raise PhotoError before any work is done if the mask could not be saved."""
    if not photo.exists():
        raise PhotoError("{photo} does not exist; check the name and the folder.", photo=photo)
    if photo.is_dir():
        raise PhotoError("{photo} is a folder; name one photo.", photo=photo)
    if output.suffix.lower() != ".png":
        raise CrfillError(
            "{output} cannot be written: a mask is saved as PNG; let its name end in .png.", output=output
        )
    if output.is_dir():
        raise CrfillError("{output} is a folder; name a file to write.", output=output)
    if not output.parent.is_dir():
        raise CrfillError(
            "The folder {parent} for the mask does not exist; make it first.", parent=output.parent
        )
    if output.exists() and photo.samefile(output):
        raise CrfillError("{output} would be written over the photo; choose another name.", output=output)


def _report(arguments: argparse.Namespace, mask: np.ndarray, notes: tuple[str, ...]) -> dict[str, Any]:
    return {
        "output": str(arguments.output),
        "sensitivity": arguments.sensitivity,
        "defects": cv2.connectedComponents(mask, connectivity=8)[0] - 1,
        "masked": float((mask > 0).mean()),
        "notes": list(notes),
    }


def _summary(report: dict[str, Any]) -> str:
    """One line about what was masked."""
    count = report["defects"]
    defects = {0: "no defects", 1: "1 defect"}.get(count, f"{count} defects")
    return f"{report['output']}: {defects} masked, {report['masked']:.2%} of the photo"
