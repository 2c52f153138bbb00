"""Candidate shifts: along lines, to references, and offsets between similar patches of the photo and of the guide."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np

from crfill_core.geometry import Box, Size
from crfill_core.imaging.bounds import bounds
from crfill_core.references.assembly.guide_synthesis import Synthesis
from crfill_core.references.assembly.levels import Level
from crfill_core.references.assembly.patches import PATCH, basis, corners_in, nearest, patches_at, sampled
from crfill_core.references.assembly.repetition import DATABASE, QUERIES, Repetition

SPREAD = 1.2
"""Standard deviation of the blur of offset histograms, in pixels."""


@dataclass(frozen=True, eq=False)
class Hints:
    """Shifts that are known before synthesis.

    ``repeats``: between similar known patches. ``references``: (K, 3) dx, dy in window pixels and weight, or None.
    ``along``: (K, 2) int64, along lines, in pixels of the level.
    """

    repeats: Repetition
    references: np.ndarray | None = None
    along: np.ndarray = field(default_factory=lambda: np.empty((0, 2), np.int64))


def find_candidates(
    level: Level,
    *,
    count: int,
    hints: Hints,
    synthesis: Synthesis | None = None,
    seed: int = 0,
) -> np.ndarray:
    """Candidate shifts (dx, dy) in pixels of the level, best first: (K, 2) int32, at most ``count`` in addition to those
    that :func:`with_rescue` adds.

    They are taken in turn from several rankings: the shifts along lines, and the highest peaks in histograms of

    - the offsets of the patches that ``synthesis`` used,
    - the shifts of the references,
    - the offsets between similar known patches,
    - the offsets from the guide's patches in the hole to similar known patches.
    """
    rng = np.random.default_rng(seed)
    # A shift that relates two known places relates them in both directions.
    both = np.concatenate([hints.repeats.offsets, -hints.repeats.offsets])
    rankings = [peaks(both, None, level.hole.shape, count), _guide_peaks(level, count, rng)]
    references = hints.references
    if references is not None and len(references):
        offsets = np.rint(references[:, :2] / level.scale).astype(np.int64)
        rankings.insert(0, peaks(offsets, references[:, 2], level.hole.shape, count))
    if synthesis is not None:
        rankings.insert(0, peaks(synthesis.offsets, synthesis.votes, level.hole.shape, count))
    rankings.insert(0, hints.along)
    merged: list[tuple[int, int]] = []
    taken: set[tuple[int, int]] = set()
    box = bounds(level.hole)
    missing = level.hole[box.slices]
    for rank in range(count):
        if len(merged) >= count:
            break
        for ranking in rankings:
            if rank < len(ranking) and (shift := (int(ranking[rank, 0]), int(ranking[rank, 1]))) not in taken:
                taken.add(shift)
                if shift != (0, 0) and (_reach(level, box, shift) & missing).any():
                    merged.append(shift)
    return with_rescue(level, np.array(merged[:count], np.int32).reshape(-1, 2))


def with_rescue(level: Level, candidates: np.ndarray) -> np.ndarray:
    """The candidates, and shifts for the hole pixels for which none of them is valid: at most 64, each from one of these
    pixels to its nearest usable pixel.
    """
    chosen = [(int(dx), int(dy)) for dx, dy in candidates]
    return np.array(chosen + _rescue(level, chosen), np.int32).reshape(-1, 2)


def _reach(level: Level, box: Box, shift: tuple[int, int]) -> np.ndarray:
    """(h, w) bool: for each place of a box, whether the shift leads from there to a usable pixel."""
    result = np.zeros((box.height, box.width), bool)
    there = box.translate(*shift).clamp(Size(level.usable.shape[1], level.usable.shape[0]))
    if not there.is_empty:
        result[there.translate(-shift[0], -shift[1]).relative_to(box).slices] = level.usable[there.slices]
    return result


def _rescue(level: Level, chosen: list[tuple[int, int]], limit: int = 64) -> list[tuple[int, int]]:
    """At most ``limit`` shifts for hole pixels for which no chosen shift is valid, those for the deepest pixels first."""
    if not level.usable.any():
        return []
    box = bounds(level.hole)
    unserved = level.hole[box.slices].copy()
    for shift in chosen:
        unserved &= ~_reach(level, box, shift)
    if not unserved.any():
        return []
    distance, labels = cv2.distanceTransformWithLabels(
        (~level.usable).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE, labelType=cv2.DIST_LABEL_PIXEL
    )
    at = np.zeros((labels.max() + 1, 2), np.int64)
    usable_rows, usable_columns = np.nonzero(level.usable)
    at[labels[level.usable]] = np.stack([usable_columns, usable_rows], 1)
    extra: list[tuple[int, int]] = []
    while unserved.any() and len(extra) < limit:
        deepest = int(np.argmax(np.where(unserved, distance[box.slices], -1)))
        row, column = divmod(deepest, box.width)
        target = at[labels[box.top + row, box.left + column]]
        shift = (int(target[0] - box.left - column), int(target[1] - box.top - row))
        extra.append(shift)
        unserved &= ~_reach(level, box, shift)
        unserved[row, column] = False
    return extra


def _guide_peaks(level: Level, count: int, rng: np.random.Generator) -> np.ndarray:
    corners = corners_in(level.usable)
    if not len(corners):
        return np.empty((0, 2), np.int64)
    # The guide has no fine detail, so patches are compared without it.
    smooth = cv2.GaussianBlur(level.colour, (0, 0), 1.5)
    touching = cv2.dilate(level.hole.astype(np.uint8), np.ones((3, 3), np.uint8))
    height, width = level.hole.shape
    hole_corners = np.argwhere(
        touching[PATCH // 2 : height - PATCH // 2 + 1, PATCH // 2 : width - PATCH // 2 + 1]
    )
    if not len(hole_corners):
        return np.empty((0, 2), np.int64)
    wanted = sampled(hole_corners, QUERIES, rng)
    known = sampled(corners, DATABASE, rng)
    rows = patches_at(smooth, known)
    axes = basis()
    found = nearest(patches_at(smooth, wanted) @ axes, rows @ axes, wanted, known)
    return peaks((known[found] - wanted)[:, ::-1], None, level.hole.shape, count)


def peaks(offsets: np.ndarray, weights: np.ndarray | None, shape: tuple[int, ...], count: int) -> np.ndarray:
    """The ``count`` highest local maxima of the smoothed histogram of (N, 2) (dx, dy) offsets, highest first."""
    height, width = shape
    histogram = np.zeros((2 * height + 1, 2 * width + 1), np.float32)
    inside = (np.abs(offsets[:, 0]) <= width) & (np.abs(offsets[:, 1]) <= height)
    offsets = offsets[inside]
    np.add.at(
        histogram,
        (offsets[:, 1] + height, offsets[:, 0] + width),
        1.0 if weights is None else weights[inside].astype(np.float32),
    )
    # A tiny share of the unsmoothed count makes the exact offset win over its smoothed neighbours.
    smooth = cv2.GaussianBlur(histogram, (0, 0), SPREAD) + 1e-3 * histogram
    summit = (smooth >= cv2.dilate(smooth, np.ones((5, 5), np.uint8))) & (smooth > 1e-6)
    rows, columns = np.nonzero(summit)
    order = np.argsort(-smooth[rows, columns], kind="stable")[:count]
    return np.stack([columns[order] - width, rows[order] - height], 1)
