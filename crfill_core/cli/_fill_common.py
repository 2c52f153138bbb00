"""Shared by the commands that fill: devices, options, opening weights, the line that reports the fill."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from crfill_core.base.garbage import uncollected
from crfill_core.base.room import require_torch
from crfill_core.inference.request import DEVICES

if TYPE_CHECKING:
    from crfill_core.inference.inpainter import Inpainter


def add_device(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--device", choices=DEVICES, default="auto", help="where to compute (default: %(default)s)"
    )


def open_inpainter(arguments: argparse.Namespace, place: int = 0) -> Inpainter:
    """Weights on a device; this imports torch. ``place`` counts processes that share the GPUs of this computer."""
    require_torch()
    with uncollected():
        from crfill_core.jobs import opener

        return opener.open_inpainter(arguments.weights, arguments.device, place)


def summary(report: dict[str, Any]) -> str:
    """One line about a filled photo."""
    count = len(report["holes"])
    holes = "1 hole" if count == 1 else f"{count} holes"
    return (
        f"{report['output']}: {holes} filled in {report['seconds']:.1f} s "
        f"({report['mode']}, {report['weights']}, {report['device']})"
    )
