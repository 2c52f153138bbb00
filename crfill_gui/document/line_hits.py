"""Hit tests for lines and their points. Pure geometry in photo pixels."""

from __future__ import annotations

import math
from collections.abc import Iterable

from crfill_core.references.lines import Line
from crfill_gui.document.outline import Point


def nearest(lines: Iterable[Line], place: Point, reach: float) -> Line | None:
    """The line nearest to a place, if it is within ``reach``."""
    line = min(lines, key=lambda line: line.distance(place), default=None)
    return line if line is not None and line.distance(place) <= reach else None


def nearest_point(line: Line, place: Point, reach: float) -> int | None:
    """The number of the line's point nearest to a place, if it is within ``reach``."""
    number = min(range(len(line.points)), key=lambda number: math.dist(line.points[number], place))
    return number if math.dist(line.points[number], place) <= reach else None


def with_point(line: Line, number: int, place: Point) -> Line:
    """The line with a point moved to a place; the unchanged line if the result would have no length."""
    points = [*line.points[:number], place, *line.points[number + 1 :]]
    try:
        return Line(tuple(points))
    except ValueError:
        return line
