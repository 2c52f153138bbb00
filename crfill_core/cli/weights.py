"""``crfill weights list | show W | verify W | import FILE.pth -o FILE.safetensors``: manages weights."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from crfill_core.cli.terminal import print_json
from crfill_core.weights.catalog import SUFFIX, entries, user_folder


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="the installed weights; * marks the default")
    show = actions.add_parser("show", help="the metadata of a weights file")
    verify = actions.add_parser("verify", help="check that weights are complete and fit the network")
    for parser_ in (show, verify):
        parser_.add_argument("weights", metavar="W", help="a name from the list, or a file")
    for parser_ in (listing, show, verify):
        parser_.add_argument("--json", action="store_true", help="print one JSON object")
    import_ = actions.add_parser("import", help="make a weights file from a .pth file of the CR-Fill authors")
    import_.add_argument("checkpoint", type=Path, metavar="FILE.pth")
    import_.add_argument("-o", "--output", type=Path, required=True, metavar=f"FILE{SUFFIX}")


def run(arguments: argparse.Namespace) -> int:
    {"list": _list, "show": _show, "verify": _verify, "import": _import}[arguments.action](arguments)
    return 0


def _list(arguments: argparse.Namespace) -> None:
    known = entries(None)
    if arguments.json:
        rows = [
            {"name": e.name, "kind": e.kind, "path": str(e.path), "title": e.title, "default": e.default}
            for e in known
        ]
        print_json({"weights": rows})
        return
    if not known:
        print(f"No weights are installed; put {SUFFIX} files into {user_folder()}")
        return
    width = max(len(entry.name) for entry in known)
    kinds = max(len(entry.kind) for entry in known)
    for entry in known:
        mark = "*" if entry.default else " "
        print(f"{mark} {entry.name:{width}}  {entry.kind:{kinds}}  {entry.title or entry.path}")


def _show(arguments: argparse.Namespace) -> None:
    from crfill_core.weights.manage import describe

    found = describe(arguments.weights)
    described: dict[str, Any] = {
        "name": found.entry.name,
        "kind": found.entry.kind,
        "path": str(found.entry.path),
        "sha256": found.sha256,
        "title": found.entry.title,
        "licence": found.licence,
        "parameters": found.parameters,
        "config": found.config,
        "info": found.info,
    }
    if arguments.json:
        print_json(described)
        return
    for key, value in described.items():
        if isinstance(value, dict):
            value = ", ".join(f"{name} = {item}" for name, item in value.items())
        print(f"{key:10}  {value}")


def _verify(arguments: argparse.Namespace) -> None:
    from crfill_core.weights.manage import describe

    found = describe(arguments.weights)
    name, sha256 = found.entry.name, found.sha256
    if arguments.json:
        print_json({"name": name, "sha256": sha256, "catalogued": found.vouched_for})
        return
    vouched = "as in the catalogue" if found.vouched_for else "which is not in the catalogue"
    print(f"{name} is complete and fits the network; SHA-256 {sha256}, {vouched}")


def _import(arguments: argparse.Namespace) -> None:
    from crfill_core.weights.manage import convert_official

    generator = convert_official(arguments.checkpoint, arguments.output)
    print(f"{arguments.output}: a generator of width {generator.config.width}")
