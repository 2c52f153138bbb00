"""``crfill data check PATHS | cut PATHS -o DIR``: finds faults in a data set; cuts windows with holes to tune on."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from crfill_core.cli.options import number
from crfill_core.cli.terminal import counted, print_json, shown_progress

if TYPE_CHECKING:
    from crfill_core.training.check import DataReport

SMALLEST_WINDOW = 32
SHOWN = 10
"""How many findings of each kind are listed; --json lists all."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    check = actions.add_parser(
        "check",
        help="examine every photo before training",
        description="Exits with 0 if the photos are fit for training (with or without warnings), and with 2 if there are no "
        "photos, or if some cannot be read or are in the validation set too.",
    )
    check.add_argument("paths", type=Path, nargs="+", metavar="PATH", help="folders, .tar shards, .txt lists")
    check.add_argument(
        "--validation",
        type=Path,
        metavar="DIR",
        help="validation photos, which must not be among the training photos",
    )
    check.add_argument(
        "--min-side",
        type=int,
        default=256,
        metavar="PX",
        help="photos whose short side is below this are too small (default: 256)",
    )
    check.add_argument("--json", action="store_true", help="print everything as one JSON object")
    cut = actions.add_parser(
        "cut",
        help="cut windows with holes from training photos, for tuning",
        description="Writes images/, square/, irregular/ and object/ in the layout of a validation set.",
    )
    cut.add_argument("paths", type=Path, nargs="+", metavar="PATH", help="folders, .tar shards, .txt lists")
    cut.add_argument("-o", "--output", type=Path, required=True, metavar="DIR", help="a new folder")
    cut.add_argument(
        "--count", type=number("whole", 1), default=96, metavar="N", help="number of windows (default: 96)"
    )
    cut.add_argument(
        "--size",
        type=number("whole", SMALLEST_WINDOW),
        default=256,
        metavar="PX",
        help="side of a window (default: 256)",
    )
    cut.add_argument("--objects", type=Path, metavar="DIR|TAR", help="silhouettes for the object holes")
    cut.add_argument(
        "--seed", type=number("whole", 0), default=0, help="seed of the windows and holes (default: 0)"
    )


def run(arguments: argparse.Namespace) -> int:
    return {"check": _check, "cut": _cut}[arguments.action](arguments)


def _cut(arguments: argparse.Namespace) -> int:
    from crfill_core.training.cut import cut_windows

    with shown_progress() as progress:
        made = cut_windows(
            arguments.paths,
            arguments.output,
            count=arguments.count,
            size=arguments.size,
            objects=arguments.objects,
            seed=arguments.seed,
            progress=progress,
        )
    print(f"{arguments.output}: {counted(made, 'window')} of {arguments.size}×{arguments.size} pixels")
    return 0


def _check(arguments: argparse.Namespace) -> int:
    from crfill_core.training.check import check_data

    with shown_progress() as progress:
        report = check_data(
            arguments.paths, arguments.validation, min_side=arguments.min_side, progress=progress
        )
    if arguments.json:
        print_json(report.to_dict())
    else:
        _print(report)
    return 0 if report.fit else 2


def _print(report: DataReport) -> None:
    print(f"{counted(report.photos, 'photo')} from {counted(len(report.sources), 'source')}")
    findings = {
        "unreadable": report.unreadable,
        "leaked": [" = ".join(pair) for pair in report.leaked],
        "too small": report.too_small,
        "repeated": [" = ".join(group) for group in report.duplicates],
        "grey": report.grey,
    }
    for kind, names in findings.items():
        for name in names[:SHOWN]:
            print(f"{kind}: {name}")
        if len(names) > SHOWN:
            print(f"{kind}: … and {len(names) - SHOWN} more")
    for sentence in report.advice() or ["Nothing is wrong with these photos."]:
        print(sentence)
