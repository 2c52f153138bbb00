"""How near to the truth thin holes are filled: dust, noise, meshes, scratches, fences. Run by hand:

    python tests/benchmarks/bench_thin.py PHOTOS [PHOTOS ...] [--count N] [--first N] [--case NAME] [--sheet FOLDER]

PHOTOS are folders or tar files of training photos. Of every photo a window of at most 240 × 160 pixels is cut, damaged
in each way, and filled by mode ``auto``, by mode ``network``, and by the mean of the nearest known pixels. The table
gives the PSNR over the missing pixels, mean over the photos, and how much ``auto`` gains over the better of the other
two. ``--sheet`` saves the fills, photo by photo, at their own size.
"""

from __future__ import annotations

import argparse
import io
import statistics
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from crfill_core.evaluation.cases import images_in
from crfill_core.imaging.photo import Photo
from crfill_core.inference.inpainter import Inpainter
from crfill_core.inference.request import FillOptions, FillRequest

WINDOW = (240, 160)
WAYS = ("auto", "network", "neighbours")
Holes = Callable[[int, int, np.random.Generator], np.ndarray]


def _noise(share: float) -> Holes:
    return lambda height, width, random: random.random((height, width)) < share


def _mesh(step: int, thickness: int) -> Holes:
    def holes(height: int, width: int, random: np.random.Generator) -> np.ndarray:
        y, x = np.mgrid[:height, :width]
        return (x % step < thickness) | (y % step < thickness)

    return holes


def _dots(step: int) -> Holes:
    def holes(height: int, width: int, random: np.random.Generator) -> np.ndarray:
        y, x = np.mgrid[:height, :width]
        return (x % step == 0) & (y % step == 0)

    return holes


def _fence(height: int, width: int, random: np.random.Generator) -> np.ndarray:
    y, x = np.mgrid[:height, :width]
    return ((x + y) % 24 < 4) | ((x - y) % 24 < 4)


def _specks(height: int, width: int, random: np.random.Generator) -> np.ndarray:
    hole = np.zeros((height, width), np.uint8)
    for _ in range(height * width // 400):
        center = int(random.integers(width)), int(random.integers(height))
        cv2.circle(hole, center, int(random.integers(0, 3)), 1, -1)
    return hole > 0


def _scratches(count: int, thickness: int) -> Holes:
    def holes(height: int, width: int, random: np.random.Generator) -> np.ndarray:
        hole = np.zeros((height, width), np.uint8)
        for _ in range(count):
            start, end = random.integers(width, size=2), random.integers(height, size=2)
            ends = [(int(start[0]), int(end[0])), (int(start[1]), int(end[1]))]
            cv2.line(hole, *ends, 1, thickness)
        return hole > 0

    return holes


CASES: dict[str, Holes] = {
    "noise 30 %": _noise(0.3),
    "dust 5 %": _noise(0.05),
    "specks": _specks,
    "dots, 1 in 4": _dots(4),
    "mesh, 1 in 4": _mesh(4, 1),
    "mesh, 3 in 12": _mesh(12, 3),
    "scratches of 1": _scratches(12, 1),
    "scratches of 3": _scratches(6, 3),
    "fence": _fence,
}


def photos(paths: list[Path], first: int, count: int) -> Iterator[tuple[str, np.ndarray]]:
    """Names and windows (H, W, 3) uint8 of photos evenly spread over each folder or tar file."""
    for path in paths:
        if path.is_dir():
            files = images_in(path)[first:]
            for file in files[:: max(1, len(files) // count)][:count]:
                yield file.stem, _cut(np.asarray(Image.open(file).convert("RGB")))
            continue
        with tarfile.open(path) as archive:
            members = [member for member in archive.getmembers() if member.isfile()][first:]
            for member in members[:: max(1, len(members) // count)][:count]:
                file = archive.extractfile(member)
                assert file is not None
                yield member.name, _cut(np.asarray(Image.open(io.BytesIO(file.read())).convert("RGB")))


def _cut(pixels: np.ndarray) -> np.ndarray:
    height, width = pixels.shape[:2]
    left, top = max(0, (width - WINDOW[0]) // 2), max(0, (height - WINDOW[1]) // 2)
    return np.ascontiguousarray(pixels[top : top + WINDOW[1], left : left + WINDOW[0]])


def neighbours_mean(image: np.ndarray, hole: np.ndarray) -> np.ndarray:
    """Each missing pixel the mean of the known ones in the smallest square around it that has any."""
    result, left, side = image.astype(np.float64), hole.copy(), 3
    while left.any():
        known = (~hole).astype(np.float64)
        share = cv2.blur(known, (side, side))
        total = cv2.blur(image * known[..., None], (side, side))
        now = left & (share > 1e-6)
        result[now] = total[now] / share[now][:, None]
        left, side = left & ~now, side + 2
    return np.rint(result).astype(np.uint8)


def psnr(fill: np.ndarray, truth: np.ndarray, hole: np.ndarray) -> float:
    error = np.square(fill.astype(float) - truth)[hole].mean()
    return float(10 * np.log10(255**2 / max(error, 1e-3)))


def fills(inpainter: Inpainter, damaged: np.ndarray, hole: np.ndarray) -> dict[str, np.ndarray]:
    photo, mask = Photo(damaged), hole.astype(np.uint8) * np.uint8(255)
    made = {"neighbours": neighbours_mean(damaged, hole)}
    for mode in ("auto", "network"):
        result = inpainter.fill(FillRequest(photo, mask, FillOptions(mode=mode)))
        made[mode] = result.apply(photo).pixels
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("photos", type=Path, nargs="+")
    parser.add_argument("--count", type=int, default=4, help="photos of each folder or tar file (default: 4)")
    parser.add_argument("--first", type=int, default=0, help="leave out so many photos at the beginning")
    parser.add_argument("--case", choices=CASES, action="append")
    parser.add_argument("--sheet", type=Path)
    arguments = parser.parse_args()
    inpainter = Inpainter()
    windows = list(photos(arguments.photos, arguments.first, arguments.count))
    print(f"{len(windows)} photos; PSNR in dB")
    print(f"{'':16s}" + "".join(f"{way:>12s}" for way in WAYS) + f"{'gain':>8s}{'worst':>8s}")
    for case in arguments.case or CASES:
        scores: dict[str, list[float]] = {way: [] for way in WAYS}
        for number, (name, truth) in enumerate(windows):
            hole = CASES[case](*truth.shape[:2], np.random.default_rng(number))
            damaged = np.where(hole[..., None], np.uint8(255), truth)
            made = fills(inpainter, damaged, hole)
            for way in WAYS:
                scores[way].append(psnr(made[way], truth, hole))
            if arguments.sheet:
                arguments.sheet.mkdir(parents=True, exist_ok=True)
                strip = np.hstack([truth, damaged, *(made[way] for way in WAYS)])
                Image.fromarray(strip).save(arguments.sheet / f"{case}-{Path(name).stem}.png")
        mean = {way: statistics.fmean(values) for way, values in scores.items()}
        better = [max(pair) for pair in zip(scores["network"], scores["neighbours"], strict=True)]
        gains = [auto - other for auto, other in zip(scores["auto"], better, strict=True)]
        gain = mean["auto"] - max(mean["network"], mean["neighbours"])
        row = "".join(f"{mean[way]:12.2f}" for way in WAYS)
        print(f"{case:16s}{row}{gain:8.2f}{min(gains):8.2f}", flush=True)


if __name__ == "__main__":
    main()
