"""``python licences.py FOLDER``: the licences of everything packed, from the metadata of the environment whose Python
runs it.
"""

from __future__ import annotations

import re
import sys
import sysconfig
from importlib.metadata import Distribution, distributions
from pathlib import Path

NOT_PACKED = {
    "pip", "wheel", "setuptools", "pyinstaller-hooks-contrib", "altgraph", "hatchling", "editables", "ziglang",
}  # fmt: skip
LICENCE = re.compile(r"(licen[cs]e|copying|notice|authors)[^/]*$", re.IGNORECASE)


def texts(distribution: Distribution) -> dict[str, str]:
    """File name -> text of each licence in the distribution."""
    found = {}
    for file in distribution.files or ():
        path = Path(str(distribution.locate_file(file)))
        is_text = path.suffix.lower() in ("", ".txt", ".md", ".rst")
        if LICENCE.search(file.name) and is_text and path.is_file():
            found["-".join(file.parts[1:])] = path.read_text(encoding="utf-8", errors="replace")
    return found


def collect(target: Path) -> list[str]:
    """Write ``NAME-VERSION/…`` for every distribution, and ``Python.txt``; returns the names of the distributions."""
    names = []
    for distribution in distributions():
        name = distribution.metadata["Name"]
        if name.lower() in NOT_PACKED:
            continue
        folder = target / f"{name}-{distribution.version}"
        folder.mkdir(parents=True, exist_ok=True)
        metadata = distribution.metadata
        licence = metadata.get("License-Expression") or metadata.get("License") or ""
        home = metadata.get("Home-page") or ", ".join(metadata.get_all("Project-URL") or ())
        about = f"{name} {distribution.version}\n{home}\n\n{licence.strip()}\n"
        (folder / "ABOUT.txt").write_text(about, encoding="utf-8")
        for file, text in texts(distribution).items():
            (folder / file).write_text(text, encoding="utf-8")
        names.append(name)
    for folder in (Path(sysconfig.get_path("stdlib")), Path(sys.base_prefix)):
        if (folder / "LICENSE.txt").is_file():
            (target / "Python.txt").write_bytes((folder / "LICENSE.txt").read_bytes())
            break
    return sorted(names)


if __name__ == "__main__":
    collect(Path(sys.argv[1]))
