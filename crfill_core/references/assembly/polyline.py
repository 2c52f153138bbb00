"""Coordinates along and across a polyline, continued straight beyond both of its ends."""

from __future__ import annotations

import numpy as np

from crfill_core.geometry import Box
from crfill_core.references.lines import Line


class Polyline:
    """A path in pixels of one image. A place has two coordinates: s, the arc length from the first point, negative before
    that point; and v, the signed distance from the path, positive on its right (x to the right, y down). ``length``: the
    path's.
    """

    def __init__(self, line: Line, scale: float = 1.0) -> None:
        """``scale``: what the line's coordinates are multiplied by."""
        points = np.array(line.points, np.float64) * scale
        steps = np.linalg.norm(np.diff(points, axis=0), axis=1)
        points = points[np.r_[True, steps > 0]]
        self.starts, chords = points[:-1], np.diff(points, axis=0)
        self.steps = np.linalg.norm(chords, axis=1)
        self.tangents = chords / self.steps[:, None]
        self.offsets = np.r_[0.0, np.cumsum(self.steps)]
        self.length = float(self.offsets[-1])

    def tangent(self, s: np.ndarray) -> np.ndarray:
        """(…, 2) unit vectors along the path at (…) arc lengths."""
        return np.asarray(self.tangents[self._piece(s)])

    def at(self, s: np.ndarray, v: np.ndarray | float = 0.0) -> np.ndarray:
        """(…, 2) places (x, y) at arc lengths s and distances v (broadcast against one another)."""
        s, v = np.asarray(s), np.asarray(v)
        piece = self._piece(s)
        tangent = self.tangents[piece]
        normal = np.stack([-tangent[..., 1], tangent[..., 0]], -1)
        middle = self.starts[piece] + (s - self.offsets[piece])[..., None] * tangent
        return np.asarray(middle + v[..., None] * normal)

    def project(self, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(…) float32 s and v of the nearest point of the path, for places x, y (broadcast against one another)."""
        x, y = (np.asarray(value, np.float32) for value in (x, y))
        shape = np.broadcast_shapes(x.shape, y.shape)
        best = np.full(shape, np.inf, np.float32)
        s, v = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
        last = len(self.steps) - 1
        for piece, (start, tangent, step) in enumerate(
            zip(
                *(array.astype(np.float32) for array in (self.starts, self.tangents, self.steps)), strict=True
            )
        ):
            dx, dy = x - start[0], y - start[1]
            along = dx * tangent[0] + dy * tangent[1]
            across = dy * tangent[0] - dx * tangent[1]
            reached = along if piece == 0 else np.maximum(along, 0)
            reached = reached if piece == last else np.minimum(reached, step)
            distance = np.hypot(along - reached, across)
            nearer = distance < best
            best = np.where(nearer, distance, best)
            s = np.where(nearer, reached + np.float32(self.offsets[piece]), s)
            v = np.where(nearer, np.where(across < 0, -distance, distance), v)
        return s, v

    def surroundings(self, across: float, beyond: float, box: Box) -> Box:
        """The part of ``box`` that may hold places within ``across`` of the path continued by ``beyond`` at both ends."""
        ends = self.at(np.array([-beyond, self.length, self.length + beyond]))
        corners = self.starts.tolist() + ends.tolist()
        low, high = np.floor(np.min(corners, 0) - across), np.ceil(np.max(corners, 0) + across)
        return Box(*(int(value) for value in (*low, *high))).intersect(box)

    def _piece(self, s: np.ndarray) -> np.ndarray:
        return np.searchsorted(self.offsets[1:-1], s, side="right")
