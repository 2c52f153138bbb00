import numpy as np

from crfill_core.references.assembly import candidates
from crfill_core.references.assembly.candidates import Hints, with_rescue
from crfill_core.references.assembly.levels import Level
from crfill_core.references.assembly.repetition import repetition
from tests.core.references.assembly.scenes import hole_of, level_of, noise


def find_candidates(level: Level, count: int, references: np.ndarray | None = None) -> np.ndarray:
    hints = Hints(repetition(level.colour, level.usable), references)
    return candidates.find_candidates(level, count=count, hints=hints)


def test_the_period_of_a_texture_ranks_first() -> None:
    tile = noise((11, 17, 3), 0.2).clip(-0.5, 0.5) + 0.5
    image = np.tile(tile, (8, 6, 1)).astype(np.float32)
    hole = hole_of(image.shape[:2], 30, 40, 20, 20)
    found = find_candidates(level_of(image, hole), count=20)
    periodic = (found[:, 0] % 17 == 0) & (found[:, 1] % 11 == 0)
    # The known texture's ranking takes turns with that of the guide's patches, which here is worthless.
    assert periodic[0] and periodic[:12].sum() >= 5
    assert (np.abs(found[periodic]).max(1) >= max(hole.shape) / 15).all()


def test_candidates_are_distinct_repeatable_and_of_some_use() -> None:
    image, hole = noise((50, 60, 3), 0.2) + 0.5, hole_of((50, 60), 10, 10, 20, 20)
    level = level_of(image, hole)
    first, second = (find_candidates(level, count=30) for _ in range(2))
    assert np.array_equal(first, second)
    assert len(np.unique(first, axis=0)) == len(first) <= 31
    rows, columns = np.nonzero(hole)
    for dx, dy in first:
        inside = (rows + dy >= 0) & (rows + dy < 50) & (columns + dx >= 0) & (columns + dx < 60)
        assert level.usable[rows[inside] + dy, columns[inside] + dx].any()


def test_proposals_come_first_at_the_scale_of_the_level() -> None:
    image, hole = noise((50, 60, 3), 0.2) + 0.5, hole_of((50, 60), 10, 10, 20, 20)
    proposals = np.array([[100, 8, 1.0], [-36, 60, 9.0], [4000, 0, 99.0]])
    found = find_candidates(level_of(image, hole, scale=4), count=30, references=proposals).tolist()
    assert found[0] == [-9, 15]
    assert [25, 2] in found[:6]


def test_every_pixel_is_rescued_where_anything_is_known() -> None:
    hole = hole_of((30, 40), 0, 0, 30, 36)
    usable = ~hole
    usable[:, 38:] = False
    level = level_of(noise((30, 40, 3), 0.2) + 0.5, hole, usable=usable)
    found = with_rescue(level, np.array([[3, 0]]))
    assert found[0].tolist() == [3, 0]
    served = np.zeros(hole.shape, bool)
    for dx, dy in found:
        rows, columns = np.nonzero(hole)
        inside = (columns + dx >= 0) & (columns + dx < 40) & (rows + dy >= 0) & (rows + dy < 30)
        served[rows[inside], columns[inside]] |= usable[rows[inside] + dy, columns[inside] + dx]
    assert served[hole].all()
    nothing = level_of(np.zeros((30, 40, 3)), hole, usable=np.zeros_like(hole))
    assert len(find_candidates(nothing, count=5)) == 0
