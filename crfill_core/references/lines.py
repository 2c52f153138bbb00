"""Edges that continue across a hole: detected in the photo or drawn by the user. Plain data, no torch."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeVar

from crfill_core.geometry import Size

Point = tuple[float, float]
T = TypeVar("T")
LARGEST = 1e6
"""The largest absolute coordinate of lines from files and arguments, in pixels."""
SHORTEST = 0.01
"""The least length of lines from files and arguments, in pixels: such lines still have a length when moved or scaled."""
SAME_SHARE, SAME_PIXELS = 0.02, 3.0
"""Two lines count as the same if their distance is at most this share of the length plus this many pixels."""
SAMPLES = 17
"""Number of points of a line whose distances from another line are averaged."""
ALONG = 30.0
"""The largest angle, in degrees, between two lines that count as being on one edge."""


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
        if not all(math.isfinite(value) for value in self.numbers):
            raise ValueError("a line's coordinates must be finite numbers")
        if self.length == 0:
            raise ValueError("a line's points must not all be the same")

    @classmethod
    def of(cls, numbers: Iterable[float]) -> Line:
        """The line through the points (x1, y1), (x2, y2) …, given as x1, y1, x2, y2 … by users and files.

        ``ValueError`` also for an odd count, for coordinates beyond ``LARGEST`` and for a line shorter than ``SHORTEST``.
        """
        flat = tuple(numbers)
        if len(flat) % 2:
            raise ValueError("a line needs an x and a y for each point")
        # Written so that NaN is refused.
        if not all(abs(value) <= LARGEST for value in flat):
            raise ValueError("a line's coordinates must be within a million pixels")
        line = cls(tuple(zip(flat[::2], flat[1::2], strict=True)))
        if line.length < SHORTEST:
            raise ValueError("a line's points must not all be the same")
        return line

    @property
    def numbers(self) -> tuple[float, ...]:
        """The coordinates x1, y1, x2, y2 …"""
        return tuple(value for point in self.points for value in point)

    @property
    def length(self) -> float:
        """The length along the line, in pixels."""
        return _length(self.points)

    def moved(self, dx: float, dy: float) -> Line:
        """A copy moved by (dx, dy) pixels."""
        return Line(tuple((x + dx, y + dy) for x, y in self.points))

    def scaled(self, x: float, y: float) -> Line:
        """A copy with every point multiplied by (x, y); ``ValueError`` if it has no length."""
        return Line(tuple((px * x, py * y) for px, py in self.points))

    def at(self, share: float) -> Point:
        """The point at a share of the length, 0 … 1."""
        left = share * self.length
        for (x, y), (u, v) in pairwise(self.points):
            step = math.dist((x, y), (u, v))
            if step > 0 and left <= step:
                return x + left / step * (u - x), y + left / step * (v - y)
            left -= step
        return self.points[-1]

    def distance(self, place: Point) -> float:
        """The distance from a place to the nearest point of the line, in pixels."""
        return min(_to_segment(place, start, end) for start, end in pairwise(self.points))

    def apart(self, other: Line) -> float:
        """The distance between two lines in pixels: the mean distance of one line's points from the other line, or the
        reverse, whichever is smaller. 0 if one line is a part of the other.
        """
        return min(_mean_distance(self, other), _mean_distance(other, self))

    def shares_edge(self, other: Line, tolerance: float) -> bool:
        """Whether both lines are on the same edge: one of them ends on the other, within ``tolerance`` pixels, and is
        roughly parallel to it there.
        """
        return any(
            a.distance(point) <= tolerance and _turn(a.direction(point), b.direction(point)) <= ALONG
            for a, b in ((self, other), (other, self))
            for point in (b.points[0], b.points[-1])
        )

    def direction(self, place: Point) -> Point:
        """A vector (x, y), of any length, along the segment nearest to a place."""
        segments = (pair for pair in pairwise(self.points) if pair[0] != pair[1])
        (x, y), (u, v) = min(segments, key=lambda pair: _to_segment(place, *pair))
        return u - x, v - y

    def touches(self, size: Size) -> bool:
        """Whether any part of the line is within an image of that size."""
        return any(_inside(a, b, size) is not None for a, b in pairwise(self.points))

    def clipped(self, size: Size) -> tuple[Line, ...]:
        """The parts within an image of that size, in order, except those shorter than ``SHORTEST``."""
        parts: list[list[Point]] = [[]]
        for (x, y), (u, v) in pairwise(self.points):
            inside = _inside((x, y), (u, v), size)
            if inside is None:
                parts.append([])
                continue
            first, last = inside
            if first > 0:
                parts.append([])
            if not parts[-1]:
                parts[-1].append((x + first * (u - x), y + first * (v - y)))
            parts[-1].append((u, v) if last == 1 else (x + last * (u - x), y + last * (v - y)))
            if last < 1:
                parts.append([])
        return tuple(Line(tuple(part)) for part in parts if _length(part) >= SHORTEST)


@dataclass(frozen=True)
class LineSteering:
    """The user's lines, in photo pixels.

    ``drawn`` lines continue across the hole. The detected line nearest to a ``deleted`` line, if near enough, is not used.
    """

    drawn: tuple[Line, ...] = ()
    deleted: tuple[Line, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.drawn or self.deleted)

    def moved(self, dx: float, dy: float) -> LineSteering:
        """A copy with all lines moved by (dx, dy) pixels."""
        return LineSteering.of(
            (line.moved(dx, dy) for line in self.drawn), (line.moved(dx, dy) for line in self.deleted)
        )

    @classmethod
    def of(cls, drawn: Iterable[Line] = (), deleted: Iterable[Line] = ()) -> LineSteering:
        """Steering from any iterables of lines."""
        return cls(tuple(drawn), tuple(deleted))

    def drawing(self, line: Line) -> LineSteering:
        """A copy with one more drawn line."""
        return replace(self, drawn=(*self.drawn, line))

    def moving(self, line: Line, to: Line) -> LineSteering:
        """A copy with a drawn line replaced with ``to``."""
        return replace(self, drawn=tuple(to if drawn == line else drawn for drawn in self.drawn))

    def deleting(self, line: Line) -> LineSteering:
        """A copy without that line if it was drawn; otherwise one in which that line, a detected one, is deleted."""
        if line in self.drawn:
            return replace(self, drawn=tuple(drawn for drawn in self.drawn if drawn != line))
        return self if line in self.deleted else replace(self, deleted=(*self.deleted, line))

    def kept(self, found: Iterable[T], line_of: Callable[[T], Line]) -> list[T]:
        """The detected lines that are used, in their order. A drawn line replaces detected lines on the same edge. A
        deleted line removes only the nearest one, if near enough, so that of two parallel edges only one is removed.
        """

        def replaced(line: Line) -> bool:
            tolerance = SAME_SHARE * line.length + SAME_PIXELS
            return any(line.shares_edge(drawn, tolerance) for drawn in self.drawn)

        left = [each for each in found if not replaced(line_of(each))]
        for deleted in self.deleted:
            if left:
                nearest = min(range(len(left)), key=lambda number: deleted.apart(line_of(left[number])))
                line = line_of(left[nearest])
                if deleted.apart(line) <= SAME_SHARE * max(deleted.length, line.length) + SAME_PIXELS:
                    del left[nearest]
        return left


def _mean_distance(line: Line, other: Line) -> float:
    return sum(other.distance(line.at(number / (SAMPLES - 1))) for number in range(SAMPLES)) / SAMPLES


def _turn(a: Point, b: Point) -> float:
    """The angle in degrees, 0 … 90, between two undirected directions."""
    return math.degrees(math.atan2(abs(a[0] * b[1] - a[1] * b[0]), abs(a[0] * b[0] + a[1] * b[1])))


def _to_segment(place: Point, start: Point, end: Point) -> float:
    across, down = end[0] - start[0], end[1] - start[1]
    square = across * across + down * down
    if square == 0:
        return math.dist(place, start)
    along = ((place[0] - start[0]) * across + (place[1] - start[1]) * down) / square
    along = min(1.0, max(0.0, along))
    return math.dist(place, (start[0] + along * across, start[1] + along * down))


def _length(points: Sequence[Point]) -> float:
    return sum(math.dist(a, b) for a, b in pairwise(points))


def _inside(a: Point, b: Point, size: Size) -> tuple[float, float] | None:
    """The part of the segment from a to b in the closed rectangle from (0, 0) to ``size``, by Liang and Barsky's
    clipping: its start and end as shares of the segment's length; None if there is no such part.
    """
    first, last = 0.0, 1.0
    for start, end, side in zip(a, b, size, strict=True):
        step = end - start
        for run, room in ((-step, start), (step, side - start)):
            if run == 0:
                if room < 0:
                    return None
            elif run < 0:
                first = max(first, room / run)
            else:
                last = min(last, room / run)
    return (first, last) if first <= last else None
