"""Pairs of edges on opposite sides of the hole that may be the same edge: on one line, and with the same colours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from crfill_core.references.assembly.segments import SIDES, Ends, inside
from crfill_core.references.assembly.shown import Shown, step_of

ANGLE = np.radians(6.0)
"""The largest angle, in radians, between either edge and the line that connects the two."""
SHORTEST_GAP = 15.0
"""The least distance, in pixels, between the places where the two edges enter the hole."""
CONTRAST = 16.0
"""The least contrast of each edge: see :class:`Ends`."""
MIDDLE = np.exp(-0.5 * (SIDES / 3) ** 2)
"""Weights of a profile's offsets when two profiles are compared."""

BIAS, WEIGHTS = 4.751, np.array([-1.073, 0.62, -0.304, -0.846, -0.822, 0.273, -2.06, -0.351, 0.046, 0.621])
"""Coefficients of :func:`likelihood`; the weights are in the order of the features of :func:`pairs_of`."""
SHARE, SHOWN = 0.91, np.array([-0.37, 1.88])
"""With a guide, the factor of that likelihood's logit, and the weights of the guide's features."""


@dataclass(frozen=True, eq=False)
class Pairs:
    """N pairs of edges: ``first``, ``second``: (N,) their numbers; ``features``: (N, F), see :func:`pairs_of`."""

    first: np.ndarray
    second: np.ndarray
    features: np.ndarray


def pairs_of(ends: Ends, hole: np.ndarray, shown: Shown | None = None) -> Pairs:
    """Every pair that could be one line across the hole, in any order. ``shown``: what a guide shows in the hole.

    Features: logarithms of the gap, of the shorter length and of the smaller contrast; the larger angle to the connecting
    line over ``ANGLE``; the difference between the colours over the smaller contrast + 10; 1 − the profiles' correlation;
    the larger noise over the smaller contrast + 10; logarithm of the shorter segment; the larger ``missing`` over 10;
    logarithm of the longer segment. With ``shown``, two more: see :meth:`Shown.along`.
    """
    first, second = np.triu_indices(len(ends), 1)
    chord = ends.entry[second] - ends.entry[first]
    gap = np.linalg.norm(chord, axis=1)
    along = chord / np.maximum(gap, 1e-9)[:, None]
    angles = np.stack(
        [
            np.arccos(np.clip((ends.direction[which] * along * sign).sum(1), -1, 1))
            for which, sign in ((first, 1), (second, -1))
        ]
    ).max(0)
    contrast = np.minimum(ends.contrast[first], ends.contrast[second])
    keep = (gap >= SHORTEST_GAP) & (angles <= ANGLE) & (contrast >= CONTRAST)
    first, second, gap, angles, contrast = (x[keep] for x in (first, second, gap, angles, contrast))

    steps = np.linspace(0, 1, 33)[1:-1, None]
    crossing = np.array(
        [
            inside(hole, a + steps * (b - a)).mean() >= 0.9
            for a, b in zip(ends.entry[first], ends.entry[second], strict=True)
        ],
        bool,
    )
    first, second, gap, angles, contrast = (x[crossing] for x in (first, second, gap, angles, contrast))

    ours, theirs = ends.profile[first], ends.profile[second][:, ::-1]
    share = MIDDLE / MIDDLE.sum()
    apart = (np.linalg.norm(ours - theirs, axis=2) * share).sum(1)
    scale = np.minimum(ends.contrast[first], ends.contrast[second]) + 10
    noise = np.maximum(ends.noise[first], ends.noise[second])
    features = np.stack(
        [
            np.log(gap),
            np.log(np.minimum(ends.length[first], ends.length[second])),
            np.log(contrast),
            angles / ANGLE,
            apart / scale,
            1 - _correlation(ours, theirs),
            noise / scale,
            np.log(np.minimum(ends.segment[first], ends.segment[second])),
            np.maximum(ends.missing[first], ends.missing[second]) / 10,
            np.log(np.maximum(ends.segment[first], ends.segment[second])),
        ],
        1,
    )
    if shown is None:
        return Pairs(first, second, features)
    seen = shown.along(ends.entry[first], ends.entry[second], step_of((ours + theirs) / 2))
    return Pairs(first, second, np.concatenate([features, seen], 1))


def _correlation(ours: np.ndarray, theirs: np.ndarray) -> np.ndarray:
    """(N,) the correlation of each profile of ``ours`` (N, 17, 3) with that of ``theirs``, weighted towards the middle."""
    share = (MIDDLE / MIDDLE.sum())[:, None]
    a, b = (profile - (profile * share).sum(1, keepdims=True) for profile in (ours, theirs))
    product = (a * b * share).sum((1, 2))
    return np.asarray(
        product / np.sqrt(np.maximum((a * a * share).sum((1, 2)) * (b * b * share).sum((1, 2)), 1e-6))
    )


def likelihood(features: np.ndarray) -> np.ndarray:
    """(N,) in (0, 1): how likely pairs are to be one line; a logistic model fitted to photos without holes."""
    score = BIAS + features[:, : len(WEIGHTS)] @ WEIGHTS
    if features.shape[1] > len(WEIGHTS):
        score = SHARE * score + features[:, len(WEIGHTS) :] @ SHOWN
    return np.asarray(1 / (1 + np.exp(-score)))
