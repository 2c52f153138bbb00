"""Antialiased circles drawn pixel by pixel. For large circles this is many times faster than QPainter."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from PySide6.QtGui import QColor

DASH, PERIOD = 4.0, 6.0
"""Length of a dash, and of a dash with the gap after it, in line widths, as in Qt's dashed pens."""


class Line(NamedTuple):
    """How a circle is drawn; ``width`` is in pixels."""

    color: QColor
    width: float
    dashed: bool = False


Places = tuple[np.ndarray, np.ndarray]
"""Rows and columns of pixels."""


def draw_circle(pixels: np.ndarray, center: tuple[float, float], radius: float, lines: list[Line]) -> Places:
    """Draw lines, one over another, along the part of a circle that is inside the picture.

    ``pixels``: (H, W, 4) uint8, premultiplied BGRA, changed in place. ``center`` (x, y) and ``radius`` are in pixels from
    the upper left corner of the picture. Returns the places that may have changed.
    """
    around = max(line.width for line in lines) / 2 + 1
    rows, columns = _band(pixels.shape[:2], center, radius - around, radius + around)
    x, y = columns + (0.5 - center[0]), rows + (0.5 - center[1])
    off = np.abs(np.hypot(x, y) - radius)
    result = pixels[rows, columns].astype(np.float64)
    for color, width, dashed in lines:
        share = np.clip(width / 2 + 0.5 - off, 0, 1)
        if dashed:
            share *= (np.arctan2(y, x) * radius / width) % PERIOD < DASH
        alpha = color.alpha() * share
        ink = np.array([color.blue(), color.green(), color.red(), 255]) / 255
        result = alpha[:, None] * ink + result * (1 - alpha[:, None] / 255)
    pixels[rows, columns] = np.rint(result)
    return rows, columns


def _band(shape: tuple[int, ...], center: tuple[float, float], inner: float, outer: float) -> Places:
    """The pixels whose centres are between two circles of these radii, in a picture of this shape."""
    rows = np.arange(max(0, int(center[1] - outer) - 1), max(0, min(shape[0], int(center[1] + outer) + 2)))
    down = rows + (0.5 - center[1])
    wide = np.sqrt(np.maximum(outer * outer - down * down, 0))
    hollow = np.sqrt(np.maximum(inner * inner - down * down, 0)) if inner > 0 else np.zeros_like(wide)
    middle = center[0] - 0.5
    starts = [np.ceil(middle - wide).astype(np.int64), np.ceil(middle + hollow).astype(np.int64)]
    ends = [np.floor(middle - hollow).astype(np.int64), np.floor(middle + wide).astype(np.int64)]
    starts[1] = np.maximum(starts[1], ends[0] + 1)  # no pixel twice
    start, end = np.concatenate(starts).clip(0, shape[1]), np.concatenate(ends).clip(-1, shape[1] - 1)
    lengths = np.where(np.tile(np.abs(down) <= outer, 2), np.maximum(end - start + 1, 0), 0)
    first = np.cumsum(lengths) - lengths
    columns = np.repeat(start - first, lengths) + np.arange(lengths.sum())
    return np.repeat(np.tile(rows, 2), lengths), columns
