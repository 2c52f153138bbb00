"""Parts of the commands that fill."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from crfill_core.base.garbage import uncollected
from crfill_core.base.memory import require_torch
from crfill_core.cli.terminal import counted
from crfill_core.inference.request import DEVICES

if TYPE_CHECKING:
    from crfill_core.inference.inpainter import Inpainter


def add_device(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--device", choices=DEVICES, default="auto", help="where to compute (default: %(default)s)"
    )


def open_inpainter(arguments: argparse.Namespace, place: int = 0) -> Inpainter:
    """Load the weights on the device that the arguments name. ``place``: see :mod:`crfill_core.jobs.opener`."""
    require_torch()
    with uncollected():
        from crfill_core.jobs import opener

        return opener.open_inpainter(arguments.weights, arguments.device, place)


def summary(report: dict[str, Any]) -> str:
    """A line about a filled photo."""
    return (
        f"{report['output']}: {counted(len(report['holes']), 'hole')} filled in {report['seconds']:.1f} s "
        f"({report['mode']}, {report['weights']}, {report['device']})"
    )
