"""What is known besides the photo decides the fill: a confident guide, and lines."""

import numpy as np

from crfill_core.references.assembly import assemble
from crfill_core.references.assembly.lines import drawn_line
from crfill_core.references.lines import Line
from tests.core.references.assembly.scenes import diffused, hole_of, noise


def two_halves() -> np.ndarray:
    """Rough dark ground on the left, rough bright ground on the right."""
    image = np.full((64, 96, 3), 0.25, np.float32)
    image[:, 48:] = 0.75
    return (image + noise((64, 96, 1), 0.04)).clip(0, 1).astype(np.float32)


def brightness_of_fill(confidence: float) -> float:
    """Of a hole in the middle whose guide is bright everywhere."""
    image, hole = two_halves(), hole_of((64, 96), 20, 36, 24, 24)
    guide = np.where(hole[..., None], 0.75, image).astype(np.float32)
    sure = np.full(hole.shape, confidence, np.float32)
    result = assemble(image, hole, guide, confidence=sure)
    return float(result.pixels[hole].mean())


def test_a_confident_guide_is_followed() -> None:
    assert brightness_of_fill(1.0) > 0.7


def test_confidence_never_makes_a_fill_follow_the_guide_less() -> None:
    assert brightness_of_fill(1.0) >= brightness_of_fill(0.0) - 0.01


def slope() -> np.ndarray:
    """Dark ground below a straight slanted edge, bright sky above it; both rough."""
    rows, columns = np.mgrid[:96, :160]
    ground = rows > 20 + 0.35 * columns
    return (np.where(ground, 0.2, 0.8)[..., None] + noise((96, 160, 3), 0.03)).clip(0, 1).astype(np.float32)


def wrong_share(lines: list[Line]) -> float:
    image, hole = slope(), hole_of((96, 160), 25, 50, 50, 60)
    result = assemble(image, hole, diffused(image, hole), lines=[drawn_line(line, hole) for line in lines])
    return float((np.abs(result.pixels - image).mean(2) > 0.3)[hole].mean())


def test_an_edge_continues_along_a_line() -> None:
    line = Line(((20, 20 + 0.35 * 20), (140, 20 + 0.35 * 140)))
    assert wrong_share([line]) < 0.02


def test_a_line_elsewhere_changes_where_the_edge_goes() -> None:
    bent = Line(((30, 30.5), (80, 60), (130, 65.5)))
    assert wrong_share([bent]) > wrong_share([Line(((20, 27), (140, 69)))])
