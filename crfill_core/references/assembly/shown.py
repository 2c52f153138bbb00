"""What a guide shows of an edge inside the hole."""

from __future__ import annotations

import numpy as np

from crfill_core.references.assembly.segments import SIDES, lab_of, sample, turned

APART = 4.0
"""The guide is compared at this distance, in pixels, on either side of the edge, because it is not sharp."""
FAINT = 10.0
"""Steps of about this contrast are hard to see in a guide."""


def step_of(profile: np.ndarray) -> np.ndarray:
    """(K, 3) the colour on the right of edges minus that on their left, from profiles (K, 17, 3)."""
    left, right = (profile[:, (side * SIDES >= 2) & (side * SIDES <= APART)].mean(1) for side in (-1, 1))
    return np.asarray(right - left)


class Shown:
    """A guide (h, w, 3) of a window, read at places of a view of the window.

    ``corner``, ``scale``: the place (x, y) of the view is corner + scale · (x, y) in the window of ``shape`` (H, W).
    """

    def __init__(
        self, guide: np.ndarray, shape: tuple[int, ...], corner: np.ndarray, scale: np.ndarray
    ) -> None:
        self.lab = lab_of(guide)
        share = np.array([guide.shape[1] / shape[1], guide.shape[0] / shape[0]])
        self.corner, self.scale = corner * share, scale * share

    def seen(self, places: np.ndarray, direction: np.ndarray, step: np.ndarray) -> np.ndarray:
        """(…) the share of an edge's ``step`` (…, 3) that the guide shows at ``places`` (…, 2), across ``direction``."""
        aside = APART * turned(direction)
        right, left = (sample(self.lab, self.corner + self.scale * (places + way * aside)) for way in (1, -1))
        return np.asarray(((right - left) * step).sum(-1) / ((step * step).sum(-1) + FAINT**2))

    def along(self, start: np.ndarray, end: np.ndarray, step: np.ndarray) -> np.ndarray:
        """(K, 2) for paths from ``start`` to ``end`` (K, 2): the mean share of the step in the guide, and its lower
        quartile.
        """
        chord = end - start
        direction = chord / np.maximum(np.linalg.norm(chord, axis=1, keepdims=True), 1e-9)
        share = np.linspace(0.1, 0.9, 25)[:, None]
        places = start[:, None] + share * chord[:, None]
        seen = np.clip(self.seen(places, direction[:, None], step[:, None]), -0.5, 1.5)
        return np.stack([seen.mean(1), np.quantile(seen, 0.25, axis=1)], 1) if len(seen) else np.empty((0, 2))
