"""``python -m tests.campaign.mutated_files --count 10000``: opens damaged and hostile files of every kind.

Each is opened in a worker process with 2 GiB of memory and 10 seconds; it may open or be refused in a sentence. A crash,
a hang (twice), another exception, and anything changed on the disk is a fault: the file is kept in ``--keep``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import selectors
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.campaign.mutations import mutated
from tests.campaign.subjects import KINDS, Kind
from tests.campaign.verdict import conclude

MEMORY = 2 << 30  # bytes
SECONDS = 10.0
ROOT = Path(__file__).resolve().parents[2]


def environment() -> dict[str, str]:
    """For processes that are started by a campaign."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "QT_QPA_PLATFORM": "offscreen"}


class Worker:
    """A process that opens files; it is restarted after a crash or a hang."""

    def __init__(self) -> None:
        self.command = (sys.executable, "-m", "tests.campaign.worker", str(MEMORY))
        self._process: subprocess.Popen[str] | None = None

    def open(self, kind: Kind, path: Path) -> dict[str, str]:
        process = self._process or self._started()
        assert process.stdin and process.stdout
        process.stdin.write(json.dumps({"kind": kind.name, "path": str(path)}) + "\n")
        process.stdin.flush()
        line = _line(process, SECONDS)
        if line:
            return dict(json.loads(line))
        ended = _ending(process)
        self.close()
        what = f"no answer within {SECONDS:.0f} s" if ended is None else f"the process ended with {ended}"
        return {"state": "hang" if ended is None else "crash", "what": what}

    def _started(self) -> subprocess.Popen[str]:
        self._process = process = subprocess.Popen(
            self.command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=environment(),
        )
        if _line(process, 600) != "ready\n":
            raise RuntimeError("the worker does not start")
        return process

    def close(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for stream in (self._process.stdin, self._process.stdout):
                if stream:
                    stream.close()
            self._process = None


def _ending(process: subprocess.Popen[str]) -> int | None:
    """The status of a process that closed its output; None for one that still runs."""
    assert process.stdout
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        if not selector.select(0):
            return None
    return process.wait()


def _line(process: subprocess.Popen[str], seconds: float) -> str:
    """The next line of its output; "" where none comes in time or it has ended."""
    assert process.stdout
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        return process.stdout.readline() if selector.select(seconds) else ""


@dataclass
class Tally:
    """What became of how many files of a kind, and the faults: (mutation, what, file)."""

    states: dict[str, Counter[str]] = field(default_factory=dict)
    faults: list[tuple[str, str, bytes]] = field(default_factory=list)


def campaign(count: int, seed: int, kinds: tuple[Kind, ...] = KINDS) -> Tally:
    """``count`` files in all, the same for the same seed."""
    tally, worker = Tally({kind.name: Counter() for kind in kinds}), Worker()
    with tempfile.TemporaryDirectory(prefix="crfill-campaign-") as name:
        scratch, room = Path(name) / "scratch", Path(name) / "room"
        scratch.mkdir()
        room.mkdir()
        samples = {kind.name: kind.samples(scratch) for kind in kinds}
        everything = [data for some in samples.values() for data in some]
        try:
            for number in range(count):
                kind = kinds[number % len(kinds)]
                rng = random.Random(f"{seed}/{number}")
                mutation, data = mutated(
                    rng, rng.choice(samples[kind.name]), [rng.choice(everything) for _ in range(3)]
                )
                path = room / f"file{kind.suffix}"
                path.write_bytes(data)
                result = worker.open(kind, path)
                if result["state"] == "hang":  # the machine may have been busy otherwise
                    result = worker.open(kind, path)
                state = result["state"]
                if os.listdir(room) != [path.name] or _digest(path.read_bytes()) != _digest(data):
                    state, result["what"] = "fault", "the folder or the file was changed"
                tally.states[kind.name][state] += 1
                if state in ("fault", "hang", "crash"):
                    tally.faults.append((f"{kind.name}, number {number}: {mutation}", result["what"], data))
                for left in room.iterdir():
                    left.unlink()
        finally:
            worker.close()
    return tally


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--kind", choices=[kind.name for kind in KINDS], action="append")
    parser.add_argument("--keep", type=Path, help="a folder for the files that showed a fault")
    arguments = parser.parse_args()
    kinds = tuple(kind for kind in KINDS if not arguments.kind or kind.name in arguments.kind)
    tally = campaign(arguments.count, arguments.seed, kinds)
    print(f"{'':10}" + "".join(f"{state:>11}" for state in STATES))
    for name, states in tally.states.items():
        print(f"{name:10}" + "".join(f"{states[state]:11}" for state in STATES))
    for number, (where, what, data) in enumerate(tally.faults):
        print(f"\n{where}\n{what}")
        if arguments.keep:
            arguments.keep.mkdir(parents=True, exist_ok=True)
            (arguments.keep / f"{arguments.seed}-{number}").write_bytes(data)
    return conclude(arguments.count, [where for where, _, _ in tally.faults])


STATES = ("opened", "refused", "no memory", "fault", "hang", "crash")

if __name__ == "__main__":
    sys.exit(main())
