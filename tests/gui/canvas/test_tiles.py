from __future__ import annotations

import numpy as np
import pytest

from crfill_core.geometry import Box
from crfill_core.imaging.photo import Photo
from crfill_gui.canvas.tiles import DisplayTiles, Pyramid, level_for
from crfill_gui.document.tiled_photo import TiledPhoto
from tests.gui.helpers import noise


@pytest.mark.parametrize(
    ("zoom", "level"), [(4, 0), (1, 0), (0.75, 0), (0.5, 1), (0.4, 1), (0.25, 2), (1 / 3, 1), (0.01, 6)]
)
def test_the_level_has_at_least_the_screens_pixels(zoom: float, level: int) -> None:
    assert level_for(zoom) == level


@pytest.mark.parametrize("shape", [(601, 403), (256, 256, 3), (7, 300, 1)])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_levels_are_averages_and_follow_changes_by_box(shape: tuple[int, ...], dtype: type) -> None:
    base = noise(shape[0], shape[1], (shape + (1,))[2], dtype)
    base = base[..., 0].copy() if len(shape) == 2 else base
    pyramid = Pyramid(base)
    pyramid.level(2)
    box = Box(3, 1, min(60, shape[1]), 6)
    base[box.slices] = np.iinfo(dtype).max
    pyramid.refresh(box)
    for level in (1, 2):
        assert np.array_equal(pyramid.level(level), Pyramid(base).level(level))
    height, width = shape[0] // 2 * 2, shape[1] // 2 * 2
    even = base[:height, :width].astype(float)
    mean = (even[::2, ::2] + even[1::2, ::2] + even[::2, 1::2] + even[1::2, 1::2]) / 4
    assert np.max(np.abs(pyramid.level(1) - mean)) <= 0.5


def test_a_region_over_several_tiles_equals_the_photo() -> None:
    photo = Photo(noise(1100, 1300))
    region = DisplayTiles(TiledPhoto.of(photo)).region(0, Box(100, 400, 1250, 1090))
    assert np.array_equal(region[..., 2::-1], photo.pixels[400:1090, 100:1250])
    assert np.all(region[..., 3] == 255)


def test_changed_pixels_are_seen_at_every_level() -> None:
    photo = Photo(noise(1100, 1300))
    tiles = DisplayTiles(TiledPhoto.of(photo))
    whole = {level: Box(0, 0, 1300 >> level, 1100 >> level) for level in (0, 1, 2)}
    for level, box in whole.items():
        tiles.region(level, box)
    changed = photo.pixels.copy()
    changed[500:530, 510:700] = 0
    tiles.refresh(TiledPhoto.of(Photo(changed)), Box(510, 500, 700, 530))
    fresh = DisplayTiles(TiledPhoto.of(Photo(changed)))
    for level, box in whole.items():
        assert np.array_equal(tiles.region(level, box), fresh.region(level, box))


def test_transparent_parts_show_a_checkerboard_and_sixteen_bits_show() -> None:
    pixels = np.full((40, 40, 1), 65535, np.uint16)
    alpha = np.zeros((40, 40), np.uint16)
    alpha[:20] = 65535
    shown = DisplayTiles(TiledPhoto.of(Photo(pixels, alpha))).region(0, Box(0, 0, 40, 40))[..., :3]
    assert np.all(shown[:20] == 255)
    assert len(np.unique(shown[20:])) == 2 and shown[20:].max() < 255
