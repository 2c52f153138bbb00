"""The area inside an outline as antialiased coverage: exactly the share of every pixel inside it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from crfill_core.geometry import Box, Size

Point = tuple[float, float]
_STRIP_PIXELS = 1 << 22
_FLATNESS = 0.02
"""The largest distance, in pixels, of an ellipse's outline from the true curve."""


@dataclass(frozen=True)
class Outline:
    """A line to be drawn over the photo, in photo coordinates."""

    points: tuple[Point, ...]
    closed: bool


def filled(points: Sequence[Point], size: Size) -> tuple[Box, np.ndarray]:
    """The polygon through the points (x, y; pixel centres are at .5), closed, within a photo of that size.

    Returns the box around it, cut at the photo's edge, and (h, w) uint8 coverage. The non-zero winding rule holds for
    outlines that cross themselves: areas enclosed twice are no holes. The box is empty if the polygon is outside the
    photo.
    """
    corners = np.asarray(points, np.float64).reshape(-1, 2)
    if len(corners) < 3:
        return Box(0, 0, 0, 0), np.zeros((0, 0), np.uint8)
    # Far outside the photo nothing is visible, and huge coordinates would only cost memory.
    corners = np.clip(corners, -2.0 * max(size), 3.0 * max(size))
    low, high = np.floor(corners.min(axis=0)), np.ceil(corners.max(axis=0))
    box = Box(int(low[0]), int(low[1]), int(high[0]), int(high[1])).clamp(size)
    if box.is_empty:
        return Box(0, 0, 0, 0), np.zeros((0, 0), np.uint8)
    pieces = _pieces(corners - [box.left, box.top], box.size)
    coverage = np.empty((box.height, box.width), np.uint8)
    rows = max(1, _STRIP_PIXELS // box.width)
    for top in range(0, box.height, rows):
        bottom = min(box.height, top + rows)
        coverage[top:bottom] = _strip(pieces, top, bottom, box.width)
    return box, coverage


def _pieces(corners: np.ndarray, size: Size) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """The outline cut at all pixel borders: per piece its row, its column, its height (signed: down is positive)
    and its mean distance from the column's left side, 0 … 1. Sorted by row.

    Pieces left of the box count as on its left side; those above, below and to the right have no effect on it.
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
    """Line segments cut wherever they cross a whole number along the axis."""
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
    level = span == 0  # a single piece, unchanged
    cuts[1][level] = ends[which][level]
    return cuts[0], cuts[1]


def _strip(
    pieces: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray], top: int, bottom: int, width: int
) -> np.ndarray:
    """Rows ``top`` … ``bottom`` of the coverage: every piece covers everything to the right of it."""
    row, column, height, across = pieces
    part = slice(*np.searchsorted(row, (top, bottom)))
    rows, columns = row[part] - top, column[part]
    # The share of the piece's own pixel, and the rest from the next pixel on.
    change = np.zeros((bottom - top, width + 1), np.float32)
    np.add.at(change, (rows, columns), height[part] * (1 - across[part]))
    np.add.at(change, (rows, columns + 1), height[part] * across[part])
    winding = np.cumsum(change, axis=1, out=change)[:, :width]
    return np.asarray(cv2.convertScaleAbs(winding, alpha=255))  # rounded, and cut at one winding


def rectangle(start: Point, end: Point) -> list[Point]:
    """The four corners, moved to the borders of pixels so that no pixel is covered in part."""
    left, right = sorted((round(start[0]), round(end[0])))
    top, bottom = sorted((round(start[1]), round(end[1])))
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def ellipse(start: Point, end: Point) -> list[Point]:
    """Points on the ellipse that touches the sides of the rectangle between two corners."""
    x, y = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    a, b = abs(end[0] - start[0]) / 2, abs(end[1] - start[1]) / 2
    radius = max(a, b)
    if min(a, b) == 0:
        return []
    count = max(12, math.ceil(math.pi / math.acos(1 - min(1.0, _FLATNESS / radius))))
    turns = [2 * math.pi * index / count for index in range(count)]
    return [(x + a * math.cos(turn), y + b * math.sin(turn)) for turn in turns]


def in_eighths(start: Point, end: Point) -> Point:
    """The end moved so that the direction from the start is a multiple of 45°, with the same length."""
    turn = round(math.atan2(end[1] - start[1], end[0] - start[0]) / (math.pi / 4)) * (math.pi / 4)
    length = math.dist(start, end)
    return start[0] + length * math.cos(turn), start[1] + length * math.sin(turn)
