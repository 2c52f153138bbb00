"""``crfill train RECIPE`` starts a run, ``crfill train --resume RUN`` resumes one.

Several processes: ``torchrun --nproc-per-node N -m crfill_core.cli train RECIPE``.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from crfill_core.cli.options import number
from crfill_core.errors import ConfigError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("recipe", type=Path, nargs="?", metavar="RECIPE", help="a TOML file, or a bundled recipe's name")
    add("--resume", type=Path, metavar="RUN", help="resume the run, or the exported state, in this folder")
    add("--out", type=Path, metavar="DIR", help="the folder of a new run (default: runs/NAME)")
    add(
        "--root",
        type=Path,
        metavar="DIR",
        help="where the recipe's relative data paths start (default: the current folder)",
    )
    add(
        "--minutes",
        type=number("number", 0),
        metavar="M",
        help="after M minutes, save everything and stop",
    )
    add(
        "--steps",
        type=number("whole", 1),
        metavar="N",
        help="the number of steps of a new run; its stages keep their proportions, with at least one step each (if N is "
        "less than the number of stages, only the first N stages remain)",
    )
    add_settings(parser, "the recipe")
    add(
        "--export-state",
        type=Path,
        metavar="DIR",
        help="at the end, write the state in parts of at most 15 MiB (with --minutes 0, do nothing else)",
    )


def add_settings(parser: argparse.ArgumentParser, whose: str) -> None:
    """Add the option that changes keys of ``whose`` recipe."""
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        dest="settings",
        help=f"change a key of {whose}, e.g. optimizer.lr=5e-4 (may be repeated)",
    )


def run(arguments: argparse.Namespace) -> int:
    if arguments.recipe is None and arguments.resume is None:
        raise ConfigError("There is nothing to train: name a recipe, or a run with --resume.")
    if arguments.recipe is not None and arguments.resume is not None:
        raise ConfigError("A run to resume has its own recipe: give either a recipe or --resume.")
    if arguments.resume is not None and arguments.steps is not None:
        raise ConfigError("--steps is for new runs; to stop a resumed run early, give --minutes.")
    if arguments.resume is not None and arguments.settings:
        raise ConfigError("--set is for new runs; a resumed run keeps its settings.")

    from crfill_core.training.runs import train

    folder = train(
        arguments.recipe,
        resume=arguments.resume,
        out=arguments.out,
        root=arguments.root,
        steps=arguments.steps,
        settings=arguments.settings,
        minutes=arguments.minutes,
        export=arguments.export_state,
    )
    if os.environ.get("RANK", "0") == "0":  # only the first of torchrun's processes
        print(folder)
    return 0
