"""Finds the pixels next to thin holes that still show the covered thing."""

from __future__ import annotations

import cv2
import numpy as np

from crfill_core.geometry import Size
from crfill_core.inference.blend import push_pull
from crfill_core.inference.pieces import pieces

NEAR = 65
"""Side of the square over which the test is averaged, in pixels."""
VISIBLE = 4.0 / 255
"""The smallest visible difference, root mean square, in values of [0, 1]."""
EXPLAINED = 0.4
"""At least this share of a rim's difference from its surroundings, root mean square, must be due to the covered thing."""
HALO = 1.5
"""Factor on both limits where the difference is opposite to that of the thing, as after sharpening."""


def shown_rim(pixels: np.ndarray, mask: np.ndarray, rim: np.ndarray, hidden: np.ndarray) -> np.ndarray:
    """The part of a ``rim`` (H, W) bool that shows what the ``mask`` (H, W) bool covers in a photo (H, W, C).

    Profiles across the outline of a thin hole are too short to tell a rim from texture. Therefore two differences are
    compared: r, that of the rim's pixels from the background, and d, that of the covered thing. The background is
    interpolated from pixels that are neither ``hidden`` (H, W) bool nor in the rim. With sums over the n values of the rim
    nearby, a pixel of the rim shows the thing if p = Σ r·d / √Σ d² is more than both :data:`EXPLAINED` · √Σ r² and
    :data:`VISIBLE` · √n, or less than −:data:`HALO` times the larger of these two. ``hidden`` contains the mask.
    """
    shown = np.zeros_like(rim)
    size = Size(rim.shape[1], rim.shape[0])
    highest = np.float32(np.iinfo(pixels.dtype).max)
    for box in pieces(rim):
        view = box.pad(NEAR).clamp(size)
        inner = box.relative_to(view).slices
        part, thing = rim[view.slices], mask[view.slices]
        values = pixels[view.slices].astype(np.float32) / highest
        ground = push_pull(values, ~(hidden[view.slices] | part))
        residual, direction = values - ground, push_pull(values, thing) - ground
        products = [(residual * direction), direction**2, residual**2]
        sums = [product.sum(axis=2) for product in products] + [
            np.full(part.shape, values.shape[2], np.float32)
        ]
        along, thing_square, square, count = (
            cv2.boxFilter(np.where(part, plane, np.float32(0)), -1, (NEAR, NEAR))[inner] for plane in sums
        )
        projected = along / np.sqrt(np.maximum(thing_square, np.float32(1e-9)))
        least = np.maximum(EXPLAINED * np.sqrt(square), VISIBLE * np.sqrt(count))
        shown[box.slices] = part[inner] & ((projected > least) | (projected < -HALO * least))
    return shown
