"""Intermediate states of an assembly, for previews."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np

from crfill_core.geometry import Size
from crfill_core.references.assembly.guide_synthesis import hurried
from crfill_core.references.assembly.levels import GREY, GUIDE_BLUR, Level
from crfill_core.references.assembly.patches import PATCH


@dataclass(frozen=True, eq=False)
class Sketch:
    """A window at a smaller size, with a preliminary fill of its hole.

    ``colour``: (h, w, 3) float32 in [0, 1]; ``hole``: (h, w) bool; ``pixel``: width and height of one of its pixels, in
    pixels of the window. The sketch and the window share their top left corner.
    """

    colour: np.ndarray
    hole: np.ndarray
    pixel: tuple[float, float]


def sketch_of_guide(guide: np.ndarray, hole: np.ndarray) -> Sketch:
    """The sketch that shows the guide (h, w, 3) float32 in [0, 1] of a window with a hole (H, W) bool."""
    size = Size(guide.shape[1], guide.shape[0])
    return Sketch(guide, _reduced(hole, size) > 0, (hole.shape[1] / size.width, hole.shape[0] / size.height))


def made_of_patches(
    guide: np.ndarray,
    confidence: np.ndarray,
    hole: np.ndarray,
    usable: np.ndarray,
    prefer: np.ndarray | None,
) -> Sketch:
    """A sketch with the guide (h, w, 3) float32 in [0, 1] whose hole is rebuilt roughly from known patches. It resembles the
    assembly, which takes longer.

    ``confidence``: (h, w) float32 in [0, 1], the guide's. ``hole``, ``usable``, ``prefer``: (H, W) bool, of the window: what
    is missing, what may be copied, and what should preferably be copied.
    """
    sketch, size = sketch_of_guide(guide, hole), Size(guide.shape[1], guide.shape[0])
    colour = guide * np.float32(GREY)
    level = Level(
        scale=1,
        colour=colour,
        hole=sketch.hole,
        usable=(_reduced(~usable, size) == 0) & ~sketch.hole,
        prefer=None if prefer is None else _reduced(prefer, size),
        features=None,
        guided=colour,
        confidence=np.where(sketch.hole, confidence, np.float32(1)),
        guide_blur=GUIDE_BLUR,
    )
    return replace(sketch, colour=np.clip(hurried(level, PATCH) / np.float32(GREY), 0, 1))


def _reduced(mask: np.ndarray, size: Size) -> np.ndarray:
    """(h, w) float32, the mask's share of each pixel after a mask (H, W) bool is reduced to ``size``."""
    return np.asarray(cv2.resize(mask.astype(np.float32), size, interpolation=cv2.INTER_AREA))
