"""Intermediate states of an assembly, for previews."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Sketch:
    """A window at a smaller size, with a preliminary fill of its hole.

    ``colour``: (h, w, 3) float32 in [0, 1]; ``hole``: (h, w) bool; ``pixel``: width and height of one of its pixels, in
    pixels of the window. Both begin at the same top left corner.
    """

    colour: np.ndarray
    hole: np.ndarray
    pixel: tuple[float, float]
