"""Steer a fill: ``python fill_with_steering.py [FOLDER]`` writes steered.png there."""

import sys
from pathlib import Path

import numpy as np
from PIL import Image

import crfill_core

SAMPLES = Path(__file__).resolve().parent.parent / "samples"


def main(folder: Path) -> None:
    photo = Image.open(SAMPLES / "extreme-desert-hike.jpg")
    size = (480, round(480 * photo.height / photo.width))
    image = np.asarray(photo.resize(size))
    mask = Image.open(SAMPLES / "extreme-desert-hike-mask.png").convert("L")
    hole = np.asarray(mask.resize(size, Image.Resampling.NEAREST)) > 127
    height, width = hole.shape

    avoid = np.zeros((height, width), bool)
    avoid[: height // 4] = True  # nothing is borrowed from the top quarter
    prefer = np.zeros((height, width), bool)
    prefer[:, : width // 3] = True  # the left third is borrowed from where possible

    top = int(np.nonzero(hole)[0].min())
    line = (0, top + 20, width, top + 24)  # an edge that continues across the hole: x1, y1, x2, y2

    plain = crfill_core.fill(image, hole)
    steered = crfill_core.fill(image, hole, avoid=avoid, prefer=prefer, lines=[line], mode="assembly")
    print(f"steering changed {(plain != steered).any(axis=2).sum()} pixels")
    Image.fromarray(steered).save(folder / "steered.png")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
