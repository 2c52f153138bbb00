"""True sources: every copied pixel knows where it came from, and every known one where it went."""

import numpy as np
import pytest

from crfill_core.geometry import Box
from crfill_core.references.sources import Sources

WINDOW = Box(100, 50, 160, 90)


@pytest.fixture
def field():
    """Shifts of two regions and some uncopied pixels, in a window of 60 × 40."""
    shift = np.zeros((40, 60, 2), np.int32)
    copied = np.zeros((40, 60), bool)
    copied[10:20, 20:40] = True
    shift[10:20, 20:30], shift[10:20, 30:40] = (-15, 3), (12, -300)
    copied[12, 22] = False
    return shift, copied


def test_each_pixel_keeps_its_shift(field):
    shift, copied = field
    sources = Sources.of(WINDOW, shift, copied)
    assert sources.box == (120, 60, 140, 70) and len(sources.table) == 2
    for y in range(40):
        for x in range(60):
            expected = tuple(shift[y, x]) if copied[y, x] else None
            assert sources.shift_at(x + 100, y + 50) == expected
    assert sources.shift_at(10, 10) is None
    again, where = sources.field()
    assert (where == copied[10:20, 20:40]).all() and (again[where] == shift[copied]).all()


def test_each_known_pixel_knows_its_copies(field):
    shift, copied = field
    sources = Sources.of(WINDOW, shift, copied)
    expected: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for y, x in np.argwhere(copied):
        target = (x + 100 + shift[y, x, 0], y + 50 + shift[y, x, 1])
        expected.setdefault(target, []).append((x + 100, y + 50))
    for (x, y), copies in expected.items():
        assert sources.copies_of(x, y) == copies
    assert sources.copies_of(101, 51) == []


def test_one_pixel_may_go_to_several_places():
    shift = np.zeros((4, 8, 2), np.int32)
    copied = np.zeros((4, 8), bool)
    copied[1, 2] = copied[3, 6] = copied[1, 7] = True
    shift[1, 2], shift[3, 6], shift[1, 7] = (3, 1), (-1, -1), (-2, 1)
    sources = Sources.of(Box(0, 0, 8, 4), shift, copied)
    assert sources.copies_of(5, 2) == [(2, 1), (7, 1), (6, 3)]


def test_pieces_are_regions_of_one_shift(field):
    labels, shifts = Sources.of(WINDOW, *field).pieces()
    assert labels.shape == (10, 20) and labels[2, 2] == -1
    assert shifts.tolist() == [[-15, 3], [12, -300]]
    assert (labels[:, 10:] == 1).all()


def test_nothing_copied():
    sources = Sources.of(WINDOW, np.zeros((40, 60, 2), np.int32), np.zeros((40, 60), bool))
    assert sources.box.is_empty and sources.shift_at(120, 60) is None and sources.copies_of(120, 60) == []


def test_thousands_of_shifts_fit():
    shift = np.random.default_rng(0).integers(-30, 30, (200, 200, 2)).astype(np.int32)
    sources = Sources.of(Box(0, 0, 200, 200), shift, np.ones((200, 200), bool))
    assert (sources.field()[0] == shift).all() and sources.index.dtype == np.uint16
    y, x = np.mgrid[:200, :200]
    for point in [(100, 100), (3, 190), (57, 120)]:
        rows, columns = np.nonzero((x + shift[:, :, 0] == point[0]) & (y + shift[:, :, 1] == point[1]))
        assert sources.copies_of(*point) == list(zip(columns.tolist(), rows.tolist(), strict=True))


def test_nothing_copied_has_no_pieces():
    sources = Sources.of(WINDOW, np.zeros((40, 60, 2), np.int32), np.zeros((40, 60), bool))
    labels, shifts = sources.pieces()
    assert labels.shape == (0, 0) and shifts.shape == (0, 2)
    assert sources.copies_of(101, 51) == [] and sources.shift_at(101, 51) is None
