"""What a fill was made from, as arrays: ``python references_as_arrays.py [FOLDER]`` writes references.npz there."""

import sys
from pathlib import Path

import numpy as np
from PIL import Image

from crfill_core import FillOptions, FillRequest, Inpainter, Photo

SAMPLES = Path(__file__).resolve().parent.parent / "samples"


def main(folder: Path) -> None:
    image = Image.open(SAMPLES / "canyon-wren.jpg").resize((480, 270))
    mask = (
        Image.open(SAMPLES / "canyon-wren-mask.png").convert("L").resize((480, 270), Image.Resampling.NEAREST)
    )
    hole = np.where(np.asarray(mask) > 127, 255, 0).astype(np.uint8)

    result = Inpainter().fill(FillRequest(Photo(np.asarray(image)), hole, FillOptions(mode="assembly")))
    references = result.references[0]  # of the first window
    selection = references.selection
    print(
        f"window {references.window}: {len(selection.missing)} missing patches, {selection.candidates} candidates"
    )

    y, x = (int(values.mean()) for values in np.nonzero(references.write))
    for link in references.at(x + references.window.left, y + references.window.top):
        print(f"the middle of the hole comes from {link.known}")

    np.savez(
        folder / "references.npz",
        missing=selection.missing,  # (M,) numbers of the missing patches
        references=selection.references,  # (M, K) numbers of the best known patches for each, best first
        similarity=selection.similarity,  # (M, K) cosines in [-1, 1]
        weight=selection.weight,  # (M, K) shares in the softmax, in [0, 1]
        confidence=references.confidence_map(),
    )


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
