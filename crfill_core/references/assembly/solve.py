"""α-expansion: let one shift after another take over as many pixels as lowers the energy, by exact minimum cuts."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import breadth_first_order, maximum_flow

from crfill_core.geometry import Box
from crfill_core.references.assembly.energy import FORBIDDEN, Energy

UNIT = 16
"""Integer capacity of one grey level."""
ROUNDS = 50
"""At most so many rounds of deciding pixels before the flow."""


class Expansion:
    """A shift field being improved move by move. ``shifts``: (N, 2) int64; ``data_cost``: (N,) of the present field."""

    def __init__(self, energy: Energy, shifts: np.ndarray, data_cost: np.ndarray) -> None:
        self.energy = energy
        self.shifts = shifts.astype(np.int64)
        self.data_cost = data_cost.astype(np.float32)

    def move(self, shift: tuple[int, int], pixels: np.ndarray, costs: np.ndarray) -> int:
        """Let ``shift`` take over any of ``pixels`` (numbers) where ``costs`` are its data costs; how many changed."""
        energy = self.energy
        mine = np.array(shift, np.int64)
        open_ = (costs < FORBIDDEN) & (self.shifts[pixels] != mine).any(1)
        pixels, costs = pixels[open_], costs[open_]
        if not len(pixels):
            return 0
        number = np.full(len(self.shifts), -1, np.int64)
        number[pixels] = np.arange(len(pixels))
        touched = (number[energy.first] >= 0) | (number[energy.second] >= 0)
        p, q = energy.first[touched], energy.second[touched]
        a, b = self.shifts[p], self.shifts[q]
        new = np.broadcast_to(mine, a.shape)
        keep = energy.seam(p, a, b) + energy.seam(q, a, b)
        only_q = energy.seam(p, a, new) + energy.seam(q, a, new)
        only_p = energy.seam(p, new, b) + energy.seam(q, new, b)

        # Energy of x (1 = takes the shift) per pair: keep + (only_p − keep) x_p − only_p x_q + slack (1 −
        # x_p) x_q for two open ends; a closed end just keeps its own shift.
        gain = costs - self.data_cost[pixels]
        np_, nq = number[p], number[q]
        both, p_alone, q_alone = (np_ >= 0) & (nq >= 0), nq < 0, np_ < 0
        count = len(pixels)
        gain = gain + np.bincount(np_[both], (only_p - keep)[both], count)
        gain -= np.bincount(nq[both], only_p[both], count)
        gain += np.bincount(np_[p_alone], (only_p - keep)[p_alone], count)
        gain += np.bincount(nq[q_alone], (only_q - keep)[q_alone], count)
        taking = minimum_cut(gain, np_[both], nq[both], (only_q + only_p - keep)[both])
        if taking is None:
            return 0
        changed = pixels[taking]
        self.shifts[changed] = mine
        self.data_cost[changed] = costs[taking]
        return len(changed)


def minimum_cut(gain: np.ndarray, p: np.ndarray, q: np.ndarray, slack: np.ndarray) -> np.ndarray | None:
    """Minimise Σ gain_i x_i + Σ slack (1 − x_p) x_q over x in {0, 1}: the (n,) bool x, None for x = 0 everywhere.

    Of several minima the one with the fewest ones.
    """
    count = len(gain)
    gain = np.rint(gain * UNIT).astype(np.int64)
    slack = np.rint(np.maximum(slack, 0) * UNIT).astype(np.int64)
    taking = np.zeros(count, bool)
    open_ = np.ones(count, bool)
    # Most pixels are decided without a flow: x = 0 where even all neighbours' savings cannot pay for the
    # step, x = 1 where the step pays even against every neighbour. Deciding some decides others.
    for _ in range(ROUNDS):
        saving = np.bincount(p, slack, count).astype(np.int64)
        price = np.bincount(q, slack, count).astype(np.int64)
        stay, take = open_ & (gain >= saving), open_ & (gain + price < 0)
        decided = stay | take
        if not decided.any():
            break
        open_ &= ~decided
        taking |= take
        # An edge with a decided end is either settled or a cost of its open end alone.
        gain = gain + np.bincount(q, slack * stay[p], count).astype(np.int64)
        gain -= np.bincount(p, slack * take[q], count).astype(np.int64)
        left = open_[p] & open_[q]
        p, q, slack = p[left], q[left], slack[left]
        if not (gain[open_] < 0).any():
            open_[:] = False
            break
    rest = np.flatnonzero(open_)
    if len(rest):
        number = np.full(count, -1, np.int64)
        number[rest] = np.arange(len(rest))
        taking[rest] = _cut_by_flow(gain[rest], number[p], number[q], slack)
    return taking if taking.any() else None


def _cut_by_flow(gain: np.ndarray, p: np.ndarray, q: np.ndarray, slack: np.ndarray) -> np.ndarray:
    """The same for integer costs, by a maximum flow."""
    count = len(gain)
    source, sink = count, count + 1
    every = np.arange(count)
    out_of, into = np.full(count, source), np.full(count, sink)
    positive, negative = np.maximum(gain, 0), np.maximum(-gain, 0)
    none = np.zeros_like(slack)
    # Both directions of every edge are stored, so that the flow comes back in the same pattern.
    graph = csr_matrix(
        (
            np.concatenate([slack, none, positive, 0 * positive, negative, 0 * negative]).astype(np.int32),
            (
                np.concatenate([p, q, out_of, every, every, into]),
                np.concatenate([q, p, every, out_of, into, every]),
            ),
        ),
        shape=(count + 2, count + 2),
    )
    result = maximum_flow(graph, source, sink)
    taking = np.zeros(count + 2, bool)
    if result.flow_value < negative.sum():
        residual = graph - result.flow
        residual.data[residual.data < 0] = 0
        residual.eliminate_zeros()
        # Only pixels that the cut forces over take the shift: those that still reach the sink.
        taking[breadth_first_order(residual.T.tocsr(), sink, return_predecessors=False)] = True
    return taking[:count]


def expand(
    expansion: Expansion,
    candidates: np.ndarray,
    costs: np.ndarray,
    *,
    sweeps: int,
    tick: Callable[[float], None],
) -> None:
    """Expand every candidate ((L, 2), costs: (L, N)) over the whole hole, until a sweep changes nothing more."""
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
    return np.stack([energy.data((int(dx), int(dy)), box)[rows, columns] for dx, dy in candidates])
