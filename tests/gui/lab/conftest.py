"""Photos, a recipe that trains on them in seconds, weights that fill them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from crfill_core.networks.generator import Generator, GeneratorConfig
from crfill_core.weights.load import save_weights
from crfill_gui.config.settings import Settings
from crfill_gui.lab.window import LabWindow
from tests.tiny import TINY_RECIPE

RECIPE = f"""# A run of moments.
# crfill train tiny --root DIR
{TINY_RECIPE}object_masks = "silhouettes.tar"
[[stages]]
steps = 4
[validation]
folder = "val"
every = 2
"""


def save_photo(path: Path, seed: int, side: int = 64) -> None:
    """A slope of colours with some noise."""
    path.parent.mkdir(parents=True, exist_ok=True)
    noise = np.random.default_rng(seed).integers(0, 60, (side, side, 3))
    Image.fromarray((np.linspace(20, 180, side)[None, :, None] + noise).astype(np.uint8)).save(path)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with what the recipe names: three photos, and a validation set of two with a hole of each kind."""
    for number in range(3):
        save_photo(tmp_path / "photos" / f"{number}.png", number)
    hole = np.zeros((64, 64), np.uint8)
    hole[20:40, 24:44] = 255
    for number in range(2):
        save_photo(tmp_path / "val" / "images" / f"{number}.png", 10 + number)
        for kind in ("square", "irregular", "object"):
            (tmp_path / "val" / kind).mkdir(exist_ok=True)
            Image.fromarray(hole).save(tmp_path / "val" / kind / f"{number}.png")
    return tmp_path


@pytest.fixture
def recipe_file(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.toml"
    path.write_text(RECIPE)
    return path


@pytest.fixture(scope="session")
def two_weights(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two small generators that were never trained."""
    folder = tmp_path_factory.mktemp("weights")
    paths = folder / "one.safetensors", folder / "two.safetensors"
    for seed, path in enumerate(paths):
        torch.manual_seed(seed)
        save_weights(path, Generator(GeneratorConfig(width=8)), {"crop": 64, "largest_hole": 32})
    return paths


@pytest.fixture
def lab(qtbot, tmp_path: Path):
    window = LabWindow(Settings(tmp_path / "settings" / "settings.json"))
    qtbot.addWidget(window)
    window.open()
    qtbot.waitExposed(window)
    yield window
    window.training.stop()
    window.end()
