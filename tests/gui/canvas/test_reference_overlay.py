from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter

from crfill_core.geometry import Box, Size
from crfill_core.references.colours import direction_colours
from crfill_core.references.links import Link
from crfill_gui.canvas.link_lines import Lines
from crfill_gui.canvas.reference_overlay import Look, ReferenceOverlay
from crfill_gui.canvas.viewport import Viewport
from crfill_gui.editor.references.explanation import Explanation, explain
from tests.core.references.scenes import HOLE, SHIFT, WINDOW, explained

SIZE = Size(240, 160)
pytestmark = pytest.mark.usefixtures("qapp")  # text can be drawn only with one
LOOKS: tuple[Look, ...] = ("jigsaw", "colours", "confidence")


@pytest.fixture(scope="module")
def explanations() -> dict[bool, Explanation]:
    """By whether the fill copied."""
    found = {}
    for copied in (False, True):
        scene = explained(copied=copied)
        found[copied] = explain(scene.references[0], scene.filled)
    return found


@pytest.fixture
def overlay(explanations: dict[bool, Explanation]) -> ReferenceOverlay:
    overlay = ReferenceOverlay()
    overlay.show([explanations[True]])
    return overlay


def drawn(draw: Callable[[QPainter], None], size: Size) -> np.ndarray:
    """(h, w, 4) of what is drawn onto nothing."""
    image = QImage(*size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    draw(painter)
    painter.end()
    return np.frombuffer(image.constBits(), np.uint8).reshape(size.height, -1, 4)[:, : size.width].copy()


@pytest.mark.parametrize("look", LOOKS)
def test_only_the_hole_is_covered(overlay: ReferenceOverlay, look: Look) -> None:
    pixels, place = overlay.picture(Viewport(SIZE, SIZE), look, 1.0)
    whole = np.zeros((*SIZE[::-1], 4), np.uint8)
    whole[place.slices] = pixels
    hole = np.zeros(SIZE[::-1], bool)
    hole[HOLE.slices] = True
    assert np.all(whole[hole][:, 3] == 255) and not whole[~hole].any()


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("zoom", [0.5, 1.0, 4.0])
def test_a_part_in_sight_equals_that_part_of_the_whole(
    overlay: ReferenceOverlay, look: Look, zoom: float
) -> None:
    large = Size(round(SIZE.width * zoom), round(SIZE.height * zoom))
    whole, place = overlay.picture(Viewport(SIZE, large, zoom), look, 1.0)
    seen = Box(0, 0, large.width * 11 // 20, large.height * 11 // 20)  # cuts the hole
    part, part_place = overlay.picture(Viewport(SIZE, seen.size, zoom), look, 1.0)
    left, top, right, bottom = part_place
    inner = Box(left, top, right - 4, bottom - 4)  # lines at the cut itself have no neighbour to differ from
    assert inner.area > 100 and place.contains(part_place) and place != part_place
    here = part[inner.relative_to(part_place).slices]
    assert np.abs(here.astype(int) - whole[inner.relative_to(place).slices]).max() <= 2


def test_nothing_is_drawn_for_what_is_out_of_sight(overlay: ReferenceOverlay) -> None:
    aside = replace(Viewport(SIZE, Size(30, 30), 1.0), left=0, top=0)
    pixels, place = overlay.picture(aside, "jigsaw", 1.0)
    assert place.is_empty and pixels.size == 0
    overlay.look = "jigsaw"
    assert not drawn(lambda painter: overlay.draw(painter, aside, 1.0), Size(30, 30)).any()


def test_the_colour_code_says_where_the_source_is(overlay: ReferenceOverlay) -> None:
    pixels, place = overlay.picture(Viewport(SIZE, SIZE), "colours", 1.0)
    expected = direction_colours(np.array(SHIFT), max(WINDOW.size) / 2)
    middle = pixels[HOLE.pad(-4).relative_to(place).slices]
    assert np.all(middle[:, :, 2::-1] == expected)


def test_the_jigsaw_shows_known_pixels(explanations: dict[bool, Explanation]) -> None:
    """At one photo pixel a screen pixel, between the outlines, a piece is an average of known patches."""
    one = explanations[False]
    pixels = one.references.jigsaw(explained().filled.pixels[WINDOW.slices].astype(np.float32))
    inner = HOLE.relative_to(WINDOW)
    assert np.abs(one.jigsaw[inner.slices] - pixels[inner.slices]).max() <= 1
    assert np.array_equal(one.jigsaw[:10], explained().filled.pixels[WINDOW.slices][:10])


def test_opacity_scales_what_is_drawn(overlay: ReferenceOverlay) -> None:
    overlay.look = "jigsaw"
    view = Viewport(SIZE, SIZE)
    full = drawn(lambda painter: overlay.draw(painter, view, 1.0), SIZE)
    overlay.opacity = 0.5
    half = drawn(lambda painter: overlay.draw(painter, view, 1.0), SIZE)
    assert np.abs(half.astype(float) - full / 2).max() <= 1 and half.any()


def test_panning_shows_what_redrawing_would(explanations: dict[bool, Explanation]) -> None:
    def made() -> ReferenceOverlay:
        overlay = ReferenceOverlay()
        overlay.show([explanations[False]])
        overlay.look = "jigsaw"
        return overlay

    panned, start = made(), Viewport(SIZE, Size(300, 260), 6.0, left=-650, top=-400)
    drawn(lambda painter: panned.draw(painter, start, 1.0), start.canvas)
    for dx, dy in ((0, 0), (40, -25), (-90, 60), (300, 10)):
        there = replace(start, left=start.left + dx, top=start.top + dy)
        moved = drawn(lambda painter, there=there: panned.draw(painter, there, 1.0), there.canvas)
        expected = drawn(lambda painter, there=there: made().draw(painter, there, 1.0), there.canvas)
        assert moved.any() and np.abs(moved.astype(int) - expected).max() <= 2


def test_a_later_fill_covers_an_earlier_one(explanations: dict[bool, Explanation]) -> None:
    overlay, alone = ReferenceOverlay(), ReferenceOverlay()
    overlay.show([explanations[False], explanations[True]])
    alone.show([explanations[True]])
    view = Viewport(SIZE, SIZE)
    assert np.array_equal(overlay.picture(view, "colours", 1.0)[0], alone.picture(view, "colours", 1.0)[0])


def test_a_denser_screen_gets_thicker_outlines_not_other_places(overlay: ReferenceOverlay) -> None:
    view = Viewport(SIZE, Size(960, 640), 4.0)
    _, place = overlay.picture(view, "jigsaw", 1.0)
    dense, dense_place = overlay.picture(view, "jigsaw", 2.0)
    assert place == dense_place
    assert np.all(dense[:, :, 3] == overlay.picture(view, "jigsaw", 1.0)[0][:, :, 3])


@pytest.mark.parametrize(("zoom", "ratio"), [(0.3, 1.0), (1.0, 1.0), (6.0, 1.0), (1.0, 3.0)])
def test_lines_stay_within_their_bounds(
    explanations: dict[bool, Explanation], zoom: float, ratio: float
) -> None:
    x, y = (int(v) for v in HOLE.center)
    links = tuple(explanations[False].links_at(x, y))
    lines, view = Lines(links, links[1], 80.0), Viewport(SIZE, Size(500, 400), zoom).centred()
    pixels = drawn(lambda painter: lines.draw(painter, view, ratio), view.canvas)
    touched = np.zeros(pixels.shape[:2], bool)
    touched[lines.bounds(view, ratio).slices] = True
    assert pixels[touched].any() and not pixels[~touched].any()


@pytest.mark.parametrize(
    ("known", "zoom", "ratio"),
    [
        (Box(600, 500, 616, 516), 1.0, 3.0),  # a long label on a dense screen
        (Box(976, 500, 992, 516), 8.0, 1.0),  # a curve that bends far away from its ends
    ],
)
def test_labels_and_curves_stay_within_their_bounds(known: Box, zoom: float, ratio: float) -> None:
    link = Link(Box(8, 500, 24, 516), known, 1.0)
    view = Viewport(Size(1000, 1000), Size(2000, 1600), zoom).centred(500, 500)
    lines = Lines((link,), None, 80.0)
    pixels = drawn(lambda painter: lines.draw(painter, view, ratio), view.canvas)
    touched = np.zeros(pixels.shape[:2], bool)
    touched[lines.bounds(view, ratio).slices] = True
    assert pixels.any() and not pixels[~touched].any()


def test_no_links_no_lines() -> None:
    view = Viewport(SIZE, SIZE)
    assert Lines(()).bounds(view, 1.0).is_empty
    assert not drawn(lambda painter: Lines(()).draw(painter, view, 1.0), SIZE).any()


def test_a_label_tells_the_choice_that_a_link_is(explanations: dict[bool, Explanation]) -> None:
    """Also where it is the only one drawn."""
    x, y = (int(v) for v in HOLE.center)
    link = explanations[False].references.references_at(x, y)[0]
    view = Viewport(SIZE, Size(500, 400), 2.0).centred()
    first, second = (
        drawn(
            lambda painter, rank=rank: Lines((replace(link, rank=rank),)).draw(painter, view, 1.0),
            view.canvas,
        )
        for rank in (0, 1)
    )
    assert (first != second).any()


def test_a_copied_place_keeps_its_frame_whichever_link_is_chosen(
    explanations: dict[bool, Explanation],
) -> None:
    """Its source is a link from a pixel, its references are links from the patch around that."""
    x, y = (int(v) for v in HOLE.center)
    links = tuple(explanations[True].links_at(x, y))
    assert links[0].copied and len(links) > 2 and links[0].filled != links[1].filled
    view = Viewport(SIZE, Size(500, 400), 2.0).centred()
    corners = (view.to_canvas(*links[1].filled[:2]), view.to_canvas(*links[1].filled[2:]))
    patch = Box(*(round(v) for corner in corners for v in corner))
    border = np.zeros((view.canvas.height, view.canvas.width), bool)
    border[patch.pad(2).slices] = True
    border[patch.pad(-2).slices] = False
    for chosen in (None, links[0], links[1]):
        lines = Lines(links, chosen)
        pixels = drawn(lambda painter, lines=lines: lines.draw(painter, view, 1.0), view.canvas)
        white = pixels[:, :, :3].min(axis=2) > 200
        assert (white & border).sum() > patch.width + patch.height, (
            chosen
        )  # lines cross the frame here and there
