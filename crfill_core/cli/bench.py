"""``crfill bench``: measures time and memory of the network at several sizes."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from crfill_core.cli.filling import add_device
from crfill_core.cli.options import number
from crfill_core.cli.terminal import counted, shown_progress
from crfill_core.errors import CrfillError
from crfill_core.jobs.job import check_target

SIZE_MULTIPLE = 8


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add(
        "--sizes",
        type=_sizes,
        default=(256, 512, 1024, 2048),
        metavar="N,N,…",
        help="sides of the square images in pixels (default: 256,512,1024,2048)",
    )
    add_device(parser)
    add("--width", type=int, default=48, help="channels of the network (default: 48)")
    add(
        "--repeats",
        type=number("whole", 1),
        default=3,
        metavar="N",
        help="number of passes, whose median is taken (default: 3)",
    )
    add(
        "--memory-limit",
        type=number("number", 0),
        metavar="GIB",
        help="on a CPU: skip passes that would need more memory by estimate (default: 80 %% of the free memory)",
    )
    add("--json", type=Path, metavar="FILE", help="also save the measurements as JSON")


def run(arguments: argparse.Namespace) -> int:
    from crfill_core.evaluation.efficiency import efficiency_table, measure
    from crfill_core.files.replace import write_text

    if arguments.width < 8 or arguments.width % 4:
        raise CrfillError("--width must be a multiple of 4 and at least 8.")
    if arguments.json is not None:
        check_target(arguments.json, [])
    limit = arguments.memory_limit
    with shown_progress() as progress:
        found = measure(
            arguments.sizes,
            arguments.device,
            width=arguments.width,
            repeats=arguments.repeats,
            memory_limit=None if limit is None else int(limit * 2**30),
            progress=progress,
        )
    if arguments.json is not None:
        write_text(arguments.json, json.dumps(found.to_dict(), indent=1) + "\n")
    print(f"{found.device}, {counted(found.threads, 'thread')}, width {found.width}\n")
    print(efficiency_table(found), end="")
    return 0


def _sizes(text: str) -> tuple[int, ...]:
    try:
        sizes = tuple(int(part) for part in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a list of sizes such as 256,512") from None
    if any(size < 2 * SIZE_MULTIPLE or size % SIZE_MULTIPLE for size in sizes):
        raise argparse.ArgumentTypeError(
            f"sizes must be multiples of {SIZE_MULTIPLE}, at least {2 * SIZE_MULTIPLE}"
        )
    return tuple(sorted(set(sizes)))
