"""Golden bounds: the hole must be invisible."""

import numpy as np

from crfill_core.references.assembly import assemble
from tests.core.references.assembly.scenes import bricks, diffused, hole_of, noise, sky


def border_steps(image: np.ndarray, hole: np.ndarray) -> np.ndarray:
    """Absolute brightness steps between each hole pixel and its known neighbours."""
    grey = image.mean(2)
    steps = []
    for axis in (0, 1):
        step = np.abs(np.diff(grey, axis=axis))
        crossing = np.diff(hole.astype(int), axis=axis) != 0
        steps.append(step[crossing])
    return np.concatenate(steps)


def usual_steps(image: np.ndarray, hole: np.ndarray) -> np.ndarray:
    grey = image.mean(2)
    return np.concatenate(
        [
            np.abs(np.diff(grey, axis=0))[~(hole[1:] | hole[:-1])],
            np.abs(np.diff(grey, axis=1))[~(hole[:, 1:] | hole[:, :-1])],
        ]
    )


def smooth_error(result: np.ndarray, image: np.ndarray, hole: np.ndarray) -> float:
    """Largest difference of 9 × 9 means inside the hole: what the eye sees as a stain."""
    import cv2

    difference = np.where(hole[..., None], result - image, 0)
    return float(np.abs(cv2.blur(difference, (9, 9))).max())


def test_a_grainy_sky_shows_no_seam() -> None:
    image, hole = sky(160, 200), hole_of((160, 200), 45, 60, 70, 80)
    result = assemble(image, hole, diffused(image, hole))
    at_border, usual = border_steps(result.pixels, hole), usual_steps(image, hole)
    assert at_border.mean() < 1.15 * usual.mean()
    assert np.quantile(at_border, 0.98) < 1.25 * np.quantile(usual, 0.98)
    inside = np.abs(np.diff(result.pixels.mean(2), axis=0))[46:114, 60:140]
    assert 0.85 * usual.mean() < inside.mean() < 1.15 * usual.mean()
    assert inside.max() < 1.5 * usual.max()
    assert smooth_error(result.pixels, image, hole) < 0.03


def test_a_brick_wall_under_uneven_light_shows_no_seam() -> None:
    ramp = np.linspace(0.55, 1.2, 256, dtype=np.float32)[None, :, None]
    image = (bricks(192, 256) * ramp + noise((192, 256, 1), 0.01)).clip(0, 1)
    hole = hole_of((192, 256), 60, 90, 72, 80)
    result = assemble(image, hole, diffused(image, hole))
    at_border, usual = border_steps(result.pixels, hole), usual_steps(image, hole)
    truth = border_steps(image, hole)
    assert at_border.mean() < 1.2 * truth.mean()
    assert at_border.max() < 1.2 * usual.max()
    assert smooth_error(result.pixels, image, hole) < 0.06
    # The joints run on: the fill is the wall that was there, up to grain and a trace of light.
    assert np.abs(result.pixels - image)[hole].mean() < 0.03
