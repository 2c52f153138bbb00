"""Untrained networks and training runs so small that a test can afford them."""

from __future__ import annotations

import torch

from crfill_core.inference.inpainter import Inpainter
from crfill_core.networks.generator import Generator, GeneratorConfig
from crfill_core.networks.layers import init_xavier
from crfill_core.weights.load import Weights

TINY_RECIPE = """name = "tiny"
batch = 2
discriminator_width = 4
precision = "fp32"
device = "cpu"
threads = 1
save_every = 2
log_every = 1
[generator]
width = 8
[crops]
crop = 32
short_side = [32, 48]
[data]
photos = ["photos"]
"""
"""Without stages. Lines added at its end are about the data."""


def tiny_inpainter(crop: int = 32, largest_hole: int = 16) -> Inpainter:
    """Always the same. Fills badly: what is tested must hold whatever the weights."""
    torch.manual_seed(3)
    generator = Generator(GeneratorConfig(width=8)).eval()
    init_xavier(generator, 2.3)  # training's small gain makes all features alike
    info = {"crop": crop, "largest_hole": largest_hole}
    return Inpainter(Weights(generator, generator.config, "tiny", "0" * 64, info), "cpu")
