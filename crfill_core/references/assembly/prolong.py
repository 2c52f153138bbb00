"""Edges that end inside the hole: prolonged for as long as the guide shows them."""

from __future__ import annotations

import numpy as np

from crfill_core.references.assembly.segments import Ends, inside
from crfill_core.references.assembly.shown import Shown, step_of

CONTRAST = 30.0
LONGEST_KNOWN = 20.0
"""The edge must be at least so long outside the hole."""
SHOWN = 0.4
"""The guide goes on with the edge where it has at least this share of its step."""
MISSES = 4
"""So many pixels without it end the line."""
SHORTEST = 8.0
BIAS, NOISE, LENGTH = -0.21, -7.77, 0.73
"""A logistic model, fitted to photos without holes, of how likely the edge goes on where the guide says so."""
LIKELY = 0.65


def prolonged(
    ends: Ends, numbers: np.ndarray, hole: np.ndarray, shown: Shown
) -> list[tuple[int, float, float]]:
    """(number, how far into the hole, likelihood) of each edge that the guide goes on with.

    ``hole``: (H, W) bool at the level of ``ends``; ``numbers``: (K,) what to call them.
    """
    steps = step_of(ends.profile)
    score = BIAS + NOISE * ends.noise / (ends.contrast + 10) + LENGTH * np.log(np.maximum(ends.length, 1))
    likely = 1 / (1 + np.exp(-score))
    clear = (ends.length >= LONGEST_KNOWN) & (np.linalg.norm(steps, axis=1) >= CONTRAST) & (likely >= LIKELY)
    result = []
    for at in np.flatnonzero(clear):
        reach = _reach(ends.entry[at], ends.direction[at], steps[at], hole, shown)
        if reach >= SHORTEST:
            result.append((int(numbers[at]), reach, float(likely[at])))
    return result


def _reach(
    entry: np.ndarray, direction: np.ndarray, step: np.ndarray, hole: np.ndarray, shown: Shown
) -> float:
    """For how many pixels the guide goes on with an edge."""
    places = entry + np.arange(0.5, np.hypot(*hole.shape))[:, None] * direction
    within = np.logical_and.accumulate(inside(hole, places) | (np.arange(len(places)) < 2))
    seen = shown.seen(places, direction, step) >= SHOWN
    kept = np.flatnonzero(seen & within & (np.cumsum(~seen) < MISSES))
    return float(kept[-1] + 1) if len(kept) else 0.0
