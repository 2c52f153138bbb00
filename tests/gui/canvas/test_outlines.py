"""Lines over the photo, and what a selection would cover."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter

from crfill_core.geometry import Box, Size
from crfill_gui.canvas.outlines import DASH, PreviewTint, StillOutlines, draw_marching, path_of
from crfill_gui.canvas.viewport import Viewport
from crfill_gui.document.outline import Outline
from crfill_gui.document.selection import Selection

CANVAS = Size(200, 150)
GREY = 90


@pytest.fixture
def viewport() -> Viewport:
    """One photo pixel on one device pixel, the photo's (50, 50) at (0, 0)."""
    return replace(Viewport(Size(300, 250), CANVAS), zoom=1.0).centred()


def selection(box: Box, subtracts: bool = False) -> Selection:
    return Selection(box, np.full((box.height, box.width), 255, np.uint8), subtracts)


def drawn(
    tint: PreviewTint, what: Selection, viewport: Viewport, ratio: float = 1.0, phase: float = 0.0
) -> np.ndarray:
    """(h, w, 3) of a grey canvas with the preview on it."""
    image = QImage(*CANVAS, QImage.Format.Format_RGB32)
    image.fill(0xFF5A5A5A)
    painter = QPainter(image)
    tint.draw(painter, what, viewport, ratio, phase)
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(CANVAS.height, CANVAS.width, 4)
    return pixels[..., 2::-1].astype(int)


def marked(picture: np.ndarray) -> np.ndarray:
    """(h, w) bool: the pixels of the edge."""
    return np.all(picture == 0, axis=2) | np.all(picture == 255, axis=2)


def test_the_tint_covers_the_selection_and_dashes_run_round_it(viewport: Viewport) -> None:
    picture = drawn(PreviewTint(), selection(Box(100, 100, 150, 140)), viewport)
    edge = marked(picture)
    assert (
        edge[50, 50:100].all() and edge[50:90, 50].all() and edge[89, 50:100].all() and edge[50:90, 99].all()
    )
    assert edge.sum() == 2 * (50 + 40) - 4
    assert len(np.unique(picture[50, 50:100])) == 2  # dark and light
    inside = picture[70, 70]
    assert inside[2] > GREY and inside[0] == pytest.approx(GREY, abs=2)  # bluish
    assert np.all(picture[20, 20] == GREY)


def test_the_dashes_march(viewport: Viewport) -> None:
    tint, what = PreviewTint(), selection(Box(100, 100, 150, 140))
    first = drawn(tint, what, viewport)
    assert np.array_equal(drawn(tint, what, viewport, phase=2 * DASH), first)
    step = drawn(tint, what, viewport, phase=1.0)
    assert np.array_equal(step[50, 51:99], first[50, 50:98])


def test_they_are_twice_as_wide_on_a_dense_screen(viewport: Viewport) -> None:
    edge = marked(drawn(PreviewTint(), selection(Box(100, 100, 150, 140)), viewport, ratio=2.0))
    assert edge[70].sum() == 4 and edge[52:88, 50:52].all() and edge[51, 52:98].all()


def test_the_canvas_cuts_a_selection_without_an_edge_but_the_photo_has_one(viewport: Viewport) -> None:
    assert not marked(drawn(PreviewTint(), selection(Box(0, 0, 300, 250)), viewport)).any()
    moved = viewport.panned(80, 0)  # the photo's left side comes into sight
    edge = marked(drawn(PreviewTint(), selection(Box(0, 0, 300, 250)), moved))
    assert edge[:, moved.left].all() and edge.sum() == CANVAS.height


def test_a_selection_that_subtracts_has_another_colour(viewport: Viewport) -> None:
    box = Box(100, 100, 150, 140)
    taken = drawn(PreviewTint(), selection(box, subtracts=True), viewport)[70, 70]
    assert len(set(taken.tolist())) == 1 and taken[0] > GREY


def test_outlines_come_to_lie_over_their_photo_points(viewport: Viewport) -> None:
    lines = [Outline(((60.0, 70.0), (110.0, 70.0), (110.0, 90.0)), closed=True)]
    place = path_of(lines, viewport, 2.0).boundingRect()
    assert (place.left(), place.top(), place.width(), place.height()) == (5, 10, 25, 10)
    assert path_of([Outline(((1.0, 1.0),), closed=False)], viewport, 1.0).isEmpty()


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_outlines_that_are_kept_look_like_those_redrawn(viewport: Viewport, ratio: float) -> None:
    def picture(draw: Callable[[QPainter], None]) -> np.ndarray:
        image = QImage(*CANVAS, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        image.fill(0xFF5A5A5A)
        painter = QPainter(image)
        draw(painter)
        painter.end()
        return np.frombuffer(image.constBits(), np.uint8).reshape(CANVAS.height, CANVAS.width, 4).copy()

    kept = StillOutlines()
    for right, view in ((110.0, viewport), (150.0, viewport), (150.0, viewport.panned(-20, 9))):
        lines = (Outline(((40.0, 70.0), (right, 70.0), (110.0, 90.0)), closed=True),)
        for _ in range(2):
            one = picture(lambda painter, lines=lines, view=view: kept.draw(painter, lines, view, ratio))
            path = path_of(lines, view, ratio)
            other = picture(lambda painter, path=path: draw_marching(painter, path, 0.0))
            assert np.abs(one.astype(int) - other).max() <= 2 and not np.all(one[..., 0] == 0x5A)
    outside = (Outline(((900.0, 900.0), (950.0, 900.0), (950.0, 990.0)), closed=True),)
    assert np.all(picture(lambda painter: kept.draw(painter, outside, viewport, ratio))[..., :3] == 0x5A)
