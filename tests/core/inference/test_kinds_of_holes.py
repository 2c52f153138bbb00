"""Fills that follow lines, interpolate thin holes and leave rims out, with a small untrained generator."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from crfill_core.errors import FillError
from crfill_core.geometry import Box
from crfill_core.imaging.photo import Photo
from crfill_core.inference.request import FillOptions, FillRequest
from crfill_core.references.lines import Line, LineSteering
from tests.core.inference.photos import hole_at, photo_of


@pytest.mark.parametrize(
    "line", [(20, 60, 70, 10), (-1e6, -1e6, 1e6, 1e6), (34, 30, 36, 34), (0, 0, 1e6, 1e6, 60, 10)]
)
def test_drawn_lines_of_any_length_are_followed_and_fills_stay_sound(inpainter, line):
    photo, mask = photo_of(70, 90), hole_at(70, 90, Box(30, 20, 50, 44))
    lines = LineSteering.of([Line.of(line)])
    first, second = (
        inpainter.fill(FillRequest(photo, mask, FillOptions("assembly"), lines=lines)) for _ in range(2)
    )
    assert first.notes == ()
    filled = first.apply(photo).pixels
    assert np.array_equal(filled[mask == 0], photo.pixels[mask == 0])
    assert np.array_equal(filled, second.apply(photo).pixels)


def test_it_is_said_that_the_network_alone_follows_no_lines(inpainter):
    photo, mask = photo_of(70, 90), hole_at(70, 90, Box(30, 20, 50, 44))
    lines = LineSteering.of([Line.of((20, 60, 70, 10))])
    result = inpainter.fill(FillRequest(photo, mask, FillOptions("network"), lines=lines))
    assert len(result.notes) == 1 and "does not follow lines" in result.notes[0]


def test_a_drawn_line_beside_the_photo_is_refused(inpainter):
    photo, mask = photo_of(70, 90), hole_at(70, 90, Box(30, 20, 50, 44))
    with pytest.raises(FillError, match="outside the photo of 90×70"):
        inpainter.fill(FillRequest(photo, mask, lines=LineSteering.of([Line.of((200, 5, 300, 5))])))


def test_auto_interpolates_thin_holes_and_assembles_the_others(inpainter):
    photo = photo_of(80, 100)
    mask = hole_at(80, 100, Box(30, 30, 50, 50))
    mask[10, 5:90] = 255
    mask[60:62, 70] = 128
    result = inpainter.fill(FillRequest(photo, mask))
    assert [hole.mode for hole in result.holes] == ["assembly", "interpolation"]
    assert len(result.references) == 1
    filled = result.apply(photo)
    assert np.array_equal(filled.pixels[mask == 0], photo.pixels[mask == 0])
    assert (filled.pixels[mask == 255] != photo.pixels[mask == 255]).any(1).mean() > 0.9


def test_a_photo_full_of_scratches_needs_no_window(inpainter):
    photo = photo_of(96, 128)
    mask = np.zeros((96, 128), np.uint8)
    mask[::6] = 255
    result = inpainter.fill(FillRequest(photo, mask))
    assert [hole.mode for hole in result.holes] == ["interpolation"] and not result.references


def test_a_hole_walled_in_by_avoided_places_is_not_interpolated(inpainter):
    photo, mask = photo_of(64, 64), hole_at(64, 64, Box(30, 30, 32, 32))
    avoid = np.zeros((64, 64), bool)
    avoid[20:44, 20:44] = True
    result = inpainter.fill(FillRequest(photo, mask, avoid=avoid))
    assert [hole.mode for hole in result.holes] == ["assembly"]


def test_a_drawn_line_bends_an_edge(inpainter):
    """A horizon across the hole; the line leads it over a hill."""
    values = np.where(np.arange(96)[:, None] < 50, 200, 60) + np.zeros((96, 128))
    noise = np.random.default_rng(0).normal(0, 3, values.shape)
    photo = Photo(np.repeat((values + noise)[:, :, None], 3, axis=2).astype(np.uint8))
    mask = hole_at(96, 128, Box(40, 25, 88, 70))
    hill = Line.of((0, 50, 40, 50, 64, 34, 88, 50, 128, 50))

    def ground(lines: LineSteering) -> np.ndarray:
        result = inpainter.fill(FillRequest(photo, mask, FillOptions("assembly"), lines=lines))
        return result.apply(photo).pixels[38:48, 58:70] < 130

    assert ground(LineSteering()).mean() < 0.1
    assert ground(LineSteering.of([hill])).mean() > 0.9


def test_a_rim_that_the_mask_leaves_sets_no_colours(inpainter):
    """The mask and the rim that it leaves are not changed, but the fill meets the pixels beyond the rim."""
    thing = np.zeros((90, 120), np.float32)
    thing[30:60, 40:80] = 1
    share = cv2.GaussianBlur(thing, (0, 0), 1.3)[:, :, None]
    ground = np.array([150, 170, 190], np.float32)
    photo = Photo(np.rint(ground * (1 - share) + 30 * share).astype(np.uint8))
    mask = (thing * 255).astype(np.uint8)
    result = inpainter.fill(FillRequest(photo, mask, FillOptions(mode="assembly")))
    filled = result.apply(photo).pixels
    assert np.array_equal(filled[mask == 0], photo.pixels[mask == 0])
    assert np.abs(filled[mask > 0] - ground).max() < 6
    (references,) = result.references
    assert references.sources is not None
    box = references.sources.box
    assert not ((references.sources.index > 0) & (mask[box.slices] == 0)).any()
