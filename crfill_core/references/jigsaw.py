"""The paper's jigsaw: every missing patch replaced by the reference that the features select first, overlaps averaged.

It shows what the features select. It is not the fill: the generator makes its own pixels.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from crfill_core.geometry import Size
from crfill_core.references.selection import Selection


def piece(image: np.ndarray, selection: Selection, hole: np.ndarray | None = None) -> np.ndarray:
    """The jigsaw image: (H, W, C) float in, the same shape and dtype out; pixels outside the hole keep every bit.

    ``image`` shows the selection's window at any size: at the network's own, ``hole`` may be left out; at another (a
    photo's full resolution) it is (H, W) bool, and every patch is copied at that resolution. In the hole the image's
    pixels are ignored where a reference covers them, and kept elsewhere.
    """
    height, width = image.shape[:2]
    if hole is None:
        hole = selection.hole
    if hole.shape != (height, width):
        raise ValueError(f"hole must be {(height, width)}, not {hole.shape}: give it at the image's size")
    result = image.copy()
    if selection.empty:
        return result
    targets = scaled_boxes(selection.boxes(selection.missing), selection.size, Size(width, height))
    sources = scaled_boxes(selection.boxes(selection.references[:, 0]), selection.size, Size(width, height))
    # Only around the hole: the window of a large photo is many times as large.
    (x, y), (across, down) = targets[:, :2].min(0).tolist(), targets[:, 2:].max(0).tolist()
    total = np.zeros((down - y, across - x, *image.shape[2:]), np.float32)
    count = np.zeros((down - y, across - x, 1), np.float32)
    for (left, top, right, bottom), (x0, y0, x1, y1) in zip(targets.tolist(), sources.tolist(), strict=True):
        # Rounding and the window's edge make some references a pixel or so smaller: their last pixel is repeated.
        rows = np.minimum(np.arange(y0, y0 + bottom - top), y1 - 1)
        columns = np.minimum(np.arange(x0, x0 + right - left), x1 - 1)
        target = slice(top - y, bottom - y), slice(left - x, right - x)
        total[target] += image[rows[:, None], columns]
        count[target] += 1
    covered = hole[y:down, x:across] & (count[:, :, 0] > 0)
    result[y:down, x:across][covered] = total[covered] / count[covered]
    return result


@dataclass(frozen=True, eq=False)
class Pieces:
    """The jigsaw as outlines to draw, in network pixels. Neighbouring cells with one shift make one piece."""

    labels: np.ndarray
    """(H, W) int32: the piece that a pixel of the hole belongs to, counted from 0; −1 outside the hole."""
    shifts: np.ndarray
    """(P, 2) int32 (dx, dy): from each piece to its reference."""
    cells: np.ndarray
    """(M, 4) int32 (left, top, right, bottom): the cell of each missing patch."""
    references: np.ndarray
    """(M, 4) int32: the shifted cell in its reference (it may extend beyond the window by 3 pixels)."""
    piece_of_cell: np.ndarray
    """(M,) int32: the piece that each cell belongs to."""


def pieces(selection: Selection) -> Pieces:
    """The selection's first references as jigsaw pieces."""
    shape = (selection.size.height, selection.size.width)
    if selection.empty:
        none = np.zeros((0, 4), np.int32)
        return Pieces(np.full(shape, -1, np.int32), none[:, :2], none, none, np.zeros(0, np.int32))
    where = np.zeros(selection.grid, bool)
    where.flat[selection.missing] = True
    field = np.zeros((*selection.grid, 2), np.int32)
    field[where] = selection.shifts
    of_patch, shifts = regions(field, where)

    cells = selection.cells(selection.missing)
    labels = np.full(shape, -1, np.int32)
    for (left, top, right, bottom), label in zip(cells.tolist(), of_patch[where].tolist(), strict=True):
        labels[top:bottom, left:right] = label
    labels[~selection.hole] = -1
    return Pieces(labels, shifts, cells, cells + np.tile(selection.shifts, 2), of_patch[where])


def shift_field(selection: Selection) -> np.ndarray:
    """(H, W, 2) int32 in network pixels: from each pixel of the hole to its first reference; 0 elsewhere."""
    found = pieces(selection)
    field = np.zeros((*found.labels.shape, 2), np.int32)
    inside = found.labels >= 0
    field[inside] = found.shifts[found.labels[inside]]
    return field


def regions(shift: np.ndarray, where: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Connected parts of one shift: shift (H, W, 2), where (H, W) bool → labels (H, W) int32 and (P, 2) shifts.

    Labels count from 0 in reading order of their first pixels; −1 outside ``where``. Neighbours share an edge.
    """
    height, width = where.shape
    # OpenCV joins pixels that are set, not equal ones: a pixel between each two is set if they are equal.
    links = np.zeros((2 * height - 1, 2 * width - 1), np.uint8)
    links[::2, ::2] = where
    links[::2, 1::2] = where[:, 1:] & where[:, :-1] & (shift[:, 1:] == shift[:, :-1]).all(2)
    links[1::2, ::2] = where[1:] & where[:-1] & (shift[1:] == shift[:-1]).all(2)
    component = cv2.connectedComponents(links, connectivity=4)[1][::2, ::2].ravel()
    inside = np.flatnonzero(where)
    _, first, label = np.unique(component[inside], return_index=True, return_inverse=True)
    rank = np.empty(len(first), np.int32)
    rank[first.argsort()] = np.arange(len(first))
    labels = np.full(where.shape, -1, np.int32)
    labels.flat[inside] = rank[label]
    return labels, shift.reshape(-1, 2)[inside[np.sort(first)]].astype(np.int32)


def boxes_of(labels: np.ndarray) -> list[tuple[slice, slice]]:
    """The rows and columns that each label of ``labels`` (H, W) int32 spans, in the order of the labels from 0."""
    inside = labels >= 0
    label, spans = labels[inside], []
    for places in np.nonzero(inside):
        start = np.full(label.max(initial=-1) + 1, max(labels.shape))
        stop = np.zeros_like(start)
        np.minimum.at(start, label, places)
        np.maximum.at(stop, label, places + 1)
        spans.append(map(slice, start.tolist(), stop.tolist()))
    return list(zip(*spans, strict=True))


def scaled_boxes(boxes: np.ndarray, size: Size, onto: Size) -> np.ndarray:
    """Boxes (n, 4) in an image of ``size`` as boxes in the same image at size ``onto``, edges rounded, (n, 4) int32."""
    factors = np.array([onto.width / size.width, onto.height / size.height] * 2)
    return np.asarray(np.floor(boxes * factors + 0.5), np.int32)
