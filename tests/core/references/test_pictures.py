"""Pictures: things are at their places, the known part stays recognisable, the hole shows the colour code."""

import numpy as np
import pytest

from crfill_core.geometry import Box
from crfill_core.references.colours import direction_colours
from crfill_core.references.pictures import (
    View,
    confidence_picture,
    hole_picture,
    leading_links,
    overlay_picture,
)
from crfill_core.references.sheet import BACKGROUND, contact_sheet, with_direction_legend, with_ramp_legend
from tests.core.references.scenes import HOLE, SHIFT, WINDOW, explained

VIEW = View.of(WINDOW, 480)  # three picture pixels for one of the photo


def in_view(box: Box) -> tuple[slice, slice]:
    """The inner part of a box, as slices of the picture."""
    inside = box.relative_to(WINDOW).pad(-3)
    return Box(*(3 * v for v in inside)).slices


def test_a_view_shows_that_part_of_the_photo():
    scene = explained()
    picture = VIEW.base(scene.photo)
    assert picture.shape == (384, 480, 3)
    np.testing.assert_allclose(picture[1::3, 1::3, :2], scene.photo.pixels[WINDOW.slices][:, :, :2], atol=2)
    assert (View(WINDOW, 1.0).base(scene.photo) == scene.photo.pixels[WINDOW.slices]).all()


def test_maps_are_spread_over_their_part_of_the_view():
    around = View(Box(0, 0, 240, 160), 0.5)
    spread = around.spread(np.ones((16, 20), np.float32), WINDOW)
    expected = np.zeros((80, 120))
    expected[10:74, 20:100] = 1
    assert (spread == expected).all()
    inside = View(Box(60, 40, 80, 50), 2.0).spread(
        np.arange(160, dtype=np.float32)[None].repeat(128, 0), WINDOW
    )
    np.testing.assert_allclose(inside[10], np.arange(40) / 2 + 19.75, atol=0.05)


def test_maps_that_are_finer_than_the_view_are_averaged_not_sampled():
    noise = np.random.default_rng(0).random((1280, 1600)).astype(np.float32)  # ten times as fine
    means = noise.reshape(128, 10, 160, 10).mean((1, 3))
    np.testing.assert_allclose(View(WINDOW, 1.0).spread(noise, WINDOW), means, atol=1e-4)


def test_the_hole_is_left_blank():
    scene = explained()
    picture = hole_picture(VIEW, scene.photo, scene.references)
    assert (picture[in_view(HOLE)] > 240).all()
    beside = in_view(Box(50, 30, 90, 140))
    assert (picture[beside] == VIEW.base(scene.photo)[beside]).all()


@pytest.mark.parametrize("copied", [False, True])
def test_the_overlay_tints_the_hole_and_leads_to_its_references(copied):
    scene = explained(copied=copied)
    plain = overlay_picture(VIEW, scene.filled, scene.references, arrows=0)
    if copied:
        colour = direction_colours(np.array(SHIFT), 80).astype(int)
        grey = 0.82 * 127
        middle = plain[in_view(HOLE)].reshape(-1, 3)
        np.testing.assert_allclose(np.median(middle, axis=0), 0.38 * grey + 0.62 * colour, atol=2)
    drawn = overlay_picture(VIEW, scene.filled, scene.references, arrows=3)
    changed = (drawn != plain).any(2)
    links = leading_links(scene.references[0], 3)
    assert links and all(link.copied == copied for link in links)
    for link in links:
        for box in (link.filled, link.known):
            left, top, right, bottom = (3 * v for v in box.relative_to(WINDOW))
            assert changed[max(0, top) : bottom, max(0, left) : right].any()


def test_confidence_is_shown_in_the_hole_alone():
    scene = explained()
    picture = confidence_picture(VIEW, scene.filled, scene.references).astype(int)
    spread = np.ptp(picture[in_view(HOLE)], axis=2)
    assert spread.min() > 20
    low, high = scene.references[0], explained(known=False).references[0]
    assert np.nanmean(low.confidence_map()) > 0.2 and np.nanmax(high.confidence_map()) == 0


def test_leading_links_of_copies_start_inside_their_pieces():
    one = explained(copied=True).references[0]
    (link,) = leading_links(one)
    assert link.shift == SHIFT
    x, y = (int(v) for v in link.filled.center)
    assert HOLE.pad(-15).contains(Box(x, y, x + 1, y + 1))


def test_without_references_there_is_nothing_to_lead_to():
    assert leading_links(explained(known=False).references[0]) == []


def test_legends_stand_below_and_leave_the_picture_as_it_is():
    picture = np.random.default_rng(0).integers(0, 255, (50, 1000, 3)).astype(np.uint8)
    for legend in (with_direction_legend, with_ramp_legend):
        sheet = legend(picture, "Title", "many words " * 40)
        assert sheet.shape[1] == 1000 and sheet.shape[0] > 120
        assert (sheet[:50] == picture).all() and len(np.unique(sheet[50:].reshape(-1, 3), axis=0)) > 50
    assert with_ramp_legend(picture[:, :60], "Title", "text").shape[1] >= 600


def test_a_contact_sheet_holds_every_picture():
    rng = np.random.default_rng(0)
    rows = [[rng.integers(0, 255, (height, 80, 3)).astype(np.uint8) for _ in range(2)] for height in (30, 50)]
    sheet = contact_sheet(rows, ("One", "Two"), ("first", "second"), "note")
    assert tuple(sheet[0, 0]) == BACKGROUND
    text = sheet.tobytes()
    for picture in (picture for row in rows for picture in row):
        assert all(line.tobytes() in text for line in picture)
