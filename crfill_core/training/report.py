"""Validation on a fixed set, the sample grid, and the run's log: what a person looks at while training."""

from __future__ import annotations

import json
import random
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from crfill_core.errors import ConfigError
from crfill_core.evaluation.metrics import Scores, mean_scores, score
from crfill_core.networks.generator import SIZE_MULTIPLE, Generator
from crfill_core.training.masks import HOLE_KINDS, HoleKind
from crfill_core.training.sources import index_images, read_entry


@dataclass(frozen=True)
class ValidationItem:
    """One photo (H, W, 3) uint8 RGB with one hole (H, W) bool."""

    name: str
    kind: HoleKind
    photo: np.ndarray
    hole: np.ndarray


def load_validation(folder: Path, stride: int = 1) -> list[ValidationItem]:
    """The photos of ``folder/images`` with their fixed holes ``folder/<kind>/<stem>.png``."""
    items = []
    for entry in index_images([folder / "images"])[::stride]:
        photo = cv2.imdecode(np.frombuffer(read_entry(entry), np.uint8), cv2.IMREAD_COLOR)
        if photo is None:
            raise ConfigError(f"{entry.path} is not a readable image.")
        for kind in HOLE_KINDS:
            path = folder / kind / (Path(entry.name).stem + ".png")
            mask = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
            if mask is None or mask.shape != photo.shape[:2]:
                raise ConfigError(f"{path} is missing or of another size than its photo.")
            items.append(ValidationItem(entry.name, kind, photo[:, :, ::-1].copy(), mask > 127))
    return items


@torch.inference_mode()
def network_fill(generator: Generator, photo: np.ndarray, hole: np.ndarray, scale: float = 1.0) -> np.ndarray:
    """The plain network's composed answer for one photo: (H, W, 3) uint8, equal to the photo outside the hole."""
    device = next(generator.parameters()).device
    image = torch.from_numpy(photo).permute(2, 0, 1)[None].to(device).float() / 127.5 - 1
    mask = torch.from_numpy(hole)[None, None].to(device).float()
    height, width = hole.shape
    small = (
        max(SIZE_MULTIPLE, round(height * scale / SIZE_MULTIPLE) * SIZE_MULTIPLE),
        max(SIZE_MULTIPLE, round(width * scale / SIZE_MULTIPLE) * SIZE_MULTIPLE),
    )
    if small == (height, width):
        fine = generator(image, mask).fine
    else:
        known = F.interpolate(image * (1 - mask), small, mode="area") / F.interpolate(
            1 - mask, small, mode="area"
        ).clamp(min=1e-3)
        small_mask = (F.interpolate(mask, small, mode="area") > 0.5).float()
        fine = generator(known * (1 - small_mask), small_mask).fine
        fine = F.interpolate(fine, (height, width), mode="bicubic", align_corners=False)
    filled = ((fine[0].float().clamp(-1, 1) + 1) * 127.5).round().byte().permute(1, 2, 0).cpu().numpy()
    return np.where(hole[:, :, None], filled, photo)


def validate(generator: Generator, items: list[ValidationItem], scale: float = 1.0) -> dict[str, Scores]:
    """Mean figures per hole kind."""
    scores: dict[str, list[Scores]] = {kind: [] for kind in HOLE_KINDS}
    for item in items:
        filled = network_fill(generator, item.photo, item.hole, scale)
        scores[item.kind].append(score(filled, item.photo, item.hole))
    return {kind: mean_scores(values) for kind, values in scores.items() if values}


def sample_grid(
    generator: Generator, items: list[ValidationItem], path: Path, scale: float = 1.0, count: int = 12
) -> None:
    """A PNG of photos chosen by a fixed seed: with hole | filled | original, three columns of triples."""
    chosen = random.Random(0).sample(items, min(count, len(items)))
    rows = []
    for item in chosen:
        holed = np.where(item.hole[:, :, None], np.uint8(255), item.photo)
        rows.append(np.hstack([holed, network_fill(generator, item.photo, item.hole, scale), item.photo]))
    if not rows:
        return
    while len(rows) % 3:
        rows.append(np.full_like(rows[0], 255))
    grid = np.vstack([np.hstack(rows[i : i + 3]) for i in range(0, len(rows), 3)])
    cv2.imwrite(str(path), grid[:, :, ::-1])


def append_log(path: Path, **values: Any) -> None:
    """One JSON object a line."""
    plain = {k: ({n: asdict(s) for n, s in v.items()} if k == "validation" else v) for k, v in values.items()}
    with open(path, "a", encoding="utf-8") as file:
        file.write(json.dumps({k: float(v) if isinstance(v, Tensor) else v for k, v in plain.items()}) + "\n")
