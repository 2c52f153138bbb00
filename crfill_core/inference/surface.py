"""A surface over missing pixels that is as smooth as the photo nearby, and continues the photo's edges."""

from __future__ import annotations

import ctypes

import cv2
import numpy as np

from crfill_core.inference.blend import push_pull
from crfill_core.native.library import kernels, pointer

EPSILON = 3.0
"""Smaller differences, in values of 0 to 255, count as noise."""
SLOPE = 4.0
"""Weight of squared slopes relative to squared curvatures."""
ROUNDS = 3
"""Number of rounds; each computes the weights from the surface of the previous round."""
SWEEPS, TOLERANCE = 60, 0.05
"""A round ends after SWEEPS sweeps, or after one in which no value (0 to 255) changes by more than TOLERANCE."""
NEAR = 1.5
"""Standard deviation, in pixels, of the Gaussian over which the mean of squared differences is taken."""
GUESSED = 0.1
"""The weight, in that mean, of differences that involve missing pixels."""
_DIRECTIONS = ((1, 0, 1.0), (0, 1, 1.0), (1, 1, 0.5), (-1, 1, 0.5))
"""Directions of differences: (x, y, 1 / squared length)."""
_BORDER = 2
"""Second differences reach this many pixels beyond the image."""


def surface(values: np.ndarray, wanted: np.ndarray, blocked: np.ndarray) -> np.ndarray:
    """``values`` (H, W, C) float32 of 0 to 255, with those at ``wanted`` (H, W) bool replaced with a smooth surface.

    Values at ``wanted`` and at ``blocked`` (H, W) bool are ignored. The surface u minimises
    Σ (∂²u)² / (⟨(∂²u)²⟩ + ε²) + :data:`SLOPE` Σ (∂u)² / (⟨(∂u)²⟩ + ε²) over second differences along both axes and both
    diagonals and over first differences along the axes. ⟨·⟩ is the mean over channels and nearby pixels. Along an edge
    these means are small, so the edge is continued; across an edge they are large, so it is kept. All channels have the
    same weights, so equal channels stay equal.
    """
    known = np.pad(~(wanted | blocked), _BORDER)
    start = cv2.copyMakeBorder(
        push_pull(values, ~(wanted | blocked)), _BORDER, _BORDER, _BORDER, _BORDER, cv2.BORDER_REPLICATE
    ).reshape(values.shape[0] + 2 * _BORDER, values.shape[1] + 2 * _BORDER, values.shape[2])
    usable = np.pad(~blocked, _BORDER)
    places = np.flatnonzero(np.pad(wanted, _BORDER))
    height, width, channels = start.shape
    for _ in range(ROUNDS):
        curvature, slope = _weights(start, known, usable)
        kernels().smooth_surface(
            *(ctypes.c_int64(value) for value in (height, width, channels)),
            pointer(curvature, np.float32),
            pointer(slope, np.float32),
            ctypes.c_int64(len(places)),
            pointer(places, np.int64),
            ctypes.c_int64(SWEEPS),
            ctypes.c_float(TOLERANCE),
            pointer(start, np.float32),
        )
    return start[_BORDER:-_BORDER, _BORDER:-_BORDER]


def _weights(u: np.ndarray, known: np.ndarray, usable: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Weights of curvatures (4, H, W) and slopes (2, H, W), float32, for the kernel; 0 where a pixel is not
    ``usable``.
    """
    curvature, slope = np.zeros((4, *usable.shape), np.float32), np.zeros((2, *usable.shape), np.float32)
    for plane, (x, y, share) in zip(curvature, _DIRECTIONS, strict=True):
        places = ((-x, -y), (0, 0), (x, y))
        before, middle, after = (_moved(u, *place) for place in places)
        inverse = _inverse(share * (before - 2 * middle + after), _all(known, places))
        _moved(plane, 0, 0)[:] = share * _all(usable, places) * inverse
    for plane, (x, y, _) in zip(slope, _DIRECTIONS[:2], strict=True):
        ends = ((0, 0), (x, y))
        inverse = _inverse(_moved(u, x, y) - _moved(u, 0, 0), _all(known, ends))
        _moved(plane, 0, 0)[:] = SLOPE * _all(usable, ends) * inverse
    return curvature, slope


def _moved(array: np.ndarray, x: int, y: int) -> np.ndarray:
    """A view of the array without a border of one pixel, moved by (x, y)."""
    height, width = array.shape[:2]
    return array[1 + y : height - 1 + y, 1 + x : width - 1 + x]


def _all(mask: np.ndarray, places: tuple[tuple[int, int], ...]) -> np.ndarray:
    return np.asarray(np.logical_and.reduce([_moved(mask, *place) for place in places]))


def _inverse(difference: np.ndarray, known: np.ndarray) -> np.ndarray:
    """(H, W) float32: 1 / (mean square nearby + ε²) of differences (H, W, C). Where ``known`` (H, W) bool is not set they
    count less.
    """
    square = np.einsum("hwc,hwc->hw", difference, difference) / np.float32(difference.shape[2])
    share = np.where(known, np.float32(1), np.float32(GUESSED))
    mean = cv2.GaussianBlur(square * share, (0, 0), NEAR) / cv2.GaussianBlur(share, (0, 0), NEAR)
    return np.asarray(1 / (mean + np.float32(EPSILON**2)))
