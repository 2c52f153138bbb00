import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from crfill_core.references.assembly.energy import FORBIDDEN, Energy, GuideMaps, Weights, groups
from crfill_core.references.assembly.solve import UNIT, Expansion, dense_costs, expand, minimum_cut
from tests.core.references.assembly.scenes import hole_of, level_of, noise


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
    assert cost(np.zeros(count, bool) if found is None else found) == least
    # Of several minima the one that changes least; None when nothing needs to change.
    fewest = min(int(x.sum()) for x in every if cost(x) == least)
    assert (0 if found is None else int(found.sum())) == fewest


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
        assert energy.reaches(pixels, np.array(shift)).all()
