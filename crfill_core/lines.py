"""Edges that go on across a hole: found in the photo or drawn by a person. Plain data, no torch."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True)
class Line:
    """A polyline of two points or more, (x, y) in pixels of the image it belongs to.

    Pixel (0, 0) covers the square from (0, 0) to (1, 1), as in :class:`crfill_core.geometry.Box`. ``ValueError`` for
    fewer than two points, for coordinates that are not finite, and for a line without length.
    """

    points: tuple[Point, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "points", tuple((float(x), float(y)) for x, y in self.points))
        if len(self.points) < 2:
            raise ValueError("a line needs at least two points")
        if not all(math.isfinite(value) for point in self.points for value in point):
            raise ValueError("a line's coordinates must be finite numbers")
        if self.length == 0:
            raise ValueError("a line's points must not all be the same")

    @property
    def length(self) -> float:
        """In pixels, along the line."""
        return sum(math.dist(a, b) for a, b in zip(self.points, self.points[1:], strict=False))

    def moved(self, dx: float, dy: float) -> Line:
        return Line(tuple((x + dx, y + dy) for x, y in self.points))

    def scaled(self, x: float, y: float) -> Line:
        """Every point multiplied by (x, y); ``ValueError`` if nothing is left of it."""
        return Line(tuple((px * x, py * y) for px, py in self.points))

    def near(self, other: Line, tolerance: float) -> bool:
        """Whether both ends lie within ``tolerance`` pixels of the other line's ends, in either direction."""
        a, b = self.points[0], self.points[-1]
        c, d = other.points[0], other.points[-1]
        along = max(math.dist(a, c), math.dist(b, d))
        against = max(math.dist(a, d), math.dist(b, c))
        return min(along, against) <= tolerance


@dataclass(frozen=True)
class LineSteering:
    """What a person said about lines, in photo pixels.

    ``drawn`` ones must go on across the hole; found ones near a ``deleted`` one must not.
    """

    drawn: tuple[Line, ...] = ()
    deleted: tuple[Line, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.drawn or self.deleted)

    @classmethod
    def of(cls, drawn: Iterable[Line] = (), deleted: Iterable[Line] = ()) -> LineSteering:
        return cls(tuple(drawn), tuple(deleted))
