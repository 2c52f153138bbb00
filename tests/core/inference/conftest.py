"""A small untrained generator to fill with: what is tested must hold whatever the weights."""

import pytest
import torch

from crfill_core.inference.inpainter import Inpainter
from crfill_core.networks.generator import Generator, GeneratorConfig
from crfill_core.networks.layers import init_xavier
from crfill_core.weights.load import Weights


@pytest.fixture(scope="module")
def inpainter() -> Inpainter:
    torch.manual_seed(3)
    generator = Generator(GeneratorConfig(width=8)).eval()
    init_xavier(generator, 2.3)
    info = {"crop": 32, "largest_hole": 16}
    return Inpainter(Weights(generator, generator.config, "tiny", "0" * 64, info), "cpu")
