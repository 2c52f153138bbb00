import ctypes
import itertools
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage

from crfill_core.native.library import kernels, pointer
from crfill_core.references.assembly.energy import FORBIDDEN, Energy, GuideMaps, Weights
from crfill_core.references.assembly.expansion import UNIT, Expansion, dense_costs, expand
from crfill_core.references.assembly.refine import align
from crfill_core.references.groups import groups
from tests.core.references.assembly import plain
from tests.core.references.assembly.scenes import hole_of, level_of, noise


def minimum_cut(gain: np.ndarray, p: np.ndarray, q: np.ndarray, slack: np.ndarray) -> np.ndarray:
    """Minimise Σ gain_i x_i + Σ slack (1 − x_p) x_q over x in {0, 1}: the (n,) bool x, in units of 1 / ``UNIT``.

    Of several minima the one with the fewest ones. ``slack`` ≥ 0.
    """
    ends = np.stack([p, q], 1).astype(np.int32)
    work = np.empty(10 * len(gain) + 6 * len(ends), np.int32)
    units = np.rint(gain * UNIT).astype(np.int32)
    taking = np.empty(len(gain), np.int32)
    kernels().minimum_cut(
        ctypes.c_int32(len(gain)),
        ctypes.c_int32(len(ends)),
        pointer(ends, np.int32),
        pointer(np.rint(slack * UNIT).astype(np.int32), np.int32),
        pointer(units, np.int32),
        pointer(taking, np.int32),
        pointer(work, np.int32),
    )
    return taking.astype(bool)


def tiny(seed: int) -> tuple[Energy, np.ndarray]:
    """A hole of 2 × 3 pixels with three candidate shifts."""
    hole = hole_of((12, 12), 5, 4, 2, 3)
    colour = 128 + 60 * noise((12, 12, 3), 1.0, seed)
    level = level_of(colour / 255, hole, guess=colour / 255)
    guide_map = GuideMaps.of(level, np.zeros(hole.shape, np.float32), Weights())
    energy = Energy(level, guide_map, Weights())
    return energy, np.array([[-4, 0], [3, 3], [1, -4]], np.int32)


def total(energy: Energy, candidates: np.ndarray, costs: np.ndarray, labels: np.ndarray) -> float:
    data = costs[labels, np.arange(len(labels))].sum()
    return float(data + energy.seams(candidates[labels].astype(np.int64)).sum())


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_minimum_cut_is_the_minimum(data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 7))
    whole = st.integers(-40, 40).map(float)
    gain = np.array(data.draw(st.lists(whole, min_size=count, max_size=count)))
    ends = data.draw(st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=14))
    pairs = np.array([pair for pair in ends if pair[0] != pair[1]], int).reshape(-1, 2)
    slack = np.array([data.draw(st.integers(0, 30).map(float)) for _ in pairs])

    def cost(x: np.ndarray) -> float:
        return float((gain * x).sum() + (slack * ~x[pairs[:, 0]] * x[pairs[:, 1]]).sum())

    every = [np.array(bits, bool) for bits in itertools.product((False, True), repeat=count)]
    least = min(cost(x) for x in every)
    found = minimum_cut(gain, pairs[:, 0], pairs[:, 1], slack)
    assert cost(found) == least
    # Of several minima the one that changes least.
    assert int(found.sum()) == min(int(x.sum()) for x in every if cost(x) == least)


@settings(max_examples=40, deadline=None)
@given(
    height=st.integers(1, 14),
    width=st.integers(1, 14),
    seed=st.integers(0, 2**32 - 1),
    balance=st.floats(-20, 20),
    strength=st.sampled_from([0, 3, 30]),
)
def test_minimum_cuts_of_grids_agree_with_a_plain_maximum_flow(
    height: int, width: int, seed: int, balance: float, strength: int
) -> None:
    rng = np.random.default_rng(seed)
    number = np.arange(height * width).reshape(height, width)
    p = np.concatenate([number[:, :-1].ravel(), number[:-1].ravel()])
    q = np.concatenate([number[:, 1:].ravel(), number[1:].ravel()])
    gain = rng.normal(balance, 20, height * width).round()
    slack = rng.integers(0, strength + 1, len(p)).astype(float)
    taken = minimum_cut(gain, p, q, slack)
    assert np.array_equal(taken, plain.minimum_cut(gain, p, q, slack))


def patchwork(rng: np.random.Generator) -> Energy:
    """Whole numbers for colours, so that sums are exact; a hole of several pieces that also ends at the window's corners."""
    hole = ndimage.binary_dilation(rng.random((24, 30)) < 0.02, iterations=3)
    hole[0, 0] = hole[23, 29] = True
    colour = rng.integers(0, 256, (24, 30, 3)).astype(np.float32)
    level = replace(level_of(colour / 255, hole, guess=colour / 255), colour=colour)
    weights = Weights(gradient=0.0)
    return Energy(level, GuideMaps.of(level, np.zeros(hole.shape, np.float32), weights), weights)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), share=st.sampled_from([0.2, 1.0]))
def test_moves_agree_with_plain_ones(seed: int, share: float) -> None:
    rng = np.random.default_rng(seed)
    energy = patchwork(rng)
    count = len(energy.rows)
    shifts, data_cost = rng.integers(-9, 10, (count, 2)), rng.integers(0, 900, count).astype(np.float32)
    expansion = Expansion(energy, shifts, data_cost)
    for _ in range(4):
        shift = tuple(rng.integers(-9, 10, 2).tolist())
        pixels = np.flatnonzero(rng.random(count) < share)
        costs = rng.integers(0, 900, len(pixels)).astype(np.float32)
        costs[rng.random(len(pixels)) < 0.1] = FORBIDDEN
        before = expansion.shifts.copy()
        taken = plain.move(energy, before, expansion.data_cost.copy(), shift, pixels, costs)
        changed = expansion.move(shift, pixels, costs)
        before[taken] = shift
        assert np.array_equal(expansion.shifts, before) and changed == len(taken)
        served = np.isin(pixels, taken)
        assert np.array_equal(expansion.data_cost[pixels[served]], costs[served])


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_regions_are_aligned_as_plainly(seed: int) -> None:
    rng = np.random.default_rng(seed)
    energy = patchwork(rng)
    few = rng.integers(-9, 10, (5, 2))
    shifts = few[rng.integers(0, len(few), len(energy.rows))]
    assert np.array_equal(align(energy, shifts, lambda done: None), plain.align(energy, shifts))


def test_a_move_is_the_best_of_all_moves() -> None:
    for seed in range(6):
        energy, candidates = tiny(seed)
        costs = dense_costs(energy, candidates)
        start = costs.argmin(0)
        expansion = Expansion(energy, candidates[start], costs.min(0))
        expansion.move((-4, 0), np.arange(6), costs[0])
        moves = [np.where(bits, 0, start) for bits in itertools.product((False, True), repeat=6)]
        least = min(total(energy, candidates, costs, labels) for labels in moves)
        labels = (expansion.shifts[:, None] == candidates).all(2).argmax(1)
        assert total(energy, candidates, costs, labels) <= least + 12 / UNIT


def test_expansion_comes_close_to_the_best_of_all_fields() -> None:
    ratios = []
    for seed in range(8):
        energy, candidates = tiny(seed)
        costs = dense_costs(energy, candidates)
        expansion = Expansion(energy, candidates[costs.argmin(0)], costs.min(0))
        expand(expansion, candidates, costs, sweeps=4, tick=lambda done: None)
        labels = (expansion.shifts[:, None] == candidates).all(2).argmax(1)
        fields = [np.array(field) for field in itertools.product(range(3), repeat=6)]
        least = min(total(energy, candidates, costs, field) for field in fields)
        ratios.append(total(energy, candidates, costs, labels) / least)
        assert np.allclose(expansion.data_cost, costs[labels, np.arange(6)])
    assert max(ratios) < 1.05 and np.mean(ratios) < 1.01


def test_forbidden_shifts_are_never_taken() -> None:
    energy, candidates = tiny(1)
    outside = np.array([[9, 0], [1, 0], *candidates.tolist()], np.int32)
    costs = dense_costs(energy, outside)
    assert (costs[0] == FORBIDDEN).any() and (costs[1] == FORBIDDEN).any()
    expansion = Expansion(energy, outside[costs.argmin(0)], costs.min(0))
    expand(expansion, outside, costs, sweeps=3, tick=lambda done: None)
    assert (expansion.data_cost < FORBIDDEN).all()
    for shift, pixels in groups(expansion.shifts):
        assert plain.reaches(energy, pixels, np.array(shift)).all()
