import numpy as np
import pytest

from crfill_core.references.assembly.guide_synthesis import Synthesis, resynthesise, synthesise
from crfill_core.references.assembly.patches import PATCH
from tests.core.references.assembly.scenes import hole_of, level_of, noise


def slope(height: int, width: int) -> np.ndarray:
    """Dark ground below a straight tilted edge, bright sky above it."""
    rows, columns = np.mgrid[:height, :width]
    ground = rows > height * 0.6 - 0.3 * columns
    return np.repeat(np.where(ground, 0.2, 0.8)[..., None], 3, 2).astype(np.float32)


def ignore(done: float) -> None:
    pass


def test_an_edge_runs_on_through_the_hole_whatever_was_guessed_there() -> None:
    image, hole = slope(80, 100), hole_of((80, 100), 18, 35, 36, 30)
    made = synthesise(level_of(image, hole), 8, ignore)
    assert np.array_equal(made.colour[~hole], (image * 255)[~hole])
    wrong = np.abs(made.colour / 255 - image).mean(2)[hole] > 0.2
    assert wrong.mean() < 0.05  # a pixel or two along the edge
    at = made.corners + made.offsets[:, ::-1]
    for row, column in at:
        assert not hole[row : row + PATCH, column : column + PATCH].any()
    assert (made.votes > 0).all()


def test_a_finer_level_follows_the_coarse_one_sharply() -> None:
    image, hole = slope(120, 160), hole_of((120, 160), 32, 60, 40, 40)
    coarse_image = image.reshape(60, 2, 80, 2, 3).mean((1, 3))
    coarse = synthesise(level_of(coarse_image, hole[::2, ::2]), 8, ignore)
    fine = resynthesise(level_of(image, hole), coarse, ignore)
    enlarged = np.repeat(np.repeat(coarse.colour, 2, 0), 2, 1) / 255
    truth = image[hole]
    assert np.abs(fine.colour / 255 - image)[hole].mean() < 0.7 * np.abs(enlarged[hole] - truth).mean()
    assert fine.colour[hole].min() > 0.19 * 255 and fine.colour[hole].max() < 0.81 * 255


def test_preferred_patches_win_over_equal_ones_elsewhere() -> None:
    image = (0.5 + noise((60, 90, 3), 0.05)).clip(0, 1)
    hole, prefer = hole_of((60, 90), 22, 37, 16, 16), np.zeros((60, 90), np.float32)
    prefer[:, 60:] = 1

    def share_from_the_right(prefer: np.ndarray | None) -> float:
        made = synthesise(level_of(image, hole, prefer=prefer), 8, ignore)
        return float((made.corners[:, 1] + made.offsets[:, 0] >= 56).mean())

    assert share_from_the_right(None) < 0.7
    assert share_from_the_right(prefer) > 0.95


@pytest.mark.parametrize(
    "hole",
    [np.ones((30, 30), bool), np.zeros((30, 30), bool), hole_of((5, 40), 1, 3, 2, 9)],
    ids=["nothing known", "nothing missing", "narrower than a patch"],
)
def test_where_no_patch_fits_the_guess_stays(hole: np.ndarray) -> None:
    level = level_of(np.full((*hole.shape, 3), 0.3, np.float32), hole, guess=0.6)
    made = synthesise(level, 8, ignore)
    assert np.array_equal(made.colour, level.colour)
    assert made.corners.shape == made.offsets.shape == (0, 2) and made.votes.shape == (0,)
    larger = level_of(
        np.full((2 * hole.shape[0], 2 * hole.shape[1], 3), 0.3, np.float32), hole.repeat(2, 0).repeat(2, 1)
    )
    again = resynthesise(larger, made, ignore)
    assert again.corners.shape == (0, 2) and np.isfinite(again.colour).all()


def test_the_same_level_gives_the_same_answer_and_progress_grows() -> None:
    image, hole = noise((64, 64, 3), 0.2) + 0.5, hole_of((64, 64), 20, 20, 20, 24)
    seen: list[float] = []
    first, second = (synthesise(level_of(image, hole), 8, tick) for tick in (seen.append, ignore))
    assert isinstance(first, Synthesis) and np.array_equal(first.colour, second.colour)
    assert seen == sorted(seen) and seen[0] > 0 and seen[-1] <= 1
