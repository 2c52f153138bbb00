import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from crfill_core.geometry import Box, Size, union_all

coordinates = st.integers(-12, 12)
boxes = st.builds(Box, coordinates, coordinates, coordinates, coordinates)
lengths = st.integers(1, 24)
whole_boxes = st.builds(
    lambda x, y, width, height: Box(x, y, x + width, y + height), coordinates, coordinates, lengths, lengths
)
sizes = st.builds(Size, st.integers(1, 12), st.integers(1, 12))


def pixels(box: Box) -> set[tuple[int, int]]:
    return {(x, y) for x in range(box.left, box.right) for y in range(box.top, box.bottom)}


@given(boxes)
def test_area_is_the_number_of_pixels(box):
    assert box.area == box.size.area == len(pixels(box))
    assert box.is_empty == (not pixels(box))


@given(boxes, boxes)
def test_intersection_is_the_common_pixels(a, b):
    assert pixels(a.intersect(b)) == pixels(a) & pixels(b)
    assert a.overlaps(b) == bool(pixels(a) & pixels(b))


@given(whole_boxes, whole_boxes)
def test_union_is_the_smallest_box_around_both(a, b):
    both = pixels(a) | pixels(b)
    union = a.union(b)
    assert both <= pixels(union)
    assert union.left == min(x for x, _ in both) and union.right == 1 + max(x for x, _ in both)
    assert union.top == min(y for _, y in both) and union.bottom == 1 + max(y for _, y in both)


@given(boxes, whole_boxes)
def test_an_empty_box_adds_nothing_to_a_union(a, b):
    if a.is_empty:
        assert a.union(b) == b == b.union(a)


@given(st.lists(whole_boxes, max_size=4))
def test_union_of_many(many):
    union = union_all(many)
    assert union.is_empty == (not many)
    assert all(union.contains(box) for box in many)


@given(whole_boxes, whole_boxes)
def test_contains_means_every_pixel(a, b):
    assert a.contains(b) == (pixels(b) <= pixels(a))


@given(boxes, sizes)
def test_clamp_keeps_what_is_inside_the_image(box, size):
    assert pixels(box.clamp(size)) == pixels(box) & pixels(Box.of(size))


@given(whole_boxes, sizes)
def test_shift_into_moves_without_cutting_where_the_box_fits(box, size):
    moved = box.shift_into(size)
    assert Box.of(size).contains(moved)
    assert moved.width == min(box.width, size.width) and moved.height == min(box.height, size.height)
    if Box.of(size).contains(box):
        assert moved == box


@given(boxes, coordinates, coordinates)
def test_translate_and_relative_to_undo_each_other(box, x, y):
    outer = Box(x, y, x + 5, y + 5)
    assert box.relative_to(outer).translate(x, y) == box


@given(boxes, st.integers(0, 9), st.integers(0, 9))
def test_negative_padding_undoes_padding(box, x, y):
    assert box.pad(x, y).pad(-x, -y) == box
    assert box.pad(x) == box.pad(x, x)


@given(coordinates, coordinates, st.integers(1, 20), st.integers(1, 20))
def test_around_has_the_size_and_the_centre(x, y, width, height):
    box = Box.around(x, y, width, height)
    assert box.size == Size(width, height)
    assert abs(box.center[0] - x) <= 0.5 and abs(box.center[1] - y) <= 0.5


def test_slices_index_rows_first():
    array = np.arange(20).reshape(4, 5)
    assert array[Box(1, 2, 4, 3).slices].tolist() == [[11, 12, 13]]
