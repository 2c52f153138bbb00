"""``crfill train CONFIG.toml`` starts a run, ``crfill train --resume RUN`` goes on with one."""

from __future__ import annotations

import argparse
from pathlib import Path

from crfill_core.errors import ConfigError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "config", type=Path, nargs="?", metavar="CONFIG.toml", help="what to train, and on what"
    )
    parser.add_argument("--resume", type=Path, metavar="RUN", help="go on with the run in this folder")
    parser.add_argument(
        "--out", type=Path, metavar="DIR", help="the folder of a new run (default: runs/NAME)"
    )
    parser.add_argument("--max-minutes", type=float, metavar="M", help="stop then, with everything saved")


def run(arguments: argparse.Namespace) -> int:
    if arguments.config is None and arguments.resume is None:
        raise ConfigError("There is nothing to train: name a CONFIG.toml, or a run with --resume.")

    from crfill_core.training.loop import train

    folder = train(
        arguments.config, resume=arguments.resume, out=arguments.out, max_minutes=arguments.max_minutes
    )
    print(folder)
    return 0
