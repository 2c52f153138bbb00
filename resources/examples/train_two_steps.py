"""Train a small generator for two steps: ``python train_two_steps.py [FOLDER]`` makes the folder run there."""

import sys
from pathlib import Path

import crfill_core

SAMPLES = Path(__file__).resolve().parent.parent / "samples"

RECIPE = """
name = "tiny"
batch = 2
seed = 1
precision = "fp32"
device = "cpu"
threads = 1
discriminator_width = 4

[data]
photos = ["*.jpg"]
max_short_side = 96

[generator]
width = 8

[crops]
crop = 64
short_side = [64, 96]

[[stages]]
steps = 1

[[stages]]
steps = 1
adversarial = true
cr = true
"""


def main(folder: Path) -> None:
    recipe = folder / "tiny.toml"
    recipe.write_text(RECIPE, encoding="utf-8")
    run = crfill_core.train(recipe, root=SAMPLES, out=folder / "run")
    weights = crfill_core.load_weights(str(run / "weights.safetensors"))
    print(f"{weights.name}: generator of width {weights.config.width}")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
