"""Finds the pixels beside thin holes that still show the covered thing."""

from __future__ import annotations

import cv2
import numpy as np

from crfill_core.geometry import Size
from crfill_core.inference.blend import push_pull
from crfill_core.inference.pieces import pieces

NEAR = 65
"""Side of the square over which the test is averaged, in pixels."""
VISIBLE = 4.0 / 255
"""Smallest visible difference of what is left of the thing, root mean square."""
EXPLAINED = 0.4
"""Least share of a rim's difference from its surroundings, root mean square, that is due to the thing ..."""
HALO = 1.5
"""... and the factor on it where the difference is opposite to the thing, as after sharpening."""


def shown_rim(pixels: np.ndarray, mask: np.ndarray, rim: np.ndarray, hidden: np.ndarray) -> np.ndarray:
    """The part of a ``rim`` (H, W) bool that shows what the ``mask`` (H, W) bool covers in a photo (H, W, C).

    Profiles across the outline of a thin hole are too short to tell a rim from texture. Here the residual r of a pixel is
    its difference from what surroundings without mask and rim suggest, and d is the difference of the covered thing from
    the same. A pixel counts where over the rim near by Σ r·d / √Σ d² is more than :data:`EXPLAINED` √Σ r² and
    :data:`VISIBLE` √n, or less than minus :data:`HALO` times that. ``hidden`` (H, W) bool is not looked at; it contains the
    mask.
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
