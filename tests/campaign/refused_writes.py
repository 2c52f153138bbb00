"""``python -m tests.campaign.refused_writes``: a disk that is full after so many bytes, and one that may only be read.

Every kind of file is saved over an earlier version with room for a share of its bytes (``RLIMIT_FSIZE``), and into a
folder mounted read-only (``bindfs``, where FUSE is at hand). Each save may succeed, or fail in a sentence; then the
earlier version is there byte for byte, and no other file.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crfill_core.errors import CrfillError
from tests.campaign.killed_saves import KINDS, save
from tests.campaign.verdict import conclude

SHARES = (0.0, 0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.97, 0.99, 0.999)


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file can grow beyond ``size`` bytes meanwhile."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def attempt(kind: str, folder: Path, before: dict[str, bytes]) -> tuple[bool, str]:
    """Whether a save was refused, and what is amiss ("" if nothing is). Settings are refused without a word."""
    try:
        save(kind, folder, 1)
        refused = state(folder) == before
    except CrfillError as error:
        refused = True
        if "\n" in str(error) or not str(error).endswith("."):
            return True, f"no sentence: {error}"
    except BaseException as error:
        return True, f"{type(error).__name__}: {error}"
    now = state(folder)
    if refused:
        return True, "" if now == before else f"changed: {sorted(now)}"
    return False, "" if now.keys() == before.keys() else f"other files: {sorted(now)}"


def state(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def full_disks(
    kinds: tuple[str, ...] = KINDS, shares: tuple[float, ...] = SHARES
) -> tuple[int, int, list[str]]:
    """(tried, refused, what was amiss)."""
    tried, refusals, amiss = 0, 0, []
    for kind in kinds:
        for share in shares:
            with tempfile.TemporaryDirectory(prefix="crfill-full-") as name:
                folder = Path(name)
                save(kind, folder, 0)
                before = state(folder)
                with room_for(int(share * len(before[kind]))):
                    refused, wrong = attempt(kind, folder, before)
            tried += 1
            refusals += refused
            if wrong:
                amiss.append(f"{kind} with room for {share:.1%}: {wrong}")
    return tried, refusals, amiss


def read_only_folders() -> tuple[int, int, list[str]]:
    tried, refusals, amiss = 0, 0, []
    for kind in KINDS if shutil.which("bindfs") else ():
        with tempfile.TemporaryDirectory(prefix="crfill-only-") as name:
            real, seen = Path(name) / "real", Path(name) / "seen"
            real.mkdir()
            seen.mkdir()
            save(kind, real, 0)
            if subprocess.run(["bindfs", "-o", "ro", real, seen], capture_output=True).returncode:
                break
            try:
                refused, wrong = attempt(kind, seen, state(seen))
            finally:
                subprocess.run(["fusermount", "-u", seen], check=True)
        tried += 1
        refusals += refused
        if wrong or not refused:
            amiss.append(f"{kind} in a read-only folder: {wrong or 'it was saved'}")
    return tried, refusals, amiss


def main() -> int:
    argparse.ArgumentParser(description=__doc__).parse_args()
    total, wrong = 0, []
    for name, (tried, refused, amiss) in (("full disk", full_disks()), ("read-only", read_only_folders())):
        print(f"{name:10}{tried:5} saves, {refused:4} refused, {len(amiss):3} amiss")
        total += tried
        wrong += amiss
    return conclude(total, wrong)


if __name__ == "__main__":
    sys.exit(main())
