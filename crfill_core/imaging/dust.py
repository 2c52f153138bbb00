"""Dust, hairs and scratches of scans and old prints: a mask of them, proposed from the pixels alone."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from crfill_core.geometry import Box, Size

DEFAULT_SENSITIVITY = 50
STEP = 8
"""The value of :func:`dust_strength` where a pixel's contrast equals that of its surroundings."""
_TILE = 1024
_BLOCK = 32
"""Side of the squares over which the surroundings are measured; tiles begin on their grid."""
_MARGIN = 3 * _BLOCK
_ACROSS = 7
"""Pixels: defects are narrower than a disc of this diameter, and whatever is wider is not masked."""
_BESIDE = 9
"""Side of the square around a pixel in which edges count, in pixels."""
_SHARE = 0.7
_FLOOR = 1.2 / 255
"""Lower bound of the surroundings' contrast, as a share of the highest value, because quantisation is no grain."""
_STRICT, _LENIENT = 10.0, 2.0
"""The contrast, as a multiple of the surroundings', that a defect must reach at a sensitivity of 0 and of 100."""
_WEAK = 0.5
_THICKEST = 6.5
_LONG = 16
_GAP = 13
_DIRECTIONS = 8
_WIDE = 5
"""A link between two pieces is thinner than that."""


def dust_strength(pixels: np.ndarray, check: Callable[[], None] = lambda: None) -> np.ndarray:
    """How much each pixel differs as dust does, (H, W) uint8: ``STEP`` × contrast / contrast of the surroundings.

    The contrast t is the larger of image − opening and closing − image with a disc. That of the surroundings is the sum of
    the 70th percentile of t near by, of the slope of the image without small things, and of a floor. ``check`` is called
    between tiles and may raise to end.
    """
    size = Size(pixels.shape[1], pixels.shape[0])
    strength = np.empty((size.height, size.width), np.uint8)
    for top in range(0, size.height, _TILE):
        for left in range(0, size.width, _TILE):
            check()
            box = Box(left, top, left + _TILE, top + _TILE).clamp(size)
            wide = box.pad(_MARGIN).clamp(size)
            part = _strength(pixels[wide.slices])
            y, x = box.top - wide.top, box.left - wide.left
            strength[box.slices] = part[y : y + box.height, x : x + box.width]
    return strength


def mask_of(strength: np.ndarray, sensitivity: float) -> np.ndarray:
    """The mask (H, W) uint8, 0 | 255, of what is strong enough in a map of :func:`dust_strength`: specks, hairs,
    scratches.

    They are small or thin, up to about 6 pixels across, and brighter or darker than everything around them by more
    than the usual contrast there. ``sensitivity`` is 0 (only the plainest) to 100 (nearly everything that differs).
    Raises ValueError outside that range.
    """
    if not 0 <= sensitivity <= 100:
        raise ValueError(f"a sensitivity is 0 to 100, not {sensitivity}")
    limit = STEP * _STRICT * (_LENIENT / _STRICT) ** (sensitivity / 100)
    weak = np.asarray(strength >= max(1.0, _WEAK * limit), np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(weak, connectivity=8)
    reached = np.zeros(count, bool)
    reached[labels[strength >= limit]] = True
    length = np.hypot(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    across = stats[:, cv2.CC_STAT_AREA] / np.maximum(length, 1)
    kept = reached & (across <= _THICKEST)
    kept[0] = False
    mask = kept[labels].astype(np.uint8)
    thin = kept & (length >= _LONG) & (across <= _THICKEST / 2)
    if thin.any():
        mask |= _linked(thin[labels].astype(np.uint8))
    return cv2.dilate(mask, np.ones((3, 3), np.uint8)) * np.uint8(255)  # a defect's edge is soft


def _strength(pixels: np.ndarray) -> np.ndarray:
    """:func:`dust_strength` of a part that begins on the grid of blocks."""
    highest = float(np.iinfo(pixels.dtype).max)
    pixels = np.ascontiguousarray(pixels)
    grey = pixels[:, :, 0] if pixels.shape[2] == 1 else cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (_ACROSS, _ACROSS))
    opened = cv2.morphologyEx(grey, cv2.MORPH_OPEN, disc)
    closed = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, disc)
    contrast = cv2.max(cv2.subtract(grey, opened), cv2.subtract(closed, grey))
    calm = cv2.morphologyEx(opened, cv2.MORPH_CLOSE, disc)
    around = _surroundings(contrast) + _slope(calm) + np.float32(_FLOOR * highest)
    ratio = contrast.astype(np.float32) * np.float32(STEP) / around
    return np.asarray(np.minimum(ratio, 255), np.uint8)


def _surroundings(contrast: np.ndarray) -> np.ndarray:
    """The 70th percentile of the contrast near each pixel, (H, W) float32, in the units of the contrast."""
    height, width = contrast.shape
    padded = cv2.copyMakeBorder(contrast, 0, -height % _BLOCK, 0, -width % _BLOCK, cv2.BORDER_REFLECT)
    rows, columns = padded.shape[0] // _BLOCK, padded.shape[1] // _BLOCK
    blocks = padded.reshape(rows, _BLOCK, columns, _BLOCK).swapaxes(1, 2).reshape(rows, columns, -1)
    place = round(_SHARE * (_BLOCK**2 - 1))
    shares = np.partition(blocks, place, axis=2)[:, :, place].astype(np.float32)
    calm = cv2.medianBlur(shares, 3)  # a long scratch fills much of each square that it crosses
    whole: np.ndarray = cv2.resize(calm, (padded.shape[1], padded.shape[0]), interpolation=cv2.INTER_LINEAR)
    return whole[:height, :width]


def _slope(calm: np.ndarray) -> np.ndarray:
    """The steepest step between neighbours near each pixel, (H, W) float32: it is large beside true edges."""
    steps = cv2.morphologyEx(calm, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    return cv2.dilate(steps, np.ones((_BESIDE, _BESIDE), np.uint8)).astype(np.float32)


def _linked(thin: np.ndarray) -> np.ndarray:
    """Thin pieces (H, W) uint8, 0 | 1, together with the gaps between pieces of one line."""
    linked = thin.copy()
    for direction in range(_DIRECTIONS):
        angle = np.pi * direction / _DIRECTIONS
        reach = np.rint(np.array([np.cos(angle), np.sin(angle)]) * (_GAP // 2)).astype(int)
        kernel = np.zeros((_GAP, _GAP), np.uint8)
        middle = np.array([_GAP // 2, _GAP // 2])
        cv2.line(kernel, (middle - reach).tolist(), (middle + reach).tolist(), 1)
        linked |= cv2.morphologyEx(thin, cv2.MORPH_CLOSE, kernel)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (_WIDE, _WIDE))
    wide = cv2.morphologyEx(linked, cv2.MORPH_OPEN, disc)  # a gap between two parallel pieces is no link
    return np.where(wide > 0, thin, linked)
