"""``crfill weights list | show W | verify W | import FILE.pth -o FILE.safetensors``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from crfill_core.cli.terminal import print_json
from crfill_core.errors import WeightsError
from crfill_core.weights.catalog import SUFFIX, entries, find, user_folder


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="the weights at hand; * marks the default")
    show = actions.add_parser("show", help="what a weights file says about itself")
    verify = actions.add_parser("verify", help="check that weights are whole and fit the network")
    for parser_ in (show, verify):
        parser_.add_argument("weights", metavar="W", help="a name out of the list, or a file")
    for parser_ in (listing, show, verify):
        parser_.add_argument("--json", action="store_true", help="print one JSON object")
    import_ = actions.add_parser(
        "import", help="make a weights file out of a .pth file of the CR-Fill authors"
    )
    import_.add_argument("checkpoint", type=Path, metavar="FILE.pth")
    import_.add_argument("-o", "--output", type=Path, required=True, metavar=f"FILE{SUFFIX}")


def run(arguments: argparse.Namespace) -> int:
    actions = {"list": _list, "show": _show, "verify": _verify, "import": _import}
    actions[arguments.action](arguments)
    return 0


def _list(arguments: argparse.Namespace) -> None:
    known = entries()
    if arguments.json:
        rows = [{"name": e.name, "path": str(e.path), "title": e.title, "default": e.default} for e in known]
        print_json({"weights": rows})
        return
    if not known:
        print(f"there are no weights; {SUFFIX} files are looked for in {user_folder()}")
    width = max((len(entry.name) for entry in known), default=0)
    for entry in known:
        mark = "*" if entry.default else " "
        print(f"{mark} {entry.name:{width}}  {entry.title or entry.path}")


def _show(arguments: argparse.Namespace) -> None:
    from crfill_core.weights.load import load_weights

    entry = find(arguments.weights)
    weights = load_weights(entry.path)
    described: dict[str, Any] = {
        "name": entry.name,
        "path": str(entry.path),
        "sha256": weights.sha256,
        "title": entry.title,
        "licence": entry.licence or weights.info.get("licence", ""),
        "parameters": sum(parameter.numel() for parameter in weights.generator.parameters()),
        "config": weights.config.to_dict(),
        "info": weights.info,
    }
    if arguments.json:
        print_json(described)
        return
    for key, value in described.items():
        if isinstance(value, dict):
            value = ", ".join(f"{name} = {item}" for name, item in value.items())
        print(f"{key:10}  {value}")


def _verify(arguments: argparse.Namespace) -> None:
    from crfill_core.weights.load import load_weights

    entry = find(arguments.weights)
    sha256 = load_weights(entry.path).sha256
    if arguments.json:
        print_json({"name": entry.name, "sha256": sha256, "catalogued": entry.sha256 is not None})
        return
    vouched = "as the catalogue says" if entry.sha256 else "of which no catalogue knows"
    print(f"{entry.name} is whole and fits the network; SHA-256 {sha256}, {vouched}")


def _import(arguments: argparse.Namespace) -> None:
    source, target = arguments.checkpoint, arguments.output
    if target.suffix != SUFFIX:
        raise WeightsError(f"{target} is no name for a weights file: choose one that ends in {SUFFIX}.")
    from crfill_core.weights.load import file_sha256, save_weights
    from crfill_core.weights.official import import_official

    generator = import_official(source)
    info = {
        "origin": f"imported from {source.name}",
        "origin_sha256": file_sha256(source),
        "licence": "that of the imported file (the CR-Fill authors' release: non-commercial research only)",
        "crop": 256,
        "largest_hole": 128,
    }
    # In full precision, so that the outputs are those of the original to the last digit.
    save_weights(target, generator, info, half=False)
    print(f"{target}: a generator of width {generator.config.width}")
