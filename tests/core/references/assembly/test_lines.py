"""Lines across holes: found where they are, in any place, direction and size, and not where there are none."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crfill_core.lines import Line
from crfill_core.references.assembly.line_field import NO_LINE, LineField, misfit
from crfill_core.references.assembly.lines import FoundLine, drawn_line, find_lines
from crfill_core.references.assembly.sweep import sweep

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


@settings(max_examples=10, deadline=None)
@given(
    angle=st.floats(0, np.pi),
    x=st.floats(110, 150),
    y=st.floats(90, 110),
    side=st.floats(30, 80),
    scale=st.sampled_from([1, 2, 3]),
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
    u, weight = field.maps(1, hole)
    assert weight[100, 130] > 0.5 and not weight[~hole].any()
    assert u[60, 60] == NO_LINE
    for dx, dy in field.shifts(1):
        assert (
            abs(np.arctan2(dy, dx) - 0.3) % np.pi < 0.1 or abs(np.arctan2(dy, dx) - 0.3) % np.pi > np.pi - 0.1
        )
    cost = misfit(u[100, 130], u[100 + 19, 130 + 60], weight[100, 130])
    assert cost < 1 < misfit(u[100, 130], u[100, 130 + 50], weight[100, 130])
