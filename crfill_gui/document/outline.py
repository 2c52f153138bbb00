"""Outlines, and the area inside them as antialiased coverage: the share of each pixel that is inside."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from crfill_core.geometry import EMPTY, Box, Size

Point = tuple[float, float]
_STRIP_PIXELS = 1 << 22
"""The coverage is computed in strips of about this many pixels to save memory."""
_FLATNESS = 0.02
"""The largest distance, in pixels, between the outline of an ellipse and the true curve."""


@dataclass(frozen=True)
class Outline:
    """A line to draw over the photo, in photo coordinates; ``closed``: its last point is joined to the first."""

    points: tuple[Point, ...]
    closed: bool


def filled(points: Sequence[Point], size: Size) -> tuple[Box, np.ndarray]:
    """The box around a closed polygon, cut at the edge of a photo of this size, and the coverage in it, (h, w) uint8.

    ``points`` are (x, y); pixel centres are at .5. Outlines that cross themselves follow the non-zero winding rule, so
    areas enclosed twice in the same direction are not holes. The box is empty if the polygon is outside the photo
    or has fewer than three corners.
    """
    corners = np.asarray(points, np.float64).reshape(-1, 2)
    if len(corners) < 3:
        return EMPTY, np.zeros((0, 0), np.uint8)
    # Points far outside the photo are moved closer, because large coordinates cost memory.
    corners = np.clip(corners, -2.0 * max(size), 3.0 * max(size))
    low, high = np.floor(corners.min(axis=0)), np.ceil(corners.max(axis=0))
    box = Box(int(low[0]), int(low[1]), int(high[0]), int(high[1])).clamp(size)
    if box.is_empty:
        return EMPTY, np.zeros((0, 0), np.uint8)
    pieces = _pieces(corners - [box.left, box.top], box.size)
    coverage = np.empty((box.height, box.width), np.uint8)
    rows = max(1, _STRIP_PIXELS // box.width)
    for top in range(0, box.height, rows):
        bottom = min(box.height, top + rows)
        coverage[top:bottom] = _strip(pieces, top, bottom, box.width)
    return box, coverage


def _pieces(corners: np.ndarray, size: Size) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Cut the outline at all pixel borders. Returns the row and the column of each piece, its height, which is positive
    downwards, and its mean distance from the left side of the column, 0 … 1. The pieces are sorted by row.

    Pieces to the left of the box are moved to its left side. Those above it, below it and to its right have no effect
    and are left out.
    """
    starts, ends = _cut(corners, np.roll(corners, -1, axis=0), axis=1)
    middle = (starts[:, 1] + ends[:, 1]) / 2
    inside = (middle > 0) & (middle < size.height) & (starts[:, 1] != ends[:, 1])
    starts, ends = _cut(starts[inside], ends[inside], axis=0)
    starts[:, 0], ends[:, 0] = np.maximum(starts[:, 0], 0), np.maximum(ends[:, 0], 0)
    middle = (starts + ends) / 2
    seen = middle[:, 0] < size.width
    middle, heights = middle[seen], (ends - starts)[seen, 1]
    row, column = np.floor(middle[:, 1]).astype(np.int64), np.floor(middle[:, 0]).astype(np.int64)
    order = np.argsort(row, kind="stable")
    return row[order], column[order], heights[order], (middle[:, 0] - column)[order]


def _cut(starts: np.ndarray, ends: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    """Cut line segments where their coordinate along the axis is a whole number."""
    low, high = np.minimum(starts, ends)[:, axis], np.maximum(starts, ends)[:, axis]
    first = np.floor(low)
    count = np.maximum(np.ceil(high) - first, 1).astype(np.int64)
    which = np.repeat(np.arange(len(starts)), count)
    number = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)
    near = np.clip(first[which] + number, low[which], high[which])
    far = np.clip(first[which] + number + 1, low[which], high[which])
    span = (ends - starts)[which, axis]
    turned = span < 0
    cuts = []
    for value in (np.where(turned, far, near), np.where(turned, near, far)):
        share = np.divide(value - starts[which, axis], span, out=np.zeros_like(span), where=span != 0)
        cuts.append(starts[which] + share[:, None] * (ends - starts)[which])
    level = span == 0  # these stay in one piece
    cuts[1][level] = ends[which][level]
    return cuts[0], cuts[1]


def _strip(
    pieces: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray], top: int, bottom: int, width: int
) -> np.ndarray:
    """Rows ``top`` … ``bottom`` − 1 of the coverage, (bottom − top, width) uint8."""
    row, column, height, across = pieces
    part = slice(*np.searchsorted(row, (top, bottom)))
    rows, columns = row[part] - top, column[part]
    # A piece adds its height to the winding of all pixels to its right, and a share of it to its own pixel.
    change = np.zeros((bottom - top, width + 1), np.float32)
    np.add.at(change, (rows, columns), height[part] * (1 - across[part]))
    np.add.at(change, (rows, columns + 1), height[part] * across[part])
    winding = np.cumsum(change, axis=1, out=change)[:, :width]
    # This takes the absolute value, because outlines run in either direction, and rounds; it clamps the coverage where
    # the outline winds around a pixel more than once.
    return np.asarray(cv2.convertScaleAbs(winding, alpha=255))


def rectangle(start: Point, end: Point) -> list[Point]:
    """The four corners, clockwise from the upper left, rounded so that no pixel is covered in part."""
    left, right = sorted((round(start[0]), round(end[0])))
    top, bottom = sorted((round(start[1]), round(end[1])))
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def ellipse(start: Point, end: Point) -> list[Point]:
    """Points on the ellipse in the rectangle between two corners; none if it has no area."""
    x, y = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    a, b = abs(end[0] - start[0]) / 2, abs(end[1] - start[1]) / 2
    radius = max(a, b)
    if min(a, b) == 0:
        return []
    count = max(12, math.ceil(math.pi / math.acos(1 - min(1.0, _FLATNESS / radius))))
    turns = [2 * math.pi * index / count for index in range(count)]
    return [(x + a * math.cos(turn), y + b * math.sin(turn)) for turn in turns]


def in_eighths(start: Point, end: Point) -> Point:
    """The end turned around the start so that the direction is a multiple of 45°."""
    turn = round(math.atan2(end[1] - start[1], end[0] - start[0]) / (math.pi / 4)) * (math.pi / 4)
    length = math.dist(start, end)
    return start[0] + length * math.cos(turn), start[1] + length * math.sin(turn)
