"""How much of specks, hairs and scratches the finder of dust masks, and how much else. Run by hand:

    python -m tests.benchmarks.bench_dust PHOTOS [PHOTOS ...] [--count N] [--first N] [--sensitivity S ...] [--enlarge N]
        [--sheet FOLDER]

PHOTOS are folders or tar files of training photos, as in bench_thin.py. The middle of every photo is enlarged N times (1;
scans show a picture's own detail over several pixels) and, where it is enlarged, gets a little grain. Defects with soft
edges are laid over it, in 8 and in 16 bit, in colour and in grey. For specks, hairs and scratches, dark and light, the
table gives the share of defect pixels that are masked (recall) on the half of the photos with less texture and on the
other half; then the share of masked pixels within three pixels of a defect (precision), and the share of the photo masked
elsewhere. Defects differ from the photo by at least 50 of 255.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from crfill_core.imaging.dust import DEFAULT_SENSITIVITY, dust_strength, mask_of
from tests.benchmarks.bench_thin import photos

KINDS = ("specks", "hairs", "scratches")
NEAR = np.ones((7, 7), np.uint8)


def defects(kind: str, height: int, width: int, random: np.random.Generator) -> np.ndarray:
    """(H, W) float32 share of the defect in each pixel."""
    fine = np.zeros((4 * height, 4 * width), np.uint8)
    if kind == "specks":
        for _ in range(14):
            center = int(random.integers(4 * width)), int(random.integers(4 * height))
            axes = int(random.integers(3, 11)), int(random.integers(3, 11))
            cv2.ellipse(fine, center, axes, float(random.integers(180)), 0, 360, 255, -1)
    elif kind == "hairs":
        for _ in range(3):
            center = int(random.integers(4 * width)), int(random.integers(4 * height))
            axes = int(random.integers(60, 200)), int(random.integers(40, 120))
            start, turn = float(random.integers(360)), float(random.integers(180))
            cv2.ellipse(fine, center, axes, turn, start, start + 150, 255, int(random.integers(4, 10)))
    else:
        for _ in range(3):
            x, slope = int(random.integers(4 * width)), int(random.integers(-40, 40))
            ends = (x, 0), (x + slope, int(random.integers(2 * height, 4 * height)))
            cv2.line(fine, *ends, 255, int(random.integers(4, 8)))
    share = cv2.resize(fine, (width, height), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    return cv2.GaussianBlur(share, (0, 0), 0.5)


def scanned(photo: np.ndarray, enlarged: int) -> np.ndarray:
    if enlarged == 1:
        return photo
    large = cv2.resize(photo, None, fx=enlarged, fy=enlarged, interpolation=cv2.INTER_CUBIC).astype(
        np.float32
    )
    grain = np.random.default_rng(0).normal(0, 3, large.shape[:2])[..., None]
    return np.clip(np.rint(large + grain), 0, 255).astype(np.uint8)


def laid_over(photo: np.ndarray, share: np.ndarray, light: bool) -> np.ndarray:
    """The photo (H, W, 3) uint8 with white or black defects."""
    return np.rint(photo + share[..., None] * ((250 if light else 8) - photo.astype(np.float32))).astype(
        np.uint8
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("photos", type=Path, nargs="+")
    parser.add_argument("--count", type=int, default=4, help="photos of each folder or tar file (default: 4)")
    parser.add_argument("--first", type=int, default=0, help="leave out so many photos at the beginning")
    parser.add_argument("--sensitivity", type=float, nargs="+", default=[DEFAULT_SENSITIVITY])
    parser.add_argument("--enlarge", type=int, default=1, metavar="N")
    parser.add_argument("--sheet", type=Path)
    arguments = parser.parse_args()
    windows = [
        (name, scanned(photo, arguments.enlarge))
        for name, photo in photos(arguments.photos, arguments.first, arguments.count)
    ]
    rough = [
        float(np.abs(cv2.Laplacian(cv2.cvtColor(w, cv2.COLOR_RGB2GRAY), cv2.CV_32F)).mean())
        for _, w in windows
    ]
    middle = float(np.median(rough))
    for sensitivity in arguments.sensitivity:
        print(f"sensitivity {sensitivity:g}: recall smooth, textured; precision; masked elsewhere")
        for name, form in (
            ("colour 8", lambda p: p),
            ("colour 16", lambda p: p.astype(np.uint16) * 257),
            ("grey 8", lambda p: cv2.cvtColor(p, cv2.COLOR_RGB2GRAY)[..., None]),
        ):
            for kind in KINDS:
                for light in (True, False):
                    sums: dict[str, list[float]] = defaultdict(list)
                    masked = near_masked = 0
                    for number, (file, photo) in enumerate(windows):
                        share = defects(kind, *photo.shape[:2], np.random.default_rng(number))
                        dusty = laid_over(photo, share, light)
                        differs = np.abs(dusty.astype(int) - photo).max(axis=2) >= 50
                        truth = (share > 0.5) & differs
                        mask = mask_of(dust_strength(form(dusty)), sensitivity) > 0
                        near = cv2.dilate((share > 0.1).astype(np.uint8), NEAR) > 0
                        if truth.any():
                            half = "smooth" if rough[number] <= middle else "textured"
                            sums[half].append(mask[truth].mean())
                        masked, near_masked = masked + mask.sum(), near_masked + (mask & near).sum()
                        sums["elsewhere"].append(mask[~near].mean())
                        if arguments.sheet and name == "colour 8":
                            arguments.sheet.mkdir(parents=True, exist_ok=True)
                            shown = np.where(mask[..., None], np.uint8([255, 0, 0]), dusty)
                            target = (
                                arguments.sheet
                                / f"{kind}-{'light' if light else 'dark'}-{Path(file).stem}.png"
                            )
                            Image.fromarray(np.hstack([dusty, shown])).save(target)
                    smooth, textured, elsewhere = (
                        float(np.mean(sums[key])) if sums[key] else 0.0
                        for key in ("smooth", "textured", "elsewhere")
                    )
                    print(
                        f"  {name:10s}{kind:10s}{'light' if light else 'dark':6s}{smooth:8.2f}{textured:8.2f}"
                        f"{near_masked / max(masked, 1):8.2f}{100 * elsewhere:8.2f} %",
                        flush=True,
                    )


if __name__ == "__main__":
    main()
