"""Holes a few pixels thick (dust, hairs, scratches, meshes): interpolated, because copying patches needs more room.

Other methods were measured on training photos: mean of the neighbours, membrane, Telea, kernel regression, biharmonic
surface. :mod:`crfill_core.inference.surface` is closer to the truth than these, up to a thickness of four pixels, or six
for long holes such as scratches and hairs. Thicker holes are better filled by copying.
"""

from __future__ import annotations

import time
from functools import reduce

import cv2
import numpy as np

from crfill_core.base.messages import Message
from crfill_core.base.parallel import side_by_side
from crfill_core.errors import FillError
from crfill_core.geometry import Box, Size
from crfill_core.imaging.bounds import bounds
from crfill_core.imaging.widen import rim_of
from crfill_core.inference.blend import compose
from crfill_core.inference.pieces import pieces
from crfill_core.inference.request import FillPatch, FillRequest, HoleReport
from crfill_core.inference.surface import surface
from crfill_core.inference.thin_rim import shown_rim
from crfill_core.inference.tone import tone_of
from crfill_core.progress import Progress

REACH = 2.3
"""A hole is thin if all its pixels are within this distance, in pixels, of known ones. It is then at most four pixels thick.
"""
LONG_REACH, LONG = 3.2, 4
"""For a hole with the area of at least LONG discs of radius LONG_REACH, this distance is LONG_REACH, so it may be six
pixels thick.
"""
CROSSING = 1.6
"""Where thin lines cross, above all at small angles, some pixels are farther from known ones: up to this many times as far
is allowed.
"""
CROSSED, LONG_CROSSED = 0.03, 0.05
"""The greatest share of such pixels in a hole, and in a long hole. A thick speck has a larger share."""
MARGIN = 16
"""Pixels around a tile that influence its solution: more than the holes' thickness."""
NOTHING_USABLE = Message(
    "Nothing around the hole may be used to fill it: everything near it is masked, avoided or transparent."
)


def interpolated_area(request: FillRequest) -> np.ndarray:
    """(H, W) bool: the missing pixels that are interpolated; none unless the mode is auto and every window is planned.
    Pixels next to a hole that must not be used count as part of the hole.
    """
    thin, box = np.zeros(request.mask.shape, bool), bounds(request.mask)
    if request.options.mode != "auto" or request.options.window is not None or box.is_empty:
        return thin
    part = box.slices
    if request.avoid is None and request.photo.alpha is None:
        thin[part] = thin_holes(request.mask[part] > 0)  # for a small hole, quick in a photo of any size
    else:
        thin[part] = thin_holes(request.hidden(Box.of(request.photo.size)))[part] & (request.mask[part] > 0)
    return thin


def thin_holes(missing: np.ndarray) -> np.ndarray:
    """(H, W) bool: the pixels of the connected holes of ``missing`` (H, W) bool that are thin."""
    thin = np.zeros_like(missing)
    if not missing.any():
        return thin
    part = bounds(missing).slices
    missing = missing[part]
    inside = np.pad(missing, 1).astype(np.uint8)  # beyond the photo's border nothing is missing
    distance = cv2.distanceTransform(inside, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    if distance.max() <= REACH:
        thin[part] = missing
        return thin
    _, labels = cv2.connectedComponents(inside, connectivity=8)
    sizes = np.bincount(labels.ravel())
    is_thick = _thicker(distance, labels, sizes, REACH, CROSSED)
    long = sizes >= LONG * np.pi * LONG_REACH**2
    is_thick[long] = _thicker(distance, labels, sizes, LONG_REACH, LONG_CROSSED)[long]
    is_thick[0] = True
    thin[part] = ~is_thick[labels[1:-1, 1:-1]]
    return thin


def _thicker(
    distance: np.ndarray, labels: np.ndarray, sizes: np.ndarray, reach: float, crossed: float
) -> np.ndarray:
    """(N,) bool: which holes are thicker than ``reach``, except for crossings with at most the share ``crossed`` of their
    pixels. ``distance`` (H, W): to the nearest known pixel; ``labels`` (H, W): the hole's number; ``sizes`` (N,): pixels of
    each hole.
    """
    thick = np.bincount(labels[distance > reach], minlength=len(sizes)) > crossed * sizes
    thick[labels[distance > CROSSING * reach]] = True
    return np.asarray(thick)


def interpolated_patches(
    request: FillRequest, thin: np.ndarray, progress: Progress
) -> tuple[list[FillPatch], HoleReport]:
    """The request's ``thin`` holes (H, W) bool, filled tile by tile. Raises FillError if no pixel of the photo may be
    used, and Cancelled if ``progress`` was cancelled.
    """
    began = time.perf_counter()
    pixels, hidden = request.photo.pixels, request.hidden(Box.of(request.photo.size))
    if hidden.all():
        raise FillError(NOTHING_USABLE)
    # The rim of the masked thing that the mask leaves uncovered is interpolated too, though not written, because the
    # thing's colours must not influence the surface.
    mask = request.mask > 0
    rim = rim_of(pixels, mask, request.photo.size.area / 1e6, hidden) & ~hidden
    rim = shown_rim(pixels, mask, rim, hidden)
    if (hidden | rim).all():
        rim = np.zeros_like(rim)
    hidden |= rim
    wanted = thin | rim
    boxes = list(pieces(thin))
    shares = progress.shares(len(boxes))

    def filled(number: int) -> FillPatch:
        box, share = boxes[number], shares[number]
        share.check()
        fill = interpolated(pixels, wanted, hidden, box)
        share.update(1.0, Message("interpolating thin holes"))
        return FillPatch(box, compose(pixels[box.slices], fill, request.share(box, thin[box.slices])))

    patches = side_by_side(filled, range(len(boxes)))
    whole = reduce(Box.union, boxes)
    return patches, HoleReport(whole, whole, 1.0, "interpolation", time.perf_counter() - began)


def interpolated(pixels: np.ndarray, thin: np.ndarray, hidden: np.ndarray, box: Box) -> np.ndarray:
    """The part ``box`` of a photo (H, W, C) uint8 or uint16, in the photo's own encoding, with its ``thin`` holes (H, W)
    bool filled.

    ``hidden``: (H, W) bool, pixels that must not be used; it contains ``thin``. If the surroundings have one hue, so has
    the fill.
    """
    size, margin = Size(thin.shape[1], thin.shape[0]), MARGIN
    view = box.pad(margin).clamp(size)
    # In a photo that is hardly wider than a thin hole, known pixels may be farther away.
    while hidden[view.slices].all() and view.size != size:
        margin *= 2
        view = box.pad(margin).clamp(size)
    wanted, blocked = thin[view.slices], hidden[view.slices] & ~thin[view.slices]
    highest = np.iinfo(pixels.dtype).max
    values = pixels[view.slices].astype(np.float32) * np.float32(255 / highest)
    smooth = surface(values, wanted, blocked)[box.relative_to(view).slices]
    result = np.clip(np.rint(smooth * np.float32(highest / 255)), 0, highest).astype(pixels.dtype)
    if (tone := tone_of(pixels[view.slices], ~hidden[view.slices])) is not None:
        result = tone.applied(result)
    return np.where(thin[box.slices][..., None], result, pixels[box.slices])
