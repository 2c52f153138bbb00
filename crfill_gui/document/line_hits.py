"""Hit tests of lines and their points. Pure geometry in photo pixels."""

from __future__ import annotations

import math
from collections.abc import Iterable

from crfill_core.references.lines import Line
from crfill_gui.document.outline import Point


def nearest(lines: Iterable[Line], place: Point, reach: float) -> Line | None:
    """The line nearest to a place, if within ``reach``."""
    found = [(line.distance(place), number, line) for number, line in enumerate(lines)]
    best = min(found, default=None)
    return best[2] if best is not None and best[0] <= reach else None


def nearest_point(line: Line, place: Point, reach: float) -> int | None:
    """The number of the line's point nearest to a place, if within ``reach``."""
    number = min(range(len(line.points)), key=lambda number: math.dist(line.points[number], place))
    return number if math.dist(line.points[number], place) <= reach else None


def with_point(line: Line, number: int, place: Point) -> Line:
    """The line with one of its points moved to a place; the unchanged line if that would leave it no length."""
    points = [*line.points[:number], place, *line.points[number + 1 :]]
    try:
        return Line(tuple(points))
    except ValueError:
        return line
