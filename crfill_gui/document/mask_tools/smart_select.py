"""Finds the object in a box around it. Strokes can correct the result.

GrabCut (Rother et al. 2004) separates object and background by colour in a reduced crop. Then a guided filter (He et
al. 2013) aligns the edge with the edges of the photo. Its coefficients are computed on a reduced picture and applied at
full size.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from crfill_core.geometry import Box, Size
from crfill_core.imaging.bounds import bounds
from crfill_core.imaging.depth import eight_bit_rgb
from crfill_gui.document.mask_operations import without_holes
from crfill_gui.document.outline import Point

SMALLEST_BOX = 4
"""Minimum side length of a box that is searched, in photo pixels."""
_CUT_SIDE, _DRAFT_SIDE = 300, 150
"""The longest side of the crop for GrabCut, in pixels, and that for a draft."""
_GUIDE_SIDE = 1000
"""The longest side of the picture that the guided filter's coefficients are computed on, in pixels."""
_SURROUNDINGS = 0.35
"""The margin around the box, which shows the background, as a share of the box's longer side. It is at least 16 px."""
_ROUNDS, _DRAFT_ROUNDS = 4, 2
"""Iterations of GrabCut, and those for a draft."""
_SPECK = 0.01
"""Pieces and gaps smaller than this share of the result are removed."""
_FLATNESS = 1e-4
"""Variance of the brightness (0 … 1) below which the guided filter treats a neighbourhood as flat."""
_FEWEST = 16
"""The fewest pixels of the object, and of the background, that GrabCut needs for its clusters."""
_STRIP_ROWS = 512


@dataclass(frozen=True)
class Stroke:
    """A correction. ``points`` and ``radius`` are in photo pixels. A stroke marks the background
    unless ``marks_object``.
    """

    points: tuple[Point, ...]
    radius: float
    marks_object: bool


def working_area(box: Box, size: Size) -> Box:
    """The box and the margin around it that is also examined. Strokes may be anywhere in this area."""
    side = max(16, round(_SURROUNDINGS * max(box.width, box.height)))
    return box.pad(side).clamp(size)


def smart_selection(
    pixels: np.ndarray,
    box: Box,
    strokes: Sequence[Stroke] = (),
    draft: bool = False,
    check: Callable[[], None] = lambda: None,
) -> tuple[Box, np.ndarray]:
    """The area that was examined, and the object's coverage in it, (h, w) uint8; all zero if no object was found.

    ``pixels``: (H, W, 1|3) uint8 or uint16. The box is cut at the photo's edge. Equal input gives equal output. A
    ``draft`` is coarse and much faster. ``check`` is called between the steps and may raise to cancel.
    """
    size = Size(pixels.shape[1], pixels.shape[0])
    box = box.clamp(size)
    area = working_area(box, size)
    if min(box.width, box.height) < SMALLEST_BOX:
        return area, np.zeros((area.height, area.width), np.uint8)
    check()
    crop = pixels[area.slices]
    scale = min(1.0, (_DRAFT_SIDE if draft else _CUT_SIDE) / max(area.width, area.height))
    labels = _labels(area, box, strokes, scale)
    cut = _cut(_reduced(crop, labels.shape), labels, _DRAFT_ROUNDS if draft else _ROUNDS, check)
    if draft:
        return area, cv2.resize(cut, area.size, interpolation=cv2.INTER_LINEAR)
    return area, _refined(crop, cut, check)


def _reduced(crop: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """The crop with height and width as in ``shape``, (h, w, 3) uint8."""
    small = cv2.resize(crop, shape[1::-1], interpolation=cv2.INTER_AREA).reshape(*shape[:2], -1)
    return eight_bit_rgb(small)


def _labels(area: Box, box: Box, strokes: Sequence[Stroke], scale: float) -> np.ndarray:
    """GrabCut's initial labels of the reduced crop: (h, w) uint8, one of four values."""
    height, width = max(1, round(area.height * scale)), max(1, round(area.width * scale))
    labels = np.full((height, width), cv2.GC_BGD, np.uint8)
    inner = box.relative_to(area)
    top, bottom = round(inner.top * scale), round(inner.bottom * scale)
    left, right = round(inner.left * scale), round(inner.right * scale)
    labels[top:bottom, left:right] = cv2.GC_PR_FGD
    if not (labels == cv2.GC_BGD).any():  # the box is the whole photo, whose rim is most likely background
        labels[[0, -1]] = labels[:, [0, -1]] = cv2.GC_PR_BGD
    for stroke in strokes:
        points = np.rint((np.array(stroke.points) - [area.left, area.top]) * scale - 0.5).astype(np.int32)
        label = cv2.GC_FGD if stroke.marks_object else cv2.GC_BGD
        radius = max(1, round(stroke.radius * scale))
        for point in points[[0, -1]]:
            cv2.circle(labels, point.tolist(), radius, label, -1)
        cv2.polylines(labels, [points], False, label, 2 * radius)
    return labels


def _cut(image: np.ndarray, labels: np.ndarray, rounds: int, check: Callable[[], None]) -> np.ndarray:
    """The object as (h, w) uint8: 255 inside, 0 outside. ``labels`` are changed in place."""
    inside = np.isin(labels, (cv2.GC_FGD, cv2.GC_PR_FGD))
    known = labels.copy()
    if min(np.count_nonzero(inside), np.count_nonzero(~inside)) >= _FEWEST:
        cv2.setRNGSeed(0)  # the clusters start at random
        back, front, whole = np.zeros((1, 65)), np.zeros((1, 65)), (0, 0, *labels.shape[::-1])
        how = cv2.GC_INIT_WITH_MASK
        for _ in range(rounds):  # one at a time, so that the work can be cancelled between them
            check()
            cv2.grabCut(image, labels, whole, back, front, 1, how)  # in place
            how = cv2.GC_EVAL
        inside = np.isin(labels, (cv2.GC_FGD, cv2.GC_PR_FGD))
    smallest = round(_SPECK * np.count_nonzero(inside))
    count, pieces, stats, _ = cv2.connectedComponentsWithStats(inside.view(np.uint8), connectivity=4)
    large = stats[:count, cv2.CC_STAT_AREA] > smallest
    large[0] = False
    cut = np.where(large[pieces], np.uint8(255), np.uint8(0))
    cut = without_holes(cut, smallest).apply(cut)
    cut[known == cv2.GC_FGD] = 255
    cut[known == cv2.GC_BGD] = 0
    return cut


def _refined(crop: np.ndarray, cut: np.ndarray, check: Callable[[], None]) -> np.ndarray:
    """The reduced cut enlarged to the crop, (h, w) uint8, with its edge moved to the nearest edge in the crop."""
    height, width = crop.shape[:2]
    scale = min(1.0, _GUIDE_SIDE / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    guide = _brightness(cv2.resize(crop, size, interpolation=cv2.INTER_AREA).reshape(size[1], size[0], -1))
    target = cv2.resize(cut, size, interpolation=cv2.INTER_LINEAR).astype(np.float32) / 255
    reach = max(2, round(1.5 * size[0] / cut.shape[1]))  # the largest likely error of the reduced cut's edge
    slope, offset = _guided(guide, target, reach)
    near = cv2.morphologyEx(target, cv2.MORPH_GRADIENT, np.ones((2 * reach + 1,) * 2))
    result = np.zeros((height, width), np.uint8)
    for part in _strips(near + target, Size(width, height)):
        check()
        bright = _brightness(crop[part.slices])
        soft = _enlarged(slope, part, result.shape) * bright + _enlarged(offset, part, result.shape)
        # Away from the edge the cut is kept, because there the filter would only follow texture.
        at_edge = np.minimum(_enlarged(near, part, result.shape), 1)
        plain = _enlarged(target, part, result.shape)
        value = plain + (soft - plain) * at_edge
        result[part.slices] = np.rint(np.clip((value - 0.5) * 2 + 0.5, 0, 1) * 255)
    return result


def _strips(touched: np.ndarray, size: Size) -> Iterator[Box]:
    """The area where a reduced picture (h, w) is > 0, as boxes of few rows in the picture of the full ``size``."""
    around = bounds(touched > 0).pad(1)
    scale = size.width / touched.shape[1], size.height / touched.shape[0]
    box = Box(
        math.floor(around.left * scale[0]),
        math.floor(around.top * scale[1]),
        math.ceil(around.right * scale[0]),
        math.ceil(around.bottom * scale[1]),
    ).clamp(size)
    for row in range(box.top, box.bottom, _STRIP_ROWS):
        yield Box(box.left, row, box.right, min(box.bottom, row + _STRIP_ROWS))


def _brightness(pixels: np.ndarray) -> np.ndarray:
    """(h, w, 1|3) uint8 or uint16 → (h, w) float32 in [0, 1]."""
    plane = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY) if pixels.shape[2] == 3 else pixels[:, :, 0]
    return plane.astype(np.float32) / np.float32(np.iinfo(pixels.dtype).max)


def _guided(guide: np.ndarray, target: np.ndarray, reach: int) -> tuple[np.ndarray, np.ndarray]:
    """Slope and offset, (h, w) float32, of the linear map from guide to target that fits best around each pixel."""

    def mean(values: np.ndarray) -> np.ndarray:
        return cv2.blur(values, (2 * reach + 1, 2 * reach + 1), borderType=cv2.BORDER_REFLECT)

    mean_guide, mean_target = mean(guide), mean(target)
    slope = (mean(guide * target) - mean_guide * mean_target) / (mean(guide**2) - mean_guide**2 + _FLATNESS)
    return mean(slope), mean(mean_target - slope * mean_guide)


def _enlarged(values: np.ndarray, part: Box, shape: tuple[int, ...]) -> np.ndarray:
    """A part of ``values`` (h, w) after they were enlarged to ``shape`` (height, width) by linear interpolation."""
    y, x = values.shape[0] / shape[0], values.shape[1] / shape[1]
    to_source = np.array(
        [[x, 0, (part.left + 0.5) * x - 0.5], [0, y, (part.top + 0.5) * y - 0.5]], dtype=np.float64
    )
    how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return cv2.warpAffine(values, to_source, part.size, flags=how, borderMode=cv2.BORDER_REPLICATE)
