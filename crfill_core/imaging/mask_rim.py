"""The rim of a masked thing: its outermost pixels, which a mask that follows its edge closely leaves uncovered.

Edges in photos are not sharp steps. Anti-aliasing, blur, chroma subsampling and sharpening spread them over some
pixels, and such a mask leaves the outer ones. They are detected in profiles across the mask's outline.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

LEAST_REACH, REACH, WIDEST = 3.0, 1.5, 16
"""A rim is at most LEAST_REACH + REACH · √(megapixels of the photo) and at most WIDEST pixels wide."""
THING_REACH = 0.12
"""Nor is it wider than 2 pixels plus this share of the square root of the masked area, which keeps a speck's mask small."""
CONTRAST = 12.0
"""On a scale of 0 to 255: if the thing differs from its surroundings by less than this, a rim is invisible."""
VISIBLE = 4.0
"""On a scale of 0 to 255: the largest acceptable difference between what is left of the thing and the surroundings."""
NOISE = 2.5
"""The same limit, in standard deviations of the surroundings' texture (averaged along the outline like the profiles)."""
LONG = 4.0
"""Edges are detected in profiles averaged along the outline over this multiple of the reach."""
STEEP, STEEPER = 0.35, 2.5
"""There is an edge where, over 3 pixels at the outline, the thing's share of the colour falls by more than ``STEEP``, and by
more than ``STEEPER`` times as much as anywhere else along the profile.
"""
BRIDGED = 0.6
"""If more than this share of the outline nearby shows a rim, the rest gets one too."""
AROUND, TIGHT = 20.0, 0.35
"""The mask follows a thing if more than the share ``TIGHT`` of the outline shows a rim, averaged over ``AROUND`` times the
reach.
"""
_SAMPLES = 200_000
"""Of a long outline only every second, third … point is used, so that the profiles have at most this many values."""
_KNOWN = 0.2
"""Averages in which a smaller share of the pixels counts are ignored."""
_LINES = 100
"""If a mask has more pieces (specks, gaps), only the longest outlines count."""


@dataclass(frozen=True, eq=False)
class Outline:
    """The outline of a mask as N points with normals, in order along closed lines.

    ``points``: (N, 2) float32 x, y; pixels just inside. ``normals``: (N, 2) float32, unit, outward. ``counts``: points of
    each line. ``step``: pixels along the line from one point to the next.
    """

    points: np.ndarray
    normals: np.ndarray
    counts: tuple[int, ...]
    step: int

    @classmethod
    def of(cls, inside: np.ndarray, most: int) -> Outline:
        """The longest lines around an area (H, W) bool and its gaps, with at most about ``most`` points."""
        lines, _ = cv2.findContours(inside.view(np.uint8), cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
        closed = [line[:, 0].astype(np.float32) for line in lines if len(line) >= 4]
        closed = sorted(closed, key=len, reverse=True)[:_LINES]
        if not closed:
            return cls(np.empty((0, 2), np.float32), np.empty((0, 2), np.float32), (), 1)
        step = 1 + sum(map(len, closed)) // most
        along = [_smooth_closed(np.roll(line, -1, axis=0) - np.roll(line, 1, axis=0)) for line in closed]
        # With y pointing up, the area is on the left of its outline.
        normals = np.concatenate([line[::step, ::-1] * np.array([-1, 1], np.float32) for line in along])
        normals /= np.maximum(np.hypot(*normals.T), np.float32(1e-6))[:, None]
        points = [line[::step] for line in closed]
        return cls(np.concatenate(points), normals, tuple(map(len, points)), step)

    @property
    def length(self) -> int:
        """The length in pixels."""
        return self.step * len(self.points)

    def smooth(self, values: np.ndarray, sigma: float) -> np.ndarray:
        """(N, …) float32 blurred along the lines, ``sigma`` in pixels."""
        sigma /= self.step
        half = max(1, round(2.5 * sigma))
        padded, own = self._padded(half)
        flat = values.reshape(len(values), -1)[padded]
        kernel = cv2.getGaussianKernel(2 * half + 1, max(sigma, 0.3), cv2.CV_32F)
        blurred = cv2.sepFilter2D(flat, cv2.CV_32F, np.ones(1, np.float32), kernel)
        return np.asarray(blurred.reshape(flat.shape)[own].reshape(values.shape))

    def highest(self, values: np.ndarray, radius: float) -> np.ndarray:
        """(N,) float32: the highest value up to ``radius`` pixels away along the line."""
        half = round(radius / self.step)
        padded, own = self._padded(half)
        spread = cv2.dilate(values[padded][:, None], np.ones((2 * half + 1, 1), np.uint8))
        return np.asarray(spread.ravel()[own])

    def _padded(self, by: int) -> tuple[np.ndarray, np.ndarray]:
        """Indices of the points, each closed line continued by ``by`` points at both ends, (M,) int; and the place of each
        point in them, (N,).
        """
        starts = np.cumsum((0, *self.counts))
        padded = [
            start + np.arange(-by, count + by) % count
            for start, count in zip(starts, self.counts, strict=False)
        ]
        own = np.arange(len(self.points)) + np.repeat((2 * np.arange(len(self.counts)) + 1) * by, self.counts)
        return np.concatenate(padded), own


def _smooth_closed(line: np.ndarray) -> np.ndarray:
    """Values (N, 2) along a closed line without the steps of its pixels."""
    around = np.concatenate([line[-3:], line, line[:3]])
    kernel = np.array([1, 2, 3, 4, 3, 2, 1], np.float32) / 16
    return cv2.sepFilter2D(around, cv2.CV_32F, np.ones(1, np.float32), kernel)[3:-3]


@dataclass(frozen=True, eq=False)
class Rim:
    """A rim outside a mask's outline of N points."""

    outline: Outline
    width: np.ndarray
    """(N,) float32: how far the rim reaches outward from each point, in pixels; 0 without a rim."""


def reach_of(megapixels: float, area: int) -> int:
    """The largest width of a rim, in pixels, around a mask of ``area`` pixels in a photo of that many ``megapixels``."""
    by_photo = LEAST_REACH + REACH * math.sqrt(megapixels)
    return max(1, round(min(WIDEST, by_photo, 2 + THING_REACH * math.sqrt(area))))


def find_rim(pixels: np.ndarray, inside: np.ndarray, reach: int, unseen: np.ndarray | None = None) -> Rim:
    """The rim around an area (H, W) bool of a picture (H, W, 1|3) uint8 | uint16. Pixels outside the area where
    ``unseen`` (H, W) bool is set are ignored.

    For every point of the outline the picture is read along the normal. The thing's colour T is the mean of the last
    pixels inside, the surroundings' colour G that of the pixels more than ``reach`` + 1 outside, both averaged along
    the outline. A pixel I between them has the share a = (I − G)·(T − G) / |T − G|² of the thing, which may be negative
    (sharpening). Where a falls steeply at the outline, and much less steeply elsewhere, the mask follows the thing. There
    the rim reaches as far as a is visible and larger than its variation and slope in the surroundings explain, plus one
    pixel. The share is averaged along the outline, once over a short and once over a long stretch. The wider of the two
    rims counts.
    """
    offsets = np.arange(-reach - 2, 2 * reach + 7, dtype=np.float32)
    outline = Outline.of(inside, _SAMPLES // len(offsets))
    if not len(outline.points):
        return Rim(outline, np.zeros(0, np.float32))
    colors, valid = profiles(pixels, inside, unseen, outline, offsets)
    within, near, beyond = offsets <= 0, (offsets >= 1) & (offsets <= reach), offsets > reach + 1
    thing, _ = _mean(outline, colors[:, within], valid[:, within], float(reach))
    ground, seen = _mean(outline, colors[:, beyond], valid[:, beyond], float(2 * reach))
    axis = thing - ground
    square = (axis**2).sum(axis=1)
    contrast = np.sqrt(square / axis.shape[1])
    visible = VISIBLE / np.maximum(contrast, np.float32(1e-6))
    along = ((colors - ground[:, None]) * axis[:, None]).sum(axis=2)

    def averaged(sigma: float) -> tuple[np.ndarray, np.ndarray]:
        """The thing's share averaged over that distance along the outline, and where it is known: (N, K) both."""
        weight = outline.smooth(np.where(valid, square[:, None], 0), sigma)
        share = outline.smooth(np.where(valid, along, 0), sigma) / np.maximum(weight, np.float32(1e-3))
        return share, outline.smooth(valid.astype(np.float32), sigma) > _KNOWN

    def steps(share: np.ndarray, known: np.ndarray) -> np.ndarray:
        """For how many pixels outward from the outline the share exceeds what the surroundings explain: (N,) float32."""
        variance, _ = _mean(outline, share[:, beyond, None] ** 2, known[:, beyond], LONG * reach)
        away = offsets[beyond] - offsets[beyond].mean()
        slope = np.abs(np.where(known[:, beyond], share[:, beyond], 0) @ away) / (away @ away)
        limit = np.maximum(visible, NOISE * np.sqrt(variance[:, 0]))[:, None]
        limit = limit + slope[:, None] * (offsets[beyond].mean() - offsets[near])
        above = (np.abs(share[:, near]) > limit) & known[:, near]
        if reach > 1:  # if the first pixel is masked everywhere nearby, the next one decides
            above[:, 0] |= above[:, 1] & ~known[:, near][:, 0]
        return np.asarray(np.logical_and.accumulate(above, axis=1).sum(axis=1), np.float32)

    long, local = averaged(LONG * reach), averaged(reach / 2)
    far = np.maximum(steps(*long), steps(*local))
    edge = (contrast > CONTRAST) & (seen > _KNOWN) & _falls_here(*long, offsets, reach)
    # One pixel more, because the rim's end is not visible.
    width = np.where(edge & (far > 0), np.minimum(far + 1, reach), np.float32(0))
    slit = seen <= _KNOWN  # in gaps between parts of the mask too little of the surroundings is visible
    width = np.where(edge | slit, _bridged(outline, width, AROUND * reach), width)
    tight = outline.smooth((width > 0).astype(np.float32), AROUND * reach)
    return Rim(outline, np.where(tight > TIGHT, outline.highest(width, reach), np.float32(0)))


def _bridged(outline: Outline, width: np.ndarray, sigma: float) -> np.ndarray:
    """Widths (N,) without gaps where most of the outline nearby has a rim, which texture may hide in places. A gap gets the
    mean width nearby.
    """
    has = outline.smooth((width > 0).astype(np.float32), sigma)
    mean = np.ceil(outline.smooth(width, sigma) / np.maximum(has, np.float32(1e-3)))
    return np.where((width == 0) & (has > BRIDGED), mean, width)


def _falls_here(share: np.ndarray, known: np.ndarray, offsets: np.ndarray, reach: int) -> np.ndarray:
    """(N,) bool: whether the thing's share falls steeply at the outline, and much less steeply farther in and out."""
    fall = np.where(known[:, :-3] & known[:, 3:], share[:, :-3] - share[:, 3:], 0)
    start = offsets[:-3]
    here = (start >= -3) & (start <= reach - 1)
    steepest = fall[:, here].max(axis=1, initial=0)
    outside = np.abs(fall[:, start >= reach + 2]).max(axis=1, initial=0)
    within = fall[:, start <= -6].max(axis=1, initial=0)  # a rise there is the opposite edge of a thin part
    elsewhere = np.maximum(within, outside)
    return np.asarray((steepest > STEEP) & (steepest > STEEPER * elsewhere))


def profiles(
    pixels: np.ndarray, inside: np.ndarray, unseen: np.ndarray | None, outline: Outline, offsets: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The picture along the normals, (N, K, C) float32 from 0 to 255, and which values count, (N, K) bool.

    ``offsets`` (K,) are distances from the outline in pixels, positive outside. Inward from the outline, values count up to
    the first one that is not in the mask. Outward, they count up to the first one (other than the nearest) that is in the
    mask, without the two before it; the nearest counts only if it is not in the mask. The picture's border ends both in the
    same way. Values that are ``unseen`` do not count.
    """
    x, y = (outline.points[:, None, axis] + outline.normals[:, None, axis] * offsets[None] for axis in (0, 1))
    height, width = inside.shape
    colors = cv2.remap(pixels, x, y, cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE)
    colors = colors.reshape(*x.shape, -1).astype(np.float32) * np.float32(255 / np.iinfo(pixels.dtype).max)
    covered = cv2.remap(inside.view(np.uint8), x, y, cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE) > 0
    there = (x > -0.5) & (x < width - 0.5) & (y > -0.5) & (y < height - 0.5)
    start = int(np.flatnonzero(offsets == 0)[0])
    inward = np.logical_and.accumulate((covered & there)[:, start::-1], axis=1)[:, ::-1]
    clear = (~covered & there)[:, start + 1 :]
    outward = clear.copy()
    outward[:, 0] = True  # the nearest pixel may be inside, and the next one outside again
    outward = np.logical_and.accumulate(outward, axis=1)
    outward[:, 1:-2] &= outward[:, 3:]
    counted = outward & clear
    if unseen is not None:
        ahead_x, ahead_y = x[:, start + 1 :], y[:, start + 1 :]
        counted &= cv2.remap(unseen.view(np.uint8), ahead_x, ahead_y, cv2.INTER_NEAREST) == 0
    return colors, np.concatenate([inward, counted], axis=1)


def _mean(
    outline: Outline, values: np.ndarray, valid: np.ndarray, sigma: float
) -> tuple[np.ndarray, np.ndarray]:
    """The mean (N, C) of the ``valid`` values (N, K, C), over K and along the outline; and the share that is valid, (N,)."""
    weight = valid.astype(np.float32)
    sums = np.einsum("nkc,nk->nc", values, weight)
    both = outline.smooth(np.concatenate([sums, weight.sum(axis=1, keepdims=True)], axis=1), sigma)
    return both[:, :-1] / np.maximum(both[:, -1:], np.float32(1e-6)), both[:, -1] / valid.shape[1]


def covered(rim: Rim, shape: tuple[int, ...], more: int = 0) -> np.ndarray:
    """(H, W) uint8 for a picture of ``shape``: where there is a rim, 255 up to the rim's width plus ``more`` pixels from the
    outline, on both sides of it; elsewhere 0.
    """
    drawn = np.zeros(shape, np.uint8)
    points = rim.outline.points.astype(np.int32)
    line = np.repeat(np.arange(len(rim.outline.counts)), rim.outline.counts)
    for radius in np.unique(rim.width[rim.width > 0]):
        where = np.flatnonzero(rim.width == radius)
        apart = (np.diff(where) > 1) | (np.diff(line[where]) > 0)
        runs = np.split(points[where], np.flatnonzero(apart) + 1)
        cv2.polylines(drawn, runs, False, 255, 2 * (int(radius) + more) + 1)
    return drawn
