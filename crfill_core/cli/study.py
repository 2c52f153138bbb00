"""``crfill study make DIR… -o STUDY | rate STUDY | report STUDY``: makes, opens and counts a blind comparison."""

from __future__ import annotations

import argparse
import subprocess
from pathlib import Path

from crfill_core.cli.command import STUDY, editor_command
from crfill_core.cli.terminal import counted, print_json


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    make = actions.add_parser("make", help="make a study of the fills of several methods")
    make.add_argument(
        "methods",
        type=Path,
        nargs="+",
        metavar="DIR",
        help="the fills of a method, as `crfill evaluate --save` writes them, or such a folder for each kind of holes",
    )
    make.add_argument("-o", "--output", type=Path, required=True, metavar="STUDY", help="a new folder")
    make.add_argument(
        "--count", type=int, metavar="N", help="choose N images at random, divided among the kinds of holes"
    )
    make.add_argument("--seed", type=int, default=0, help="seed of the images and orders (default: 0)")
    make.add_argument(
        "--pairs",
        action="store_true",
        help="for two methods: also write pictures hole | left | right into pairs/; raters without the program write "
        'votes/NAME.json: {"000": "left", "001": "tie", …}',
    )
    rate = actions.add_parser("rate", help="open the window in which a rater chooses")
    rate.add_argument("study", type=Path, metavar="STUDY")
    rate.add_argument(
        "--rater", metavar="NAME", help="the rater's name; without this option the window asks for it"
    )
    report = actions.add_parser("report", help="count the votes and test whether they could be chance")
    report.add_argument("study", type=Path, metavar="STUDY")
    report.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> int:
    actions = {"make": _make, "rate": _rate, "report": _report}
    return actions[arguments.action](arguments)


def _make(arguments: argparse.Namespace) -> int:
    from crfill_core.evaluation.study import make_study

    study = make_study(
        arguments.methods, arguments.output, count=arguments.count, seed=arguments.seed, pairs=arguments.pairs
    )
    results = len(study.items[0].letters)
    print(
        f"{arguments.output}: {counted(len(study.items), 'image')} with {results} results each; key.json names the methods"
    )
    return 0


def _rate(arguments: argparse.Namespace) -> int:
    from crfill_core.evaluation.study import Study

    study = Study(arguments.study)
    rater = []
    if arguments.rater is not None:
        study.votes(arguments.rater)  # a wrong name or damaged votes are reported before a window opens
        rater = ["--rater", arguments.rater]
    # In a process of its own because the engine does not use Qt.
    return subprocess.call(editor_command(STUDY, arguments.study, *rater))


def _report(arguments: argparse.Namespace) -> int:
    from crfill_core.evaluation.study import Study
    from crfill_core.evaluation.votes import report, votes_table

    found = report(Study(arguments.study))
    if arguments.json:
        print_json(found.to_dict())
        return 0
    votes = found.all.total + found.all.ties
    raters, still_open = counted(len(found.raters), "rater"), counted(found.open_trials, "choice")
    print(f"{counted(votes, 'vote')} by {raters}, {still_open} still open\n")
    print(votes_table(found), end="")
    return 0
