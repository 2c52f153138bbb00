"""The jigsaw: patches where they belong, overlaps averaged, known pixels untouched; and its pieces."""

import numpy as np
import pytest
from scipy import ndimage

from crfill_core.geometry import Size
from crfill_core.references.jigsaw import boxes_of, piece, pieces, regions, scaled_boxes, shift_field
from crfill_core.references.similarity import select
from tests.core.references.slow import window


@pytest.fixture(params=[(72, 88), (75, 101)])
def selection(request):
    height, width = request.param
    feature, hole = window(4, height=height, width=width)
    hole[-6:, -9:] = True
    return select(feature, hole)


def picture(selection, factor=1):
    shape = (factor * selection.size.height, factor * selection.size.width, 3)
    return np.random.default_rng(0).random(shape).astype(np.float32)


def slow_piece(image, selection):
    height, width = selection.hole.shape
    padded = np.pad(image, ((0, 4), (0, 4), (0, 0)), mode="edge")
    total, count = np.zeros(padded.shape), np.zeros((*padded.shape[:2], 1))
    for patch, best in zip(selection.missing, selection.references[:, 0], strict=True):
        (x, y), (u, v) = selection.corners(patch), selection.corners(best)
        total[y : y + 16, x : x + 16] += padded[v : v + 16, u : u + 16]
        count[y : y + 16, x : x + 16] += 1
    mean = (total / np.maximum(count, 1))[:height, :width]
    return np.where(selection.hole[:, :, None], mean, image)


def test_is_what_a_plain_loop_pastes(selection):
    image = picture(selection)
    before = image.copy()
    np.testing.assert_allclose(piece(image, selection), slow_piece(image, selection), atol=1e-6)
    assert (image == before).all()


def test_at_full_resolution_it_is_the_same_jigsaw_with_finer_pixels(selection):
    small = picture(selection)
    large = np.repeat(np.repeat(small, 3, axis=0), 3, axis=1)
    hole = np.repeat(np.repeat(selection.hole, 3, axis=0), 3, axis=1)
    np.testing.assert_allclose(piece(large, selection, hole)[1::3, 1::3], piece(small, selection), atol=1e-6)
    detailed = picture(selection, 3)
    result = piece(detailed, selection, hole)
    assert (result[~hole] == detailed[~hole]).all()
    assert (result[hole] != detailed[hole]).any(axis=-1).mean() > 0.99


@pytest.mark.parametrize("factors", [(1.4, 1.4), (2.03, 2.03), (0.9, 0.9), (0.71, 1.37)])
def test_at_an_uneven_scale_nothing_but_the_references_is_used(factors):
    feature, hole = window(4, height=75, width=101)
    usable = np.zeros_like(hole)
    usable[:16, 24:64] = usable[16:56, :16] = True  # one patch wide or high: nothing beside it may be read
    selection = select(feature, hole, avoid=~usable)
    assert selection.candidates >= 6
    height, width = (round(factors[1] * 75), round(factors[0] * 101))
    y = ((np.arange(height) + 0.5) * 75 / height).astype(int)
    x = ((np.arange(width) + 0.5) * 101 / width).astype(int)
    image = np.random.default_rng(0).random((height, width, 3)).astype(np.float32)
    image[~usable[y[:, None], x]] = 9
    large = hole[y[:, None], x]
    pieced = piece(image, selection, large)
    assert pieced[large].max() <= 1 and (pieced[~large] == image[~large]).all()


def test_what_the_hole_holds_does_not_matter(selection):
    image = picture(selection)
    other = np.where(selection.hole[:, :, None], np.float32(np.nan), image)
    assert (piece(other, selection) == piece(image, selection)).all()


def test_without_references_the_image_stays():
    selection = select(np.ones((2, 16, 16), np.float32), np.ones((64, 64), bool))
    image = picture(selection)
    assert (piece(image, selection) == image).all()
    assert (pieces(selection)[0] == -1).all()


def test_a_hole_of_another_size_is_refused(selection):
    with pytest.raises(ValueError, match="hole must be"):
        piece(picture(selection, 2), selection)


def test_pieces_tile_the_hole_and_say_where_they_come_from(selection):
    labels, shifts = pieces(selection)
    assert ((labels >= 0) == selection.hole).all()
    field = shift_field(selection)
    assert (field[~selection.hole] == 0).all()
    seen = np.zeros(selection.hole.shape, int)
    for cell, shift in zip(selection.cells(selection.missing), selection.shifts, strict=True):
        left, top, right, bottom = cell
        seen[top:bottom, left:right] += 1
        inside = selection.hole[top:bottom, left:right]
        assert (shifts[labels[top:bottom, left:right][inside]] == shift).all()
        assert (field[top:bottom, left:right][inside] == shift).all()
    assert (seen[selection.hole] == 1).all() and seen.max() == 1


def test_regions_are_connected_and_of_one_shift():
    shift = np.zeros((4, 6, 2), np.int32)
    shift[:, 3:] = (5, -2)
    shift[1, 1] = (7, 7)
    where = np.ones((4, 6), bool)
    where[2, :] = False
    labels, shifts = regions(shift, where)
    assert labels.tolist() == [[0, 0, 0, 1, 1, 1], [0, 2, 0, 1, 1, 1], [-1] * 6, [3, 3, 3, 4, 4, 4]]
    assert shifts.tolist() == [[0, 0], [5, -2], [7, 7], [0, 0], [5, -2]]


@pytest.mark.parametrize("size", [(1, 1), (1, 9), (12, 1), (30, 23)])
def test_regions_and_their_boxes_are_those_of_scipy(size):
    rng = np.random.default_rng(0)
    for values in (1, 2, 3):
        shift, where = rng.integers(0, values, (*size, 2)).astype(np.int32), rng.random(size) < 0.8
        parts = [
            ndimage.label(where & (shift == [x, y]).all(2))[0] for x in range(values) for y in range(values)
        ]
        labels, shifts = regions(shift, where)
        assert labels.max() + 1 == len(shifts) == sum(part.max() for part in parts)
        assert ((labels >= 0) == where).all() and (shifts[labels[where]] == shift[where]).all()
        for part in parts:
            for number in range(1, part.max() + 1):
                assert len(np.unique(labels[part == number])) == 1
        first = [np.flatnonzero(labels == label)[0] for label in range(len(shifts))]
        assert first == sorted(first)
        assert [box.slices for box in boxes_of(labels)] == ndimage.find_objects(labels + 1)


def test_boxes_grow_with_the_image():
    boxes = np.array([[0, 8, 16, 24], [3, 3, 4, 4]])
    assert scaled_boxes(boxes, Size(32, 32), Size(64, 16)).tolist() == [[0, 4, 32, 12], [6, 2, 8, 2]]
