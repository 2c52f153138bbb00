"""The window at several scales: what is missing, what may be copied, and the maps that assembly compares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from crfill_core.geometry import Size
from crfill_core.imaging.bounds import bounds
from crfill_core.imaging.distance import distance_within
from crfill_core.references.assembly.line_field import LineField, LineMaps
from crfill_core.references.assembly.line_sweep import sweep
from crfill_core.references.assembly.lines import FoundLine
from crfill_core.references.assembly.poisson import membrane
from crfill_core.references.assembly.repetition import Prior
from crfill_core.references.assembly.resampling import STRIP, fitted_part, margined, resized_part

GREY = 255.0
"""The grey level of the value 1."""
ROUGHER = 0.25
"""On average, photos are rougher deep in a hole than around it, by this share. With this value the slopes measured in
fills were those of the photo.
"""
DEEP = 0.12
"""Depth that counts as deep, as a share of the window's longer side."""
GUIDE_BLUR = 2.0
"""Standard deviation of the blur with which photo and guide are compared, in pixels of the guide. With less blur, flat
places would win, because the guide lacks detail.
"""
SHARPEST = 0.8
"""On any level, the standard deviation of this blur is at least this many pixels of the level."""
Cell = tuple[float, float]
"""Width and height of a feature's pixel in window pixels."""
ROUGHNESS_BLUR = 4.0
"""Standard deviation, in pixels of the level, of the neighbourhood whose slopes are averaged, at full scale; on coarser
levels it is divided by √scale.
"""


@dataclass(frozen=True, eq=False)
class Level:
    """The window at one scale: one pixel is ``scale`` × ``scale`` window pixels. The window is padded to whole pixels of the
    coarsest level.

    ``colour``: (h, w, 3) float32 grey levels 0–255, the known pixels with the guide in the hole. ``hole``: (h, w)
    bool, pixels that contain any missing window pixel. ``usable``: (h, w) bool, pixels made of copyable window
    pixels only, so that a shift valid here stays valid, doubled, on the next finer level. ``prefer``: (h, w) float32
    share of preferred pixels, or None. ``features``: (h, w, C) float32 of unit length, or None. ``guided``: the same as
    ``colour``, but never rebuilt from patches. ``confidence``: (h, w) float32 in [0, 1], the guide's; 1 at known pixels.
    ``guide_blur``: standard deviation, in pixels of this level, of the blur with which photo and guide are compared.
    ``prior``: the prior of shifts. ``lines``: maps of the lines that continue across the hole, or None.
    """

    scale: int
    colour: np.ndarray
    hole: np.ndarray
    usable: np.ndarray
    prefer: np.ndarray | None
    features: np.ndarray | None
    guided: np.ndarray
    confidence: np.ndarray
    guide_blur: float
    prior: Prior = Prior()
    lines: LineMaps | None = None


def scales_for(hole: np.ndarray, work_side: int, work_hole: int) -> list[int]:
    """Powers of two from the working scale down to 1.

    The working scale is the finest one where the window's longer side is at most ``work_side`` and the hole
    has at most ``work_hole`` pixels. But a window is not made narrower than 24 pixels, unless the hole would
    otherwise have more than 8 times ``work_hole`` pixels, and never narrower than 2.
    """
    side, area, scale = max(hole.shape), int(hole.sum()), 1
    while side / scale > work_side or area / scale**2 > work_hole:
        narrowed = min(hole.shape) / (2 * scale)
        if narrowed < 2 or (narrowed < 24 and area / scale**2 <= 8 * work_hole):
            break
        scale *= 2
    scales = [scale]
    while scales[-1] > 1:
        scales.append(scales[-1] // 2)
    return scales


def _blocks(mask: np.ndarray, scale: int) -> np.ndarray:
    height, width = mask.shape
    return mask.reshape(height // scale, scale, width // scale, scale)


def _pad(array: np.ndarray, multiple: int, value: float | bool | None) -> np.ndarray:
    """The array padded below and to the right to a multiple of ``multiple``: with ``value``, or for None with the pixels at
    its edge.
    """
    below, right = (-side % multiple for side in array.shape[:2])
    if not (below or right):
        return array
    plain = array.view(np.uint8) if array.dtype == bool else array
    kind = cv2.BORDER_REPLICATE if value is None else cv2.BORDER_CONSTANT
    padded = cv2.copyMakeBorder(plain, 0, below, 0, right, kind, value=float(value or 0))
    return padded.view(array.dtype)


def _slopes(complete: np.ndarray, hole: np.ndarray, scale: int, size: Size) -> tuple[np.ndarray, np.ndarray]:
    """Two (h, w) float32 maps of a window reduced to ``size``, each pixel from a block of ``scale`` × ``scale`` pixels.

    The first is the mean of the brightness slopes in the block, in grey levels per window pixel, where a slope that
    involves missing pixels counts as 0. The second is the share of the block's pixels whose slopes involve only known
    pixels.
    """
    slope, share = (np.zeros((size.height, size.width), np.float32) for _ in range(2))
    height, width = hole.shape
    filled, rows = -(-height // scale), max(1, STRIP // scale)
    for top in range(0, filled, rows):
        bottom = min(top + rows, filled)
        wide, inner = margined(top * scale, min(bottom * scale, height), height)
        grey = cv2.cvtColor(complete[wide], cv2.COLOR_RGB2GRAY) * np.float32(GREY)
        dx, dy = (cv2.Sobel(grey, cv2.CV_32F, *order, ksize=3, scale=0.25) for order in ((1, 0), (0, 1)))
        sure = cv2.erode((~hole[wide]).view(np.uint8), np.ones((3, 3), np.uint8)).astype(np.float32)
        for plane, whole in ((np.hypot(dx, dy) * sure, slope), (sure, share)):
            padded = cv2.copyMakeBorder(
                plane[inner],
                *(0, (bottom - top) * scale - (inner.stop - inner.start), 0, size.width * scale - width),
                cv2.BORDER_CONSTANT,
            )
            whole[top:bottom] = cv2.resize(padded, (size.width, bottom - top), interpolation=cv2.INTER_AREA)
    return slope, share


class Pyramid:
    """Makes :class:`Level` objects of one window on demand.

    Shapes as in :func:`crfill_core.references.assembly.assemble`. ``usable``: (H, W) bool, what may be copied. At least
    one pixel must be missing. The attribute ``guide``: (H, W, 3) float32, the guide at every missing pixel. ``prior``: the
    prior of shifts that new levels get; it may be set.
    """

    def __init__(
        self,
        image: np.ndarray,
        hole: np.ndarray,
        usable: np.ndarray,
        guide: np.ndarray,
        prefer: np.ndarray | None,
        coarsest: int,
        confidence: np.ndarray | None = None,
        lines: Sequence[FoundLine] = (),
    ) -> None:
        self.shape = hole.shape
        height, width = hole.shape
        size, box = Size(width, height), bounds(hole)
        part = box.slices
        self.guide = np.zeros((height, width, 3), np.float32)
        self.guide[part] = fitted_part(guide, size, box)
        sure = np.zeros(hole.shape, np.float32)
        if confidence is not None:
            sure[part] = resized_part(confidence, size, box, cv2.INTER_LINEAR)
        if lines:
            swept, share = sweep(image, hole, lines)
            self.guide[part] += share[part][..., None] * (swept[part] - self.guide[part])
            sure[part] = np.maximum(sure[part], share[part])
        self._lines = LineField(lines, hole)
        self._hole = _pad(hole, coarsest, False)
        complete = np.empty((*self._hole.shape, 3), np.float32)
        complete[:height, :width] = image
        complete[part][hole[part]] = self.guide[part][hole[part]]
        complete[height:, :width] = complete[height - 1, :width]
        complete[:, width:] = complete[:, width - 1 : width]
        self._complete = complete
        self._masks = {1: (self._hole, _pad(usable, coarsest, False))}
        self._prefer = None if prefer is None else _pad(prefer, coarsest, False)
        self.prior = Prior()
        self._guide_pixel = max(height / guide.shape[0], width / guide.shape[1])
        self._confidence = np.ones(self._hole.shape, np.float32)
        self._confidence[part][hole[part]] = np.clip(sure[part][hole[part]], 0, 1)

    def level(self, scale: int) -> Level:
        """The window at 1 / scale, without features. ``scale`` must divide the coarsest scale."""
        size = self._hole.shape[1] // scale, self._hole.shape[0] // scale
        return self._level(
            scale,
            cv2.resize(self._complete, size, interpolation=cv2.INTER_AREA),
            cv2.resize(self._confidence, size, interpolation=cv2.INTER_AREA),
        )

    def last_level(self) -> Level:
        """The window at its own size. No other level can be made afterwards: the data for them are released."""
        complete, confidence = self._complete, self._confidence
        del self._complete, self._confidence
        return self._level(1, complete, confidence)

    def _level(self, scale: int, shrunk: np.ndarray, confidence: np.ndarray) -> Level:
        """A level from ``shrunk``, the complete window at that scale in [0, 1], which is overwritten."""
        hole, usable = self._masks_at(scale)
        prefer = None
        if self._prefer is not None:
            prefer = _blocks(self._prefer, scale).mean((1, 3), dtype=np.float32)
        colour = np.multiply(shrunk, np.float32(GREY), out=shrunk)
        return Level(
            scale,
            colour,
            hole,
            usable,
            prefer,
            None,
            colour,
            confidence,
            max(SHARPEST, GUIDE_BLUR * self._guide_pixel / scale),
            self.prior,
            self._lines.maps(scale, hole) if self._lines.lines else None,
        )

    def _masks_at(self, scale: int) -> tuple[np.ndarray, np.ndarray]:
        """(h, w) bool each: pixels that contain missing window pixels, and pixels made of usable ones only. The masks are
        kept, because finer scales are asked for later.
        """
        if scale not in self._masks:
            hole, usable = self._masks_at(scale // 2)
            hole, usable = hole[::2] | hole[1::2], usable[::2] & usable[1::2]
            self._masks[scale] = hole[:, ::2] | hole[:, 1::2], usable[:, ::2] & usable[:, 1::2]
        return self._masks[scale]

    def line_shifts(self, scale: int) -> np.ndarray:
        """(K, 2) int64 (dx, dy) along the lines, in pixels of that level."""
        return self._lines.shifts(scale)

    def roughness(self, level: Level) -> np.ndarray:
        """(h, w) float32 mean slope of the window's own brightness, in grey levels per window pixel.

        The hole gets a membrane between the values around it, raised with depth by up to the share ``ROUGHER``.
        """
        size = Size(level.hole.shape[1], level.hole.shape[0])
        sigma = ROUGHNESS_BLUR / np.sqrt(level.scale)
        height, width = self.shape
        planes = _slopes(self._complete[:height, :width], self._hole[:height, :width], level.scale, size)
        slope, sure = (cv2.GaussianBlur(plane, (0, 0), sigma) for plane in planes)
        spanned = membrane(slope / np.maximum(sure, 1e-3), level.hole)
        depth = distance_within(level.hole)
        return np.asarray(spanned * (1 + ROUGHER * np.minimum(depth / (DEEP * max(size)), 1)), np.float32)


def resampled(features: np.ndarray, cell: Cell, scale: int, shape: tuple[int, ...]) -> np.ndarray:
    """(h, w, C) unit vectors at the pixels of a level of ``shape``.

    ``features``: (C, h', w'), each pixel as large as ``cell`` window pixels; they may cover a little more than the window.
    """
    rows = (np.arange(shape[0], dtype=np.float32) + 0.5) * (scale / cell[1]) - 0.5
    columns = (np.arange(shape[1], dtype=np.float32) + 0.5) * (scale / cell[0]) - 0.5
    x, y = np.meshgrid(columns, rows)
    planes = [
        cv2.remap(plane, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        for plane in np.ascontiguousarray(features, np.float32)
    ]
    result = np.stack(planes, 2)
    return np.asarray(result / np.maximum(np.linalg.norm(result, axis=2, keepdims=True), 1e-6))
