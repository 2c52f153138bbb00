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
    pixels of the window. Both begin at the same top left corner.
    """

    colour: np.ndarray
    hole: np.ndarray
    pixel: tuple[float, float]


def sketch_of_guide(guide: np.ndarray, hole: np.ndarray) -> Sketch:
    """The guide (h, w, 3) float32 in [0, 1] of a window with a hole (H, W) bool."""
    size = Size(guide.shape[1], guide.shape[0])
    return Sketch(guide, _reduced(hole, size) > 0, (hole.shape[1] / size.width, hole.shape[0] / size.height))


def made_of_patches(
    guide: np.ndarray,
    confidence: np.ndarray,
    hole: np.ndarray,
    usable: np.ndarray,
    prefer: np.ndarray | None,
) -> Sketch:
    """The guide (h, w, 3) float32 in [0, 1] with its hole rebuilt roughly from known patches: much like the assembly, which
    takes longer.

    ``confidence``: (h, w) float32 in [0, 1], the guide's. ``hole``, ``usable``, ``prefer``: (H, W) bool, of the window: what
    is missing, what may be copied, what should be.
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
    """(h, w) float32, the share of a mask (H, W) bool in each pixel of that size."""
    return np.asarray(cv2.resize(mask.astype(np.float32), size, interpolation=cv2.INTER_AREA))
