"""Takes one level's shifts to the next finer level: doubles them, aligns them to the pixel, and moves seams to where they
show least.
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from crfill_core.base.parallel import side_by_side
from crfill_core.geometry import Box
from crfill_core.imaging.distance import distance_within
from crfill_core.references.assembly.candidates import peaks
from crfill_core.references.assembly.energy import Energy
from crfill_core.references.assembly.expansion import Expansion
from crfill_core.references.assembly.guide_synthesis import Synthesis
from crfill_core.references.groups import Group, grouped, groups

OFFERS = 60
"""The largest number of shifts that are proposed at a finer level: those that its synthesis used most."""
AROUND = 8
"""Each is proposed up to this many pixels, across and down, from the places where the synthesis used it."""
AT_ONCE = 16
"""How many regions have their costs computed together, before they take over pixels in turn. More would need more memory."""
JITTER = np.array([(dx, dy) for dy in (0, -1, 1) for dx in (0, -1, 1)], np.int64)
"""Changes to a region's shift that are tried; the first changes nothing."""


def doubled(coarse: Energy, shifts: np.ndarray, fine: Energy) -> np.ndarray:
    """(N, 2) shifts at the finer level: every pixel takes twice the shift of its coarse pixel."""
    numbers = coarse.numbers(coarse.box)[fine.rows // 2 - coarse.box.top, fine.columns // 2 - coarse.box.left]
    return np.asarray(shifts[numbers] * 2)


def align(energy: Energy, shifts: np.ndarray, tick: Callable[[float], None]) -> np.ndarray:
    """(N, 2) the field with every region's shift changed by at most one pixel across and down, so that its rim fits best.

    The cost of a rim is that of its seams plus, at the border of the hole, that of the steps to the known pixels.
    """
    shifts = np.array(shifts, np.int64, order="C")
    regions, owner = grouped(shifts)
    crossing = owner[energy.first] != owner[energy.second]
    # Every pair that crosses a rim, once for each of its two regions: the region's own pixel, and the other one.
    inner = np.concatenate([energy.first[crossing], energy.second[crossing]]).astype(np.int64)
    outer = np.concatenate([energy.second[crossing], energy.first[crossing]]).astype(np.int64)
    numbers = np.arange(len(regions) + 1)
    inner_order = np.argsort(owner[inner], kind="stable")
    inner, outer = inner[inner_order], outer[inner_order]
    seams = np.searchsorted(owner[inner], numbers)
    beside = energy.beside[np.argsort(owner[energy.beside[:, 0]], kind="stable")]
    rims = np.searchsorted(owner[beside[:, 0]], numbers)
    allowed = energy.level.usable, energy.known
    weights, done = energy.weights, 0
    for number, (shift, pixels) in enumerate(regions):
        part = slice(seams[number], seams[number + 1])
        best = energy.field.best_step(
            allowed,
            pixels,
            (inner[part], outer[part]),
            beside[rims[number] : rims[number + 1]],
            shifts,
            shift,
            JITTER,
            weights.border,
            weights.cap,
        )
        shifts[pixels] += JITTER[best]
        done += len(pixels)
        tick(done / len(shifts))
    return shifts


def data_costs(energy: Energy, shifts: np.ndarray) -> np.ndarray:
    """(N,) data costs of a shift field."""
    costs = np.empty(len(shifts), np.float32)

    def fill(group: Group) -> None:
        shift, pixels = group
        costs[pixels] = energy.data_at(pixels, shift)

    side_by_side(fill, groups(shifts))
    return costs


def regrow(expansion: Expansion, reach: int, tick: Callable[[float], None]) -> None:
    """Let each region take over pixels of others, up to ``reach`` pixels beyond its rim, if that lowers the energy. Changes
    ``expansion``; ``tick(fraction)`` reports progress in [0, 1].
    """
    energy = expansion.energy

    def beside(group: Group) -> tuple[np.ndarray, np.ndarray]:
        """The pixels that a region may take over, and its shift's data costs there."""
        shift, pixels = group
        box: Box = energy.box_of(pixels).pad(reach).intersect(energy.box)
        region = np.zeros((box.height, box.width), np.uint8)
        region[energy.rows[pixels] - box.top, energy.columns[pixels] - box.left] = 1
        numbers = energy.numbers(box)
        beyond = (region == 0) & (numbers >= 0)
        if reach < np.hypot(box.width, box.height):  # else all of the box is within reach
            beyond &= distance_within(region == 0) <= reach
        return numbers[beyond], energy.data(shift, box, beyond)[beyond]

    regions = groups(expansion.shifts)
    done = 0
    for some in (regions[number : number + AT_ONCE] for number in range(0, len(regions), AT_ONCE)):
        # Costs are computed in parallel; the moves depend on one another.
        for (shift, pixels), (beyond, costs) in zip(some, side_by_side(beside, some), strict=True):
            expansion.move(shift, beyond, costs)
            done += len(pixels)
            tick(done / len(expansion.shifts))


def offer(expansion: Expansion, synthesis: Synthesis, tick: Callable[[float], None]) -> None:
    """Propose the shifts that this level's synthesis used most, each in and around the places where it was used. A shift
    takes over pixels there if that lowers the energy.
    """
    energy = expansion.energy
    shape = energy.level.hole.shape
    shifts = peaks(synthesis.offsets, synthesis.votes, shape, OFFERS)
    for number, (dx, dy) in enumerate(shifts.tolist()):
        near = synthesis.corners[np.abs(synthesis.offsets - (dx, dy)).max(1) <= 1] + synthesis.side // 2
        place = np.zeros(shape, np.uint8)
        place[near[:, 0], near[:, 1]] = 1
        around = cv2.dilate(place, np.ones((2 * AROUND + 1, 2 * AROUND + 1), np.uint8)) > 0
        inner = energy.box.slices
        pixels = energy.numbers(energy.box)[around[inner] & energy.level.hole[inner]]
        if len(pixels):
            expansion.move((dx, dy), pixels, energy.data_at(pixels, (dx, dy)))
        tick((number + 1) / len(shifts))
