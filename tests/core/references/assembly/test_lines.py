"""Lines across holes: found where they are, in any place, direction and size, and not where there are none."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crfill_core.geometry import Box
from crfill_core.references.assembly.line_field import NO_LINE, LineField, misfit
from crfill_core.references.assembly.line_sweep import sweep
from crfill_core.references.assembly.lines import FoundLine, drawn_line, find_lines
from crfill_core.references.lines import Line

RED, BLUE = np.float32([0.9, 0.6, 0.4]), np.float32([0.2, 0.3, 0.6])


def half_planes(height: int, width: int, through: tuple[float, float], angle: float) -> np.ndarray:
    """Red above and blue below a line, antialiased, with a little noise."""
    y, x = np.mgrid[:height, :width] + 0.5
    across = (y - through[1]) * np.cos(angle) - (x - through[0]) * np.sin(angle)
    share = np.clip(across + 0.5, 0, 1)[..., None]
    noise = np.random.default_rng(0).normal(0, 0.01, (height, width, 3))
    return np.clip(RED * (1 - share) + BLUE * share + noise, 0, 1).astype(np.float32)


def square(height: int, width: int, centre: tuple[float, float], side: float) -> np.ndarray:
    y, x = np.mgrid[:height, :width] + 0.5
    return np.maximum(np.abs(x - centre[0]), np.abs(y - centre[1])) <= side / 2


def stray(found: FoundLine, through: tuple[float, float], angle: float) -> float:
    """Largest distance of a line's points in the hole from the true line."""
    points = np.array(found.line.points[1:3]) - through
    return float(np.abs(points[:, 1] * np.cos(angle) - points[:, 0] * np.sin(angle)).max())


@settings(max_examples=6, deadline=None)
@given(
    angle=st.floats(0, np.pi),
    x=st.floats(110, 150),
    y=st.floats(90, 110),
    side=st.floats(30, 80),
    scale=st.sampled_from([1, 1, 2]),
)
def test_an_edge_is_found_at_any_place_angle_and_scale(
    angle: float, x: float, y: float, side: float, scale: int
) -> None:
    through = (x * scale, y * scale)
    image = half_planes(200 * scale, 260 * scale, through, angle)
    hole = square(200 * scale, 260 * scale, through, side * scale)
    found = find_lines(image, hole)
    assert found
    assert stray(found[0], through, angle) < 0.7 * scale
    painted, belief = sweep(image, hole, found)
    sure = belief > 0.5
    assert sure[hole].mean() > 0.6
    assert np.abs(painted - image)[sure].mean() < 0.04


def test_nothing_is_found_in_noise() -> None:
    image = np.random.default_rng(1).uniform(0, 1, (200, 260, 3)).astype(np.float32)
    assert find_lines(image, square(200, 260, (130, 100), 60)) == []
    assert find_lines(cv2.GaussianBlur(image, (0, 0), 3), square(200, 260, (130, 100), 60)) == []


@pytest.mark.parametrize("kind", ["none", "all", "frame", "corner", "stripe", "dots"])
def test_any_hole_will_do(kind: str) -> None:
    image = half_planes(150, 200, (100, 75), 0.2)
    hole = np.full((150, 200), kind == "all")
    if kind == "frame":
        hole = ~square(150, 200, (100, 75), 90)
    elif kind == "corner":
        hole[:60, :80] = True
    elif kind == "stripe":
        hole[:, 90:120] = True
    elif kind == "dots":
        hole = np.random.default_rng(0).random((150, 200)) < 0.1
    found = find_lines(image, hole)
    painted, belief = sweep(image, hole, found or [drawn_line(Line(((10, 10), (180, 140))), hole)])
    assert painted.shape == image.shape and np.isfinite(painted).all()
    assert belief.min() >= 0 and belief.max() <= 1
    assert not belief[~hole].any() and not painted[~hole].any()
    if kind == "stripe":
        assert found


def test_the_field_leads_along_the_line() -> None:
    image, hole = half_planes(200, 260, (130, 100), 0.3), square(200, 260, (130, 100), 60)
    field = LineField(find_lines(image, hole), hole)
    maps, whole = field.maps(1, hole), Box(0, 0, 260, 200)
    u, weight = maps.distance_in(whole), maps.weight_in(whole)
    assert weight is not None and weight[100, 130] > 0.5 and not weight[~hole].any()
    assert u[60, 60] == NO_LINE
    for dx, dy in field.shifts(1):
        assert (
            abs(np.arctan2(dy, dx) - 0.3) % np.pi < 0.1 or abs(np.arctan2(dy, dx) - 0.3) % np.pi > np.pi - 0.1
        )
    cost = misfit(u[100, 130], u[100 + 19, 130 + 60], weight[100, 130])
    assert cost < 1 < misfit(u[100, 130], u[100, 130 + 50], weight[100, 130])


def plain(height: int, width: int, colour: tuple[float, float, float]) -> np.ndarray:
    noise = np.random.default_rng(0).normal(0, 0.01, (height, width, 3))
    return np.clip(np.array(colour) + noise, 0, 1).astype(np.float32)


def in_hole(found: FoundLine) -> np.ndarray:
    """(2, 2) where a line that crosses the hole enters and leaves it."""
    return np.array(found.line.points[1:3])


@pytest.mark.parametrize("thickness", [2, 3, 6])
def test_a_pole_too_thin_for_the_coarse_view_is_found_and_painted(thickness: int) -> None:
    image = plain(700, 900, (0.6, 0.7, 0.9))
    image[:, 400 : 400 + thickness] = 0.15
    hole = square(700, 900, (400, 350), 160)
    found = find_lines(image, hole)
    assert found
    assert all(np.abs(in_hole(line)[:, 0] - 400 - thickness / 2).max() < thickness + 2 for line in found)
    painted, belief = sweep(image, hole, found)
    middle = 400 + thickness // 2
    assert painted[300:400, middle].mean() < 0.45 and belief[300:400, middle].min() > 0.5
    assert painted[300:400, middle + 40].mean() > 0.6


def test_both_sides_of_a_rail_and_a_slanted_wire_are_found() -> None:
    image = plain(240, 320, (0.3, 0.35, 0.2))
    image[100:112] = (0.8, 0.75, 0.7)
    rails = find_lines(image, square(240, 320, (160, 106), 70))
    assert {round(float(in_hole(line)[:, 1].mean())) for line in rails} == {100, 112}

    image = plain(240, 320, (0.8, 0.85, 0.9))
    cv2.line(image, (0, 60), (319, 180), (0.1, 0.1, 0.1), 2, cv2.LINE_AA)
    wires = find_lines(image, square(240, 320, (160, 120), 60))
    assert wires
    slope = 120 / 319
    assert all(np.abs(in_hole(wire)[:, 1] - 60 - slope * in_hole(wire)[:, 0]).max() < 4 for wire in wires)


def test_a_hazy_horizon_is_found() -> None:
    y = np.linspace(0, 1, 220)[:, None, None]
    image = np.where(y < 0.5, [0.75, 0.8, 0.85] - 0.1 * y, [0.45, 0.55, 0.6] + 0.05 * y)
    image = np.broadcast_to(image, (220, 320, 3)) + np.random.default_rng(0).normal(0, 0.015, (220, 320, 3))
    image = cv2.GaussianBlur(image.astype(np.float32), (0, 0), 1.5)
    found = find_lines(image, square(220, 320, (170, 115), 110))
    assert found and np.abs(in_hole(found[0])[:, 1] - 110).max() < 1


@settings(max_examples=6, deadline=None)
@given(turns=st.integers(1, 3), dx=st.integers(-20, 20), dy=st.integers(-20, 20))
def test_a_moved_or_turned_photo_has_its_lines_moved_and_turned(turns: int, dx: int, dy: int) -> None:
    image, hole = half_planes(200, 200, (100, 100), 0.4), square(200, 200, (100, 100), 60)
    before = in_hole(find_lines(image, hole)[0])
    turned = in_hole(find_lines(np.rot90(image, turns).copy(), np.rot90(hole, turns).copy())[0])
    for _ in range(turns):
        before = np.stack([before[:, 1], 200 - before[:, 0]], 1)
    assert min(np.abs(turned - before).max(), np.abs(turned[::-1] - before).max()) < 0.6

    through = (100 + dx, 100 + dy)
    moved = find_lines(half_planes(200, 200, through, 0.4), square(200, 200, through, 60))[0]
    assert stray(moved, through, 0.4) < 0.6


def test_an_edge_ends_where_the_guide_ends_it() -> None:
    image = plain(240, 320, (0.8, 0.8, 0.8))
    image[120:, :190] = (0.2, 0.3, 0.5)
    hole = square(240, 320, (190, 120), 100)
    found = find_lines(image, hole, guide=cv2.resize(image, (80, 60), interpolation=cv2.INTER_AREA))
    ending = [line for line in found if not all(line.anchored)]
    ends = [np.array(line.line.points[line.anchored.index(False) * -1]) for line in ending]
    assert any(abs(x - 190) < 12 and abs(y - 120) < 2 for x, y in ends)
    assert find_lines(image, hole) == []
    painted, belief = sweep(image, hole, ending)
    assert belief[125, 150] > 0.3 and np.abs(painted[125, 150] - image[125, 150]).max() < 0.1


def test_a_bent_line_drawn_by_hand_carries_its_section_round_the_bend() -> None:
    y, x = np.mgrid[:200, :300] + 0.5
    below = y > 100 - 0.5 * np.maximum(x - 150, 0)
    image = np.where(below[..., None], BLUE, RED).astype(np.float32)
    hole = square(200, 300, (150, 95), 70)
    line = drawn_line(Line(((100, 100), (150, 100), (200, 75))), hole)
    assert line.anchored == (True, True)
    painted, belief = sweep(image, hole, [line])
    sure = belief > 0.5
    assert sure[hole].mean() > 0.5
    assert np.abs(painted - image)[sure].mean() < 0.03


def test_a_line_drawn_into_the_hole_ends_there() -> None:
    image, hole = half_planes(200, 260, (130, 100), 0.0), square(200, 260, (130, 100), 80)
    line = drawn_line(Line(((80, 100), (130, 100))), hole)
    assert line.anchored == (True, False)
    _, belief = sweep(image, hole, [line])
    assert belief[102, 100] > 0.8 and not belief[:, 131:].any()
    inside = drawn_line(Line(((110, 100), (150, 100))), hole)
    assert inside.anchored == (True, True)
    _, belief = sweep(image, hole, [inside])
    assert belief[102, 95] > 0.8 and belief[102, 165] > 0.8


def test_avoided_pixels_show_no_lines() -> None:
    image, hole = half_planes(200, 260, (130, 100), 0.0), square(200, 260, (130, 100), 60)
    usable = ~hole
    usable[:, :90] = False
    usable[:, 90:100] = False
    assert find_lines(image, hole) and not find_lines(image, hole, usable)


@settings(max_examples=15, deadline=None)
@given(
    seed=st.integers(0, 999), size=st.tuples(st.integers(1, 60), st.integers(1, 60)), share=st.floats(0, 1)
)
def test_windows_and_holes_of_any_shape_are_taken(seed: int, size: tuple[int, int], share: float) -> None:
    rng = np.random.default_rng(seed)
    image = rng.random((*size, 3)).astype(np.float32)
    hole = cv2.GaussianBlur(rng.random(size).astype(np.float32), (0, 0), 3) < share
    lines = [*find_lines(image, hole, guide=image), drawn_line(Line(((0, 0), (9, 9), (20, -5))), hole)]
    painted, belief = sweep(image, hole, lines)
    assert np.isfinite(painted).all() and not belief[~hole].any() and belief.max(initial=0) <= 1
    field = LineField(lines, hole)
    for scale in (1, 2, 4):
        coarse = hole[::scale, ::scale]
        maps = field.maps(scale, coarse)
        assert maps.distance.shape == maps.weight.shape == (maps.box.height, maps.box.width)
        assert (maps.distance[maps.weight > 0] != NO_LINE).all()
        # Any part, also one beyond the lines, has the values of the whole.
        whole, part = Box(0, 0, coarse.shape[1], coarse.shape[0]), Box(-3, 2, 9, 11)
        rows, columns = np.arange(2, 11), np.arange(-3, 9)
        padded = np.pad(maps.distance_in(whole), 12, constant_values=NO_LINE)
        expected = padded[rows[:, None] + 12, columns + 12]
        assert np.array_equal(maps.distance_in(part), expected)
        assert field.shifts(scale).shape[1] == 2


def test_arrays_that_do_not_fit_are_refused() -> None:
    image, hole = plain(20, 30, (0.5, 0.5, 0.5)), np.zeros((20, 30), bool)
    with pytest.raises(ValueError, match="hole"):
        find_lines(image, hole[:10])
    with pytest.raises(ValueError, match="image"):
        sweep(image[..., 0], hole, [])
    with pytest.raises(ValueError, match="usable"):
        find_lines(image, hole, hole[:, :3])
