import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crfill_core.references.assembly import seam_map as module
from crfill_core.references.assembly.seam_map import TILE, seam_map, tiles_at


@pytest.mark.parametrize("shape", [(1, 1), (1, 50), (33, 1), (2, 3), (70, 150), (300, 40)])
def test_the_map_has_the_colours_and_their_slopes(
    shape: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    colour = np.random.default_rng(0).random((*shape, 3)).astype(np.float32) * 255
    grey = cv2.cvtColor(colour, cv2.COLOR_RGB2GRAY)
    slopes = [cv2.Sobel(grey, cv2.CV_32F, *way, ksize=3, scale=0.25) for way in ((1, 0), (0, 1))]
    expected = np.dstack([colour, *(np.float32(0.7) * slope for slope in slopes)])
    for strip in (10, module.STRIP):
        monkeypatch.setattr(module, "STRIP", strip)
        assert np.allclose(seam_map(colour, 0.7), expected, atol=1e-4)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 400), st.integers(1, 400), st.integers(0, 2**32 - 1))
def test_some_tiles_are_as_in_the_whole_and_reach_around_their_places(
    height: int, width: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    colour = rng.random((height, width, 3)).astype(np.float32)
    rows, columns = rng.integers(-50, height + 50, 3), rng.integers(-50, width + 50, 3)
    tiles = tiles_at(rows, columns, (height, width))
    some, every = seam_map(colour, 1.0, tiles), seam_map(colour, 1.0)
    made = np.kron(tiles, np.ones((TILE, TILE), bool))[:height, :width] > 0
    assert np.array_equal(some, np.where(made[..., None], every, 0))
    y, x = np.mgrid[:height, :width]
    for row, column in zip(rows.clip(0, height - 1), columns.clip(0, width - 1), strict=True):
        assert made[(abs(y - row) <= TILE) & (abs(x - column) <= TILE)].all()
