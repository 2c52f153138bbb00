"""Edges that end inside the hole: prolonged for as long as the guide shows them."""

from __future__ import annotations

import numpy as np

from crfill_core.references.assembly.segments import Ends, inside
from crfill_core.references.assembly.shown import Shown, step_of

CONTRAST = 30.0
"""The least step in colour across the edge."""
SHORTEST_KNOWN = 20.0
"""The least length of the edge outside the hole."""
SHOWN = 0.4
"""The guide shows the edge where it has at least this share of the edge's step."""
MISSES = 4
"""The line ends before the guide has failed to show the edge at this many of its pixels in all."""
SHORTEST = 8.0
"""The least length of the edge inside the hole."""
BIAS, WEIGHTS = -1.735, np.array([-1.499, 0.449, 2.403])
"""A logistic model, fitted to photos without holes, of how likely an edge continues where the guide shows it: noise
over contrast + 10, logarithm of the length, and the lower quartile of the share of the step that the guide shows.
"""
LIKELY = 0.76
"""Edges less likely to continue are left out."""


def prolonged(
    ends: Ends, numbers: np.ndarray, hole: np.ndarray, shown: Shown
) -> list[tuple[int, float, float]]:
    """(number, length in the hole in pixels, likelihood) of each edge that the guide continues.

    ``hole``: (H, W) bool at the level of ``ends``; ``numbers``: (K,) the numbers that stand for the edges in the result.
    """
    steps = step_of(ends.profile)
    clear = (ends.length >= SHORTEST_KNOWN) & (np.linalg.norm(steps, axis=1) >= CONTRAST)
    result = []
    for at in np.flatnonzero(clear):
        seen = _seen(ends.entry[at], ends.direction[at], steps[at], hole, shown)
        if len(seen) < SHORTEST:
            continue
        noise = ends.noise[at] / (ends.contrast[at] + 10)
        score = BIAS + WEIGHTS @ [noise, np.log(ends.length[at]), np.quantile(seen, 0.25)]
        likely = float(1 / (1 + np.exp(-score)))
        if likely >= LIKELY:
            result.append((int(numbers[at]), float(len(seen)), likely))
    return result


def _seen(
    entry: np.ndarray, direction: np.ndarray, step: np.ndarray, hole: np.ndarray, shown: Shown
) -> np.ndarray:
    """(N,) the share of an edge's step that the guide shows at each pixel along it, up to where the line ends."""
    places = entry + np.arange(0.5, np.hypot(*hole.shape))[:, None] * direction
    within = np.logical_and.accumulate(inside(hole, places) | (np.arange(len(places)) < 2))
    seen = shown.seen(places, direction, step)
    there = seen >= SHOWN
    kept = np.flatnonzero(there & within & (np.cumsum(~there) < MISSES))
    return seen[: kept[-1] + 1] if len(kept) else seen[:0]
