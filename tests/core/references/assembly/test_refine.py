import numpy as np

from crfill_core.geometry import Box
from crfill_core.references.assembly.energy import Energy, GuideMaps, Weights
from crfill_core.references.assembly.expansion import Expansion, dense_costs
from crfill_core.references.assembly.refine import align, data_costs, doubled, regrow
from tests.core.references.assembly import plain
from tests.core.references.assembly.scenes import bricks, hole_of, level_of


def energy_of(image: np.ndarray, hole: np.ndarray) -> Energy:
    level = level_of(image, hole)
    return Energy(level, GuideMaps.of(level, np.zeros(hole.shape, np.float32), Weights()), Weights())


def test_doubled_shifts_are_inherited() -> None:
    coarse = energy_of(bricks(20, 20), hole_of((20, 20), 5, 6, 4, 4))
    fine = coarse.finer(
        level_of(bricks(40, 40), hole_of((40, 40), 11, 12, 7, 8), usable=np.ones((40, 40), bool))
    )
    shifts = np.zeros((16, 2), np.int64)
    shifts[coarse.numbers(Box(6, 5, 7, 6))[0, 0]] = [3, -4]
    result = doubled(coarse, shifts, fine)
    below = fine.numbers(Box(12, 11, 14, 12))[0]
    assert result[below].tolist() == [[6, -8], [6, -8]]
    assert (result == 0).all(1).sum() == len(result) - 2


def test_alignment_brings_a_region_into_phase() -> None:
    image = bricks(80, 100)
    energy = energy_of(image, hole_of((80, 100), 30, 40, 20, 20))
    for off in ((1, 0), (0, -1), (-1, 1)):
        shifts = np.tile(np.array([[32, 16]]) + off, (400, 1))
        aligned = align(energy, shifts, lambda done: None)
        assert (aligned == [32, 16]).all()


def test_alignment_never_leaves_the_usable_pixels() -> None:
    image = bricks(40, 60)
    hole = hole_of((40, 60), 10, 25, 16, 16)
    energy = energy_of(image, hole)
    shifts = np.tile(np.array([[-16, 0]]), (256, 1))
    blocked = align(energy, shifts + [0, 0], lambda done: None)
    for shift in np.unique(blocked, axis=0):
        assert plain.reaches(energy, np.arange(256), shift).all()


def test_regions_grow_back_over_a_bad_patch() -> None:
    energy = energy_of(bricks(80, 100), hole_of((80, 100), 30, 40, 20, 20))
    shifts = np.tile(np.array([[32, 16]]), (400, 1))
    shifts[energy.numbers(Box(45, 36, 50, 40)).ravel()] = [-21, 5]
    expansion = Expansion(energy, shifts, data_costs(energy, shifts))
    before = energy.seams(expansion.shifts).sum()
    regrow(expansion, 6, lambda done: None)
    assert before > 0 and (expansion.shifts == [32, 16]).all()
    assert np.allclose(expansion.data_cost, data_costs(energy, expansion.shifts))


def test_data_costs_agree_with_the_dense_ones() -> None:
    energy = energy_of(bricks(50, 60), hole_of((50, 60), 15, 20, 12, 14))
    candidates = np.array([[16, 16], [-15, 3], [0, 20]])
    dense = dense_costs(energy, candidates)
    labels = np.arange(len(energy.rows)) % 3
    assert np.allclose(data_costs(energy, candidates[labels]), dense[labels, np.arange(len(labels))])


def test_costs_of_some_places_are_those_that_they_have_among_all() -> None:
    energy = energy_of(bricks(50, 60), hole_of((50, 60), 15, 20, 12, 14))
    box, rng = Box(18, 13, 36, 29), np.random.default_rng(0)
    for shift in ((16, 16), (-15, 3), (-40, 0), (0, 25)):
        wanted = rng.random((16, 18)) < 0.2
        some, every = energy.data(shift, box, wanted), energy.data(shift, box)
        assert np.allclose(some[wanted], every[wanted], rtol=1e-6)
