"""Lines that continue across the hole: detected in the known photo, or drawn by hand."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from crfill_core.geometry import Box, Size
from crfill_core.imaging.bounds import bounds
from crfill_core.references.assembly.edge_pairs import Pairs, likelihood, pairs_of
from crfill_core.references.assembly.polyline import Polyline
from crfill_core.references.assembly.prolong import prolonged
from crfill_core.references.assembly.segments import Ends, ends_at, inside
from crfill_core.references.assembly.shown import Shown
from crfill_core.references.lines import Line

LEVEL_SIDE = 320
"""Lengths in this and its neighbouring modules are in pixels of the window reduced to this longer side."""
FINE_SIDE = 1000
"""The hole's surroundings, reduced to at most this longer side, are searched again for lines too thin for LEVEL_SIDE."""
FINER = 1.5
"""This second search is made only if its resolution is higher by at least this factor."""
MARGIN = 60.0
"""Margin around the hole in the second search."""
SHORTEST, FINE_SHORTEST = 10.0, 16.0
"""The least length of a known edge, in pixels of the first and of the second search."""
KNOWN_PART = 60.0
"""The longest known part of a line on either side of the hole."""
LIKELY = 0.65
"""Pairs less likely than this to be one line are left out."""
SAME = 2.0
"""Two pairs are the same line if their ends are within this distance."""
MOST = 24
"""The most lines that are found."""


@dataclass(frozen=True)
class FoundLine:
    """A line for the fill to follow, in window pixels.

    ``line``: through the hole, with its known part at every anchored end. ``weight``: in (0, 1], how likely it is
    that the line continues like this. ``contrast``: between the colours on either side, in grey levels. ``anchored``:
    whether the line's first and last point belong to a known edge; if not, the line ends there, inside the hole.
    """

    line: Line
    weight: float
    contrast: float
    anchored: tuple[bool, bool]


def unit_of(shape: tuple[int, ...]) -> float:
    """The unit of lengths in these modules: the side, in window pixels, of a pixel of the window reduced to ``LEVEL_SIDE``;
    at least 1.
    """
    return max(1.0, max(shape[:2]) / LEVEL_SIDE)


def find_lines(
    image: np.ndarray,
    hole: np.ndarray,
    usable: np.ndarray | None = None,
    guide: np.ndarray | None = None,
) -> list[FoundLine]:
    """Straight lines, at most ``MOST``, that enter the hole on one side and leave it on another; with a guide, also those
    that end inside it.

    ``image``: (H, W, 3) float32 in [0, 1]; its values in the hole do not matter. ``hole``: (H, W) bool. ``usable``:
    (H, W) bool, pixels in which lines may be detected (default: all known ones). ``guide``: (h, w, 3) float32 in [0,
    1], a fill of the same window at any size. The likeliest line comes first. Raises ``ValueError`` for arrays of other
    shapes.
    """
    check(image, hole)
    if usable is not None and usable.shape != hole.shape:
        raise ValueError(f"usable must be {hole.shape}, not {usable.shape}")
    missing = hole if usable is None else hole | ~usable
    if not hole.any() or missing.all() or min(hole.shape) < 3:
        return []
    unit = unit_of(hole.shape)
    whole = Box(0, 0, hole.shape[1], hole.shape[0])
    coarse = _View.of(image, hole, missing, whole, unit)
    shown = coarse.shown(guide, hole.shape)
    ends = ends_at(coarse.image, coarse.missing, SHORTEST)
    chosen = _chosen(ends, pairs_of(ends, coarse.hole, shown))
    lines = [coarse.line_between(ends, a, b, weight) for a, b, weight in chosen]
    entries = [coarse.placed(ends.entry[[a, b]]) for a, b, _ in chosen]
    if shown is not None:
        free = np.setdiff1d(np.arange(len(ends)), [end for a, b, _ in chosen for end in (a, b)])
        lines += [
            coarse.line_from(ends, number, reach, weight)
            for number, reach, weight in prolonged(ends.take(free), free, coarse.hole, shown)
        ]
    lines += _thin(image, hole, missing, unit, entries)
    lines.sort(key=lambda line: -line.weight)
    return lines[:MOST]


def drawn_line(line: Line, hole: np.ndarray) -> FoundLine:
    """A line drawn by hand over or into the hole (H, W). A line that ends inside the hole, away from its rim, is not
    continued beyond that end, unless both ends are there: then it is continued in both directions.
    """
    reach = 4 * unit_of(hole.shape)
    path = Polyline(line)
    beyond = np.arange(0, reach + 1.0)
    anchored = [not bool(inside(hole, path.at(s)).all()) for s in (-beyond, path.length + beyond)]
    if not any(anchored):
        anchored = [True, True]
    return FoundLine(line, 1.0, 255.0, (anchored[0], anchored[1]))


def check(image: np.ndarray, hole: np.ndarray) -> None:
    """Raise ValueError unless ``image`` is (H, W, 3) and ``hole`` (H, W) bool."""
    if image.ndim != 3 or image.shape[2] != 3:
        raise ValueError(f"image must be (H, W, 3), not {image.shape}")
    if hole.shape != image.shape[:2] or hole.dtype != bool:
        raise ValueError(f"hole must be {image.shape[:2]} bool, not {hole.shape} {hole.dtype}")


@dataclass(frozen=True, eq=False)
class _View:
    """A part of the window, reduced: its point (x, y) is ``corner`` + ``scale`` · (x, y) in the window."""

    image: np.ndarray
    hole: np.ndarray
    missing: np.ndarray
    corner: np.ndarray
    scale: np.ndarray

    @classmethod
    def of(cls, image: np.ndarray, hole: np.ndarray, missing: np.ndarray, box: Box, scale: float) -> _View:
        size = Size(max(1, round(box.width / scale)), max(1, round(box.height / scale)))
        part, *masks = (array[box.slices] for array in (image, hole, missing))
        if size != box.size:
            part = cv2.resize(part, size, interpolation=cv2.INTER_AREA)
            masks = [
                cv2.resize(mask.astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0 for mask in masks
            ]
        exact = np.array([box.width / size.width, box.height / size.height])
        return cls(part, masks[0], masks[1], np.array([box.left, box.top], float), exact)

    def placed(self, points: np.ndarray) -> np.ndarray:
        """Points (…, 2) of this part in window pixels."""
        return np.asarray(self.corner + points * self.scale)

    def shown(self, guide: np.ndarray | None, shape: tuple[int, ...]) -> Shown | None:
        """A guide of the window of ``shape``, in the coordinates of this part."""
        return None if guide is None else Shown(guide, shape, self.corner, self.scale)

    def line_between(self, ends: Ends, a: int, b: int, weight: float) -> FoundLine:
        known = [ends.entry[end] - ends.direction[end] * min(ends.length[end], KNOWN_PART) for end in (a, b)]
        points = self.placed(np.array([known[0], ends.entry[a], ends.entry[b], known[1]]))
        contrast = float(min(ends.contrast[a], ends.contrast[b]))
        return FoundLine(Line(tuple(map(tuple, points.tolist()))), weight, contrast, (True, True))

    def line_from(self, ends: Ends, end: int, reach: float, weight: float) -> FoundLine:
        known = ends.entry[end] - ends.direction[end] * min(ends.length[end], KNOWN_PART)
        points = self.placed(np.array([known, ends.entry[end] + reach * ends.direction[end]]))
        return FoundLine(
            Line(tuple(map(tuple, points.tolist()))), weight, float(ends.contrast[end]), (True, False)
        )


def _chosen(ends: Ends, pairs: Pairs) -> list[tuple[int, int, float]]:
    """The likeliest pairs as (end, end, likelihood), each end in at most one of them."""
    likely = likelihood(pairs.features)
    used: set[int] = set()
    chosen = []
    for number in np.argsort(-likely, kind="stable"):
        a, b = int(pairs.first[number]), int(pairs.second[number])
        if likely[number] < LIKELY:
            break
        if a not in used and b not in used:
            used |= {a, b}
            chosen.append((a, b, float(likely[number])))
    return chosen


def _thin(
    image: np.ndarray,
    hole: np.ndarray,
    missing: np.ndarray,
    unit: float,
    known: list[np.ndarray],
) -> list[FoundLine]:
    """Lines in the finer view of the hole's surroundings, except the ``known`` ones, each given as the two points (2, 2)
    where it enters the hole. No guide is used, because guides do not show such thin lines.
    """
    box = bounds(hole).pad(round(MARGIN * unit)).clamp(Size(hole.shape[1], hole.shape[0]))
    scale = max(1.0, max(box.width, box.height) / FINE_SIDE)
    if unit < FINER * scale:
        return []
    view = _View.of(image, hole, missing, box, scale)
    ends = ends_at(view.image, view.missing, FINE_SHORTEST)
    lines = []
    for a, b, weight in _chosen(ends, pairs_of(ends, view.hole)):
        entry = view.placed(ends.entry[[a, b]])
        if not any(
            np.abs(entry - ends_).max() <= SAME * unit for other in known for ends_ in (other, other[::-1])
        ):
            lines.append(view.line_between(ends, a, b, weight))
    return lines
