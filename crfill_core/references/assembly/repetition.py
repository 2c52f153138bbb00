"""Offsets between similar patches of the photo, and the prior over shifts derived from them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from crfill_core.references.assembly.patches import basis, corners_in, nearest, patches_at, sampled

QUERIES, DATABASE = 2000, 12000
"""At most QUERIES known patches are compared with at most DATABASE others."""
APART = 1 / 15
"""Similar patches nearer to each other than this share of the window's longer side probably belong to the same object and
are ignored.
"""
FEWEST = 16
"""With fewer known patches the prior is the default."""
OWN, OTHER = 0.72, -0.27
"""The spread in one direction is the mean distance between similar patches divided by that between arbitrary ones. For a
hole's true content, log(spread) is estimated as OWN · log(spread of the known patches in the same direction) + OTHER ·
log(their spread in the other direction). This fit explains half of the variance on training photos.
"""
TYPICAL = 0.65
"""The median of 1 / spread − 1 in the vertical direction in these photos, the unit of :class:`Prior`."""
STRONGEST = 3.0
"""The greatest value of :class:`Prior`."""


@dataclass(frozen=True)
class Prior:
    """How strongly long shifts are penalised, horizontally (``across``) and vertically (``down``). The energy multiplies
    these by the shift's length as a share of the window. 1 is typical of the vertical direction.

    In most photos, similar content lies beside a place more often than above or below it. In photos of tall buildings, or
    turned by 90°, it is the other way round.
    """

    across: float = 0.0
    down: float = 1.0


@dataclass(frozen=True, eq=False)
class Repetition:
    """``offsets``: (N, 2) int64 (dx, dy), each from a query patch to the known patch most similar to it that is not too near
    (:data:`APART`). ``prior``: derived from them.
    """

    offsets: np.ndarray
    prior: Prior


def repetition(colour: np.ndarray, usable: np.ndarray, seed: int = 0) -> Repetition:
    """The repetition in an image (h, w, 3) float32, of which only ``usable`` (h, w) bool pixels are read."""
    corners = corners_in(usable)
    if len(corners) < FEWEST:
        return Repetition(np.empty((0, 2), np.int64), Prior())
    rng = np.random.default_rng(seed)
    known = sampled(corners, DATABASE, rng)
    database = patches_at(colour, known) @ basis()
    queries = sampled(np.arange(len(known)), QUERIES, rng)
    similar = nearest(database[queries], database, known[queries], known, apart=max(usable.shape) * APART)
    offsets = (known[similar] - known[queries])[:, ::-1]
    anywhere = (known[rng.permutation(len(known))] - known)[:, ::-1]
    return Repetition(offsets, _prior(offsets, anywhere))


def _prior(similar: np.ndarray, anywhere: np.ndarray) -> Prior:
    """The prior, from offsets (N, 2) between similar patches and between arbitrary ones."""
    spread = np.abs(similar).mean(0) / np.maximum(np.abs(anywhere).mean(0), 1e-6)
    across, down = np.log(np.clip(spread, 1e-3, 1.0))
    # Measure lengths in units of the mean length between arbitrary patches. If lengths are exponentially distributed, with
    # mean ``expected`` in true content and 1 between arbitrary patches, −log of the ratio of the two densities has slope
    # 1 / expected − 1.
    expected = np.exp([OWN * across + OTHER * down, OWN * down + OTHER * across])
    strength = np.clip((1 / expected - 1) / TYPICAL, 0, STRONGEST)
    return Prior(float(strength[0]), float(strength[1]))
