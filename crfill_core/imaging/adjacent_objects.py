"""Things next to a hole that stay in the photo.

A mask painted along the edge of a sleeve or a trunk leaves a narrow strip of the background between them. The strip
shows that the thing ends there. The fill should therefore continue the background, not the thing.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from crfill_core.geometry import Size
from crfill_core.imaging.depth import eight_bit_rgb
from crfill_core.imaging.distance import distance_within
from crfill_core.imaging.mask_rim import Outline, profiles, reach_of

REACH = 2 / 3
"""The largest width of a strip, as a share of the largest width of a rim (:mod:`crfill_core.imaging.mask_rim`). Strips of 2
pixels are always allowed.
"""
STEP = 18.0
"""On a scale of 0 to 255, by root mean square over channels: a strip and the thing beyond it differ by at least this."""
CLEAR = 3.0
"""The difference must exceed this many times the standard deviation of the averaged profile, the variances on both sides of
the edge added.
"""
ALONG = 4.0
"""Profiles are averaged along the outline over this multiple of the reach: only edges parallel to it remain."""
GAP, SHORTEST, LONGEST = 2.0, 0.1, 0.5
"""Strips are lengthened by GAP times the reach at both ends, and those that then touch count as one. Strips that are then
shorter than SHORTEST, a share of the outline's length, are chance. If all strips together, as found, are longer than the
share LONGEST, the edge is that of the removed thing's shadow.
"""
COLOURS, ALIKE = 200, 0.25
"""A strip is background if its colour differs from one of at most ``COLOURS`` colours around the rest of the hole by less
than ``ALIKE`` times its difference from the thing.
"""
SIDE = 256
"""Things are segmented in the window reduced to this longer side."""
SIMILAR = 3
"""On a scale of 0 to 255: a thing continues where smoothed neighbouring pixels differ by at most this in every channel."""
LARGEST = 0.4
"""Areas larger than this share of the window are background."""
OPEN = 0.35
"""A thing continues into the hole if more than this share of its contact with the hole has no strip."""
_SAMPLES = 200_000
"""Of a long outline only every second, third … point is used, so that the profiles have at most this many values."""


def strip_reach(megapixels: float, area: int) -> int:
    """The largest width of a strip, in pixels, next to a hole of ``area`` pixels in a photo of that many ``megapixels``."""
    return max(2, round(REACH * reach_of(megapixels, area)))


def adjacent_objects(
    pixels: np.ndarray, hole: np.ndarray, hidden: np.ndarray, reach: int, lines: Sequence[np.ndarray] = ()
) -> np.ndarray:
    """(H, W) bool: the things that end at a hole (H, W) bool of a picture (H, W, 1|3) uint8 | uint16.

    Their edges run along the hole's outline, with a strip of at most ``reach`` pixels between edge and outline. ``hidden``
    (H, W) bool, which contains the hole, is never part of them. ``lines``, each (K, 2) float x, y, continue across the
    hole; things that they touch are left out.
    """
    outline, width = _strips(pixels, hole, hidden, reach)
    if not width.any():
        return np.zeros_like(hole)
    things = _segmented(pixels, hidden, outline, width, reach, lines)
    apart = distance_within(~hole) > width.max() + 1  # the strips are background
    return np.asarray(things & apart & ~hidden)


def _strips(
    pixels: np.ndarray, hole: np.ndarray, hidden: np.ndarray, reach: int
) -> tuple[Outline, np.ndarray]:
    """The hole's outline of N points and, for each, the width in pixels of the strip of known pixels between the outline
    and an edge parallel to it: (N,) float32, 0 without a strip. Arrays as for :func:`adjacent_objects`.

    For every width w the mean colour of the pixels 1 … w outward from the outline is compared with that of the ``reach``
    pixels that begin at w + 2, in profiles averaged along the outline. The clearest step decides.
    """
    offsets = np.arange(0, 2 * reach + 4, dtype=np.float32)
    outline = Outline.of(hole, _SAMPLES // len(offsets))
    width = np.zeros(len(outline.points), np.float32)
    if not len(width):
        return outline, width
    colors, valid = profiles(pixels, hole, hidden & ~hole, outline, offsets)
    share = outline.smooth(valid.astype(np.float32), ALONG * reach)
    mean = outline.smooth(np.where(valid[..., None], colors, 0), ALONG * reach)
    mean /= np.maximum(share, np.float32(1e-3))[..., None]
    known = share > 0.5
    clearest = np.full(len(width), STEP, np.float32)
    for w in range(1, reach + 1):
        strip, beyond = slice(1, w + 1), slice(w + 2, w + 2 + reach)
        here, there = mean[:, strip], mean[:, beyond]
        step = np.sqrt(np.square(here.mean(1) - there.mean(1)).mean(1))
        deviation = np.sqrt((here.var(1) + there.var(1)).mean(1))
        better = known[:, strip].all(1) & known[:, beyond].all(1)
        better &= (step > clearest) & (step > CLEAR * deviation)
        clearest[better], width[better] = step[better], w
    width = np.where(_open_ground(mean, width, clearest, reach), width, 0)
    width = _long(outline, width, reach)
    if np.count_nonzero(width) > LONGEST * len(width):
        width[:] = 0
    return outline, width


def _open_ground(mean: np.ndarray, width: np.ndarray, step: np.ndarray, reach: int) -> np.ndarray:
    """(N,) bool: whether a strip's colour, in profiles (N, K, C), also occurs outside the outline where there is no strip.
    Otherwise the strip may be a rim of the removed thing, with the background beyond it.

    ``step``: (N,) how much each strip differs from the thing beyond it.
    """
    there = np.flatnonzero(width == 0)
    there = there[:: 1 + len(there) // COLOURS]
    ground = mean[there, reach + 2 : 2 * reach + 2].mean(1)
    result = np.zeros(len(width), bool)
    for w in range(1, reach + 1):
        which = np.flatnonzero(width == w)
        strip = mean[which, 1 : w + 1].mean(1)
        apart = np.sqrt(np.square(strip[:, None] - ground).mean(2)).min(1, initial=np.inf)
        result[which] = apart < ALIKE * step[which]
    return result


def _long(outline: Outline, width: np.ndarray, reach: int) -> np.ndarray:
    """Widths (N,) without those of short strips."""
    near = outline.highest((width > 0).astype(np.float32), GAP * reach) > 0
    result = np.zeros_like(width)
    start = 0
    for count in outline.counts:
        turn = int(np.argmin(near[start : start + count]))  # a strip may cross the start of its closed line
        strip = np.roll(near[start : start + count], -turn).astype(np.int8)
        ends = np.flatnonzero(np.diff(np.pad(strip, 1))).reshape(-1, 2)
        for first, last in ends:
            if (last - first) * outline.step >= SHORTEST * outline.length:
                where = start + (np.arange(first, last) + turn) % count
                result[where] = width[where]
        start += count
    return result


def _segmented(
    pixels: np.ndarray,
    hidden: np.ndarray,
    outline: Outline,
    width: np.ndarray,
    reach: int,
    lines: Sequence[np.ndarray],
) -> np.ndarray:
    """(H, W) bool: the areas beyond the strips that neither continue into the hole elsewhere nor touch a line."""
    whole = Size(hidden.shape[1], hidden.shape[0])
    zoom = min(1.0, SIDE / max(whole))
    size = Size(max(1, round(whole.width * zoom)), max(1, round(whole.height * zoom)))
    missing = cv2.resize(hidden.astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0
    small = cv2.resize(eight_bit_rgb(pixels), size, interpolation=cv2.INTER_AREA)
    small[missing] = 0  # hidden pixels must not influence the areas
    small = cv2.bilateralFilter(small, 9, 50, 6)
    outward = (width + 2 + reach / 2)[:, None] * outline.normals
    places = np.clip(((outline.points + outward + 0.5) * zoom).astype(int), 0, np.array(size) - 1)
    closed, free = np.zeros_like(missing), np.zeros_like(missing)
    for contact, where in ((closed, width > 0), (free, width == 0)):
        contact[places[where, 1], places[where, 0]] = True
    drawn = np.zeros(missing.shape, np.uint8)
    cv2.polylines(drawn, [(line * zoom).round().astype(np.int32) for line in lines], False, 1)
    things = np.zeros_like(missing)
    flags = 4 | cv2.FLOODFILL_MASK_ONLY | (2 << 8)
    for y, x in np.argwhere(closed & ~missing).tolist():
        if things[y, x]:
            continue
        filled = np.pad(missing.astype(np.uint8), 1, constant_values=1)
        cv2.floodFill(small, filled, (x, y), 0, (SIMILAR,) * 3, (SIMILAR,) * 3, flags)
        area = filled[1:-1, 1:-1] == 2
        with_strip, without = np.count_nonzero(area & closed), np.count_nonzero(area & free)
        continues = without > OPEN * (with_strip + without) or bool((area & (drawn > 0)).any())
        if area.mean() <= LARGEST and not continues:
            things |= area
    joined = cv2.morphologyEx(things.view(np.uint8), cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    return np.asarray(cv2.resize(joined, whole, interpolation=cv2.INTER_NEAREST) > 0)
