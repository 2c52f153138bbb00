import numpy as np
import pytest

from crfill_core.references.assembly.poisson import solve
from tests.core.references.assembly.scenes import hole_of, noise


def dense(region: np.ndarray, screen: np.ndarray, right: np.ndarray) -> np.ndarray:
    """The same equation by elimination."""
    number = np.full(region.shape, -1)
    number[region] = np.arange(region.sum())
    matrix = np.zeros((region.sum(), region.sum()))
    for y, x in np.argwhere(region):
        row = number[y, x]
        matrix[row, row] = screen[y, x]
        for v, u in ((y - 1, x), (y + 1, x), (y, x - 1), (y, x + 1)):
            if 0 <= v < region.shape[0] and 0 <= u < region.shape[1]:
                matrix[row, row] += 1
                if region[v, u]:
                    matrix[row, number[v, u]] -= 1
    result = np.zeros_like(right)
    result[region] = np.linalg.solve(matrix, right[region])
    return result


@pytest.mark.parametrize(
    "region",
    [
        hole_of((20, 24), 5, 6, 1, 1),
        hole_of((20, 24), 4, 3, 11, 17),
        hole_of((20, 24), 0, 0, 20, 9),
        hole_of((20, 24), 12, 11, 8, 13),
        noise((37, 41), 1.0) > 0,
        noise((21, 43), 1.0, 2) > -1.5,
    ],
    ids=["pixel", "inside", "left side", "corner", "speckle", "with islands"],
)
@pytest.mark.parametrize("pull", [0.01, 0.5])
def test_agrees_with_elimination(region: np.ndarray, pull: float) -> None:
    right = noise((*region.shape, 3), 1.0, 7)
    screen = np.full(region.shape, pull, np.float32)
    expected = dense(region, screen, right)
    found = solve(region, screen, right, tolerance=1e-5)
    assert np.abs(found - expected).max() < 1e-3 * np.abs(expected).max()
    assert not found[~region].any()


def test_an_empty_region_stays_zero() -> None:
    nothing = np.zeros((6, 7), bool)
    assert not solve(nothing, np.zeros((6, 7), np.float32), np.ones((6, 7, 3), np.float32)).any()
