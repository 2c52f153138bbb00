"""Parts of resized images, mostly computed without the rest: the values of ``cv2.resize`` of the whole, up to rounding."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from crfill_core.geometry import Box, Size

STRIP = 128
"""Number of rows of a large window that are processed at a time, so that results stay in the processor's cache."""


def strips(box: Box) -> Iterator[Box]:
    """A box in parts of at most ``STRIP`` rows."""
    for top in range(box.top, box.bottom, STRIP):
        yield Box(box.left, top, box.right, min(top + STRIP, box.bottom))


def margined(top: int, bottom: int, height: int) -> tuple[slice, slice]:
    """Two slices of rows: ``top`` … ``bottom`` with one more row on either side if there is one, and the part of that slice
    that is ``top`` … ``bottom``. ``height``: the number of rows in all.
    """
    first, last = max(top - 1, 0), min(bottom + 1, height)
    return slice(first, last), slice(top - first, bottom - first)


def resized_part(array: np.ndarray, size: Size, box: Box, interpolation: int) -> np.ndarray:
    """The part in ``box`` of (h, w) or (h, w, C) float32 enlarged to ``size`` by linear or cubic interpolation."""
    rows = _enlarging(array.shape[0], size.height, interpolation)[box.top : box.bottom]
    columns = _enlarging(array.shape[1], size.width, interpolation)[box.left : box.right]
    return _product(rows, array, columns)


def fitted_part(image: np.ndarray, size: Size, box: Box) -> np.ndarray:
    """The part in ``box`` of (h, w, C) float32 in [0, 1] resized to ``size``, which may be smaller or larger."""
    if image.shape[0] > size.height or image.shape[1] > size.width:
        resized = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA)[box.slices])
    else:
        resized = resized_part(image, size, box, cv2.INTER_CUBIC)
    return np.clip(resized, 0, 1)


def shrunk_from_part(part: np.ndarray, box: Box, size: Size, to: Size) -> np.ndarray:
    """An image of ``size`` that is 0 except in ``box``, where it is ``part`` (h, w, C) float32, reduced to the size ``to``
    by averaging areas.
    """
    rows = _shrinking(size.height, to.height, box.top, box.bottom)
    columns = _shrinking(size.width, to.width, box.left, box.right)
    return _product(rows, part, columns)


def _product(rows: np.ndarray, array: np.ndarray, columns: np.ndarray) -> np.ndarray:
    planes = [array] if array.ndim == 2 else [array[..., channel] for channel in range(array.shape[2])]
    products = [rows @ np.ascontiguousarray(plane) @ columns.T for plane in planes]
    return products[0] if array.ndim == 2 else np.stack(products, 2)


def _enlarging(before: int, after: int, interpolation: int) -> np.ndarray:
    """(after, before) float32: the weight of each old pixel in each new one, along one side."""
    return cv2.resize(np.eye(before, dtype=np.float32), (before, after), interpolation=interpolation)


def _shrinking(before: int, after: int, start: int, end: int) -> np.ndarray:
    """(after, end − start) float32: the share of each new pixel that each old pixel from ``start`` to ``end`` covers."""
    zoom = before / after
    edges, old = np.arange(after + 1) * zoom, np.arange(start, end)
    covered = np.minimum(edges[1:, None], old + 1) - np.maximum(edges[:-1, None], old)
    return np.asarray(np.maximum(covered, 0) / zoom, np.float32)
