#!/usr/bin/env python3
"""Builds the documentation site: the guide, and a page for every public name of ``crfill_core``.

``python packaging/docs.py [OUT]``   into OUT (default: build/docs); fails on any warning

It needs the extra ``docs`` (``pip install -c packaging/constraints.txt '.[docs]'``). MkDocs calls it too, as a hook that
adds pages from elsewhere in the project and removes the names of Sphinx roles in docstrings.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mkdocs.structure.files import Files

ROOT = Path(__file__).resolve().parents[1]
CONFIG = ROOT / "packaging" / "mkdocs.yml"
SHARED = (
    "guide/*.md", "screenshots/*.jpg", "examples/*.md", "recipes/*.md", "plugins/*.md",
    "weights/MODEL_CARD.md", "weights/*.webp",
)  # fmt: skip
"""Files of ``resources`` that have the same place in the site."""
_ROLE = re.compile(r":(?:class|func|meth|mod|data|attr|exc|obj):(?=<code>)")


def shared_files() -> Iterator[tuple[str, Path]]:
    """(place in the site, file) of all pages outside ``resources/docs``."""
    resources = ROOT / "resources"
    for pattern in SHARED:
        for path in sorted(resources.glob(pattern)):
            yield path.relative_to(resources).as_posix(), path
    yield "CHANGELOG.md", ROOT / "CHANGELOG.md"


def on_files(files: Files, config: Any) -> Files:
    """Called by MkDocs with the files of the site; adds the shared ones."""
    from mkdocs.structure.files import File

    for place, path in shared_files():
        files.append(File.generated(config, place, abs_src_path=str(path)))
    return files


def on_page_content(html: str, **_: Any) -> str:
    """Called by MkDocs with a rendered page; ``:class:`Photo``` becomes ``Photo``."""
    return _ROLE.sub("", html)


def main(arguments: list[str]) -> int:
    """Build the site; returns the exit status of MkDocs."""
    if find_spec("mkdocs") is None or find_spec("mkdocstrings") is None:
        needed = "The documentation needs MkDocs: pip install -c packaging/constraints.txt '.[docs]'"
        print(needed, file=sys.stderr)
        return 2
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-f", str(CONFIG)]
    command += ["-d", str(Path(arguments[0]).absolute())] if arguments else []
    return subprocess.call(command, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
