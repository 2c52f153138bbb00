"""``python licences.py FOLDER``: the licences of everything packed, from the environment's metadata. Run by
the built environment's Python.
"""

from __future__ import annotations

import re
import sys
import sysconfig
from importlib.metadata import Distribution, distributions
from pathlib import Path

NOT_PACKED = {
    "pip",
    "wheel",
    "setuptools",
    "pyinstaller-hooks-contrib",
    "altgraph",
    "hatchling",
    "editables",
    "ziglang",
}
LICENCE = re.compile(r"(licen[cs]e|copying|notice|authors)[^/]*$", re.IGNORECASE)


def texts(distribution: Distribution) -> dict[str, str]:
    """File name -> text of each licence in the distribution."""
    found = {}
    for file in distribution.files or ():
        path = Path(str(distribution.locate_file(file)))
        if (
            LICENCE.search(file.name)
            and path.suffix.lower() in ("", ".txt", ".md", ".rst")
            and path.is_file()
        ):
            found["-".join(file.parts[1:])] = path.read_text(encoding="utf-8", errors="replace")
    return found


def collect(target: Path) -> list[str]:
    """Write ``NAME-VERSION/…`` for every distribution and Python; returns the names."""
    names = []
    for distribution in distributions():
        name = distribution.metadata["Name"]
        if name.lower() in NOT_PACKED:
            continue
        folder = target / f"{name}-{distribution.version}"
        folder.mkdir(parents=True, exist_ok=True)
        said = distribution.metadata.get("License-Expression") or distribution.metadata.get("License") or ""
        home = distribution.metadata.get("Home-page") or ", ".join(
            distribution.metadata.get_all("Project-URL") or ()
        )
        (folder / "ABOUT.txt").write_text(
            f"{name} {distribution.version}\n{home}\n\n{said.strip()}\n", encoding="utf-8"
        )
        for file, text in texts(distribution).items():
            (folder / file.replace("/", "-")).write_text(text, encoding="utf-8")
        names.append(name)
    for candidate in (
        Path(sysconfig.get_path("stdlib")) / "LICENSE.txt",
        Path(sys.base_prefix) / "LICENSE.txt",
    ):
        if candidate.is_file():
            (target / "Python.txt").write_bytes(candidate.read_bytes())
            break
    return sorted(names)


if __name__ == "__main__":
    collect(Path(sys.argv[1]))
