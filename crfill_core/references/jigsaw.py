"""The paper's jigsaw: every missing patch replaced with the reference that the features select first, overlaps averaged.

It shows what the features select. It is not the fill: the generator makes its own pixels.
"""

from __future__ import annotations

import cv2
import numpy as np

from crfill_core.geometry import Box, Size
from crfill_core.references.selection import Selection


def piece(image: np.ndarray, selection: Selection, hole: np.ndarray | None = None) -> np.ndarray:
    """The jigsaw image: (H, W, C) float in, the same shape and dtype out; pixels outside the hole keep every bit.

    ``image`` shows the selection's window at any resolution, at which the patches are copied. ``hole``: (H, W) bool; it
    may be left out at the network's own size. In the hole only pixels that no reference covers are kept. ValueError
    for a hole of another size.
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
    # Only around the hole, because the window of a large photo is many times larger.
    (x, y), (across, down) = targets[:, :2].min(0).tolist(), targets[:, 2:].max(0).tolist()
    total = np.zeros((down - y, across - x, *image.shape[2:]), np.float32)
    count = np.zeros((down - y, across - x, 1), np.float32)
    for (left, top, right, bottom), (x0, y0, x1, y1) in zip(targets.tolist(), sources.tolist(), strict=True):
        # Rounding, or the window's edge, can make a reference a few pixels smaller: then its last pixels are repeated.
        rows = np.minimum(np.arange(y0, y0 + bottom - top), y1 - 1)
        columns = np.minimum(np.arange(x0, x0 + right - left), x1 - 1)
        target = slice(top - y, bottom - y), slice(left - x, right - x)
        total[target] += image[rows[:, None], columns]
        count[target] += 1
    covered = hole[y:down, x:across] & (count[:, :, 0] > 0)
    result[y:down, x:across][covered] = total[covered] / count[covered]
    return result


def pieces(selection: Selection) -> tuple[np.ndarray, np.ndarray]:
    """The pieces of the jigsaw, in network pixels: labels (H, W) int32 from 0, −1 outside the hole, and (P, 2) int32
    (dx, dy) from each piece to its reference. Neighbouring cells of missing patches with equal shifts make one piece.
    """
    labels = np.full((selection.size.height, selection.size.width), -1, np.int32)
    if selection.empty:
        return labels, np.zeros((0, 2), np.int32)
    where = np.zeros(selection.grid, bool)
    where.flat[selection.missing] = True
    field = np.zeros((*selection.grid, 2), np.int32)
    field[where] = selection.shifts
    of_patch, shifts = regions(field, where)
    cells = selection.cells(selection.missing)
    for (left, top, right, bottom), label in zip(cells.tolist(), of_patch[where].tolist(), strict=True):
        labels[top:bottom, left:right] = label
    labels[~selection.hole] = -1
    return labels, shifts


def shift_field(selection: Selection) -> np.ndarray:
    """(H, W, 2) int32 (dx, dy) in network pixels: from each pixel of the hole to its best reference; 0 elsewhere."""
    labels, shifts = pieces(selection)
    return np.asarray(np.concatenate([shifts, np.zeros((1, 2), np.int32)])[labels])  # −1 is the last row


def regions(shift: np.ndarray, where: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Connected parts of one shift each: shift (H, W, 2), where (H, W) bool → labels (H, W) int32 and (P, 2) shifts.

    Labels count from 0 in reading order of their first pixels; −1 outside ``where``. Neighbours share an edge.
    """
    height, width = where.shape
    labels = np.full(where.shape, -1, np.int32)
    if not where.size:
        return labels, np.zeros((0, 2), np.int32)
    # OpenCV joins all pixels that are set. So a pixel is put between any two neighbours, and set if their shifts are equal.
    links = np.zeros((2 * height - 1, 2 * width - 1), np.uint8)
    links[::2, ::2] = where
    links[::2, 1::2] = where[:, 1:] & where[:, :-1] & (shift[:, 1:] == shift[:, :-1]).all(2)
    links[1::2, ::2] = where[1:] & where[:-1] & (shift[1:] == shift[:-1]).all(2)
    component = cv2.connectedComponents(links, connectivity=4)[1][::2, ::2].ravel()
    inside = np.flatnonzero(where)
    _, first, label = np.unique(component[inside], return_index=True, return_inverse=True)
    rank = np.empty(len(first), np.int32)
    rank[first.argsort()] = np.arange(len(first))
    labels.flat[inside] = rank[label]
    return labels, shift.reshape(-1, 2)[inside[np.sort(first)]].astype(np.int32)


def boxes_of(labels: np.ndarray) -> list[Box]:
    """The box around the pixels of each label of ``labels`` (H, W) int32, in the order of the labels from 0."""
    rows, columns = np.nonzero(labels >= 0)
    label = labels[rows, columns]
    first = np.full((label.max(initial=-1) + 1, 2), max(labels.shape))
    last = np.zeros_like(first)
    places = np.stack([columns, rows], 1)
    np.minimum.at(first, label, places)
    np.maximum.at(last, label, places + 1)
    return [Box(*first_, *last_) for first_, last_ in zip(first.tolist(), last.tolist(), strict=True)]


def scaled_boxes(boxes: np.ndarray, size: Size, onto: Size) -> np.ndarray:
    """Boxes (n, 4) in an image of ``size`` as boxes in the same image at size ``onto``, edges rounded, (n, 4) int32."""
    factors = np.array([onto.width / size.width, onto.height / size.height] * 2)
    return np.asarray(np.floor(boxes * factors + 0.5), np.int32)
