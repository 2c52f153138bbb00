"""Holes a few pixels thick (dust, hairs, scratches, meshes): interpolated, because copying patches needs more room.

Of the methods measured on training photos (mean of the neighbours, membrane, Telea, kernel regression), the
biharmonic surface is closest to the truth up to a thickness of four pixels; thicker holes are better filled by
copying.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import reduce
from typing import TYPE_CHECKING

import cv2
import numpy as np

from crfill_core.base.messages import Message
from crfill_core.base.room import load_scipy
from crfill_core.geometry import Box, Size
from crfill_core.imaging.bounds import bounds
from crfill_core.imaging.widen import rim_of
from crfill_core.inference.blend import compose, push_pull
from crfill_core.inference.request import FillPatch, FillRequest, HoleReport
from crfill_core.progress import Progress

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

REACH = 2.3
"""A hole is thin if none of its pixels is further than this from a known one: it is at most four pixels thick."""
TILE = 512
MARGIN = 16
"""Pixels around a tile that its solution takes into account: more than the holes' thickness."""
STIFFNESS = 1e-2
"""Weight of the squared slope relative to the squared Laplacian: it decides where no Laplacian can be computed."""
ROUNDS = 200
TOLERANCE = 1e-4


def interpolated_area(request: FillRequest) -> np.ndarray:
    """(H, W) bool: the missing pixels that mode auto interpolates. Neighbouring pixels that must not be used make a
    hole thicker.
    """
    missing = request.mask > 0
    if request.options.mode != "auto" or request.options.window is not None or not missing.any():
        return np.zeros_like(missing)
    return thin_holes(request.hidden(Box.of(request.photo.size))) & missing


def thin_holes(missing: np.ndarray) -> np.ndarray:
    """(H, W) bool: the pixels of those connected holes of ``missing`` (H, W) bool that are thin everywhere."""
    thin = np.zeros_like(missing)
    if not missing.any():
        return thin
    part = bounds(missing).slices
    missing = missing[part]
    inside = np.pad(missing, 1).astype(np.uint8)  # beyond the photo's border nothing is missing
    distance = cv2.distanceTransform(inside, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    thick = distance > REACH
    if not thick.any():
        thin[part] = missing
        return thin
    _, labels = cv2.connectedComponents(inside, connectivity=8)
    is_thick = np.zeros(labels.max() + 1, bool)
    is_thick[labels[thick]] = True
    is_thick[0] = True
    thin[part] = ~is_thick[labels[1:-1, 1:-1]]
    return thin


def tiles(thin: np.ndarray) -> Iterator[Box]:
    """The boxes to be filled one by one: the cells of a grid that hold pixels of ``thin`` (H, W) bool."""
    size = Size(thin.shape[1], thin.shape[0])
    for top in range(0, size.height, TILE):
        for left in range(0, size.width, TILE):
            box = Box(left, top, left + TILE, top + TILE).clamp(size)
            inner = bounds(thin[box.slices])
            if not inner.is_empty:
                yield inner.translate(left, top)


def interpolated_patches(
    request: FillRequest, thin: np.ndarray, progress: Progress
) -> tuple[list[FillPatch], HoleReport]:
    """The request's ``thin`` holes (H, W) bool filled, tile by tile. Raises Cancelled if ``progress`` was cancelled."""
    began = time.perf_counter()
    pixels, hidden = request.photo.pixels, request.hidden(Box.of(request.photo.size))
    # The rim that a close mask leaves is solved too, but not written, so that the thing's colours do not set the
    # surface.
    rim = rim_of(pixels, request.mask > 0, request.photo.size.area / 1e6, hidden) & ~hidden
    hidden |= rim
    boxes = list(tiles(thin))
    patches = []
    for number, box in enumerate(boxes):
        progress.update(number / len(boxes), Message("interpolating thin holes"))
        fill = interpolated(pixels, thin | rim, hidden, box)
        coverage = np.where(thin[box.slices], request.mask[box.slices], np.uint8(0))
        patches.append(FillPatch(box, compose(pixels[box.slices], fill, coverage)))
    progress.update(1.0, Message("interpolating thin holes"))
    whole = reduce(Box.union, boxes)
    return patches, HoleReport(whole, whole, 1.0, "interpolation", time.perf_counter() - began)


def interpolated(pixels: np.ndarray, thin: np.ndarray, hidden: np.ndarray, box: Box) -> np.ndarray:
    """The part ``box`` of a photo (H, W, C) uint8 or uint16 with its ``thin`` holes (H, W) bool filled, in its own encoding.

    ``hidden``: (H, W) bool, pixels that must not be used; it contains ``thin``. The fill minimises the squared
    Laplacian wherever that involves no other hidden pixel (a biharmonic surface).
    """
    # Imported here: scipy takes a third of a second, and most fills do not need it.
    load_scipy()
    from scipy.sparse import diags
    from scipy.sparse.linalg import cg

    view = box.pad(MARGIN).clamp(Size(thin.shape[1], thin.shape[0]))
    wanted, blocked = thin[view.slices], hidden[view.slices] & ~thin[view.slices]
    values = pixels[view.slices].astype(np.float32)
    start = push_pull(values, ~(wanted | blocked))
    columns = np.flatnonzero(wanted)
    equations = _laplacians(wanted, blocked)
    unknown, known = equations[:, columns], equations.copy()
    known.data[wanted.ravel()[known.indices]] = 0
    matrix = (unknown.T @ unknown + diags(np.full(len(columns), 1e-6))).tocsr()
    scaling = diags(1 / matrix.diagonal())
    for channel in range(values.shape[2]):
        first = start[..., channel].ravel()[columns].astype(np.float64)
        plane = values[..., channel].ravel().astype(np.float64)
        right = -(unknown.T @ (known @ plane)) + 1e-6 * first
        solved, _ = cg(matrix, right, x0=first, rtol=TOLERANCE, maxiter=ROUNDS, M=scaling)
        plane[columns] = solved
        values[..., channel] = plane.reshape(wanted.shape)
    result = np.clip(np.rint(values), 0, np.iinfo(pixels.dtype).max).astype(pixels.dtype)
    return np.where(wanted[..., None], result, pixels[view.slices])[box.relative_to(view).slices]


def _laplacians(wanted: np.ndarray, blocked: np.ndarray) -> csr_matrix:
    """Rows: Laplacians, then slopes times ``STIFFNESS``, that involve wanted pixels and no blocked ones; columns: pixels."""
    from scipy.sparse import csr_matrix, vstack

    height, width = wanted.shape
    number = np.arange(height * width).reshape(height, width)
    pairs = np.concatenate(
        [
            np.stack([a.ravel(), b.ravel()], 1)
            for a, b in ((number[:, :-1], number[:, 1:]), (number[:-1], number[1:]))
        ]
    )
    near = cv2.dilate(wanted.astype(np.uint8), np.ones((5, 5), np.uint8)).ravel() > 0
    pairs = pairs[near[pairs].all(1)]
    free = ~blocked.ravel()[pairs].any(1)
    count, ones = len(pairs), np.ones(len(pairs))
    rows = np.concatenate([np.arange(count)] * 2)
    slopes = csr_matrix((np.concatenate([ones, -ones]), (rows, pairs.T.ravel())), (count, number.size))
    laplacian = (slopes.T @ slopes).tocsr()
    involved = cv2.dilate(wanted.astype(np.uint8), _CROSS).ravel() > 0
    beside_blocked = cv2.dilate(blocked.astype(np.uint8), _CROSS).ravel() > 0
    touching = wanted.ravel()[pairs].any(1) & free
    return vstack(
        [laplacian[np.flatnonzero(involved & ~beside_blocked)], STIFFNESS * slopes[np.flatnonzero(touching)]]
    ).tocsr()


_CROSS = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]], np.uint8)
