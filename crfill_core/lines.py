"""Edges that go on across a hole: found in the photo or drawn by a person. Plain data, no torch."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from crfill_core.geometry import Size

Point = tuple[float, float]
LARGEST = 1e6
"""No coordinate is larger than this, in pixels."""
SAME_SHARE, SAME_PIXELS = 0.1, 4.0
"""A found line is the deleted one if its ends are no further away than this share of its length and so many pixels."""


@dataclass(frozen=True)
class Line:
    """A polyline of two points or more, (x, y) in pixels of the image it belongs to.

    Pixel (0, 0) covers the square from (0, 0) to (1, 1), as in :class:`crfill_core.geometry.Box`. ``ValueError`` for
    fewer than two points, for coordinates that are not numbers within ± ``LARGEST``, and for a line without length.
    """

    points: tuple[Point, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "points", tuple((float(x), float(y)) for x, y in self.points))
        if len(self.points) < 2:
            raise ValueError("a line needs at least two points")
        if not all(abs(value) <= LARGEST for point in self.points for value in point):  # NaN is not, either
            raise ValueError("a line's coordinates must be numbers of pixels within a million")
        if self.length == 0:
            raise ValueError("a line's points must not all be the same")

    @classmethod
    def of(cls, numbers: Iterable[float]) -> Line:
        """From x1, y1, x2, y2 … ``ValueError`` for an odd count, too."""
        flat = tuple(numbers)
        if len(flat) % 2:
            raise ValueError("a line needs an x and a y for each point")
        return cls(tuple(zip(flat[::2], flat[1::2], strict=True)))

    @property
    def numbers(self) -> tuple[float, ...]:
        """x1, y1, x2, y2 …"""
        return tuple(value for point in self.points for value in point)

    @property
    def length(self) -> float:
        """In pixels, along the line."""
        return sum(math.dist(a, b) for a, b in zip(self.points, self.points[1:], strict=False))

    def moved(self, dx: float, dy: float) -> Line:
        return Line(tuple((x + dx, y + dy) for x, y in self.points))

    def scaled(self, x: float, y: float) -> Line:
        """Every point multiplied by (x, y); ``ValueError`` if nothing is left of it."""
        return Line(tuple((px * x, py * y) for px, py in self.points))

    def gap(self, other: Line) -> float:
        """How far the ends are from the other line's ends at most, in pixels, in whichever direction is nearer."""
        a, b = self.points[0], self.points[-1]
        c, d = other.points[0], other.points[-1]
        return min(max(math.dist(a, c), math.dist(b, d)), max(math.dist(a, d), math.dist(b, c)))

    def near(self, other: Line, tolerance: float) -> bool:
        """Whether both ends lie within ``tolerance`` pixels of the other line's ends, in either direction."""
        return self.gap(other) <= tolerance

    def touches(self, size: Size) -> bool:
        """Whether any part of it lies in an image of that size."""
        pairs = zip(self.points, self.points[1:], strict=False)
        return any(_crosses(a, b, size) for a, b in pairs)


@dataclass(frozen=True)
class LineSteering:
    """What a person said about lines, in photo pixels.

    ``drawn`` ones must go on across the hole; found ones near a ``deleted`` one must not.
    """

    drawn: tuple[Line, ...] = ()
    deleted: tuple[Line, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.drawn or self.deleted)

    def moved(self, dx: float, dy: float) -> LineSteering:
        return LineSteering.of(
            (line.moved(dx, dy) for line in self.drawn), (line.moved(dx, dy) for line in self.deleted)
        )

    @classmethod
    def of(cls, drawn: Iterable[Line] = (), deleted: Iterable[Line] = ()) -> LineSteering:
        return cls(tuple(drawn), tuple(deleted))

    def drawing(self, line: Line) -> LineSteering:
        """With that line drawn, too."""
        return replace(self, drawn=(*self.drawn, line))

    def moving(self, line: Line, to: Line) -> LineSteering:
        """With a drawn line moved; the same if there is no such line."""
        return replace(self, drawn=tuple(to if one == line else one for one in self.drawn))

    def deleting(self, line: Line) -> LineSteering:
        """Without that line if it was drawn; else it is one that was found and must not go on."""
        if line in self.drawn:
            return replace(self, drawn=tuple(one for one in self.drawn if one != line))
        return self if line in self.deleted else replace(self, deleted=(*self.deleted, line))

    def kept(self, found: Iterable[Line]) -> tuple[Line, ...]:
        """The found lines (photo pixels, in their order) less the deleted ones: each of those takes away the nearest
        one that can be called the same, so that of two edges side by side only one goes.
        """
        left = list(found)
        for deleted in self.deleted:
            tolerance = SAME_SHARE * deleted.length + SAME_PIXELS
            nearest = min(left, key=deleted.gap, default=None)
            if nearest is not None and deleted.near(nearest, tolerance):
                left.remove(nearest)
        return tuple(left)


def _crosses(a: Point, b: Point, size: Size) -> bool:
    """Whether a segment has a point in the closed rectangle from (0, 0) to ``size`` (Liang and Barsky's clipping)."""
    first, last = 0.0, 1.0
    for start, end, side in zip(a, b, size, strict=True):
        step = end - start
        for run, room in ((-step, start), (step, side - start)):
            if run == 0:
                if room < 0:
                    return False
            elif run < 0:
                first = max(first, room / run)
            else:
                last = min(last, room / run)
    return first <= last
