"""What the commands that fill share: devices, options, opening weights, the line that says what was done."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from crfill_core.inference.request import FillOptions

if TYPE_CHECKING:
    from crfill_core.inference.inpainter import Inpainter

DEVICES = ("auto", "cpu", "cuda", "mps")


def add_widening(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--no-widen",
        dest="widen",
        action="store_false",
        help="fill the mask as it is, even where it follows a thing so closely that a rim of the thing will stay",
    )


def fill_options(arguments: argparse.Namespace) -> FillOptions:
    return FillOptions(mode=arguments.mode, detail=arguments.detail, coarse=arguments.coarse)


def open_inpainter(arguments: argparse.Namespace) -> Inpainter:
    """Weights on a device; this imports torch."""
    from crfill_core.inference.inpainter import Inpainter
    from crfill_core.weights.load import load_weights

    return Inpainter(load_weights(arguments.weights), arguments.device)


def summary(report: dict[str, Any]) -> str:
    """One line about a filled photo."""
    count = len(report["holes"])
    holes = "1 hole" if count == 1 else f"{count} holes"
    return (
        f"{report['output']}: {holes} filled in {report['seconds']:.1f} s "
        f"({report['mode']}, {report['weights']}, {report['device']})"
    )
