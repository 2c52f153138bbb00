"""Steps of a release: `check TAG`, `notes TAG` and `try`. Standard library only.

`check` makes sure that the tag, pyproject.toml, the package and CHANGELOG.md name the same version. `notes` prints the
changes of that version. `try` makes sure that the installed package has compiled kernels and fills a sample. If
something is wrong, the status is 2 and one sentence is printed.
"""

import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = "extreme-desert-hike"

TRY = """
import sys
from pathlib import Path
import crfill_core
from crfill_core.cli import main
from crfill_core.native.build import LEVELS, library_name
package = Path(crfill_core.__file__).parent
if package.parent == Path(sys.argv[1]):
    sys.exit("the checkout was imported, not the installed package")
missing = [level for level in LEVELS if not (package / "native" / "built" / library_name(level)).exists()]
if missing:
    sys.exit(f"the package has no compiled kernels for {', '.join(missing)}")
sys.exit(main(sys.argv[2:]))
"""


class ReleaseError(Exception):
    """Why the release failed, as a sentence."""


def version_of(tag: str) -> str:
    """vX.Y.Z → X.Y.Z."""
    if not re.fullmatch(r"v\d+\.\d+\.\d+((a|b|rc)\d+)?", tag):
        raise ReleaseError(f"{tag} is no tag of a release: it must be v and a version, for example v1.2.3.")
    return tag[1:]


def notes(changes: str, version: str) -> str:
    """The text below the version's heading in the changes, up to the next version."""
    parts = re.split(r"^## +(.+?) *$", changes, flags=re.MULTILINE)
    for heading, text in zip(parts[1::2], parts[2::2], strict=True):
        if heading.split()[0] == version:
            if not text.strip():
                raise ReleaseError(f"CHANGELOG.md has no changes below {version}.")
            return text.strip() + "\n"
    raise ReleaseError(f"CHANGELOG.md has no heading {version}: put it above the unreleased changes.")


def check(root: Path, tag: str) -> None:
    version = version_of(tag)
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    package = re.search(
        r'^__version__ = "(.+)"$', (root / "crfill_core" / "__init__.py").read_text(encoding="utf-8"), re.M
    )
    for where, there in (("pyproject.toml", project), ("crfill_core", package[1] if package else "nothing")):
        if there != version:
            raise ReleaseError(f"The tag says {version} but {where} says {there}; make them agree.")
    notes((root / "CHANGELOG.md").read_text(encoding="utf-8"), version)


def try_installed() -> None:
    """Fill the sample with the package installed for this Python, without access to the checkout."""
    samples = ROOT / "resources" / "samples"
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "filled.png"
        command = ["fill", str(samples / f"{SAMPLE}.jpg"), "--mask", str(samples / f"{SAMPLE}-mask.png")]
        done = subprocess.run(
            [sys.executable, "-c", TRY, str(ROOT), *command, "-o", str(output), "--device", "cpu"], cwd=folder
        )
        if done.returncode or not output.exists():
            raise ReleaseError("The installed package did not fill the sample photo.")


def main(arguments: list[str]) -> int:
    try:
        match arguments:
            case ["check", tag]:
                check(ROOT, tag)
            case ["notes", tag]:
                changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
                sys.stdout.write(notes(changes, version_of(tag)))
            case ["try"]:
                try_installed()
            case _:
                raise ReleaseError("Usage: release.py check TAG | notes TAG | try.")
    except ReleaseError as error:
        print(f"release: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
