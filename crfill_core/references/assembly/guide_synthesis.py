"""A sharper guide: the hole rebuilt from known patches, from coarse to fine, until overlapping patches agree.

The network's fill has the right content but is blurred; overlapping patches of the photo turn it into sharp,
continuous edges. (Wexler, Shechtman and Irani's completion by expectation and maximisation.)
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np

from crfill_core.imaging.distance import distance_within
from crfill_core.native.library import kernels, pointer
from crfill_core.references.assembly.levels import Level
from crfill_core.references.assembly.patches import (
    DIMENSIONS,
    Known,
    basis,
    corners_in,
    overlaid,
    patches_at,
    sampled,
)
from crfill_core.references.assembly.repetition import Prior

THIN = 6.0
"""Rebuilding begins at a scale where the hole is at most this many pixels thick, because there a patch spans it."""
NARROWEST = 10
"""However thick the hole is, the window is not reduced so far that its shorter side has fewer pixels than this."""
ROUNDS = 8
"""The most rounds of finding and merging patches at each scale."""
SETTLED = 0.3
"""A round that changes the hole's pixels by less than this, in grey levels on average, is the last one."""
HURRIED_ROUNDS = 2
"""Rounds at each scale for a preview."""
FINER_ROUNDS = 5
"""Rounds at a finer level, where the search starts from the coarser level's matches."""
DATABASE = 16000
"""The most known patches that a round compares."""
COMPARISONS = 24e6
"""The most pairs that a round compares: if thousands of patches touch the hole, they are compared with fewer known ones."""
EXHAUSTIVE = 12e6
"""With more possible pairs than this, patches are compared only with the coarser stage's matches, with those of
neighbours, and with the surroundings of both.
"""
FEWEST = 2000
"""Every patch is compared with at least this many known ones, if there are as many, even if that makes more pairs than
COMPARISONS.
"""
FADE = 1.25
"""A patch's vote is divided by this for every pixel of its middle's depth in the hole."""
JUMPS = (1, 4, 2, 1)
"""Distances at which patches propose their matches to neighbours."""
AROUND = np.array([(dy, dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1) if dy or dx], np.int64)
"""Changes to a patch's own step (rows, columns) that are tried."""
GUIDED = 2.0
"""λ: the weight of the difference between blurred guide patches relative to that between the patches themselves. It is
multiplied by the guide's confidence.
"""
FAR = 3 * 60.0**2
"""Squared distance per patch pixel that is added for a known patch a whole side of the window away, as if its grey levels
differed by 60. It is multiplied by the square of the prior.
"""
SHARPEST = 0.8
"""Least standard deviation of the blur with which the guide is compared, in pixels. Each coarser stage halves the blur."""
UNPREFERRED = 3 * (80 / 3) ** 2
"""Squared distance per patch pixel that is added outside the preferred region, as if grey levels differed by 80 / 3."""


@dataclass(frozen=True, eq=False)
class Synthesis:
    """A rebuilt level.

    ``colour``: (h, w, 3) float32 grey levels 0–255, the level with its hole rebuilt. ``corners``: (K, 2) row and
    column of the top-left corner of each patch that was replaced; ``offsets``: (K, 2) int64 (dx, dy) from there
    to the known patch that replaced it; ``votes``: (K,) float32, the weight of that patch; ``side``: of the patches.
    """

    colour: np.ndarray
    corners: np.ndarray
    offsets: np.ndarray
    votes: np.ndarray
    side: int


def synthesise(level: Level, side: int, tick: Callable[[float], None], seed: int = 0) -> Synthesis:
    """Rebuild a level's hole from patches of ``side``, from the coarsest scale to the level's own. ``tick(fraction)``
    reports progress in [0, 1].
    """
    rng = np.random.default_rng(seed)
    stages = [_Stage.of(level, side)]
    while stages[-1].may_shrink():
        stages.append(stages[-1].halved())
    result = _nothing(stages[-1].colour, side)
    for number, stage in enumerate(reversed(stages)):
        if number and stage.pairs > EXHAUSTIVE:
            result = stage.refined(result, ignored)
        else:
            start = stage.with_hole_of(result.colour) if number else stage.colour
            result = stage.rebuilt(start, rng)
        tick((number + 1) / len(stages))
    return result


def resynthesise(level: Level, coarse: Synthesis, tick: Callable[[float], None]) -> Synthesis:
    """Rebuild the hole of the level that is twice the size of the one that gave ``coarse``. Patches are compared only with
    their matches in ``coarse``, with those of neighbours, and with the surroundings of both. ``tick(fraction)`` reports
    progress in [0, 1].
    """
    return _Stage.of(level, coarse.side).refined(coarse, tick)


def hurried(level: Level, side: int) -> np.ndarray:
    """(h, w, 3) float32 grey levels 0–255, the level with its hole rebuilt roughly, for a preview: patches are searched for
    in few rounds, and only at scales coarser than the level's own if it can be reduced.
    """
    rng = np.random.default_rng(0)
    finest = _Stage.of(level, side)
    stages = [finest.halved() if finest.may_shrink() else finest]
    while stages[-1].may_shrink():
        stages.append(stages[-1].halved())
    result = _nothing(stages[-1].colour, side)
    for number, stage in enumerate(reversed(stages)):
        start = stage.with_hole_of(result.colour) if number else stage.colour
        result = stage.rebuilt(start, rng, HURRIED_ROUNDS)
    return result.colour if stages[0] is finest else finest.doubled(result)


def ignored(done: float) -> None:
    """Progress that is not reported."""


def _nothing(colour: np.ndarray, side: int) -> Synthesis:
    none = np.empty((0, 2), np.int64)
    return Synthesis(colour, none, none, np.empty(0, np.float32), side)


@dataclass(frozen=True, eq=False)
class _Stage:
    """A level at its own or a smaller scale. For the arrays see :class:`Level`."""

    colour: np.ndarray
    hole: np.ndarray
    usable: np.ndarray
    prefer: np.ndarray | None
    confidence: np.ndarray
    guide_blur: float
    prior: Prior
    side: int
    """The side of patches, in pixels."""

    @classmethod
    def of(cls, level: Level, side: int) -> _Stage:
        return cls(
            level.guided,
            level.hole,
            level.usable,
            level.prefer,
            level.confidence,
            level.guide_blur,
            level.prior,
            side,
        )

    @property
    def pairs(self) -> int:
        """The number of pairs of a patch that touches the hole and a known patch."""
        return len(_touching(self.hole, self.side)) * len(corners_in(self.usable, self.side))

    def may_shrink(self) -> bool:
        inside = np.pad(self.hole, 1).astype(np.uint8)
        thickness = 2 * distance_within(inside).max()
        return bool(thickness > THIN) and min(self.hole.shape) >= 2 * NARROWEST

    def halved(self) -> _Stage:
        height, width = self.hole.shape
        extra = ((0, height % 2), (0, width % 2))
        colour = np.pad(self.colour, (*extra, (0, 0)), mode="edge")
        quads = (colour.shape[0] // 2, 2, colour.shape[1] // 2, 2)
        prefer = self.prefer
        return _Stage(
            colour.reshape(*quads, 3).mean((1, 3)),
            np.asarray(np.pad(self.hole, extra).reshape(quads).any((1, 3))),
            np.asarray(np.pad(self.usable, extra).reshape(quads).all((1, 3))),
            None if prefer is None else np.pad(prefer, extra, mode="edge").reshape(quads).mean((1, 3)),
            np.pad(self.confidence, extra, mode="edge").reshape(quads).mean((1, 3)),
            max(SHARPEST, self.guide_blur / 2),
            self.prior,
            self.side,
        )

    def with_hole_of(self, coarse: np.ndarray) -> np.ndarray:
        """(h, w, 3) this stage's colours; in the hole ``coarse``, the colours of the next coarser stage, enlarged."""
        height, width = self.hole.shape
        size = (2 * coarse.shape[1], 2 * coarse.shape[0])
        larger = cv2.resize(coarse, size, interpolation=cv2.INTER_CUBIC)[:height, :width]
        return np.where(self.hole[..., None], larger, self.colour)

    def rebuilt(self, start: np.ndarray, rng: np.random.Generator, rounds: int = ROUNDS) -> Synthesis:
        """The hole rebuilt, beginning with ``start`` (h, w, 3). Each patch is compared with all known ones, or with a random
        sample of them.
        """
        wanted = _touching(self.hole, self.side)
        limit = min(DATABASE, max(FEWEST, int(COMPARISONS / max(len(wanted), 1))))
        known = sampled(corners_in(self.usable, self.side), limit, rng)
        if not len(known) or not len(wanted):
            return _nothing(start, self.side)
        axes, penalty = basis(self.side), self.penalty(known)
        database, there = patches_at(self.colour, known, self.side) @ axes, self.guide_patches(known)
        here, trust = self.guide_patches(wanted), self.trust(wanted)
        # The squared distances are expanded: the part that depends on both patches is a single matrix product.
        middle = np.array(self.hole.shape) / 2
        places, wanted_places = known - middle, wanted - middle
        rows = np.concatenate([database, there, np.square(there).sum(1, keepdims=True), places], 1)
        fixed = np.concatenate([trust * here, -trust / 2, self.far * wanted_places], 1)
        lengths = np.square(database).sum(1) + penalty + np.square(places) @ self.far
        rows, fixed, lengths = (array.astype(np.float32) for array in (rows, fixed, lengths))
        database_rows = Known(rows, known, lengths, alike=DIMENSIONS, last=2)
        most = (
            trust[:, 0] * np.square(here).sum(1) / 2
        )  # the guide's part of the product where both are equal
        found: np.ndarray | None = None
        result = _nothing(start, self.side)
        for _ in range(rounds):
            before = result.colour
            queries = patches_at(before, wanted, self.side) @ axes
            queries_with = np.concatenate([queries, fixed], 1)
            found = database_rows.nearest(queries_with, wanted, most=most, guess=found)
            error = np.square(queries - database[found]).sum(1) + penalty[found]
            error += trust[:, 0] * np.square(here - there[found]).sum(1)
            error += np.square(known[found] - wanted) @ self.far
            result = self._merged(before, wanted, known[found] - wanted, error)
            if np.abs(result.colour - before)[self.hole].mean() < SETTLED:
                break
        return result

    def refined(self, coarse: Synthesis, tick: Callable[[float], None]) -> Synthesis:
        """The hole rebuilt, beginning with twice the steps of ``coarse``. Each patch tries the steps of its neighbours, and
        its own step changed by one pixel.
        """
        result = _nothing(self.with_hole_of(coarse.colour), self.side)
        known, wanted = corners_in(self.usable, self.side), _touching(self.hole, self.side)
        if not len(known) or not len(wanted) or not len(coarse.corners):
            return result
        field = np.zeros((*coarse.colour.shape[:2], 2), np.int64)
        field[coarse.corners[:, 0], coarse.corners[:, 1]] = coarse.offsets[:, ::-1]
        search = _Search(self, known, wanted)
        steps = 2 * field[wanted[:, 0] // 2, wanted[:, 1] // 2]
        axes = basis(self.side)
        for turn in range(FINER_ROUNDS):
            steps, error = search.improved(steps, patches_at(result.colour, wanted, self.side) @ axes)
            served = np.isfinite(error)
            if not served.any():
                break
            result = self._merged(result.colour, wanted[served], steps[served], error[served])
            tick((turn + 1) / FINER_ROUNDS)
        return result

    def doubled(self, coarse: Synthesis) -> np.ndarray:
        """(h, w, 3) this stage's colours, with the hole made of the patches that lie twice the steps of ``coarse`` away.
        ``coarse``: the next coarser stage, rebuilt.
        """
        start, wanted = self.with_hole_of(coarse.colour), _touching(self.hole, self.side)
        known = np.zeros(self.hole.shape, bool)
        known[tuple(corners_in(self.usable, self.side).T)] = True
        field = np.zeros((*coarse.colour.shape[:2], 2), np.int64)
        field[tuple(coarse.corners.T)] = coarse.offsets[:, ::-1]
        steps = 2 * field[tuple(wanted.T // 2)]
        source = wanted + steps
        served = np.asarray(((source >= 0) & (source < self.hole.shape)).all(1))
        served[served] = known[tuple(source[served].T)]
        if not served.any():
            return start
        return self._merged(start, wanted[served], steps[served], np.zeros(int(served.sum()))).colour

    @property
    def far(self) -> np.ndarray:
        """(2,) what is added to a squared distance per squared pixel between the patches, down and across."""
        strength = np.array([self.prior.down, self.prior.across]) / self.hole.shape
        return np.float32(FAR * self.side**2) * np.square(strength).astype(np.float32)

    @cached_property
    def _blurred(self) -> np.ndarray:
        return cv2.GaussianBlur(self.colour, (0, 0), self.guide_blur)

    def guide_patches(self, corners: np.ndarray) -> np.ndarray:
        """(N, 24) descriptors of patches of the stage completed by the guide, blurred to the guide's own sharpness."""
        return np.asarray(patches_at(self._blurred, corners, self.side) @ basis(self.side))

    def trust(self, corners: np.ndarray) -> np.ndarray:
        """(N, 1) the weight of the guide's difference for patches at ``corners``: λ times its mean confidence there."""
        mean = cv2.blur(self.confidence, (self.side, self.side), anchor=(0, 0))
        return np.asarray(np.float32(GUIDED) * mean[corners[:, 0], corners[:, 1]][:, None])

    def penalty(self, corners: np.ndarray) -> np.ndarray:
        """(N,) float32 what is added to squared distances for patches at ``corners`` outside the preferred region."""
        if self.prefer is None:
            return np.zeros(len(corners), np.float32)
        middle = corners + self.side // 2
        return np.asarray(
            np.float32(UNPREFERRED * self.side**2) * (1 - self.prefer[middle[:, 0], middle[:, 1]])
        )

    def _merged(
        self, before: np.ndarray, wanted: np.ndarray, steps: np.ndarray, error: np.ndarray
    ) -> Synthesis:
        """The hole filled with averages of known patches: at ``wanted``, the patches ``steps`` (rows, columns) away.
        ``error``: their squared distances.
        """
        depth = distance_within(self.hole)
        middle = wanted + self.side // 2
        certain = FADE ** -depth[middle[:, 0], middle[:, 1]]
        votes = certain * np.exp(-error / (2 * np.quantile(error, 0.75) + 1e-3)) + 1e-6
        votes = votes.astype(np.float32)
        total, weight = overlaid(self.colour, wanted, steps, votes, self.side)
        covered = self.hole & (weight > 0)
        colour = np.where(covered[..., None], total / np.maximum(weight, 1e-9)[..., None], before)
        return Synthesis(colour, wanted, steps[:, ::-1], votes, self.side)


class _Search:
    """Searches a table of the known patches for better matches of the patches at ``wanted``, near the current ones."""

    def __init__(self, stage: _Stage, known: np.ndarray, wanted: np.ndarray) -> None:
        height, width = stage.hole.shape
        self.limit = np.array([height - stage.side, width - stage.side])
        self.wanted = np.ascontiguousarray(wanted)
        self.penalty = np.full(self.limit + 1, np.inf, np.float32)
        self.penalty[known[:, 0], known[:, 1]] = stage.penalty(known)
        # At every place, the descriptors of the patch and of the guide's patch.
        self.table = np.zeros((*(self.limit + 1), 2 * DIMENSIONS), np.float32)
        axes = basis(stage.side)
        for rows in np.array_split(known, len(known) // 20000 + 1):
            self.table[rows[:, 0], rows[:, 1], :DIMENSIONS] = (
                patches_at(stage.colour, rows, stage.side) @ axes
            )
            self.table[rows[:, 0], rows[:, 1], DIMENSIONS:] = stage.guide_patches(rows)
        self.here, self.far = stage.guide_patches(wanted), stage.far
        self.trust = np.ascontiguousarray(stage.trust(wanted)[:, 0])
        self.neighbours = self._neighbours()

    def improved(self, steps: np.ndarray, queries: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(N, 2) better steps (rows, columns), and their (N,) squared distances, infinite where there is no known patch."""
        queries = np.concatenate([queries, self.here], 1).astype(np.float32)
        steps, error = np.array(steps, np.int64, order="C"), np.empty(len(steps), np.float32)
        kernels().improve(
            *(ctypes.c_int64(size) for size in (len(steps), *(self.limit + 1).tolist())),
            pointer(self.wanted, np.int64),
            *(
                pointer(array, np.float32)
                for array in (queries, self.trust, self.far, self.table, self.penalty)
            ),
            ctypes.c_int64(len(self.neighbours)),
            pointer(self.neighbours, np.int32),
            ctypes.c_int64(len(AROUND)),
            pointer(AROUND, np.int64),
            pointer(steps, np.int64),
            pointer(error, np.float32),
            pointer(np.empty_like(steps), np.int64),
        )
        return steps, error

    def _neighbours(self) -> np.ndarray:
        """(K, N) int32: for each distance and direction, the number of each patch's neighbour there, or its own number if it
        has none.
        """
        own, margin = np.arange(len(self.wanted), dtype=np.int32), max(JUMPS)
        numbers = np.full(self.limit + 1 + 2 * margin, -1, np.int32)
        across = numbers.shape[1]
        at = (self.wanted[:, 0] + margin) * across + self.wanted[:, 1] + margin
        numbers.ravel()[at] = own
        ways = np.array([way * jump for jump in JUMPS for way in (1, -1, across, -across)])
        beside = numbers.ravel()[at + ways[:, None]]
        return np.where(beside >= 0, beside, own)


def _touching(hole: np.ndarray, side: int) -> np.ndarray:
    """(N, 2) top-left corners of the patches that hold any pixel of the hole."""
    height, width = hole.shape
    if min(height, width) < side:
        return np.empty((0, 2), np.int64)
    reached = cv2.dilate(hole.astype(np.uint8), np.ones((side, side), np.uint8), anchor=(0, 0))
    return np.argwhere(reached[: height - side + 1, : width - side + 1])
