"""How long whole fills take, and how much memory. Run by hand:

    python tests/benchmarks/bench_fill.py --squares IMAGES MASKS --photos PHOTOS MASKS [--large PHOTO]
        [--against CHECKOUT] [--only ROW] [--count N] [--repeats N] [--threads N] [--alone]

Rows, each measured where its data is given: ``squares``: the first ``--count`` (20) photos of a folder with the masks
of the same names; ``photos``: all of another such pair; from ``--large``, enlarged: ``large``, a hole 1000 pixels wide in
24 megapixels, and ``scratches``, 137 scratches in 8.

``--against`` measures another checkout of this program too, with the same Python, turn by turn: every photo is filled by
both before the next one, and the two change who comes first. G'MIC (a process a fill, its start and files included) and
OpenCV's shift map are measured where they are installed, on rows other than ``large`` and ``scratches``.

Prints the median and the 95th percentile of a fill, the row's total, by the clock and by processor time of all
threads, the peak of the process's memory, and ratios of the totals to those of ``--against``. Each program fills one photo
beforehand that does not count, except on rows of a single photo. Only processor time says much where the machine is busy
with other things.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

# isort: off
import crfill_core  # noqa: F401  Before NumPy, as in the commands: it says how many threads NumPy's library takes.

# isort: on
import cv2
import numpy as np

ROOT = Path(__file__).resolve().parents[2]
SLOW = ("large", "scratches")


@dataclass(frozen=True)
class Case:
    photo: Path
    mask: Path


@dataclass(frozen=True)
class Cost:
    """Of one fill, in seconds; ``peak`` in bytes, of the process so far."""

    clock: float
    processor: float
    peak: int


class Program(Protocol):
    name: str

    def fill(self, case: Case) -> Cost: ...

    def close(self) -> None: ...


class Worker:
    """This program from some checkout, or OpenCV, in a process of its own, which fills on request."""

    def __init__(self, name: str, checkout: Path, how: str, threads: int | None) -> None:
        self.name = name
        environment = {**os.environ, "PYTHONPATH": str(checkout)}
        if threads:
            environment["OMP_NUM_THREADS"] = str(threads)
        self._process = subprocess.Popen(
            [sys.executable, __file__, "--worker", how],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
            cwd=checkout,
        )

    def fill(self, case: Case) -> Cost:
        assert self._process.stdin is not None and self._process.stdout is not None
        print(case.photo.resolve(), case.mask.resolve(), sep="\t", file=self._process.stdin, flush=True)
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.name} ended with status {self._process.wait()}")
        return Cost(**json.loads(line))

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


class Gmic:
    name = "G'MIC"

    def fill(self, case: Case) -> Cost:
        with tempfile.TemporaryDirectory() as folder:
            began = time.perf_counter()
            command = ["gmic", "-v", "-", str(case.photo), str(case.mask)]
            command += [
                "-threshold[1]",
                "128",
                "-inpaint_matchpatch[0]",
                "[1]",
                "-o[0]",
                f"{folder}/filled.png",
            ]
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
            _, status, usage = os.wait4(process.pid, 0)
            if status:
                raise SystemExit(f"gmic ended with status {os.waitstatus_to_exitcode(status)}")
            clock = time.perf_counter() - began
        return Cost(clock, usage.ru_utime + usage.ru_stime, _bytes(usage.ru_maxrss))

    def close(self) -> None:
        pass


def _bytes(maximum: int) -> int:
    return maximum if sys.platform == "darwin" else 1024 * maximum


# The other side: a process that fills


def work(how: str) -> None:
    """Answer lines of photo and mask with the costs of filling them."""
    fill = _ours() if how == "ours" else _shift_map
    for line in sys.stdin:
        photo, mask = (cv2.imread(path, cv2.IMREAD_COLOR) for path in line.rstrip("\n").split("\t"))
        hole = np.where(mask.max(2) > 127, np.uint8(255), np.uint8(0))
        pixels = photo[:, :, ::-1].copy()
        began = time.perf_counter(), time.process_time()
        fill(pixels, hole)
        clock, processor = time.perf_counter() - began[0], time.process_time() - began[1]
        peak = _bytes(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
        print(json.dumps({"clock": clock, "processor": processor, "peak": peak}), flush=True)


def _ours():  # type: ignore[no-untyped-def]
    from crfill_core.imaging.photo import Photo
    from crfill_core.inference.inpainter import Inpainter
    from crfill_core.inference.request import FillRequest

    inpainter = Inpainter("default", "cpu")
    return lambda photo, hole: inpainter.fill(FillRequest(Photo(photo), hole))


def _shift_map(photo: np.ndarray, hole: np.ndarray) -> None:
    cv2.xphoto.inpaint(cv2.cvtColor(photo, cv2.COLOR_RGB2Lab), 255 - hole, photo, cv2.xphoto.INPAINT_SHIFTMAP)


# Rows


def paired(photos: Path, masks: Path) -> list[Case]:
    """Photos with the masks of the same names."""
    named = {path.stem: path for path in masks.iterdir()}
    return [Case(path, named[path.stem]) for path in sorted(photos.iterdir()) if path.stem in named]


def large(photo: np.ndarray, folder: Path) -> Case:
    """24 megapixels with a round hole 1000 pixels wide."""
    mask = np.zeros((4000, 6000), np.uint8)
    cv2.circle(mask, (3300, 2100), 500, 255, -1)
    return _written(photo, mask, folder, "large")


def scratches(photo: np.ndarray, folder: Path) -> Case:
    """8 megapixels with 137 thin scratches."""
    mask, rng = np.zeros((2448, 3264), np.uint8), np.random.default_rng(0)
    for _ in range(137):
        start, direction = rng.uniform((0, 0), mask.shape[::-1]), rng.uniform(0, 2 * np.pi)
        steps = rng.normal(direction, 0.2, 6)
        points = start + np.cumsum(np.stack([np.cos(steps), np.sin(steps)], 1), 0) * rng.uniform(5, 30)
        cv2.polylines(mask, [points.astype(np.int32)], False, 255, int(rng.integers(2, 6)))
    return _written(photo, mask, folder, "scratches")


def _written(photo: np.ndarray, mask: np.ndarray, folder: Path, name: str) -> Case:
    enlarged = cv2.resize(photo, mask.shape[::-1], interpolation=cv2.INTER_CUBIC)
    case = Case(folder / f"{name}.png", folder / f"{name}-mask.png")
    cv2.imwrite(str(case.photo), enlarged)
    cv2.imwrite(str(case.mask), mask)
    return case


def rows(arguments: argparse.Namespace, folder: Path) -> Iterator[tuple[str, list[Case]]]:
    if arguments.squares:
        yield "squares", paired(*arguments.squares)[: arguments.count]
    if arguments.photos:
        yield "photos", paired(*arguments.photos)
    if arguments.large:
        photo = cv2.imread(str(arguments.large), cv2.IMREAD_COLOR)
        yield "large", [large(photo, folder)] * arguments.repeats
        yield "scratches", [scratches(photo, folder)] * arguments.repeats


@dataclass
class Samples:
    costs: list[Cost] = field(default_factory=list)

    def total(self, kind: str) -> float:
        return sum(getattr(cost, kind) for cost in self.costs)

    def text(self, kind: str) -> str:
        values = sorted(getattr(cost, kind) for cost in self.costs)
        high = values[min(len(values) - 1, round(0.95 * len(values)))]
        return f"{statistics.median(values):7.2f} {high:7.2f} {sum(values):8.1f}"


def measure(row: str, cases: list[Case], programs: list[Program], against: Program | None) -> None:
    samples = {program.name: Samples() for program in programs}
    for program in programs:
        if row not in SLOW:
            program.fill(cases[0])
    for number, case in enumerate(cases):
        for program in programs if number % 2 else programs[::-1]:
            samples[program.name].costs.append(program.fill(case))
    print(f"{row}: {len(cases)} fills{'':12s} clock: median, p95, total   processor: the same        peak")
    for name, sample in samples.items():
        peak = max(cost.peak for cost in sample.costs) / 2**30
        print(f"  {name:24s}{sample.text('clock')}    {sample.text('processor')}  {peak:5.2f} GiB")
        if against is not None and name != against.name:
            ratios = [
                sample.total(kind) / samples[against.name].total(kind) for kind in ("clock", "processor")
            ]
            print(
                f"  {'':24s}{'of ' + against.name + ':':>14s} {ratios[0]:8.3f}    {'':15s} {ratios[1]:8.3f}"
            )
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--squares", type=Path, nargs=2, metavar=("IMAGES", "MASKS"))
    parser.add_argument("--photos", type=Path, nargs=2, metavar=("PHOTOS", "MASKS"))
    parser.add_argument("--large", type=Path, metavar="PHOTO")
    parser.add_argument("--against", type=Path, metavar="CHECKOUT")
    parser.add_argument("--only", metavar="ROW", choices=("squares", "photos", *SLOW))
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--repeats", type=int, default=1)
    parser.add_argument("--threads", type=int)
    parser.add_argument("--alone", action="store_true", help="without G'MIC and OpenCV")
    parser.add_argument("--worker", choices=("ours", "opencv"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.worker:
        return work(arguments.worker)
    with tempfile.TemporaryDirectory() as folder:
        for row, cases in rows(arguments, Path(folder)):
            if arguments.only not in (None, row):
                continue
            # Processes of their own for each row, whose peaks are then those of that row.
            ours = Worker("here", ROOT, "ours", arguments.threads)
            programs: list[Program] = [ours]
            against: Program | None = None
            if arguments.against:
                against = Worker(arguments.against.name, arguments.against, "ours", arguments.threads)
                programs.append(against)
            others = row not in SLOW and not arguments.alone
            if others and shutil.which("gmic"):
                programs.append(Gmic())
            if others and hasattr(cv2, "xphoto"):
                programs.append(Worker("OpenCV's shift map", ROOT, "opencv", arguments.threads))
            measure(row, cases, programs, against)
            for program in programs:
                program.close()


if __name__ == "__main__":
    main()
