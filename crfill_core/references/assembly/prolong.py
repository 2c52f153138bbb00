"""Edges that end inside the hole: prolonged for as long as the guide shows them."""

from __future__ import annotations

import cv2
import numpy as np

from crfill_core.references.assembly.segments import SIDES, Ends, inside, lab_of, sample

CONTRAST = 30.0
LONGEST_KNOWN = 20.0
"""The edge must be at least so long outside the hole."""
SHOWN = 0.4
"""The guide shows the edge where it has at least this share of its contrast, ``APART`` pixels to either side."""
APART = 4.0
MISSES = 4
"""So many steps of a pixel without it end the line."""
SHORTEST = 8.0
WEIGHT = 0.6


def prolonged(
    ends: Ends, numbers: np.ndarray, hole: np.ndarray, guide: np.ndarray
) -> list[tuple[int, float, float]]:
    """(number, how far into the hole, weight) of each edge that the guide (h, w, 3), in [0, 1], goes on with.

    ``hole``: (H, W) bool at the level of ``ends``; ``numbers``: (K,) what to call them.
    """
    shown = lab_of(cv2.resize(guide, (hole.shape[1], hole.shape[0]), interpolation=cv2.INTER_LINEAR))
    result = []
    for at in range(len(ends)):
        if ends.contrast[at] < CONTRAST or ends.length[at] < LONGEST_KNOWN:
            continue
        reach = _reach(ends, at, hole, shown)
        if reach >= SHORTEST:
            result.append((int(numbers[at]), reach, WEIGHT))
    return result


def _reach(ends: Ends, at: int, hole: np.ndarray, shown: np.ndarray) -> float:
    """For how many pixels the guide goes on with an edge."""
    entry, direction, profile = ends.entry[at], ends.direction[at], ends.profile[at]
    across = np.array([-direction[1], direction[0]])
    left, right = (profile[(side * SIDES >= 2) & (side * SIDES <= 4)].mean(0) for side in (-1, 1))
    step = right - left
    contrast = float(np.linalg.norm(step))
    if contrast < CONTRAST:
        return 0.0
    limit = int(np.hypot(*hole.shape))
    places = entry + (np.arange(1, limit) + 0.0)[:, None] * direction
    within = inside(hole, places)
    places = places[: int(np.argmin(within)) if not within.all() else limit]
    if not len(places):
        return 0.0
    seen = (sample(shown, places + APART * across) - sample(shown, places - APART * across)) @ step / contrast
    hit = seen >= SHOWN * contrast
    misses = np.cumsum(~hit)
    kept = np.flatnonzero(hit & (misses < MISSES))
    return float(kept[-1] + 1) if len(kept) else 0.0
