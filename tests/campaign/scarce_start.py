"""``python -m tests.campaign.scarce_start``: ``crfill fill`` from its start with so much address space (``RLIMIT_AS``).

From what the interpreter itself needs up to what a fill needs: each time the photo is filled, or one sentence says that
memory is short, with the status for it; no traceback, no message of a library, no hang, and no file where nothing was
filled.
"""

from __future__ import annotations

import argparse
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests.campaign.limits import MEBIBYTE
from tests.campaign.mutated_files import ROOT, environment
from tests.campaign.verdict import conclude

SECONDS = 10.0
"""So much longer than with all memory may it take."""
TRIES = 3
"""A hang is one that comes each time: the machine may have been busy otherwise."""


def make_job(folder: Path, side: int) -> list[str]:
    """A photo and its mask, with specks and a large hole; the command that fills it, less the name of the result."""
    from crfill_core.imaging.mask import write_mask
    from crfill_core.imaging.write import write_photo
    from tests.campaign.refused_memory import large_request

    asked = large_request("auto", side)
    write_photo(asked.photo, folder / "a.png")
    write_mask(asked.mask, folder / "m.png")
    return ["fill", str(folder / "a.png"), "--mask", str(folder / "m.png"), "--device", "cpu", "-o"]


def limited(size: int | None) -> Callable[[], None]:
    """Gives the process that runs it so many bytes of address space in all."""

    def limit() -> None:
        if size is not None:
            resource.setrlimit(resource.RLIMIT_AS, (size, size))

    return limit


def start(command: list[str], output: Path, size: int | None, seconds: float) -> tuple[str, str]:
    """(filled, smaller, refused or fault; what was said) of ``crfill`` with that much memory."""
    output.unlink(missing_ok=True)
    ended = subprocess.Popen(
        [sys.executable, "-X", "faulthandler", "-m", "crfill_core.cli", *command, str(output)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
        cwd=ROOT,
        preexec_fn=limited(size),
    )
    try:
        told = ended.communicate(timeout=seconds)[1].strip()
    except subprocess.TimeoutExpired:
        ended.send_signal(signal.SIGABRT)  # it then prints where each of its threads is
        try:
            told = ended.communicate(timeout=SECONDS)[1].strip()
        except subprocess.TimeoutExpired:
            ended.kill()
            told = ended.communicate()[1].strip()
        return "hang", f"no end within {seconds:.0f} s: {told}"
    left = sorted(path.name for path in output.parent.iterdir())
    wanted = sorted({"a.png", "m.png"} | ({output.name} if ended.returncode == 0 else set()))
    if left != wanted:
        return "fault", f"status {ended.returncode}, files {left}: {told}"
    if ended.returncode == 0:
        from crfill_core.imaging.read import read_photo

        read_photo(output)
        return ("smaller" if "note" in told else "filled"), told
    if ended.returncode == 2 and told.count("\n") == 0 and told.endswith(".") and "memory" in told:
        return "refused", told
    return "fault", f"status {ended.returncode}: {told}"


def steps(least: int, most: int, step: int, side: int) -> tuple[Counter[str], list[str]]:
    """With every ``step``-th number of MiB from ``least`` to ``most``: what became of them, and what was amiss."""
    states, amiss = Counter[str](), []
    with tempfile.TemporaryDirectory(prefix="crfill scarce ") as name:
        folder = Path(name)
        command, output = make_job(folder, side), folder / "out.png"
        began = time.monotonic()
        state, what = start(command, output, None, 600)
        if state != "filled":
            raise RuntimeError(what)
        seconds = time.monotonic() - began + SECONDS
        for number in range(least, most + 1, step):
            for _ in range(TRIES):
                state, what = start(command, output, number * MEBIBYTE, seconds)
                if state != "hang":
                    break
                print(f"{number:5} MiB  hang     {what}", flush=True)
            states[state] += 1
            print(f"{number:5} MiB  {state:8} {what}", flush=True)
            if state in ("fault", "hang"):
                amiss.append(f"{number} MiB: {what}")
    return states, amiss


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--least", type=int, default=20, help="MiB")
    parser.add_argument("--most", type=int, default=1500, help="MiB")
    parser.add_argument("--step", type=int, default=20, help="MiB")
    parser.add_argument("--side", type=int, default=640, help="pixels of the photo's side")
    arguments = parser.parse_args()
    states, amiss = steps(arguments.least, arguments.most, arguments.step, arguments.side)
    print(*(f"{state} {count}" for state, count in sorted(states.items())), sep="  ")
    return conclude(states.total(), amiss)


if __name__ == "__main__":
    sys.exit(main())
