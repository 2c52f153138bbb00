from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crfill_core.geometry import Box, Size
from crfill_gui.document.brush import MAX_RADIUS, MIN_RADIUS, Brush, Dab, dabs, spacing, stamp


def land(coverage: np.ndarray, brush: Brush, point: tuple[float, float], erase: bool = False) -> bool:
    dab = Dab.at(brush, point)
    return dab.land(coverage, dab.box.clamp(Size(*coverage.shape[::-1])), erase, lambda: None)


@pytest.mark.parametrize("radius", [0.5, 1, 3.5, 40, 333])
def test_a_hard_stamp_has_the_area_of_its_circle(radius: float) -> None:
    area = stamp(radius, 1.0).astype(float).sum() / 255
    assert area == pytest.approx(math.pi * radius**2, rel=0.02, abs=0.6)


def test_a_stamp_is_symmetric_full_in_the_middle_and_falls_outwards() -> None:
    for hardness in (0.0, 0.5, 1.0):
        values = stamp(20, hardness)
        middle = values[len(values) // 2].astype(int)
        assert np.array_equal(values, values.T) and np.array_equal(values, values[::-1, ::-1])
        assert middle[len(middle) // 2] == 255 and middle[0] == 0
        assert np.all(np.diff(middle[len(middle) // 2 :]) <= 0)


def test_a_softer_brush_covers_less() -> None:
    sums = [stamp(25, hardness).astype(int).sum() for hardness in (0.0, 0.3, 0.6, 1.0)]
    assert sums == sorted(sums) and sums[0] < sums[-1]


def test_the_quadrant_shortcut_equals_the_direct_way() -> None:
    shifted = stamp(12, 0.4, 1e-7, 0.0)  # any fraction takes the direct way
    assert np.max(np.abs(shifted.astype(int) - stamp(12, 0.4).astype(int))) <= 1


def test_the_smallest_brush_paints_exactly_the_pixel_under_it() -> None:
    coverage = np.zeros((9, 9), np.uint8)
    land(coverage, Brush(0.5, 1.0), (4.7, 2.1))
    assert coverage[2, 4] == 255 and np.count_nonzero(coverage) == 1


def test_erasing_undoes_painting_with_the_same_dab() -> None:
    coverage = np.zeros((80, 80), np.uint8)
    assert land(coverage, Brush(20, 1.0), (40, 40))
    assert coverage[40, 40] == 255
    assert not land(coverage, Brush(20, 1.0), (40, 40))
    assert land(coverage, Brush(20, 1.0), (40, 40), erase=True)
    assert coverage[40, 40] == 0 and coverage.max() <= 128  # only half-covered edge pixels keep a rest


@given(
    start=st.tuples(st.floats(0, 500), st.floats(0, 500)),
    end=st.tuples(st.floats(0, 500), st.floats(0, 500)),
    radius=st.floats(MIN_RADIUS, MAX_RADIUS),
)
def test_dabs_reach_the_end_without_gaps(start, end, radius) -> None:
    points = list(dabs(start, end, radius))
    assert points[-1] == pytest.approx(end)
    chain = [start, *points]
    furthest = max(math.dist(a, b) for a, b in zip(chain, chain[1:], strict=False))
    assert furthest <= spacing(radius) + 1e-6


@pytest.mark.parametrize(("radius", "slack"), [(6, 1), (50, 1), (900, 2)])
def test_a_line_of_dabs_is_as_wide_as_the_brush_everywhere(radius: int, slack: int) -> None:
    coverage = np.zeros((2 * radius + 100, 600), np.uint8)
    brush, middle = Brush(radius, 1.0), radius + 50.0
    for point in [(100.0, middle), *dabs((100, middle), (500, middle), radius)]:
        land(coverage, brush, point)
    widths = (coverage[:, 120:480] > 127).sum(axis=0)
    assert widths.min() >= 2 * radius - slack and widths.max() <= 2 * radius + 2


@given(st.floats(MIN_RADIUS, MAX_RADIUS), st.booleans())
def test_scaling_moves_every_size_and_stays_in_range(radius: float, larger: bool) -> None:
    brush = Brush(radius).scaled(1.15 if larger else 1 / 1.15)
    assert MIN_RADIUS <= brush.radius <= MAX_RADIUS
    if larger and radius < MAX_RADIUS - 1:
        assert brush.radius > radius
    if not larger and radius > MIN_RADIUS + 0.5:
        assert brush.radius < radius


def test_a_wheel_event_without_a_turn_keeps_the_size() -> None:
    assert Brush(30.25).scaled(1.0) == Brush(30.25)


def test_a_dab_covers_exactly_where_its_stamp_is_full() -> None:
    dab = Dab.at(Brush(300, 0.8), (400, 400))
    for part in (Box(300, 300, 450, 420), Box(260, 260, 500, 500), Box(100, 380, 200, 420)):
        full = bool(np.all(dab.values[part.relative_to(dab.box).slices] == 255))
        assert dab.covers(part) == full
