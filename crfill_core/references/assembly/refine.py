"""From one level's shifts to the next finer level's: doubled, aligned to the pixel, seams moved where they show least."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from crfill_core.geometry import Box
from crfill_core.references.assembly.candidates import peaks
from crfill_core.references.assembly.energy import Energy, groups
from crfill_core.references.assembly.solve import Expansion
from crfill_core.references.assembly.synthesis import Synthesis

OFFERS = 60
"""So many of the shifts that a finer level's synthesis used most are offered there."""
AROUND = 8
"""How far around those places, in pixels of the level."""
JITTER = [(dx, dy) for dy in (0, -1, 1) for dx in (0, -1, 1)]


def doubled(coarse: Energy, shifts: np.ndarray, fine: Energy) -> np.ndarray:
    """(N, 2) shifts at the finer level: every pixel takes twice the shift of the coarse pixel that it lies in."""
    numbers = coarse.index[fine.rows // 2, fine.columns // 2]
    return shifts[numbers] * 2


def align(energy: Energy, shifts: np.ndarray, tick: Callable[[float], None]) -> np.ndarray:
    """(N, 2) the field with every region moved as a whole by at most a pixel, so that its rim fits best.

    A rim costs what its seams cost, and where it meets the rim of the hole, the step to the known pixels.
    """
    shifts = shifts.copy()
    regions = groups(shifts)
    owner = np.empty(len(shifts), np.int64)
    for number, (_, pixels) in enumerate(regions):
        owner[pixels] = number
    crossing = owner[energy.first] != owner[energy.second]
    # Every crossing pair once from either side: the region's own pixel and the neighbour.
    inner = np.concatenate([energy.first[crossing], energy.second[crossing]])
    outer = np.concatenate([energy.second[crossing], energy.first[crossing]])
    order = np.argsort(owner[inner], kind="stable")
    inner, outer = inner[order], outer[order]
    starts = np.searchsorted(owner[inner], np.arange(len(regions) + 1))
    done = 0
    for number, (shift, pixels) in enumerate(regions):
        part = slice(starts[number], starts[number + 1])
        p, q = inner[part], outer[part]
        best, least = (0, 0), np.inf
        for jitter in JITTER:
            moved = np.array(shift, np.int64) + jitter
            if jitter != (0, 0) and not energy.reaches(pixels, moved).all():
                continue
            ours = np.broadcast_to(moved, (len(p), 2))
            cost = float((energy.seam(p, ours, shifts[q]) + energy.seam(q, ours, shifts[q])).sum())
            cost += energy.rim(pixels, moved)
            if cost < least:
                best, least = jitter, cost
        shifts[pixels] += best
        done += len(pixels)
        tick(done / len(shifts))
    return shifts


def data_costs(energy: Energy, shifts: np.ndarray) -> np.ndarray:
    """(N,) data cost of a shift field."""
    costs = np.empty(len(shifts), np.float32)
    for shift, pixels in groups(shifts):
        box = energy.box_of(pixels)
        costs[pixels] = energy.data(shift, box)[
            energy.rows[pixels] - box.top, energy.columns[pixels] - box.left
        ]
    return costs


def regrow(expansion: Expansion, reach: int, tick: Callable[[float], None]) -> None:
    """Let each region in use take over pixels of others, up to ``reach`` pixels beyond its rim."""
    energy = expansion.energy
    done = 0
    for shift, pixels in groups(expansion.shifts):
        box: Box = energy.box_of(pixels).pad(reach).clamp(energy.size)
        region = np.zeros((box.height, box.width), np.uint8)
        region[energy.rows[pixels] - box.top, energy.columns[pixels] - box.left] = 1
        away = cv2.distanceTransform(1 - region, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
        beyond = (away > 0) & (away <= reach) & (energy.index[box.slices] >= 0)
        expansion.move(shift, energy.index[box.slices][beyond], energy.data(shift, box)[beyond])
        done += len(pixels)
        tick(done / len(expansion.shifts))


def offer(expansion: Expansion, synthesis: Synthesis, tick: Callable[[float], None]) -> None:
    """Let the shifts that the synthesis of this level used take over pixels in and around the places where it used them."""
    energy = expansion.energy
    shape = energy.level.hole.shape
    shifts = peaks(synthesis.offsets, synthesis.votes, shape, OFFERS)
    for number, (dx, dy) in enumerate(shifts.tolist()):
        near = synthesis.corners[np.abs(synthesis.offsets - (dx, dy)).max(1) <= 1] + synthesis.side // 2
        place = np.zeros(shape, np.uint8)
        place[near[:, 0], near[:, 1]] = 1
        around = cv2.dilate(place, np.ones((2 * AROUND + 1, 2 * AROUND + 1), np.uint8)) > 0
        pixels = energy.index[around & energy.level.hole]
        if len(pixels):
            box = energy.box_of(pixels)
            costs = energy.data((dx, dy), box)[
                energy.rows[pixels] - box.top, energy.columns[pixels] - box.left
            ]
            expansion.move((dx, dy), pixels, costs)
        tick((number + 1) / len(shifts))
