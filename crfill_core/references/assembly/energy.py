"""What a shift costs a pixel (data) and what a change of shift costs two neighbours (seam), at one level."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import cv2
import numpy as np

from crfill_core.base.parallel import side_by_side
from crfill_core.geometry import Box, Size
from crfill_core.imaging.bounds import bounds
from crfill_core.references.assembly.field import Field
from crfill_core.references.assembly.levels import Level
from crfill_core.references.assembly.line_field import LineMaps, misfit
from crfill_core.references.assembly.pixel_costs import PixelCosts
from crfill_core.references.assembly.poisson import membrane
from crfill_core.references.assembly.seam_map import TILE, seam_map, tiles_at

FORBIDDEN = np.float32(1e6)
"""Data cost of a shift that leads to a missing, avoided or outside pixel."""

CROSS = np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]], np.float32)
"""Selects the four neighbours of a pixel."""


@dataclass(frozen=True)
class Weights:
    """Weights of the terms of the energy, and how the terms are computed. The weighted terms are in grey levels (0–255)
    summed over the three channels. "A against B" means the absolute difference between A and B.
    """

    guide: float = 0.3
    """Blurred photo at the source against the blurred guide after it was rebuilt from patches."""
    membrane: float = 0.2
    """Blurred photo at the source against a membrane across the hole, a second and more cautious estimate, times 1 − the
    guide's confidence.
    """
    roughness: float = 5.0
    """Roughness at the source against the roughness expected in the hole, which a blurred guide cannot show."""
    raw_guide: float = 1.0
    """Blurred photo at the source against the blurred guide as it was given, times the guide's confidence."""
    far: float = 100.0
    """A shift's lengths across and down, as shares of the window's width and height, each times the level's prior for its
    direction.
    """
    line: float = 40.0
    """A pixel's signed distance to the nearest line against its source's distance to the same line, in pixels of the level:
    see :func:`misfit`.
    """
    features: float = 60.0
    """1 − the cosine between the network's similarity features at a pixel and at its source."""
    border: float = 3.0
    """Known pixels next to the hole against what the shift would copy there."""
    ring: float = 0.5
    """All known pixels within ``radius`` of a pixel against what the shift would copy there."""
    gradient: float = 1.0
    """In seam costs, differences in brightness gradients, relative to those in colours."""
    prefer: float = 80.0
    """The share of the source that is outside the preferred region, where one is given."""
    blurs: tuple[float, ...] = (1.5, 4.0)
    """Standard deviations, in pixels of the level, of the blurs with which the photo and the rebuilt guide are compared."""
    radius: int = 2
    """Costs of single pixels are averaged over squares of side 2·radius + 1, so that small patches are compared."""
    cap: float = 400.0
    """Upper bound of the difference at a known pixel; also the cost where there is nothing to compare."""


@dataclass(frozen=True, eq=False)
class GuideMaps:
    """Maps of a level whose absolute differences, summed over channels, are the guide's part of the data cost.

    ``maps``: (h, w, C) float32, multiplied by their weights. The first C − 8 channels are the photo completed by patches,
    blurred, and its roughness. The next four are the photo completed by the guide, blurred; they are weighted by
    ``confidence`` (h, w) in [0, 1] at the filled place. The last four are the photo completed by a membrane, blurred; they
    are weighted by 1 − ``confidence``. Unused channels are 0. A finer level reads maps and confidence enlarged linearly by
    ``factor``.
    """

    maps: np.ndarray
    confidence: np.ndarray
    factor: int = 1

    @classmethod
    def of(cls, level: Level, roughness: np.ndarray, weights: Weights) -> GuideMaps:
        """``roughness`` (h, w): see :meth:`Pyramid.roughness`."""
        share = np.float32(weights.guide / len(weights.blurs))
        rebuilt = [cv2.GaussianBlur(level.colour, (0, 0), sigma) * share for sigma in weights.blurs]
        raw = cv2.GaussianBlur(level.guided, (0, 0), level.guide_blur) * np.float32(weights.raw_guide)
        spanned = np.dstack(side_by_side(lambda plane: membrane(plane, level.hole), cv2.split(level.colour)))
        cautious = cv2.GaussianBlur(spanned, (0, 0), max(weights.blurs)) * np.float32(weights.membrane)
        full = 3 * len(rebuilt) + 1
        maps = np.zeros((*level.hole.shape, full + -full % 8 + 8), np.float32)
        for number, blurred in enumerate(rebuilt):
            maps[..., 3 * number : 3 * number + 3] = blurred
        maps[..., full - 1] = np.float32(weights.roughness) * roughness
        maps[..., -8:-5], maps[..., -4:-1] = raw, cautious
        return cls(maps, np.ascontiguousarray(level.confidence, np.float32))

    def finer(self) -> GuideMaps:
        """The same maps for the level of twice the size: the guide has no more detail there."""
        return replace(self, factor=2 * self.factor)


class Energy:
    """Data and seam costs at one level. The hole's N pixels are numbered in row-major order.

    ``rows``, ``columns``: (N,) their places. ``box``: the box around them. ``first``, ``second``: (E,) the numbers of the
    two pixels of each pair of neighbours. ``beside``: (B, 3), for each pair of a hole pixel and a known neighbour, the
    pixel's number and the neighbour's row and column.
    """

    def __init__(self, level: Level, guide: GuideMaps, weights: Weights) -> None:
        self.level, self.guide, self.weights = level, guide, weights
        height, width = level.hole.shape
        self.size = Size(width, height)
        self.box = bounds(level.hole)
        self._around = self.box.pad(1).clamp(self.size)
        missing = level.hole[self._around.slices]
        rows, columns = np.nonzero(missing)
        self._index = np.full(missing.shape, -1, np.int32)
        self._index[rows, columns] = np.arange(len(rows))
        self.rows, self.columns = rows + self._around.top, columns + self._around.left
        inner = self.numbers(self.box)
        pairs = [
            (a[both], b[both])
            for a, b in ((inner[:, :-1], inner[:, 1:]), (inner[:-1], inner[1:]))
            for both in [(a >= 0) & (b >= 0)]
        ]
        self.first = np.concatenate([a for a, _ in pairs])
        self.second = np.concatenate([b for _, b in pairs])

        sides = []
        self.known = ~level.hole
        known = cv2.copyMakeBorder(
            self.known[self._around.slices].view(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0
        ).view(bool)
        for dy, dx in ((-1, 0), (1, 0), (0, -1), (0, 1)):
            there = known[1 + dy :, 1 + dx :][: missing.shape[0], : missing.shape[1]]
            number = self._index[missing & there].astype(np.int64)
            sides.append(np.stack([number, self.rows[number] + dy, self.columns[number] + dx], 1))
        self.beside = np.concatenate(sides)

        self._tiles: np.ndarray | None = None
        self._lines_asked: tuple[Box | None, tuple[np.ndarray, np.ndarray] | None] = None, None
        self._costs = PixelCosts(
            level,
            guide.maps,
            guide.confidence,
            guide.factor,
            feature_weight=weights.features,
            ring=weights.ring,
            cap=weights.cap,
        )

    def expect(self, shifts: np.ndarray, within: int) -> None:
        """Announce, before the first use of seam costs, that every later shift field copies from places within ``within``
        pixels of the sources of ``shifts`` (N, 2). For a large level this saves time and memory.
        """
        if within <= TILE:
            rows = np.concatenate([self.rows + shifts[:, 1], self.beside[:, 1]])
            columns = np.concatenate([self.columns + shifts[:, 0], self.beside[:, 2]])
            self._tiles = tiles_at(rows, columns, (self.size.height, self.size.width))

    @cached_property
    def seam_map(self) -> np.ndarray:
        """(h, w, 5) float32: see :func:`seam_map`."""
        return seam_map(self.level.colour, self.weights.gradient, self._tiles)

    @cached_property
    def field(self) -> Field:
        """The level as the kernels see it."""
        return Field(self.seam_map, self._index, self._around, self.rows, self.columns)

    def numbers(self, box: Box) -> np.ndarray:
        """(h, w) int32: the numbers of the hole's pixels in a box, −1 for other pixels."""
        there = box.intersect(self._around)
        if there == box:
            return self._index[box.relative_to(self._around).slices]
        result = np.full((box.height, box.width), -1, np.int32)
        if not there.is_empty:
            result[there.relative_to(box).slices] = self._index[there.relative_to(self._around).slices]
        return result

    def finer(self, level: Level) -> Energy:
        """The costs at the level of twice this size."""
        return Energy(level, self.guide.finer(), self.weights)

    def shifted(self, array: np.ndarray, box: Box, shift: tuple[int, int]) -> np.ndarray:
        """``array`` at every place of ``box`` moved by ``shift``. Places outside the level take its nearest pixel."""
        moved = box.translate(*shift)
        if moved.clamp(self.size) == moved:
            return array[moved.slices]
        rows = np.arange(moved.top, moved.bottom).clip(0, self.size.height - 1)
        columns = np.arange(moved.left, moved.right).clip(0, self.size.width - 1)
        return np.asarray(array[rows[:, None], columns[None]])

    def data(self, shift: tuple[int, int], box: Box, wanted: np.ndarray | None = None) -> np.ndarray:
        """(h, w) float32 data cost of the shift for every place of ``box``. Only the costs of the hole's pixels are
        meaningful, and with ``wanted`` (h, w) bool only those where it is set.
        """
        weights, level = self.weights, self.level
        radius = weights.radius
        wide = box.pad(max(radius, 1)).clamp(self.size)
        side = 2 * radius + 1
        asked: np.ndarray | None = None
        if wanted is not None:
            asked = np.zeros((wide.height, wide.width), np.uint8)
            asked[box.relative_to(wide).slices] = wanted
            asked = cv2.dilate(asked, np.ones((max(side, 3), max(side, 3)), np.uint8))
        error, touching, valid = self._costs.compare(wide, shift, asked)
        cost: np.ndarray = cv2.blur(error, (side, side), borderType=cv2.BORDER_REPLICATE)
        beside = cv2.filter2D(touching, -1, CROSS, borderType=cv2.BORDER_CONSTANT)
        cost += np.multiply(beside, np.float32(weights.border), out=beside)
        if level.prefer is not None:
            cost += np.float32(weights.prefer) * (1 - self.shifted(level.prefer, wide, shift))
        far = (
            level.prior.across * abs(shift[0]) / self.size.width
            + level.prior.down * abs(shift[1]) / self.size.height
        )
        near = None if level.lines is None else self._near_lines(level.lines, wide)
        if level.lines is None or near is None:
            cost += np.float32(weights.far * far)
        else:  # near a line, the distance to the line counts, not the length of the shift
            sure, ours = near
            # Outside the level, where the distance is not known, the shift is not valid.
            strays = misfit(ours, level.lines.distance_in(wide.translate(*shift)), sure)
            cost += np.float32(weights.line) * strays + np.float32(weights.far * far) * (1 - sure)
        np.putmask(cost, ~valid, FORBIDDEN)
        return cost[box.relative_to(wide).slices]

    def _near_lines(self, lines: LineMaps, box: Box) -> tuple[np.ndarray, np.ndarray] | None:
        """(h, w) weights and distances of lines in a box; None if all weights are 0. They are kept until another box is
        asked for, because many shifts are compared in one box.
        """
        asked, near = self._lines_asked
        if asked != box:
            sure = lines.weight_in(box)
            near = None if sure is None else (sure, lines.distance_in(box))
            self._lines_asked = box, near
        return near

    def data_at(self, pixels: np.ndarray, shift: tuple[int, int]) -> np.ndarray:
        """(n,) float32 data cost of the shift for the hole's ``pixels`` (n,), given by their numbers."""
        box = self.box_of(pixels)
        at = self.rows[pixels] - box.top, self.columns[pixels] - box.left
        wanted = np.zeros((box.height, box.width), bool)
        wanted[at] = True
        return np.asarray(self.data(shift, box, wanted)[at])

    def box_of(self, pixels: np.ndarray) -> Box:
        """The smallest box around the hole's ``pixels``."""
        rows, columns = self.rows[pixels], self.columns[pixels]
        return Box(int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1)

    def seams(self, shifts: np.ndarray) -> np.ndarray:
        """(E,) seam cost of every pair of neighbours under an (N, 2) shift field: Σ |F(p + a) − F(p + b)| over both
        pixels p of the pair, whose shifts are a and b, and over colours and gradients F.
        """
        a, b = shifts[self.first], shifts[self.second]
        return np.asarray(self.field.seam(self.first, a, b) + self.field.seam(self.second, a, b))
