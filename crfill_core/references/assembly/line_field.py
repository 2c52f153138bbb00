"""How lines steer copying at a level: a pixel's distance across its line, and the shifts along lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from crfill_core.geometry import Box, union_all
from crfill_core.references.assembly.lines import KNOWN_PART, FoundLine, unit_of
from crfill_core.references.assembly.polyline import Polyline
from crfill_core.references.assembly.resampling import strips
from crfill_core.references.assembly.segments import inside

BAND = 6.0
"""Pixels of the hole within this distance of a line, in the unit of :func:`unit_of`, should copy pixels at the same
distance from it.
"""
STEP_CAP = np.float32(3.0)
"""Differences between distances count up to this many pixels of the level."""
NO_LINE = np.float32(-1e4)
"""The distance where there is no line."""
APART = 1000.0
"""Added to a line's distances once for every line before it, so that distances from different lines are far apart."""
SHARES = (0.4, 0.6, 0.8, 1.0, 1.2)
"""Lengths of the shifts along a line, in either direction, as shares of its gap."""
SLACK = 0.06
"""A shift may be longer or shorter by this share of its length, if that makes it more parallel to the line."""


@dataclass(frozen=True, eq=False)
class LineMaps:
    """Distances from lines at the places of a level, in ``box``, the part of the level around the lines.

    ``distance``: (h, w) float32 signed distance to the nearest line in level pixels, near the line in the hole and along
    its known part, plus a multiple of ``APART`` that differs for each line; ``NO_LINE`` elsewhere. ``weight``: (h, w)
    float32 in [0, 1], how strongly pixels of the hole should copy pixels of the same distance; 0 farther than ``BAND``
    from lines. See :func:`misfit`.
    """

    box: Box
    distance: np.ndarray
    weight: np.ndarray

    def weight_in(self, box: Box) -> np.ndarray | None:
        """(h, w) the weights in a box; None if all are 0."""
        part = box.intersect(self.box)
        if part.is_empty or not self.weight[part.relative_to(self.box).slices].any():
            return None
        return self._in(self.weight, 0, box)

    def distance_in(self, box: Box) -> np.ndarray:
        """(h, w) the distances in a box, which may reach beyond the level; ``NO_LINE`` there."""
        return self._in(self.distance, float(NO_LINE), box)

    def _in(self, array: np.ndarray, default: float, box: Box) -> np.ndarray:
        result = np.full((box.height, box.width), default, np.float32)
        part = box.intersect(self.box)
        if not part.is_empty:
            result[part.relative_to(box).slices] = array[part.relative_to(self.box).slices]
        return result


@dataclass(frozen=True, eq=False)
class LineField:
    """The lines of a window with a hole (H, W) bool, for levels of any scale."""

    lines: Sequence[FoundLine]
    hole: np.ndarray

    @cached_property
    def _paths(self) -> list[Polyline]:
        return [Polyline(line.line) for line in self.lines]

    def maps(self, scale: int, hole: np.ndarray) -> LineMaps:
        """The maps for the level with ``hole`` (h, w) bool, one pixel of which is ``scale`` window pixels."""
        unit = unit_of(self.hole.shape)
        band, beyond = BAND * unit / scale, KNOWN_PART * unit / scale
        whole = Box(0, 0, hole.shape[1], hole.shape[0])
        paths = [Polyline(line.line, 1 / scale) for line in self.lines]
        parts = [path.surroundings(band + float(STEP_CAP), beyond, whole) for path in paths]
        every = union_all(parts)
        shape = every.height, every.width
        u, weight = np.full(shape, NO_LINE, np.float32), np.zeros(shape, np.float32)
        nearest = np.full(shape, np.inf, np.float32)
        for number, (line, path) in enumerate(zip(self.lines, self._paths, strict=True)):
            small, near = paths[number], parts[number]
            within = self._missing(path)
            if within is None or near.is_empty:
                continue
            first, last = within[0] / scale, within[1] / scale
            low = first - beyond if line.anchored[0] else 0.0
            high = last + beyond if line.anchored[1] else small.length
            for strip in strips(near):
                part = strip.relative_to(every).slices
                s, v = small.project(
                    np.arange(strip.left, strip.right, dtype=np.float32)[None] + np.float32(0.5),
                    np.arange(strip.top, strip.bottom, dtype=np.float32)[:, None] + np.float32(0.5),
                )
                distance = np.abs(v)
                here = (s >= low) & (s <= high) & (distance <= band + STEP_CAP) & (distance < nearest[part])
                nearest[part][here] = distance[here]
                u[part][here] = v[here] + np.float32(APART * number)
                s, filled = s[here], hole[strip.slices][here] & (distance[here] <= band)
                fade = np.ones_like(s)
                if not all(line.anchored):
                    done = (s - first) / (last - first) if line.anchored[0] else (last - s) / (last - first)
                    fade = np.clip(3 * (1 - done), 0, 1)
                weight[part][here] = np.where(filled, line.weight * fade, 0)
        return LineMaps(every, u, weight)

    def shifts(self, scale: int) -> np.ndarray:
        """(K, 2) int64 distinct (dx, dy) ≠ 0 in level pixels: along each line, ``SHARES`` of its gap in both directions."""
        chosen: dict[tuple[int, int], None] = {}
        for path in self._paths:
            within = self._missing(path)
            if within is None:
                continue
            ends = path.at(np.array(within))
            gap = (within[1] - within[0]) / scale
            pieces = path.tangent(np.linspace(*within, 65)[1:-1])
            chord = ends[1] - ends[0]
            directions = [chord / max(np.linalg.norm(chord), 1e-9), *np.unique(pieces.round(6), axis=0)]
            for share in SHARES:
                for direction in directions:
                    dx, dy = _along(direction, share * gap)
                    if (dx, dy) != (0, 0):
                        chosen |= {(dx, dy): None, (-dx, -dy): None}
        return np.array(list(chosen), np.int64).reshape(-1, 2)

    def _missing(self, path: Polyline) -> tuple[float, float] | None:
        """Arc lengths, in window pixels, at which a path first enters and last leaves the hole; None if it does neither."""
        s = np.arange(0, path.length + 0.5)
        within = np.flatnonzero(inside(self.hole, path.at(s)))
        return (float(s[within[0]]), float(s[within[-1]]) + 1.0) if len(within) else None


def misfit(ours: np.ndarray, theirs: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """(…) float32 weight · min(|u(p) − u(p + shift)|, 3), where ``ours`` are the distances u at pixels p of the hole, and
    ``theirs`` those at the sources.
    """
    return np.asarray(weight * np.minimum(np.abs(ours - theirs), STEP_CAP))


def _along(direction: np.ndarray, length: float) -> tuple[int, int]:
    """The whole-pixel shift of about this length that deviates least from the direction."""
    lengths = np.unique(np.linspace(1 - SLACK, 1 + SLACK, 25) * length)
    shifts = np.rint(lengths[:, None] * direction).astype(np.int64)
    stray = np.abs(shifts[:, 0] * direction[1] - shifts[:, 1] * direction[0])
    order = np.lexsort((np.abs(lengths - length), stray.round(2)))
    return int(shifts[order[0], 0]), int(shifts[order[0], 1])
