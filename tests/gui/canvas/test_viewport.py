from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crfill_core.geometry import Box, Size
from crfill_gui.canvas.viewport import MAX_ZOOM, Viewport

sizes = st.builds(Size, st.integers(1, 20000), st.integers(1, 20000))
canvases = st.builds(Size, st.integers(200, 4000), st.integers(200, 3000))


@given(sizes, canvases)
def test_fit_shows_the_whole_photo_centred(photo: Size, canvas: Size) -> None:
    view = Viewport(photo, canvas).fitted()
    assert Box.of(canvas).contains(view.picture)
    left, right = view.picture.left, canvas.width - view.picture.right
    assert abs(left - right) <= 1


@given(canvases, st.floats(0, 1), st.floats(0, 1), st.floats(1.05, 8))
def test_zooming_keeps_the_point_under_the_cursor(canvas: Size, u: float, v: float, factor: float) -> None:
    view = Viewport(Size(30000, 30000), canvas, zoom=1.0).centred()
    x, y = u * canvas.width, v * canvas.height
    before = view.to_photo(x, y)
    after = view.zoomed(view.zoom * factor, x, y).to_photo(x, y)
    assert after == pytest.approx(before, abs=1.0)  # the corner is on whole device pixels


@given(sizes, canvases, st.floats(-1e5, 1e5), st.floats(-1e5, 1e5))
def test_the_photo_cannot_be_lost_from_sight(photo: Size, canvas: Size, dx: float, dy: float) -> None:
    view = Viewport(photo, canvas).fitted().zoomed(1.0).panned(dx, dy)
    assert view.picture.overlaps(Box.of(canvas))


@given(st.floats(1 / 64, 64))
def test_steps_reach_both_ends_and_always_move(zoom: float) -> None:
    view = Viewport(Size(4000, 3000), Size(1000, 800), zoom)
    for direction in (1, -1):
        stepped = view.stepped(direction)
        ended = view.zoom in (MAX_ZOOM, view.min_zoom)
        assert ended or (stepped.zoom - zoom) * direction > 0


def test_small_photos_are_not_enlarged_on_opening() -> None:
    view = Viewport(Size(100, 80), Size(1000, 800))
    assert view.fitted(enlarge=False).zoom == 1.0
    assert view.fitted().zoom > 5


def test_another_canvas_keeps_the_middle() -> None:
    view = Viewport(Size(4000, 3000), Size(1000, 800), 1.0).centred(1800, 1400)
    resized = view.on_canvas(Size(700, 900))
    assert resized.to_photo(350, 450) == pytest.approx((1800, 1400), abs=1)
