import numpy as np
import pytest

from crfill_core.references.assembly.levels import Pyramid, resampled, scales_for
from tests.core.references.assembly.scenes import hole_of, noise


@pytest.mark.parametrize(
    ("shape", "hole", "expected"),
    [
        ((60, 60), (10, 10), [1]),
        ((256, 256), (128, 128), [4, 2, 1]),
        ((3000, 3000), (1000, 1000), [32, 16, 8, 4, 2, 1]),
        ((2000, 900), (20, 20), [8, 4, 2, 1]),
        ((40, 4000), (30, 300), [1]),
        ((40, 4000), (30, 3000), [4, 2, 1]),
    ],
)
def test_the_working_scale_follows_window_and_hole(
    shape: tuple[int, int], hole: tuple[int, int], expected: list[int]
) -> None:
    assert scales_for(hole_of(shape, 0, 0, *hole), 300, 1500) == expected


def test_coarse_pixels_are_missing_if_any_is_and_usable_if_all_are() -> None:
    hole = hole_of((10, 13), 3, 5, 1, 1)
    usable = ~hole
    usable[9, 0] = False
    image = noise((10, 13, 3), 0.2) + 0.5
    pyramid = Pyramid(image, hole, usable, image, None, 4)
    level = pyramid.level(2)
    assert level.hole.shape == (6, 8)
    assert np.argwhere(level.hole).tolist() == [[1, 2]]
    # Neither the padding nor a block that is partly barred may be copied.
    assert not level.usable[5].any() and not level.usable[:, 6:].any()
    assert not level.usable[4, 0] and not level.usable[1, 2]
    assert level.usable[:4, :6].sum() == 23


def test_the_guide_fills_the_hole_and_nothing_else() -> None:
    hole = hole_of((16, 24), 4, 4, 8, 8)
    image = np.full((16, 24, 3), 0.25, np.float32)
    image[hole] = 1
    guide = np.full((8, 12, 3), 0.75, np.float32)
    colour = Pyramid(image, hole, ~hole, guide, None, 2).level(2).colour
    assert np.allclose(colour[2:6, 2:6], 0.75 * 255)
    assert np.allclose(colour[:2], 0.25 * 255) and np.allclose(colour[:, 6:], 0.25 * 255)


def test_features_are_unit_vectors_in_the_right_place() -> None:
    features = np.zeros((2, 8, 12), np.float32)
    features[0, :, :6] = 3
    features[1, :, 6:] = 5
    # Each feature covers eight by eight pixels of the window.
    vectors = resampled(features, (8, 8), 4, (16, 24))
    assert vectors.shape == (16, 24, 2)
    assert np.allclose(np.linalg.norm(vectors, axis=2), 1, atol=1e-5)
    assert (vectors[:, :11, 0] == 1).all() and (vectors[:, 13:, 1] == 1).all()


def test_roughness_is_that_of_the_known_pixels_and_spans_the_hole() -> None:
    image = np.full((64, 64, 3), 0.5, np.float32)
    image[:, :32] += noise((64, 32, 3), 0.1)
    hole = hole_of((64, 64), 20, 16, 24, 32)
    hidden = np.where(hole[..., None], noise((64, 64, 3), 5.0), image).astype(np.float32)
    pyramid = Pyramid(hidden, hole, ~hole, image, None, 2)
    rough = pyramid.roughness(pyramid.level(2))
    assert rough[16, 2] > 5 and rough[16, 30] < 1
    inside = rough[16, 8:24]
    assert inside[2] > inside[8] > inside[13] > 0
    assert inside.max() < 1.5 * rough[:, :8].max()


def test_preference_is_a_share() -> None:
    image, hole = np.zeros((8, 8, 3), np.float32), hole_of((8, 8), 2, 2, 2, 2)
    prefer = hole_of((8, 8), 0, 0, 3, 4)
    level = Pyramid(image, hole, ~hole, image, prefer, 2).level(2)
    assert level.prefer is not None
    assert level.prefer[0, 0] == 1 and level.prefer[1, 0] == 0.5 and level.prefer[3, 3] == 0


@pytest.mark.parametrize("side", [48, 50])
def test_the_last_level_is_the_one_of_scale_1(side: int) -> None:
    image, hole = noise((side, 64, 3), 0.2) + np.float32(0.5), hole_of((side, 64), 10, 12, 20, 24)
    pyramids = [Pyramid(image, hole, ~hole, image[::2, ::2], None, 4) for _ in range(2)]
    plain, last = pyramids[0].level(1), pyramids[1].last_level()
    for name in ("colour", "hole", "usable", "guided", "confidence"):
        assert np.array_equal(getattr(plain, name), getattr(last, name)), name
