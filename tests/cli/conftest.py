"""Photos, masks and small weights on the disk, and a stand-in for the network."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from crfill_core.base.messages import Message
from crfill_core.cli import main
from crfill_core.cli import weights as weights_command
from crfill_core.geometry import Box
from crfill_core.inference.request import FillPatch, FillRequest, FillResult, HoleReport
from crfill_core.networks.generator import Generator, GeneratorConfig
from crfill_core.progress import Progress
from crfill_core.references.lines import LineSteering
from crfill_core.weights import catalog
from crfill_core.weights.load import load_structure, save_weights

HOLE = Box(30, 20, 54, 40)


@dataclass(frozen=True)
class Outcome:
    status: int
    out: str
    err: str


@pytest.fixture
def crfill(capsys):
    """Runs the command line in this process."""

    def run(*arguments: object) -> Outcome:
        status = main([str(argument) for argument in arguments])
        return Outcome(status, *capsys.readouterr())

    return run


def save_photo(path: Path, size: tuple[int, int] = (96, 64), seed: int = 0) -> Path:
    """A photo of smooth colours with some noise."""
    width, height = size
    noise = np.random.default_rng(seed).integers(0, 40, (height, width, 3))
    ramp = np.linspace(40, 200, width)[None, :, None] + noise
    Image.fromarray(ramp.astype(np.uint8)).save(path)
    return path


def save_mask(path: Path, size: tuple[int, int] = (96, 64), hole: Box = HOLE) -> Path:
    """A mask with one white rectangle."""
    mask = np.zeros((size[1], size[0]), np.uint8)
    mask[hole.slices] = 255
    Image.fromarray(mask).save(path)
    return path


@pytest.fixture
def make_photo():
    return save_photo


@pytest.fixture
def make_mask():
    return save_mask


@pytest.fixture
def photo(tmp_path) -> Path:
    return save_photo(tmp_path / "photo.png")


@pytest.fixture
def mask(tmp_path) -> Path:
    return save_mask(tmp_path / "mask.png")


@pytest.fixture(scope="session")
def small_weights(tmp_path_factory) -> Path:
    torch.manual_seed(7)
    path = tmp_path_factory.mktemp("weights") / "small.safetensors"
    save_weights(
        path, Generator(GeneratorConfig(width=8)), {"crop": 64, "largest_hole": 32, "licence": "CC0"}
    )
    return path


@pytest.fixture(scope="session")
def structure_weights():
    return load_structure()


@pytest.fixture
def structure_only(monkeypatch, structure_weights) -> None:
    """The structure network is there, whatever the folders of weights hold."""
    monkeypatch.setattr("crfill_core.inference.inpainter.load_structure", lambda: structure_weights)


@pytest.fixture
def no_weights(monkeypatch, tmp_path, structure_only):
    """Neither bundled weights nor any in the user's folder, but for the structure network."""
    monkeypatch.setattr(catalog, "bundled_folder", lambda: tmp_path / "bundled")
    for module in (catalog, weights_command):
        monkeypatch.setattr(module, "user_folder", lambda: tmp_path / "user")


class PaintingInpainter:
    """Fills every hole with one value, at once."""

    def __init__(self, value: int = 7) -> None:
        self.value = value
        self.fills = 0
        self.lines: list[LineSteering] = []

    def fill(self, request: FillRequest, progress: Progress) -> FillResult:
        self.fills += 1
        self.lines.append(request.lines)
        progress.update(0.5, Message("painting"))
        pixels = request.photo.pixels.copy()
        pixels[request.mask > 0] = self.value
        box = Box.of(request.photo.size)
        hole = HoleReport(box, box, 1.0, "network", 0.01)
        return FillResult((FillPatch(box, pixels),), (hole,), "paint", "cpu", 0.01, ("Painted.",))


@pytest.fixture
def painter(monkeypatch) -> PaintingInpainter:
    """Replaces the network for `crfill fill` in this process."""
    painter = PaintingInpainter()
    for module in ("fill", "batch"):
        monkeypatch.setattr(f"crfill_core.cli.{module}.open_inpainter", lambda *_: painter)
    return painter
