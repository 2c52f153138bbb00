"""Validation of a generator on a fixed set: metrics by kind of hole, and a picture with a grid of fills."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from crfill_core.errors import ConfigError
from crfill_core.evaluation.metrics import Scores, mean_scores, score
from crfill_core.files.replace import replacing
from crfill_core.files.sources import index_images
from crfill_core.geometry import Size
from crfill_core.holes.shapes import HOLE_KINDS, HoleKind
from crfill_core.imaging.depth import eight_bit_of_unit
from crfill_core.inference.answer import network_answer, network_size
from crfill_core.inference.tensors import enlarged, reduced
from crfill_core.networks.generator import Generator
from crfill_core.training.data import decode

Fill = Callable[[np.ndarray, np.ndarray], np.ndarray]
"""(photo (H, W, 3) uint8 RGB, hole (H, W) bool) → the filled photo."""


@dataclass(frozen=True)
class ValidationItem:
    """One photo (H, W, 3) uint8 RGB with one hole (H, W) bool."""

    name: str
    kind: HoleKind
    photo: np.ndarray
    hole: np.ndarray


def load_validation(folder: Path) -> list[ValidationItem]:
    """The photos of ``folder/images``, in order, each with its holes ``folder/<kind>/<stem>.png``. Raises ConfigError."""
    items = []
    for entry in index_images([folder / "images"]):
        photo = decode(entry)
        for kind in HOLE_KINDS:
            path = folder / kind / (Path(entry.name).stem + ".png")
            mask = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE) if path.exists() else None
            if mask is None or mask.shape != photo.shape[:2]:
                raise ConfigError(
                    "{path} is missing, cannot be read, or differs in size from its photo.", path=path
                )
            items.append(ValidationItem(entry.name, kind, photo, mask > 127))
    return items


def every_nth_photo(items: list[ValidationItem], stride: int) -> list[ValidationItem]:
    """The items of every ``stride``-th photo, with all its holes."""
    return [item for i, item in enumerate(items) if (i // len(HOLE_KINDS)) % stride == 0]


def network_fill(generator: Generator, photo: np.ndarray, hole: np.ndarray, scale: float = 1.0) -> np.ndarray:
    """A photo (H, W, 3) uint8 whose hole (H, W) bool the generator filled, at ``scale`` times the photo's size."""
    size = Size(hole.shape[1], hole.shape[0])
    image, small_hole = reduced(photo.astype(np.float32) / 255, hole, network_size(size, scale))
    fill = enlarged(network_answer(generator, image, small_hole).image, size)
    return np.where(hole[:, :, None], eight_bit_of_unit(fill), photo)


def validate(
    fill: Fill, items: Sequence[ValidationItem], report: Callable[[int], object] = lambda _: None
) -> dict[str, Scores]:
    """Mean metrics by kind of hole. ``report`` is called with the number of holes done."""
    scores: dict[str, list[Scores]] = {kind: [] for kind in HOLE_KINDS}
    for done, item in enumerate(items, start=1):
        filled = fill(item.photo, item.hole)
        scores[item.kind].append(score(filled, item.photo, item.hole))
        report(done)
    return {kind: mean_scores(values) for kind, values in scores.items() if values}


def sample_grid(fill: Fill, items: Sequence[ValidationItem], path: Path, count: int = 12) -> None:
    """Write a PNG of at most ``count`` photos, chosen by a fixed seed: with hole | filled | original, three photos a row.

    Photos that are smaller than others are surrounded by white. If there are none, nothing is written.
    """
    chosen = random.Random(0).sample(items, min(count, len(items)))
    if not chosen:
        return
    height, width = (max(item.hole.shape[axis] for item in chosen) for axis in (0, 1))
    rows = []
    for item in chosen:
        holed = np.where(item.hole[:, :, None], np.uint8(255), item.photo)
        around = [(0, height - item.hole.shape[0]), (0, width - item.hole.shape[1]), (0, 0)]
        parts = (holed, fill(item.photo, item.hole), item.photo)
        rows.append(np.hstack([np.pad(part, around, constant_values=255) for part in parts]))
    while len(rows) % 3:
        rows.append(np.full_like(rows[0], 255))
    grid = np.vstack([np.hstack(rows[i : i + 3]) for i in range(0, len(rows), 3)])
    _, data = cv2.imencode(".png", grid[:, :, ::-1])
    with replacing(path) as temporary:  # a program that watches the run must not read half a file
        temporary.write_bytes(data.tobytes())
