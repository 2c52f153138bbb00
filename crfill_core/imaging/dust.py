"""A mask of the dust, hairs and scratches in a scan or an old print, from the pixels alone."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import cv2
import numpy as np

from crfill_core.base.parallel import side_by_side
from crfill_core.geometry import Box, Size
from crfill_core.imaging.bounds import bounds

DEFAULT_SENSITIVITY = 50
STEP = 8
""":func:`dust_strength` gives the strength in units of 1 / STEP."""
_TILE, _PART = 1024, 256
"""Sides in pixels of the tiles in which the strength is computed, and of those in which pieces of lines are linked."""
_BLOCK = 32
"""Side in pixels of the squares over which the surroundings are measured. Tiles begin on their grid."""
_MARGIN = 3 * _BLOCK
_SMALL, _LARGE = 5, 7
"""Diameters in pixels of the two discs. Only what is narrower than one of them can be a defect."""
_LESS = 0.78
"""Factor of the strength with the large disc, because more of the texture in photos is narrower than this disc."""
_BESIDE = 9
"""Side in pixels of the square around a pixel in which the steepest slope counts."""
_USUAL, _RARE = 0.7, 0.95
"""Quantiles of the contrast nearby."""
_POWER_USUAL, _POWER_RARE, _POWER_SLOPE = 0.31, 0.18, 0.5
_OUTLIER, _MOST = 0.26, 1.5
"""Weight and largest absolute value of o in the formula of :func:`dust_strength`."""
_MIDDLE, _EXTREME = 0.5, 0.97
"""Quantiles of the grey values nearby; for dark defects 1 - _EXTREME."""
_EVEN = 3.0
"""On a scale of 0 to 255: added to the distance between these two quantiles, which is 0 in even surroundings."""
_STRICT, _LENIENT = 30.0, 6.0
"""The strength that a defect must reach at a sensitivity of 0 and of 100."""
_WEAK, _WEAK_LINE = 0.5, 0.35
"""The share of that strength that each pixel of a defect must have, and each pixel of a long line."""
_THICKEST = 6.5
"""The largest mean width of a defect, in pixels; half of it for lines."""
_LONG, _LONGER = 16, 64
"""The least length of a piece of a line that can be linked with others, and of a long line, in pixels."""
_GAP, _DIRECTIONS = 13, 8
"""Gaps in lines are closed with line segments: their length in pixels, and the number of their directions."""
_WIDE = 5
"""Diameter in pixels of the disc that is wider than any link."""


def dust_strength(pixels: np.ndarray, check: Callable[[], None] = lambda: None) -> np.ndarray:
    """How much each pixel of a photo (H, W, 1|3) looks like dust, (H, W) uint8: ``STEP`` × the strength, at most 255.

    For light defects the contrast t is image − opening with a disc, for dark ones closing − image. Its quantiles nearby
    are s (70 %) and q (95 %). The steepest slope nearby, in the image without small things, is g. A pixel's value v is an
    outlier by o = (v − v97) / (v97 − v50 + 3), where v50 and v97 are quantiles of the values nearby. For dark defects
    o = (v3 − v) / (v50 − v3 + 3). All values are in units of 1/255, and o is clipped to ±1.5. The strength is

        (t + 1) / ((s + 1)^0.31 (q + 1)^0.18 (g + 1)^0.5) · exp(0.26 o),

    fitted by logistic regression to defects laid over training photos. The result is the largest strength of light and dark
    defects and of a small and a large disc, that of the large one times 0.78. ``check`` is called before each tile, in any
    thread, and may raise an exception to cancel.
    """
    size = Size(pixels.shape[1], pixels.shape[0])
    strength = np.empty((size.height, size.width), np.uint8)

    def fill(box: Box) -> None:
        check()
        wide = box.pad(_MARGIN).clamp(size)
        strength[box.slices] = _strength(pixels[wide.slices])[box.relative_to(wide).slices]

    side_by_side(fill, _tiles(size, _TILE))
    return strength


def mask_of(strength: np.ndarray, sensitivity: float) -> np.ndarray:
    """The mask (H, W) uint8, 0 | 255, of specks, hairs and scratches in a map of :func:`dust_strength`.

    They are small or thin, up to about 6 pixels across, and brighter or darker than everything around them by more
    than the usual contrast there. ``sensitivity`` is 0 (only the plainest) to 100 (nearly everything that differs).
    Raises ValueError outside this range.
    """
    limit = _limit(sensitivity)
    (kept, thin), (longer, _) = side_by_side(
        lambda line: _kept(strength, limit, *line), [(_WEAK, 0), (_WEAK_LINE, _LONGER)]
    )
    mask = _linked(thin, strength.shape)
    mask.ravel()[kept] = mask.ravel()[longer] = 255
    return cv2.dilate(mask, np.ones((3, 3), np.uint8))  # a defect's edge is soft


def weak_enough(strength: np.ndarray, sensitivity: float) -> np.ndarray:
    """The pixels that may belong to a defect at that sensitivity, (H, W) uint8, 0 | 255."""
    return _reaching(strength, _WEAK * _limit(sensitivity), 255)


def _limit(sensitivity: float) -> float:
    """The value in a map of :func:`dust_strength` that a defect must reach."""
    if not 0 <= sensitivity <= 100:
        raise ValueError(f"a sensitivity is 0 to 100, not {sensitivity}")
    return float(STEP * _STRICT * (_LENIENT / _STRICT) ** (sensitivity / 100))


def _reaching(strength: np.ndarray, least: float, value: int) -> np.ndarray:
    """(H, W) uint8: ``value`` where the strength is at least ``least`` and not 0; elsewhere 0."""
    return np.asarray(cv2.threshold(strength, np.ceil(max(1.0, least)) - 1, value, cv2.THRESH_BINARY)[1])


def _kept(strength: np.ndarray, limit: float, weak: float, length: float) -> tuple[np.ndarray, np.ndarray]:
    """The pixels of all defects, and of those defects that are pieces of a line, as sorted indices into the flat photo.

    A defect is a group of connected pixels of at least ``weak`` × ``limit`` that reaches ``limit`` and is thin. With a
    ``length`` in pixels only lines of at least that length count.
    """
    reaching = _reaching(strength, weak * limit, 1)
    count, labels = cv2.connectedComponents(reaching, connectivity=8)
    # Measuring these few pixels alone is faster than connectedComponentsWithStats, which visits all pixels.
    places = np.flatnonzero(reaching.view(bool))
    numbers = labels.ravel()[places]
    reached = np.zeros(count, bool)
    reached[numbers[strength.ravel()[places] >= limit]] = True
    height, width = (_extent(numbers, where, count) for where in np.divmod(places, strength.shape[1]))
    size = np.hypot(width, height)
    across = np.bincount(numbers, minlength=count) / np.maximum(size, 1)
    kept = reached & (across <= (_THICKEST / 2 if length else _THICKEST)) & (size >= length)
    thin = kept & (size >= _LONG) & (across <= _THICKEST / 2)
    return places[kept[numbers]], places[thin[numbers]]


def _extent(numbers: np.ndarray, where: np.ndarray, count: int) -> np.ndarray:
    """How many rows or columns each component spans, (count,). For each pixel ``numbers`` has its component and ``where``
    its row or column.
    """
    first, last = np.full(count, np.iinfo(where.dtype).max), np.zeros(count, where.dtype)
    np.minimum.at(first, numbers, where)
    np.maximum.at(last, numbers, where)
    return np.where(last >= first, last - first + 1, 0)


def _strength(pixels: np.ndarray) -> np.ndarray:
    """:func:`dust_strength` of a part that begins on the grid of blocks."""
    unit = np.float32(255 / np.iinfo(pixels.dtype).max)
    pixels = np.ascontiguousarray(pixels)
    grey = pixels[:, :, 0] if pixels.shape[2] == 1 else cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    small, large = (
        cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (across,) * 2) for across in (_SMALL, _LARGE)
    )
    calm = cv2.morphologyEx(cv2.morphologyEx(grey, cv2.MORPH_OPEN, large), cv2.MORPH_CLOSE, large)
    edges = np.float32(_POWER_SLOPE) * _log(_slope(calm), unit)
    least, middle, most = _quantiles(grey, (1 - _EXTREME, _MIDDLE, _EXTREME))
    values, best = grey.astype(np.float32), np.full(grey.shape, -np.inf, np.float32)
    for light, extreme in ((True, most), (False, least)):
        differs = np.maximum(
            _differs(_contrast(grey, small, light), unit),
            _differs(_contrast(grey, large, light), unit) + np.float32(np.log(_LESS)),
        )
        outside = values - _whole(extreme, grey.shape) if light else _whole(extreme, grey.shape) - values
        outside /= _whole(np.abs(extreme - middle) + np.float32(_EVEN) / unit, grey.shape)
        np.maximum(best, differs + np.float32(_OUTLIER) * np.clip(outside, -_MOST, _MOST), out=best)
    return np.asarray(np.minimum(STEP * np.exp(best - edges), 255), np.uint8)


def _contrast(grey: np.ndarray, disc: np.ndarray, light: bool) -> np.ndarray:
    """How much lighter (or darker) each pixel is than anything as wide as the disc, (H, W) of the type of ``grey``."""
    if light:
        return np.asarray(cv2.subtract(grey, cv2.morphologyEx(grey, cv2.MORPH_OPEN, disc)))
    return np.asarray(cv2.subtract(cv2.morphologyEx(grey, cv2.MORPH_CLOSE, disc), grey))


def _differs(contrast: np.ndarray, unit: np.float32) -> np.ndarray:
    """The logarithm of the contrast relative to that of the surroundings, (H, W) float32."""
    usual, rare = (_log(quantile, unit) for quantile in _quantiles(contrast, (_USUAL, _RARE)))
    around = _whole(_POWER_USUAL * usual + _POWER_RARE * rare, contrast.shape)
    return np.asarray(_log(contrast, unit) - around)


def _log(values: np.ndarray, unit: np.float32) -> np.ndarray:
    """log(x + 1) of values times ``unit``, float32."""
    return np.asarray(cv2.log(values.astype(np.float32) * unit + np.float32(1)))


def _quantiles(values: np.ndarray, shares: tuple[float, ...]) -> list[np.ndarray]:
    """Quantiles of values (H, W) in each block, (⌈H / block⌉, ⌈W / block⌉) float32, one for each share in [0, 1].

    The median over 3 × 3 blocks is taken, because a long scratch fills much of each block that it crosses.
    """
    height, width = values.shape
    padded = cv2.copyMakeBorder(values, 0, -height % _BLOCK, 0, -width % _BLOCK, cv2.BORDER_REFLECT)
    rows, columns = padded.shape[0] // _BLOCK, padded.shape[1] // _BLOCK
    blocks = padded.reshape(rows, _BLOCK, columns, _BLOCK).swapaxes(1, 2).reshape(rows, columns, -1)
    places = [round(share * (_BLOCK**2 - 1)) for share in shares]
    blocks = np.sort(blocks, axis=2, kind="stable")  # radix sort, several times faster than a partition
    return [cv2.medianBlur(blocks[:, :, place].astype(np.float32), 3) for place in places]


def _whole(blocks: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """A value of each block, interpolated to the pixels, (H, W) float32."""
    size = blocks.shape[1] * _BLOCK, blocks.shape[0] * _BLOCK
    whole = cv2.resize(blocks.astype(np.float32), size, interpolation=cv2.INTER_LINEAR)
    return np.asarray(whole[: shape[0], : shape[1]])


def _slope(calm: np.ndarray) -> np.ndarray:
    """The steepest step between neighbours near each pixel, (H, W) float32. It is large next to edges of things."""
    steps = cv2.morphologyEx(calm, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    return cv2.dilate(steps, np.ones((_BESIDE, _BESIDE), np.uint8)).astype(np.float32)


def _linked(places: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Pieces of lines, given as indices into the flat photo, and the gaps between them: (H, W) uint8, 0 | 255."""
    thin = np.zeros(shape, np.uint8)
    thin.ravel()[places] = 255
    size, linked = Size(shape[1], shape[0]), thin.copy()

    def link(box: Box) -> None:
        wide = box.pad(_GAP + _WIDE).clamp(size)
        used = bounds(thin[wide.slices]).translate(wide.left, wide.top)
        if not used.is_empty:
            used = used.pad(_GAP).intersect(wide)  # farther out there is no link
            inside = used.intersect(box)
            linked[inside.slices] = _linked_part(thin[used.slices])[inside.relative_to(used).slices]

    side_by_side(link, _tiles(size, _PART) if places.size else [])
    return linked


def _linked_part(thin: np.ndarray) -> np.ndarray:
    linked = thin.copy()
    for direction in range(_DIRECTIONS):
        angle = np.pi * direction / _DIRECTIONS
        reach = np.rint(np.array([np.cos(angle), np.sin(angle)]) * (_GAP // 2)).astype(int)
        kernel = np.zeros((_GAP, _GAP), np.uint8)
        middle = np.array([_GAP // 2, _GAP // 2])
        cv2.line(kernel, (middle - reach).tolist(), (middle + reach).tolist(), 1)
        linked |= cv2.morphologyEx(thin, cv2.MORPH_CLOSE, kernel)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (_WIDE, _WIDE))
    wide = cv2.morphologyEx(
        linked, cv2.MORPH_OPEN, disc
    )  # the area between two parallel pieces is not a link
    return np.where(wide > 0, thin, linked)


def _tiles(size: Size, side: int) -> list[Box]:
    corners = itertools.product(range(0, size.width, side), range(0, size.height, side))
    return [Box(left, top, left + side, top + side).clamp(size) for left, top in corners]
