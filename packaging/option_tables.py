#!/usr/bin/env python3
"""Writes the tables of all options, ``resources/docs/options.md``, from their declarations.

``python packaging/option_tables.py``   after an option was added or changed
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import MISSING, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "resources" / "docs" / "options.md"


def page() -> str:
    """The page, as Markdown."""
    from crfill_core.inference.request import FillOptions
    from crfill_core.training.config import RunConfig, Stage

    lines = [
        "# Options",
        "",
        "## Of a fill",
        "Flags of `crfill fill` and `crfill references` (with `-` for `_`), keywords of `crfill_core.fill`, fields of",
        "`FillOptions`, and keys of recipes.",
        "",
        *_table(FillOptions),
        "",
        "## Of a training run",
        "Keys of a training recipe (TOML); those with a dot are in a table of that name.",
        "",
        *_table(RunConfig),
        "",
        "## Of a stage of a training run",
        "Keys of each `[[stages]]`.",
        "",
        *_table(Stage),
    ]
    return "\n".join(lines) + "\n"


def _table(cls: type) -> Iterator[str]:
    yield from ("| option | default | values | meaning |", "|---|---|---|---|", *_rows(cls, ""))


def _rows(cls: type, prefix: str) -> Iterator[str]:
    from crfill_core.base.options import options

    hints = get_type_hints(cls)
    for name, option in options(cls).items():
        kinds = (hints[name], *get_args(hints[name]))
        nested = next((kind for kind in kinds if is_dataclass(kind)), None)
        if nested is not None and option.kind == "other":
            yield from _rows(nested, f"{prefix}{name}.")
            continue
        yield f"| `{prefix}{name}` | {_shown(option.default)} | {option.expected} | {option.help.replace('|', '/')} |"


def _shown(default: Any) -> str:
    if default is MISSING:
        return "must be given"
    if isinstance(default, tuple):
        return f"`[{', '.join(map(str, default))}]`"
    if default is None or default == "":
        return "none"
    return f"`{str(default).lower()}`" if isinstance(default, bool) else f"`{default}`"


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    PAGE.write_text(page(), encoding="utf-8")
