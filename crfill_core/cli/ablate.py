"""``crfill ablate RECIPE…``: trains recipes with the same budget and compares them.

Its tables are laid out as the paper's tables 4 and 3.

Several processes: ``torchrun --nproc-per-node N -m crfill_core.cli ablate RECIPE…``.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from crfill_core.cli.options import number
from crfill_core.cli.train import add_settings

if TYPE_CHECKING:
    from crfill_core.evaluation.methods import WeightsMode


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add(
        "recipes",
        nargs="*",
        metavar="RECIPE",
        help="TOML files or bundled recipes (default: baseline and DeepFillv2, each with and without the CR loss)",
    )
    add("--root", type=Path, metavar="DIR", help="where relative data paths start")
    add("--out", type=Path, default=Path("runs/ablation"), metavar="DIR", help="the folder for the runs")
    count = number("whole", 1)
    for name, what in {
        "steps": "steps of every run",
        "width": "channels of the generator",
        "crop": "side of a crop in pixels",
        "batch": "crops per step",
    }.items():
        add(
            f"--{name}", type=count, metavar="N", help=f"{what}, for all recipes (default: each recipe's own)"
        )
    add_settings(parser, "every recipe")
    add(
        "--mode",
        choices=("raw", "network"),
        default="raw",
        help="raw (default): the plain network on photos reduced to the size of its training crops, as in the paper; "
        "network: as in the editor",
    )
    add("--limit", type=count, metavar="N", help="evaluate only N photos, chosen at even intervals")
    add(
        "--jobs",
        type=count,
        default=1,
        metavar="N",
        help="number of processes for the evaluation (default: 1)",
    )
    add("--table", choices=("md", "tex"), default="md")


def run(arguments: argparse.Namespace) -> int:
    from crfill_core.evaluation.tables import difference_table, paper_table
    from crfill_core.training.ablation import (
        DEFAULT_RECIPES,
        Scale,
        evaluate_variants,
        train_variants,
        with_and_without,
    )
    from crfill_core.training.distributed import joined_world

    scale = Scale(
        arguments.steps, arguments.width, arguments.crop, arguments.batch, tuple(arguments.settings)
    )
    tables: list[tuple[str, WeightsMode]] = [
        ("Fills (table 4)", arguments.mode),
        ("Jigsaw of references (table 3)", "references"),
    ]
    with joined_world() as world:
        recipes = arguments.recipes or DEFAULT_RECIPES
        folders = train_variants(recipes, arguments.out, scale, root=arguments.root)
        for title, mode in tables:
            evaluations = evaluate_variants(folders, mode, arguments.limit, arguments.jobs)
            if not world.first:
                continue
            print(f"{title}\n\n{paper_table(evaluations, arguments.table, errors=True)}")
            pairs = with_and_without(folders, evaluations)
            if pairs:
                table = difference_table(pairs, arguments.table)
                print(f"with − without the CR loss, 95 % intervals\n\n{table}")
    return 0
