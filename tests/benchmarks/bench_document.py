"""How long the mask tools, the mask operations and project files take on large photos. Run by hand:

    python tests/benchmarks/bench_document.py [--megapixels 24] [--runs 3]

Prints the median of the runs in seconds: by the clock, and of processor time (all threads), which says more where
the machine is busy with other things.
"""

from __future__ import annotations

import argparse
import math
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

from crfill_core.geometry import Box, Size
from crfill_core.imaging.openraster import write_openraster
from crfill_core.imaging.photo import Photo
from crfill_core.jobs.recipe import photo_sha256
from crfill_gui.document.mask_operations import feathered, grown, shrunk, without_holes
from crfill_gui.document.mask_tools.bucket import BucketSettings, similar_area
from crfill_gui.document.mask_tools.smart_select import smart_selection
from crfill_gui.document.outline import ellipse, filled
from crfill_gui.document.project import Project
from crfill_gui.document.project_file import load_project
from crfill_gui.document.project_save import save_project

Place = tuple[float, float, float, float]
"""Left, top, right and bottom as shares of the photo's sides."""
THING: Place = (0.3, 0.35, 0.5, 0.6)


def boxed(size: Size, place: Place) -> Box:
    sides = (size.width, size.height, size.width, size.height)
    return Box(*(round(share * side) for share, side in zip(place, sides, strict=True)))


def scene(megapixels: float) -> Photo:
    """Grainy ground with a thing of another colour in it, 3:2."""
    height = round(math.sqrt(megapixels * 1e6 / 1.5))
    size = Size(round(height * 1.5), height)
    coarse = np.random.default_rng(0).integers(60, 120, (height // 8, size.width // 8, 3)).astype(np.uint8)
    pixels = cv2.resize(coarse, size, interpolation=cv2.INTER_CUBIC)
    box = boxed(size, THING)
    axes = (round(box.width * 0.4), round(box.height * 0.4))
    cv2.ellipse(pixels, [round(side) for side in box.center], axes, 20, 0, 360, (200, 80, 60), -1)
    noise = np.random.default_rng(1).normal(0, 4, (height, size.width, 1)).astype(np.int8)
    return Photo(np.clip(pixels.astype(np.int16) + noise, 0, 255).astype(np.uint8))


def report(name: str, act: Callable[[], object], runs: int) -> None:
    samples = []
    for _ in range(runs):
        start, cpu = time.perf_counter(), time.process_time()
        act()
        samples.append((time.perf_counter() - start, time.process_time() - cpu))
    clock, processor = (statistics.median(column) for column in zip(*samples, strict=True))
    print(f"  {name:42} {clock:8.2f} s {processor:8.2f} s")


def measure(megapixels: float, runs: int) -> None:
    photo = scene(megapixels)
    size, pixels = photo.size, photo.pixels
    print(f"{size.width} × {size.height}; by the clock, of the processor")
    boxes = {"a thing": boxed(size, THING), "most of the photo": boxed(size, (0.05, 0.05, 0.95, 0.95))}
    for name, box in boxes.items():
        report(f"smart select {name}", lambda box=box: smart_selection(pixels, box), runs)
    for contiguous in (True, False):
        settings = BucketSettings(30, contiguous)
        report(
            f"bucket, {'joined' if contiguous else 'anywhere'}",
            lambda settings=settings: similar_area(pixels, 5, 5, settings),
            runs,
        )
    for name, box in boxes.items():
        corners = (box.left, box.top), (box.right, box.bottom)
        report(f"ellipse round {name}", lambda corners=corners: filled(ellipse(*corners), size), runs)
        around, coverage = filled(ellipse(*corners), size)
        mask = np.zeros((size.height, size.width), np.uint8)
        mask[around.slices] = coverage
        for operation in (grown, shrunk, feathered):
            report(
                f"{operation.__name__} by 50, {name}", lambda act=operation, mask=mask: act(mask, 50), runs
            )
        report(f"without holes, {name}", lambda mask=mask: without_holes(mask), runs)
    report("the photo's hash", lambda: photo_sha256(photo), runs)
    changed = pixels.copy()
    changed[boxes["a thing"].slices] = 90
    with tempfile.TemporaryDirectory() as folder:
        project, path = (
            Project(photo, np.zeros((size.height, size.width), np.uint8)),
            Path(folder) / "a.crfill",
        )
        report("save a project", lambda: save_project(path, project), runs)
        report("load a project", lambda: load_project(path), runs)
        layers = Path(folder) / "a.ora"
        report("export OpenRaster", lambda: write_openraster(layers, photo, photo.with_pixels(changed)), runs)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--megapixels", type=float, nargs="+", default=[24])
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    for megapixels in arguments.megapixels:
        measure(megapixels, arguments.runs)


if __name__ == "__main__":
    main()
