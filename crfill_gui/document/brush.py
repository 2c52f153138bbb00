"""The brush: a round stamp of coverage, the places of its dabs along a stroke, and how a dab changes a mask."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

import cv2
import numpy as np

from crfill_core.geometry import Box
from crfill_gui.document.outline import Point

MIN_RADIUS = 0.5
MAX_RADIUS = 1000.0
SUBPIXEL_BELOW = 32.0
"""Brushes with a radius above 1 and below this are placed to a quarter of a pixel. All others are placed to whole pixels,
because for large brushes the difference is not visible.
"""

PenUse = Literal["size", "hardness", "nothing"]
"""What the pressure of a pen changes."""
PRESSURE_STEPS = 16
"""A pen's pressure is rounded to this many steps, so that few stamps are needed."""
LEAST = 0.1
"""The share of the radius that remains at the lightest pressure."""


@dataclass(frozen=True)
class Brush:
    """``radius`` is 0.5 … 1000 photo pixels. ``hardness`` is from 0 (soft to the centre) to 1 (a hard edge)."""

    radius: float = 30.0
    hardness: float = 0.9

    def resized(self, radius: float) -> Brush:
        """The brush with another radius, clamped to the allowed range."""
        return replace(self, radius=min(MAX_RADIUS, max(MIN_RADIUS, radius)))

    def scaled(self, factor: float) -> Brush:
        """The brush with its radius multiplied by a factor and rounded to half pixels. It changes by about half a pixel or
        more, so that small brushes change too, unless the factor is 1.
        """
        if factor == 1:
            return self
        step = max(0.5, abs(self.radius * (factor - 1)))
        return self.resized(round((self.radius + math.copysign(step, factor - 1)) * 2) / 2)

    def pressed(self, pressure: float, use: PenUse) -> Brush:
        """The brush at a pen's pressure, 0 … 1."""
        share = round(min(1.0, max(0.0, pressure)) * PRESSURE_STEPS) / PRESSURE_STEPS
        if use == "size":
            return self.resized(self.radius * max(LEAST, share))
        return replace(self, hardness=self.hardness * share) if use == "hardness" else self

    def hardened(self, delta: float) -> Brush:
        """The brush with ``delta`` added to the hardness, clamped to the allowed range and rounded to hundredths."""
        return replace(self, hardness=min(1.0, max(0.0, round(self.hardness + delta, 2))))


@lru_cache(maxsize=64)
def stamp(radius: float, hardness: float, fraction_x: float = 0.0, fraction_y: float = 0.0) -> np.ndarray:
    """The brush's coverage, (n, n) uint8 with n odd, centred on pixel n // 2 plus a fraction of a pixel.

    The edge is at least one pixel wide, so that a hard brush is antialiased too. The result is cached and read-only.
    """
    outer = radius + 0.5
    inner = min(radius * hardness, radius - 0.5)
    reach = math.ceil(outer)
    x = np.arange(-reach, reach + 1, dtype=np.float32) - np.float32(fraction_x)
    y = np.arange(-reach, reach + 1, dtype=np.float32) - np.float32(fraction_y)
    # Of a symmetric stamp only one quadrant is computed, which saves time for big brushes.
    if fraction_x == 0 and fraction_y == 0:
        quadrant = _profile(x[reach:], y[reach:], inner, outer)
        half = np.concatenate([quadrant[:, :0:-1], quadrant], axis=1)
        result = np.concatenate([half[:0:-1], half], axis=0)
    else:
        result = _profile(x, y, inner, outer)
    result.setflags(write=False)
    return result


def _profile(x: np.ndarray, y: np.ndarray, inner: float, outer: float) -> np.ndarray:
    distance = np.sqrt(x[None, :] ** 2 + y[:, None] ** 2)
    t = np.clip((outer - distance) / (outer - inner), 0, 1)
    return np.asarray(np.rint(t * t * (3 - 2 * t) * 255), np.uint8)


def spacing(radius: float) -> float:
    """The largest distance between dabs, in photo pixels.

    Dabs of radius r at a distance s leave scallops of depth s² / 8r along a straight stroke. The scallops may be a quarter
    of a pixel deep, or a thousandth of the radius if that is more.
    """
    return max(0.5, math.sqrt(8 * radius * max(0.25, radius / 1000)))


def dabs(start: Point, end: Point, radius: float) -> Iterator[Point]:
    """Centres of dabs along a segment, without ``start`` and with ``end``, so close that the edge looks smooth."""
    length = math.hypot(end[0] - start[0], end[1] - start[1])
    count = max(1, math.ceil(length / spacing(radius)))
    for i in range(1, count + 1):
        t = i / count
        yield start[0] + (end[0] - start[0]) * t, start[1] + (end[1] - start[1]) * t


@dataclass(frozen=True)
class Dab:
    """A stamp at a place: ``values`` (h, w) uint8 for ``box``, which may extend beyond the photo."""

    values: np.ndarray
    box: Box

    @classmethod
    def at(cls, brush: Brush, point: Point) -> Dab:
        """A dab centred on a point in photo coordinates (pixel centres are at .5)."""
        x, y = point[0] - 0.5, point[1] - 0.5
        steps = 4 if 1 < brush.radius < SUBPIXEL_BELOW else 1
        x, y = round(x * steps) / steps, round(y * steps) / steps
        column, row = math.floor(x), math.floor(y)
        values = stamp(brush.radius, brush.hardness, x - column, y - row)
        reach = values.shape[0] // 2
        return cls(values, Box(column - reach, row - reach, column + reach + 1, row + reach + 1))

    def land(self, coverage: np.ndarray, part: Box, erase: bool, keep: Callable[[], None]) -> bool:
        """Raise ``coverage`` (H, W) uint8 to the stamp, or lower it to the stamp's complement, within ``part``.

        The array is changed in place. ``part`` is inside the dab's box and the photo. ``keep()`` is called before the
        change. Returns False, without calling ``keep``, if nothing changes.
        """
        target = coverage[part.slices]
        values = self.values[part.relative_to(self.box).slices]
        result = cv2.min(target, cv2.bitwise_not(values)) if erase else cv2.max(target, values)
        if not cv2.norm(target, result, cv2.NORM_INF):  # the quickest test for equality
            return False
        keep()
        target[...] = result
        return True

    def touches(self, part: Box) -> bool:
        """Whether the stamp's circle touches ``part``. The corners of the dab's box are outside the circle."""
        x, y = self.box.center
        across = max(part.left - x, x - part.right, 0)
        down = max(part.top - y, y - part.bottom, 0)
        return math.hypot(across, down) <= self.box.width / 2

    def covers(self, part: Box) -> bool:
        """Whether the stamp has full coverage in all of ``part``, which is inside the dab's box."""
        values = self.values[part.relative_to(self.box).slices]
        corners = min(values[0, 0], values[0, -1], values[-1, 0], values[-1, -1])
        return bool(corners == 255)  # the stamp is round and weakest at its edge, so the corners decide
