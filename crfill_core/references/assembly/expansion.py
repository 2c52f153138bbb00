"""α-expansion: one shift after another takes over the set of pixels that lowers the energy most, found by a minimum cut."""

from __future__ import annotations

import ctypes
from collections.abc import Callable

import numpy as np

from crfill_core.base.parallel import portions, side_by_side
from crfill_core.geometry import Box
from crfill_core.native.library import kernels, pointer
from crfill_core.references.assembly.energy import FORBIDDEN, Energy

UNIT = 16
"""The capacity of a cost of one grey level. Capacities in the graph are integers."""


class Expansion:
    """A shift field that is improved move by move: ``shifts`` (N, 2) int64, with data costs ``data_cost`` (N,) float32."""

    def __init__(self, energy: Energy, shifts: np.ndarray, data_cost: np.ndarray) -> None:
        self.energy = energy
        self.shifts = np.array(shifts, np.int64, order="C")
        self.data_cost = np.array(data_cost, np.float32)
        self._number = np.full(len(shifts), -1, np.int32)
        self._room: tuple[np.ndarray, np.ndarray] | None = None

    def move(self, shift: tuple[int, int], pixels: np.ndarray, costs: np.ndarray) -> int:
        """Let ``shift`` take over the subset of ``pixels`` (n,), given by number, that lowers the energy most. ``costs``:
        (n,) the shift's data costs there. Returns how many pixels changed.
        """
        pixels = np.ascontiguousarray(pixels, np.int64)
        costs = np.ascontiguousarray(costs, np.float32)
        if self._room is None or len(self._room[1]) < len(pixels):  # kept, to allocate less often
            self._room = np.empty(32 * len(pixels), np.int32), np.empty(len(pixels), np.float64)
        work, sums = self._room
        changed: int = kernels().move(
            self.energy.field.address,
            ctypes.c_int64(len(pixels)),
            pointer(pixels, np.int64),
            pointer(costs, np.float32),
            pointer(np.array(shift, np.int64), np.int64),
            pointer(self.shifts, np.int64),
            pointer(self.data_cost, np.float32),
            ctypes.c_float(float(FORBIDDEN)),
            ctypes.c_double(UNIT),
            pointer(self._number, np.int32),
            pointer(work, np.int32),
            pointer(sums, np.float64),
        )
        return changed


def expand(
    expansion: Expansion,
    candidates: np.ndarray,
    costs: np.ndarray,
    *,
    sweeps: int,
    tick: Callable[[float], None],
) -> None:
    """Let each candidate (L, 2), with costs (L, N), take over pixels of the whole hole, in at most ``sweeps`` rounds, until
    a round changes nothing. Candidates that changed nothing in one round are left out of the next. ``tick(fraction)``
    reports progress in [0, 1].
    """
    labels = [(int(dx), int(dy)) for dx, dy in candidates]
    every = np.arange(len(expansion.shifts))
    active = np.ones(len(labels), bool)
    for sweep in range(sweeps):
        changed = np.zeros(len(labels), np.int64)
        for number, shift in enumerate(labels):
            if active[number]:
                changed[number] = expansion.move(shift, every, costs[number])
            tick((sweep + (number + 1) / len(labels)) / sweeps)
        if not changed.any():
            break
        active = changed > 0


def dense_costs(energy: Energy, candidates: np.ndarray) -> np.ndarray:
    """(L, N) data costs of all candidates at all pixels of the hole."""
    box: Box = energy.box
    rows, columns = energy.rows - box.top, energy.columns - box.left
    result = np.empty((len(candidates), len(rows)), np.float32)

    def fill(part: slice) -> None:
        for number in range(*part.indices(len(candidates))):
            dx, dy = candidates[number]
            result[number] = energy.data((int(dx), int(dy)), box)[rows, columns]

    side_by_side(fill, portions(len(candidates), 4))
    return result
