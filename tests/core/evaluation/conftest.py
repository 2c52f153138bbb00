"""A small set of made-up photos with holes, and tiny weights."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from PIL import Image

from crfill_core.networks.generator import Generator, GeneratorConfig
from crfill_core.networks.layers import init_xavier
from crfill_core.weights.load import save_weights


@dataclass(frozen=True)
class Sample:
    """Folders of ``count`` images (NAME.png) and masks, and how the images look."""

    images: Path
    masks: Path
    truth: dict[str, np.ndarray]
    holes: dict[str, np.ndarray]


@pytest.fixture(scope="session")
def sample(tmp_path_factory) -> Sample:
    root = tmp_path_factory.mktemp("sample")
    rng = np.random.default_rng(0)
    truth, holes = {}, {}
    for folder in ("images", "masks"):
        (root / folder).mkdir()
    for number in range(5):
        name = f"{number:03d}"
        shade = cv2.resize(
            rng.uniform(40, 210, (5, 5, 3)).astype(np.float32), (64, 48), interpolation=cv2.INTER_CUBIC
        )
        truth[name] = np.clip(shade + rng.normal(0, 12, shade.shape), 0, 255).astype(np.uint8)
        holes[name] = np.zeros((48, 64), bool)
        holes[name][10 + number : 30 + number, 15 : 40 + number] = True
        Image.fromarray(truth[name]).save(root / "images" / f"{name}.png")
        Image.fromarray(holes[name].astype(np.uint8) * 255).save(root / "masks" / f"{name}.png")
    return Sample(root / "images", root / "masks", truth, holes)


@pytest.fixture(scope="session")
def tiny_weights(tmp_path_factory) -> Path:
    torch.manual_seed(0)
    path = tmp_path_factory.mktemp("weights") / "tiny.safetensors"
    generator = Generator(GeneratorConfig(width=8))
    init_xavier(generator, gain=1.5)  # training's small gain makes all features alike
    save_weights(path, generator, {})
    return path
