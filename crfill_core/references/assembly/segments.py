"""Straight edges in the known part of the photo that run into the hole: their place, direction and colours."""

from __future__ import annotations

from dataclasses import dataclass, fields

import cv2
import numpy as np

from crfill_core.imaging.distance import distance_within
from crfill_core.references.assembly.poisson import membrane

REACH = 20
"""A segment may end this many pixels before the hole if its edge continues up to it."""
RIM = 1.5
"""Pixels this near to the hole are not trusted, because they are often mixed with the removed thing."""
INTO = 8
"""Of the first INTO pixels of the edge's continuation beyond the hole's rim, at most one may lie outside the hole."""
FITTED = 40
"""Number of the edge's last pixels that determine its direction."""
LONGEST = 80
"""Edges are followed back at most this far, in pixels."""
STRAYED, SEEN = 1.5, 0.35
"""An edge is visible where, within STRAYED pixels of it, a slope is at least SEEN times the median slope near the hole, and
at least 1.
"""
LOST = 4
"""An edge ends where it is not visible for this many pixels in a row."""
SIDES = np.arange(-8, 9, dtype=np.float64)
"""Offsets across the edge, in pixels, at which its colours are read; positive ones are on its right, seen along it."""
READ = 16
"""Number of the edge's last pixels at which its colours are read."""
TWINS = 1.2, np.radians(6)
"""Two edges that differ by no more than this in place (pixels) and direction are the same one."""


@dataclass(frozen=True, eq=False)
class Ends:
    """K edges at the rim of the hole, in pixels of one level (pixel (0, 0) covers (0, 0) to (1, 1)).

    ``entry``: (K, 2) float64 (x, y) where the edge's continuation enters the hole. ``direction``: (K, 2) unit vectors
    into the hole. ``length``: (K,) the edge's visible length outside the hole, at most ``LONGEST``. ``segment``: (K,) the
    length of the detected segment outside the hole. ``missing``: (K,) the distance from this segment's end to the hole.
    ``profile``: (K, 17, 3) Lab colours (lightness 0–255) at ``SIDES``. ``contrast``: (K,) the largest difference between
    those near the middle. ``noise``: (K,) the median variation of the colours along the edge.
    """

    entry: np.ndarray
    direction: np.ndarray
    length: np.ndarray
    segment: np.ndarray
    missing: np.ndarray
    profile: np.ndarray
    contrast: np.ndarray
    noise: np.ndarray

    def __len__(self) -> int:
        return len(self.entry)

    def take(self, which: np.ndarray) -> Ends:
        """The edges with these numbers, or where ``which`` (K,) bool is set."""
        return Ends(**{field.name: getattr(self, field.name)[which] for field in fields(self)})


def ends_at(image: np.ndarray, hole: np.ndarray, shortest: float) -> Ends:
    """The edges of at least ``shortest`` pixels that run into the hole, the most visible ones first.

    ``image``: (H, W, 3) float32 in [0, 1]; its values in the hole do not matter. ``hole``: (H, W) bool.
    """
    lab = lab_of(image)
    light = membrane(lab[..., 0], hole)
    smooth = np.clip(np.rint(cv2.GaussianBlur(light, (0, 0), 0.8)), 0, 255).astype(np.uint8)
    found = cv2.createLineSegmentDetector().detect(smooth)[0]
    away = distance_within(~hole)
    segments = np.empty((0, 2, 2)) if found is None else found.reshape(-1, 2, 2).astype(np.float64) + 0.5
    entry, direction, segment, missing = _entries(segments, hole, away, shortest)
    for reach in (3.0, 2.0):
        entry, direction, fitted = _refitted(entry, direction, light, away, reach)
        entry, direction, segment, missing = (x[fitted] for x in (entry, direction, segment, missing))
    length = _lengths(entry, direction, light, away)
    described = _described(entry, direction, length, segment, missing, lab)
    return _distinct(described.take(length >= shortest))


def lab_of(image: np.ndarray) -> np.ndarray:
    """(H, W, 3) float32 CIE Lab with lightness 0–255 for an RGB image in [0, 1]."""
    lab = cv2.cvtColor(np.clip(image, 0, 1).astype(np.float32), cv2.COLOR_RGB2Lab)
    return np.asarray(lab * np.array([2.55, 1, 1], np.float32))


def sample(plane: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Bilinear values of (H, W) or (H, W, C) at (…, 2) places (x, y); beyond the image, those at its edge."""
    flat = at.reshape(-1, 2)
    rows = max(1, -(-len(flat) // 1024))  # remap takes no more than 32767 columns or rows
    padded = np.zeros((rows * 1024, 2), np.float32)
    padded[: len(flat)] = flat - 0.5
    x, y = (np.ascontiguousarray(padded[:, axis].reshape(rows, 1024)) for axis in (0, 1))
    values = cv2.remap(plane, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(values.reshape(rows * 1024, *plane.shape[2:])[: len(flat)]).reshape(
        *at.shape[:-1], *plane.shape[2:]
    )


def inside(mask: np.ndarray, at: np.ndarray) -> np.ndarray:
    """(…) bool: whether the places (…, 2) are in pixels of the image where ``mask`` (H, W) is true."""
    x, y = np.floor(at[..., 0]).astype(np.int64), np.floor(at[..., 1]).astype(np.int64)
    height, width = mask.shape
    within = (x >= 0) & (x < width) & (y >= 0) & (y < height)
    return np.asarray(within & mask[y.clip(0, height - 1), x.clip(0, width - 1)])


def turned(direction: np.ndarray) -> np.ndarray:
    """(…, 2) unit vectors to the right of unit vectors."""
    return np.stack([-direction[..., 1], direction[..., 0]], -1)


def _entries(
    segments: np.ndarray, hole: np.ndarray, away: np.ndarray, shortest: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Detected segments (N, 2, 2), prolonged in either direction: ``entry``, ``direction``, ``segment`` and ``missing`` of
    :class:`Ends` for those that enter the hole.
    """
    segments = np.concatenate([segments, segments[:, ::-1]])
    start, chord = segments[:, 0], segments[:, 1] - segments[:, 0]
    length = np.linalg.norm(chord, axis=1)
    near = (length >= shortest) & (sample(away, start + chord / 2) <= length / 2 + REACH)
    start, length = start[near], length[near]
    direction = chord[near] / length[:, None]
    if not len(start):
        return start, direction, length, length
    steps = np.arange(0, length.max() + REACH + 2 * INTO + 1)
    places = start[:, None] + steps[:, None] * direction[:, None]
    in_hole = inside(hole, places)
    first = in_hole.argmax(1)
    rows = np.arange(len(first))
    # The segment begins outside, is long enough there, ends near enough to the hole, and would go well into it.
    deep = [in_hole[rows, np.minimum(first + depth, len(steps) - 1)] for depth in range(INTO)]
    good = in_hole[rows, first] & (first + 0.5 >= shortest * 0.8) & (first <= length + REACH)
    good &= np.mean(deep, 0) > 0.85
    entry = places[rows, first] - 0.5 * direction
    missing = np.maximum(first - 0.5 - length, 0)
    return entry[good], direction[good], np.minimum(length, first - 0.5)[good], missing[good]


def _slopes(
    entry: np.ndarray, direction: np.ndarray, light: np.ndarray, back: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """(K, S, 11) brightness slopes across edges at ``back`` (S,) pixels before the hole, and the (11,) offsets from the edge
    at which they are taken.
    """
    offsets = np.arange(-3, 3.01, 0.5)
    across = turned(direction)[:, None, None]
    places = (entry[:, None] - back[:, None] * direction[:, None])[:, :, None] + offsets[:, None] * across
    values = sample(light, places)
    return values[..., 2:] - values[..., :-2], offsets[1:-1]


def _refitted(
    entry: np.ndarray, direction: np.ndarray, light: np.ndarray, away: np.ndarray, reach: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Entries and directions of straight lines fitted to the slopes within ``reach`` pixels of the edges, steep ones
    weighted most, and fitted again without outliers; (K,) bool, whether the fit succeeded.
    """
    back = np.arange(RIM, FITTED)
    slope, offsets = _slopes(entry, direction, light, back)
    near = np.abs(offsets) <= 1
    sign = np.sign(slope[:, :20, near].mean((1, 2)))
    weight = np.maximum(sign[:, None, None] * slope, 0) ** 2 * (np.abs(offsets) <= reach)
    places = entry[:, None] - back[:, None] * direction[:, None]
    total = weight.sum(2) * (sample(away, places) > RIM)
    at = (weight * offsets).sum(2) / np.maximum(weight.sum(2), 1e-9)
    share = np.sqrt(total)
    share = np.minimum(share, 2 * np.median(share[:, :20], axis=1)[:, None])
    middle = tilt = offset = np.zeros(len(entry))
    for _ in range(3):
        sums = np.maximum(share.sum(1), 1e-9)
        middle, offset = (share * back).sum(1) / sums, (share * at).sum(1) / sums
        spread = (share * (back - middle[:, None]) ** 2).sum(1)
        tilt = (share * (back - middle[:, None]) * (at - offset[:, None])).sum(1) / np.maximum(spread, 1e-9)
        rest = np.abs(at - offset[:, None] - tilt[:, None] * (back - middle[:, None]))
        scatter = np.sqrt((share * rest**2).sum(1) / sums) + 0.1
        share = share * (rest <= 2 * scatter[:, None])
    fitted = (np.count_nonzero(share, axis=1) >= 5) & (np.abs(tilt) < 0.3)
    across = turned(direction)
    moved = entry + (offset - tilt * middle)[:, None] * across
    direction = direction - tilt[:, None] * across  # ``back`` runs against the direction
    return moved, direction / np.linalg.norm(direction, axis=1, keepdims=True), fitted


def _lengths(entry: np.ndarray, direction: np.ndarray, light: np.ndarray, away: np.ndarray) -> np.ndarray:
    """(K,) for how many pixels before the hole each edge is visible without a gap of ``LOST`` pixels."""
    back = np.arange(RIM, LONGEST + 1)
    slope, offsets = _slopes(entry, direction, light, back)
    slope = slope[:, :, np.abs(offsets) <= STRAYED]
    sign = np.sign(slope[:, :20].mean((1, 2)))
    steepest = np.maximum((sign[:, None, None] * slope).max(2), 0)
    places = entry[:, None] - back[:, None] * direction[:, None]
    there = inside(np.ones(light.shape, bool), places) & (sample(away, places) > RIM / 2)
    usual = np.median(steepest[:, :12], axis=1)
    missed = ~there | (steepest < np.maximum(SEEN * usual, 1.0)[:, None])
    ended = np.cumsum(missed, axis=1) - np.maximum.accumulate(
        np.where(missed, 0, np.cumsum(missed, axis=1)), axis=1
    )
    lost = (ended >= LOST) | (~there & (np.arange(len(back)) >= 2))
    first = np.where(lost.any(1), lost.argmax(1), len(back))
    return np.where(
        lost.any(1) & there[np.arange(len(first)), np.minimum(first, len(back) - 1)], first - LOST + 1, first
    )


def _described(
    entry: np.ndarray,
    direction: np.ndarray,
    length: np.ndarray,
    segment: np.ndarray,
    missing: np.ndarray,
    lab: np.ndarray,
) -> Ends:
    back = np.arange(RIM + 0.5, READ + RIM)
    across = turned(direction)[:, None, None]
    places = (entry[:, None] - back[:, None] * direction[:, None])[:, :, None] + SIDES[:, None] * across
    colours = sample(lab, places)
    # Rows beyond the edge's length repeat others, so that a plain median can be used.
    rows = np.arange(len(back)) % np.maximum(np.minimum(length, len(back)), 1).astype(np.int64)[:, None]
    colours = np.take_along_axis(colours, rows[:, :, None, None], 1)
    profile = np.median(colours, 1)
    middle = np.abs(SIDES) <= 4
    varied = np.linalg.norm(colours - profile[:, None], axis=3)[:, :, middle]
    noise = np.median(varied.reshape(len(entry), -1), 1) if len(entry) else np.empty(0)
    return Ends(entry, direction, length, segment, missing, profile, contrast_of(profile), noise)


def contrast_of(profile: np.ndarray) -> np.ndarray:
    """(K,) largest differences between colours within 3 pixels of the middle of profiles (K, 17, 3)."""
    near = profile[:, np.abs(SIDES) <= 3]
    return np.asarray(np.linalg.norm(near[:, :, None] - near[:, None], axis=3).max((1, 2), initial=0))


def _distinct(ends: Ends) -> Ends:
    """The edges sorted by contrast and length, each of them once."""
    ends = ends.take(np.argsort(-ends.contrast * np.sqrt(ends.length), kind="stable"))
    place, turn = TWINS
    apart = np.linalg.norm(ends.entry[:, None] - ends.entry[None], axis=2) > place
    apart |= (ends.direction[:, None] * ends.direction[None]).sum(2) < np.cos(turn)
    kept: list[int] = []
    for number in range(len(ends)):
        if apart[number, kept].all():
            kept.append(number)
    return ends.take(np.array(kept, np.int64))
