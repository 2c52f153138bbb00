"""Small photos on the disk, a validation set, and a configuration that trains on them in a second."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from crfill_core.networks.generator import GeneratorConfig
from crfill_core.training.config import DataConfig, OptimizerConfig, RunConfig, Stage, ValidationConfig
from crfill_core.training.data import CropConfig


def make_photo(seed: int, height: int = 72, width: int = 96) -> np.ndarray:
    """Smooth colours, a few shapes, some noise: (H, W, 3) uint8."""
    rng = np.random.default_rng(seed)
    photo = cv2.resize(
        rng.random((4, 5, 3), dtype=np.float32), (width, height), interpolation=cv2.INTER_CUBIC
    )
    for _ in range(4):
        x, y, r = (int(v) for v in rng.integers(5, min(height, width) - 5, 3))
        cv2.circle(photo, (x, y), r // 3 + 2, rng.random(3).tolist(), -1)
    return np.clip(photo * 255 + rng.normal(0, 4, photo.shape), 0, 255).astype(np.uint8)


@pytest.fixture(autouse=True)
def on_one_thread(one_thread: None) -> None:
    """Networks of this size are faster on one thread, above all on a busy machine."""


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """A folder of five photos of different sizes, of two sources."""
    for i, (height, width) in enumerate([(72, 96), (80, 64), (64, 64), (100, 70), (66, 130)]):
        path = tmp_path / "photos" / ("sea" if i < 2 else "hills") / f"{i}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        cv2.imwrite(str(path), make_photo(i, height, width))
    return tmp_path / "photos"


@pytest.fixture
def validation_folder(tmp_path: Path) -> Path:
    """Two photos of 48 px with a hole of each kind."""
    folder = tmp_path / "val"
    for name in ("images", "square", "irregular", "object"):
        (folder / name).mkdir(parents=True)
    for i in range(2):
        cv2.imwrite(str(folder / "images" / f"{i}.png"), make_photo(50 + i, 48, 48))
        for j, kind in enumerate(("square", "irregular", "object")):
            mask = np.zeros((48, 48), np.uint8)
            cv2.circle(mask, (20 + 4 * j, 24), 8 + i, 255, -1)
            cv2.imwrite(str(folder / kind / f"{i}.png"), mask)
    return folder


@pytest.fixture
def config(photos: Path) -> RunConfig:
    """Two stages, the second with everything: eight steps in all."""
    return RunConfig(
        name="tiny",
        data=DataConfig(photos=(str(photos),)),
        stages=(Stage(steps=3), Stage(steps=5, adversarial=True, cr=True)),
        generator=GeneratorConfig(width=8),
        discriminator_width=4,
        crops=CropConfig(crop=32, short_side=(32, 48)),
        optimizer=OptimizerConfig(lr=1e-3, discriminator_lr=1e-3, warmup=2, clip=1.0),
        batch=4,
        precision="fp32",
        device="cpu",
        threads=1,
        save_every=2,
        log_every=1,
    )


@pytest.fixture
def validated(config: RunConfig, validation_folder: Path) -> RunConfig:
    return replace(config, validation=ValidationConfig(folder=str(validation_folder), every=4, stride=2))
