"""Fill a NumPy array, and a Pillow image: ``python fill_array.py [FOLDER]`` writes filled.png there."""

import sys
from pathlib import Path

import numpy as np
from PIL import Image

import crfill_core

SAMPLES = Path(__file__).resolve().parent.parent / "samples"


def main(folder: Path) -> None:
    image = Image.open(SAMPLES / "canyon-wren.jpg").resize((480, 270))
    mask = (
        Image.open(SAMPLES / "canyon-wren-mask.png").convert("L").resize((480, 270), Image.Resampling.NEAREST)
    )

    # An array in, an array out: uint8 or uint16, (H, W) or (H, W, C). A bool mask is True where the image is filled.
    array = np.asarray(image)
    filled = crfill_core.fill(array, np.asarray(mask) > 127, widen=False)
    changed = (filled != array).any(axis=2)
    print(
        f"{changed.sum()} pixels changed, {(changed & (np.asarray(mask) == 0)).sum()} of them outside the mask"
    )

    # A Pillow image in, a Pillow image out. The networks are still loaded.
    crfill_core.fill(image, mask).save(folder / "filled.png")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
