"""The colour code: direction as hue, distance as strength, equal lightness."""

import colorsys

import numpy as np

from crfill_core.references.colours import direction_colours, direction_wheel, ramp_colours


def hue(colour):
    return colorsys.rgb_to_hsv(*(colour / 255))[0]


def test_opposite_directions_have_distant_hues_and_equal_lightness():
    angles = np.arange(0, 360, 45)
    shifts = np.stack([100 * np.cos(np.radians(angles)), 100 * np.sin(np.radians(angles))], -1)
    colours = direction_colours(shifts, 100).astype(float)
    for i in range(8):
        apart = abs(hue(colours[i]) - hue(colours[(i + 4) % 8]))
        assert 0.25 < apart < 0.75
        assert np.abs(colours[i] - colours[(i + 1) % 8]).max() > 15
    luminance = (colours / 255) ** 2.2 @ [0.2126, 0.7152, 0.0722]
    assert luminance.max() / luminance.min() < 1.25


def test_strength_grows_with_distance_up_to_the_reach():
    shifts = np.array([[0, 0], [10, 0], [50, 0], [100, 0], [900, 0]])
    colours = direction_colours(shifts, 100).astype(int)
    spread = np.ptp(colours, axis=1)
    assert spread[0] <= 1 and (np.diff(spread[:4]) > 5).all()
    assert (colours[3] == colours[4]).all()


def test_the_wheel_shows_the_code():
    wheel = direction_wheel(101)
    assert wheel.shape == (101, 101, 4) and wheel[0, 0, 3] == 0 and wheel[50, 50, 3] == 255
    assert (wheel[50, 95, :3] == direction_colours(np.array([45, 0]), 50.5)).all()
    assert (wheel[10, 50, :3] == direction_colours(np.array([0, -40]), 50.5)).all()


def test_the_ramp_gets_lighter():
    ramp = ramp_colours(np.linspace(0, 1, 32)[None])[0].astype(float)
    light = ramp @ [0.2126, 0.7152, 0.0722]
    assert (np.diff(light) > 0).all()
    assert (
        ramp_colours(np.array([[np.nan, -1, 2]]))[0, [0, 1, 2]] == ramp_colours(np.array([[0.0, 0, 1]]))[0]
    ).all()
