"""Paints the cross-section of a line along it, from the known pixels at one end of the hole to those at the other."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from crfill_core.geometry import Size
from crfill_core.imaging.bounds import bounds
from crfill_core.references.assembly.lines import FoundLine, check, unit_of
from crfill_core.references.assembly.polyline import Polyline
from crfill_core.references.assembly.segments import sample

SIDE = 600
"""Sections are painted in the hole's surroundings, reduced to at most this longer side, and the result is enlarged."""
MARGIN = 14.0
"""Margin around the hole. This and the following lengths are in the unit of :func:`unit_of`."""
ACROSS = 40.0
"""A section extends this far on either side of the line."""
BEYOND = 60.0
"""To either side of the line, the section follows the hole at most this far before and beyond the line's ends."""
READ = np.arange(2, 10)
"""A section's colour at one end is the median of these known pixels before the hole: the second to the ninth."""
RIM = 11.0
"""A section extends this far before and beyond the hole, so that it holds those pixels."""
FEWEST = 3
"""With fewer of those pixels known, there is no colour."""
AGREEMENT = 0.2
"""Difference between the two ends, in values of [0, 1] summed over channels, at which confidence is one half."""
SMOOTH = 1.0
"""Standard deviation of the smoothing before ends are compared."""
CORE = 2.0
"""All offsets within this distance of the line have the confidence of the most certain one."""
NARROW = 7.0
"""Of a line with a free end, the section is trusted only within about this distance. Farther out a guide is better."""
OWN = 8.0
"""Where sweeps overlap, nearer lines count more: at this distance a line counts half as much as on the line."""
KNOWN, MISSING, OUTSIDE = 0, 1, 2
"""States of a place: in a known pixel, in a missing one, or outside the window."""


def sweep(image: np.ndarray, hole: np.ndarray, lines: Sequence[FoundLine]) -> tuple[np.ndarray, np.ndarray]:
    """The hole painted along the lines, (H, W, 3) float32 in [0, 1], and its confidence, (H, W) float32 in [0, 1].

    ``image``: (H, W, 3) float32 in [0, 1]; its values in the hole do not matter. ``hole``: (H, W) bool, what is
    painted. At every offset across a line the colour is blended from the known ones at the two ends of the hole. The
    confidence is high where these agree at this offset and at all offsets nearer to the line; it is 0 outside the hole.
    A line's end inside the hole contributes no colour, and the confidence fades over the last third of the way there.
    Pixels of confidence 0 are painted 0.
    """
    check(image, hole)
    painted, belief = np.zeros((*hole.shape, 3), np.float32), np.zeros(hole.shape, np.float32)
    if not lines or not hole.any():
        return painted, belief
    unit, size = unit_of(hole.shape), Size(hole.shape[1], hole.shape[0])
    box = bounds(hole)
    wide = box.pad(round(MARGIN * unit)).clamp(size)
    scale = max(1.0, max(wide.width, wide.height) / SIDE)
    small, mask = image[wide.slices], hole[wide.slices]
    if scale > 1:
        reduced = Size(max(1, round(wide.width / scale)), max(1, round(wide.height / scale)))
        small = cv2.resize(small, reduced, interpolation=cv2.INTER_AREA)
        mask = cv2.resize(mask.astype(np.float32), reduced, interpolation=cv2.INTER_AREA) > 0
    zoom = mask.shape[1] / wide.width
    moved = [replace(line, line=line.line.moved(-wide.left, -wide.top)) for line in lines]
    colour, sure = _swept(small, mask, moved, zoom, unit * zoom)
    if scale > 1:
        # Unpainted pixels must not bleed into painted ones.
        there = (sure > 0).astype(np.float32)
        share, sure, colour = (
            cv2.resize(array, wide.size, interpolation=cv2.INTER_LINEAR)
            for array in (there, sure, colour * there[..., None])
        )
        colour = np.asarray(colour / np.maximum(share, 1e-3)[..., None])
    belief[wide.slices] = sure * hole[wide.slices]
    painted[wide.slices] = np.clip(colour, 0, 1) * (belief[wide.slices] > 0)[..., None]
    return painted, belief


def _swept(
    image: np.ndarray, hole: np.ndarray, lines: Sequence[FoundLine], zoom: float, unit: float
) -> tuple[np.ndarray, np.ndarray]:
    """As :func:`sweep`, in a window resized by the factor ``zoom``. ``unit``: the unit of the constants, in its pixels."""
    painted, belief = np.zeros((*hole.shape, 3), np.float32), np.zeros(hole.shape, np.float32)
    best = np.zeros(hole.shape, np.float32)
    if not hole.any():
        return painted, belief
    box = bounds(hole)
    inside, images = hole[box.slices], (image, _smoothed(image, hole, SMOOTH * unit))
    for line in sorted(lines, key=lambda line: -line.weight):
        path = Polyline(line.line, zoom)
        near = path.surroundings((ACROSS + 1) * unit, (BEYOND + 1) * unit, box)
        if near.is_empty:
            continue
        part = near.relative_to(box).slices
        s, v = path.project(
            np.arange(near.left, near.right)[None] + np.float32(0.5),
            np.arange(near.top, near.bottom)[:, None] + np.float32(0.5),
        )
        reached = s[inside[part] & (np.abs(v) <= ACROSS * unit)]
        if not len(reached):
            continue
        before, after = -BEYOND * unit, path.length + BEYOND * unit
        low, high = (float(np.clip(end, before, after)) for end in (reached.min(), reached.max()))
        low, high = np.floor(low - RIM * unit), high + RIM * unit
        colour, sure = _section(images, hole, path, line.anchored, unit, np.arange(low, high))
        at = s - np.float32(low), v + np.float32(round(ACROSS * unit))
        colour = cv2.remap(colour, *at, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        sure = cv2.remap(sure, *at, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=0)
        sure = np.asarray(sure * np.float32(line.weight) * inside[part])
        rank = sure / (1 + np.square(v / np.float32(OWN * unit)))
        wins = rank > best[near.slices]
        best[near.slices][wins] = rank[wins]
        painted[near.slices][wins] = colour[wins]
        belief[near.slices][wins] = sure[wins]
    return painted, belief


def _section(
    images: tuple[np.ndarray, np.ndarray],
    hole: np.ndarray,
    path: Polyline,
    anchored: tuple[bool, bool],
    unit: float,
    s: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """(V, S, 3) colours and (V, S) confidence at distances −``ACROSS`` … ``ACROSS`` and arc lengths ``s`` (S,) of a
    path.

    ``images``: the window, and the window smoothed. The two ends are compared in the smoothed one, so that a line that is
    a fraction of a pixel off the true one is still trusted.
    """
    v = np.arange(-round(ACROSS * unit), round(ACROSS * unit) + 1, dtype=np.float64)
    places = path.at(s[None], v[:, None]).astype(np.float32)
    state = _state(hole, places)
    row, first, last = _runs(state == MISSING)
    colours, smooth, spread = zip(
        *(
            _before(images, state, places, row, rim, way, unit, there)
            for rim, way, there in ((first, -1, anchored[0]), (last, 1, anchored[1]))
        ),
        strict=True,
    )
    if all(anchored):
        apart = np.abs(smooth[0] - smooth[1]).sum(1) + (spread[0] + spread[1]) / 2
    else:  # there is only one end, so its spread alone decides
        apart = spread[0] if anchored[0] else spread[1]
    with np.errstate(over="ignore"):
        sure = np.nan_to_num(1 / (1 + (apart / AGREEMENT) ** 4)).astype(np.float32)
    first_colour = np.where(np.isnan(colours[0]), colours[1], colours[0])
    last_colour = np.where(np.isnan(colours[1]), first_colour, colours[1])

    change = last_colour - first_colour
    colour, belief = np.zeros((*state.shape, 3), np.float32), np.ones(state.shape, np.float32)
    for number, (at, begin, stop) in enumerate(
        zip(row.tolist(), first.tolist(), (last + 1).tolist(), strict=True)
    ):
        share = ((np.arange(begin, stop) - begin + 0.5) / (stop - begin))[:, None]
        colour[at, begin:stop] = first_colour[number] + share * change[number]
        belief[at, begin:stop] = sure[number]
    middle, core = len(v) // 2, round(CORE * unit)
    belief[middle - core : middle + core + 1] = belief[middle - core : middle + core + 1].max(0)
    belief[middle:] = np.minimum.accumulate(belief[middle:], 0)
    belief[middle::-1] = np.minimum.accumulate(belief[middle::-1], 0)
    belief *= _fade(s, state[middle] == MISSING, anchored, path.length)
    if not all(anchored):
        belief *= (1 / (1 + (v / (NARROW * unit)) ** 4)).astype(np.float32)[:, None]
    return np.nan_to_num(colour), belief


def _fade(s: np.ndarray, missing: np.ndarray, anchored: tuple[bool, bool], length: float) -> np.ndarray:
    """(S,) float32: 1, falling to 0 over the last third of the way from where the line enters the hole to a free end."""
    fade = np.ones(len(s), np.float32)
    within = np.flatnonzero(missing & (s >= 0) & (s <= length))
    if all(anchored) or not len(within):
        return fade
    begin, end = (s[within[0]], length) if anchored[0] else (s[within[-1]], 0.0)
    done = (s - begin) / (end - begin) if end != begin else np.full(len(s), np.inf)
    return np.asarray(np.clip(3 * (1 - done), 0, 1), np.float32)


def _state(hole: np.ndarray, places: np.ndarray) -> np.ndarray:
    """(V, S) uint8: whether each place is ``KNOWN``, ``MISSING`` or ``OUTSIDE`` the window."""
    x, y = np.floor(places[..., 0]).astype(np.int64), np.floor(places[..., 1]).astype(np.int64)
    padded = np.pad(np.where(hole, MISSING, KNOWN).astype(np.uint8), 1, constant_values=OUTSIDE)
    return np.asarray(padded[(y + 1).clip(0, hole.shape[0] + 1), (x + 1).clip(0, hole.shape[1] + 1)])


def _runs(missing: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Row, first and last column of every unbroken run of true values along the rows of ``missing`` (V, S) bool."""
    edges = np.diff(np.pad(missing, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    row, first = np.nonzero(edges == 1)
    return row, first, np.nonzero(edges == -1)[1] - 1


def _before(
    images: tuple[np.ndarray, np.ndarray],
    state: np.ndarray,
    places: np.ndarray,
    row: np.ndarray,
    rim: np.ndarray,
    way: int,
    unit: float,
    anchored: bool,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Median colours (R, 3) of the known pixels beyond the rim of each run, in the sharp image and in the smooth one, and
    their spread (R,) in the smooth one. NaN where there are too few, or the line is not ``anchored`` on this side.
    """
    columns = rim[:, None] + way * np.rint(READ * unit).astype(np.int64)
    within = (columns >= 0) & (columns < state.shape[1])
    columns = columns.clip(0, state.shape[1] - 1)
    # Only pixels up to the next missing one, beyond which another section begins.
    valid = np.logical_and.accumulate(within & (state[row[:, None], columns] == KNOWN), axis=1)
    valid &= anchored & (valid.sum(1) >= FEWEST)[:, None]
    sharp, smooth = (
        np.where(valid[..., None], sample(image, places[row[:, None], columns]), np.nan) for image in images
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # rows of NaN only
        colour, middle = np.nanmedian(sharp, 1), np.nanmedian(smooth, 1)
        spread = np.nanmedian(np.abs(smooth - middle[:, None]).sum(2), 1)
    return colour, middle, spread


def _smoothed(image: np.ndarray, hole: np.ndarray, sigma: float) -> np.ndarray:
    """(H, W, 3) averages of the known pixels only."""
    known = (~hole).astype(np.float32)
    share = cv2.GaussianBlur(known, (0, 0), sigma)
    return np.asarray(
        cv2.GaussianBlur(image * known[..., None], (0, 0), sigma) / np.maximum(share, 1e-3)[..., None]
    )
