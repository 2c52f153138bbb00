"""The kernels' work done slowly, in NumPy and SciPy: what the compiled versions are held against."""

from __future__ import annotations

import cv2
import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import breadth_first_order, maximum_flow

from crfill_core.geometry import Box
from crfill_core.references.assembly.energy import FORBIDDEN, Energy, GuideMaps, Weights
from crfill_core.references.assembly.expansion import UNIT
from crfill_core.references.assembly.levels import Level
from crfill_core.references.assembly.refine import JITTER
from crfill_core.references.groups import groups


def seam(energy: Energy, pixels: np.ndarray, ours: np.ndarray, theirs: np.ndarray) -> np.ndarray:
    """(n,) float32 see :meth:`Field.seam`."""

    def shown(shifts: np.ndarray) -> np.ndarray:
        rows = (energy.rows[pixels] + shifts[:, 1]).clip(0, energy.size.height - 1)
        columns = (energy.columns[pixels] + shifts[:, 0]).clip(0, energy.size.width - 1)
        return energy.seam_map[rows, columns]

    return np.abs(shown(ours) - shown(theirs)).sum(1)


def compared(
    level: Level, guide: GuideMaps, weights: Weights, box: Box, shift: tuple[int, int]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """See :meth:`PixelCosts.compare`."""
    height, width = level.hole.shape
    maps, sure = (
        cv2.resize(array, (width, height), interpolation=cv2.INTER_LINEAR)
        for array in (guide.maps, guide.confidence)
    )
    rows, columns = np.mgrid[box.top : box.bottom, box.left : box.right]
    moved = rows + shift[1], columns + shift[0]
    inside = (moved[0] >= 0) & (moved[0] < height) & (moved[1] >= 0) & (moved[1] < width)
    there = moved[0].clip(0, height - 1), moved[1].clip(0, width - 1)
    here, valid = (rows, columns), inside & level.usable[there]
    change = np.abs(maps[there] - maps[here])
    error = change[..., :-8].sum(2) + sure[here] * change[..., -8:-4].sum(2)
    error += (1 - sure[here]) * change[..., -4:].sum(2)
    if level.features is not None:
        error += weights.features * (1 - (level.features[here] * level.features[there]).sum(2))
    known = ~level.hole
    step = np.minimum(np.abs(level.colour[there] - level.colour[here]).sum(2), weights.cap)
    step = np.where(inside & known[there], step, weights.cap)
    error = np.where(known[here], weights.ring * step, np.where(valid, error, weights.cap))
    return error, np.where(known[here], step, 0), valid


def reaches(energy: Energy, pixels: np.ndarray, shift: np.ndarray) -> np.ndarray:
    """(n,) bool: does the shift (2,) lead the hole's ``pixels`` to usable ones?"""
    rows, columns = energy.rows[pixels] + shift[1], energy.columns[pixels] + shift[0]
    inside = (rows >= 0) & (rows < energy.size.height) & (columns >= 0) & (columns < energy.size.width)
    rows, columns = rows.clip(0, energy.size.height - 1), columns.clip(0, energy.size.width - 1)
    return inside & energy.level.usable[rows, columns]


def rim(energy: Energy, pixels: np.ndarray, shift: np.ndarray) -> float:
    """What the border term costs the hole's ``pixels`` (each at most once in the array) under one shift (2,)."""
    at = energy.beside[np.isin(energy.beside[:, 0], pixels)]
    rows, columns = at[:, 1], at[:, 2]
    there_rows = (rows + shift[1]).clip(0, energy.size.height - 1)
    there_columns = (columns + shift[0]).clip(0, energy.size.width - 1)
    colour, cap = energy.level.colour, energy.weights.cap
    step = np.abs(colour[there_rows, there_columns] - colour[rows, columns]).sum(1)
    step = np.where(energy.known[there_rows, there_columns], step, cap)
    return float(energy.weights.border * np.minimum(step, cap).sum())


def align(energy: Energy, shifts: np.ndarray) -> np.ndarray:
    """See :func:`crfill_core.references.assembly.refine.align`."""
    shifts = shifts.copy()
    regions = groups(shifts)
    owner = np.empty(len(shifts), np.int64)
    for number, (_, pixels) in enumerate(regions):
        owner[pixels] = number
    p, q = energy.first, energy.second
    for number, (shift, pixels) in enumerate(regions):
        ours, theirs = (
            (owner[p] == number) & (owner[q] != number),
            (owner[q] == number) & (owner[p] != number),
        )
        inner, outer = np.concatenate([p[ours], q[theirs]]), np.concatenate([q[ours], p[theirs]])
        best, least = np.zeros(2, np.int64), np.inf
        for jitter in JITTER:
            moved = np.array(shift, np.int64) + jitter
            if jitter.any() and not reaches(energy, pixels, moved).all():
                continue
            field = np.broadcast_to(moved, (len(inner), 2))
            cost = float(seam(energy, inner, field, shifts[outer]).sum())
            cost += float(seam(energy, outer, field, shifts[outer]).sum()) + rim(energy, pixels, moved)
            if cost < least:
                best, least = jitter, cost
        shifts[pixels] += best
    return shifts


def move(
    energy: Energy,
    shifts: np.ndarray,
    data_cost: np.ndarray,
    shift: tuple[int, int],
    pixels: np.ndarray,
    costs: np.ndarray,
) -> np.ndarray:
    """The numbers of the pixels that take ``shift``: see :meth:`Expansion.move`."""
    mine = np.array(shift, np.int64)
    open_ = (costs < FORBIDDEN) & (shifts[pixels] != mine).any(1)
    pixels, costs = pixels[open_], costs[open_]
    number = np.full(len(shifts), -1, np.int64)
    number[pixels] = np.arange(len(pixels))
    touched = (number[energy.first] >= 0) | (number[energy.second] >= 0)
    p, q = energy.first[touched], energy.second[touched]
    a, b = shifts[p], shifts[q]
    new = np.broadcast_to(mine, a.shape)
    keep = seam(energy, p, a, b) + seam(energy, q, a, b)
    only_q = seam(energy, p, a, new) + seam(energy, q, a, new)
    only_p = seam(energy, p, new, b) + seam(energy, q, new, b)
    # Per pair: keep + (only_p − keep) x_p − only_p x_q + slack (1 − x_p) x_q for two open ends.
    gain = (costs - data_cost[pixels]).astype(np.float64)
    np_, nq = number[p], number[q]
    both, p_alone, q_alone = (np_ >= 0) & (nq >= 0), nq < 0, np_ < 0
    count = len(pixels)
    gain += np.bincount(np_[both], (only_p - keep)[both], count)
    gain -= np.bincount(nq[both], only_p[both], count)
    gain += np.bincount(np_[p_alone], (only_p - keep)[p_alone], count)
    gain += np.bincount(nq[q_alone], (only_q - keep)[q_alone], count)
    slack = np.maximum(only_q + only_p - keep, 0)[both]
    return pixels[minimum_cut(gain, np_[both], nq[both], slack)]


def minimum_cut(gain: np.ndarray, p: np.ndarray, q: np.ndarray, slack: np.ndarray) -> np.ndarray:
    """(n,) bool: the x that minimises Σ gain_i x_i + Σ slack (1 − x_p) x_q, as the kernel of that name."""
    count = len(gain)
    source, sink = count, count + 1
    every = np.arange(count)
    gain, slack = np.rint(gain * UNIT).astype(np.int32), np.rint(slack * UNIT).astype(np.int32)
    out_of, into = np.full(count, source), np.full(count, sink)
    positive, negative = np.maximum(gain, 0), np.maximum(-gain, 0)
    # Both directions of every edge are stored, so that the flow comes back in the same pattern.
    graph = csr_matrix(
        (
            np.concatenate([slack, 0 * slack, positive, 0 * positive, negative, 0 * negative]),
            (
                np.concatenate([p, q, out_of, every, every, into]),
                np.concatenate([q, p, every, out_of, into, every]),
            ),
        ),
        shape=(count + 2, count + 2),
    )
    residual = graph - maximum_flow(graph, source, sink).flow
    residual.data[residual.data < 0] = 0
    residual.eliminate_zeros()
    # Only pixels that the cut forces over take the shift: those that still reach the sink.
    taking = np.zeros(count + 2, bool)
    taking[breadth_first_order(residual.T.tocsr(), sink, return_predecessors=False)] = True
    return taking[:count]


def nearest(
    queries: np.ndarray,
    rows: np.ndarray,
    query_at: np.ndarray,
    at: np.ndarray,
    apart: float,
    lengths: np.ndarray,
) -> np.ndarray:
    """See :func:`crfill_core.references.assembly.patches.nearest`."""
    closeness = queries @ rows.T - lengths / 2
    distance = np.sqrt(np.square(query_at[:, None] - at[None]).sum(2))
    return np.where(distance < apart, -np.inf, closeness).argmax(1)


def overlaid(
    colour: np.ndarray, wanted: np.ndarray, steps: np.ndarray, votes: np.ndarray, side: int
) -> tuple[np.ndarray, np.ndarray]:
    """See :func:`crfill_core.references.assembly.patches.overlaid`."""
    total, weight = np.zeros_like(colour), np.zeros(colour.shape[:2], np.float32)
    for dy in range(side):
        for dx in range(side):
            rows, columns = wanted[:, 0] + dy, wanted[:, 1] + dx
            total[rows, columns] += votes[:, None] * colour[rows + steps[:, 0], columns + steps[:, 1]]
            weight[rows, columns] += votes
    return total, weight
