"""Copying by a shift field, and the smooth correction that makes neighbouring copies and known pixels meet."""

from __future__ import annotations

import cv2
import numpy as np

from crfill_core.geometry import Box, Size
from crfill_core.imaging.bounds import bounds
from crfill_core.references.assembly.poisson import solve
from crfill_core.references.assembly.resampling import resized_part, shrunk_from_part

BLUR = 4.0
"""Standard deviation of the blur with which fill and guide are compared, in pixels of a window of side 256."""
PULL = 0.002
"""Strength of the pull towards the guide, whose colours prevail at more than 1 / √PULL pixels (of a window of side 256)
from the hole's border.
"""
TRUSTED_PULL = 0.05
"""Smaller differences from the guide, in values of [0, 1], count as different light, larger ones as different content."""
TRUSTED_STEP = 0.2
"""Smaller steps at seams and at the hole's border, in values of [0, 1], are removed. Larger ones stay as edges, because
spreading them out would leave stains.
"""


def copy(pixels: np.ndarray, shift: np.ndarray, hole: np.ndarray, box: Box | None = None) -> np.ndarray:
    """``pixels`` (H, W, …) of any dtype with ``pixels[p + shift[p]]`` at every p of ``hole`` (H, W) bool.

    ``shift`` is (H, W, 2) integer (dx, dy); it must stay inside the window. With ``box`` only that part is returned.
    """
    box = Box(0, 0, hole.shape[1], hole.shape[0]) if box is None else box
    rows, columns = np.nonzero(hole[box.slices])
    result = pixels[box.slices].copy()
    dx, dy = shift[box.slices][rows, columns].T
    result[rows, columns] = pixels[box.top + rows + dy, box.left + columns + dx]
    return result


def around(hole: np.ndarray) -> Box:
    """The box around a hole (H, W) bool and the pixels next to it."""
    return bounds(hole).pad(1).clamp(Size(hole.shape[1], hole.shape[0]))


def blurred_difference(fill: np.ndarray, guide: np.ndarray, hole: np.ndarray, box: Box) -> np.ndarray:
    """(h, w, 3) guide − fill, blurred, in ``box``, which holds the hole. Outside the hole the difference counts as 0.

    ``fill``, ``guide``: (h, w, 3) float32, also in ``box``; ``hole``: (H, W) bool.
    """
    size = Size(hole.shape[1], hole.shape[0])
    zoom = max(1.0, max(size) / 256)
    part = box.slices
    difference = np.where(hole[part][..., None], guide - fill, 0).astype(np.float32)
    small = Size(max(1, round(size.width / zoom)), max(1, round(size.height / zoom)))
    shrunk = cv2.GaussianBlur(shrunk_from_part(difference, box, size, small), (0, 0), BLUR)
    return resized_part(shrunk, size, box, cv2.INTER_LINEAR)


def _trust(differences: np.ndarray, limit: float) -> np.ndarray:
    """(…, 1) near 1 for (…, 3) differences well below ``limit``, near 0 for those well above it."""
    excess = (differences * differences).mean(-1, keepdims=True) / np.float32(limit * limit)
    return np.asarray(1 / (1 + excess**4))


def blend(
    image: np.ndarray,
    hole: np.ndarray,
    usable: np.ndarray,
    shift: np.ndarray,
    raw: np.ndarray,
    guide: np.ndarray,
) -> np.ndarray:
    """(H, W, 3) float32 to be added to the copies: 0 outside the hole, and smooth except across the seams that it hides.

    The corrected copies keep the copies' own gradients; across a seam they take the mean of what both sides' sources
    show there; at the border of the hole they meet the known pixels. Far from both, brightness and colour follow the
    guide, unless it differs so much that it shows something else. Together this is one screened Poisson equation.
    ``usable``: (H, W) bool, known pixels that may be copied. ``raw``: (h, w, 3), the copies. It and ``guide`` (h, w, 3)
    hold only the part of the window that :func:`around` gives.
    """
    box = around(hole)
    inside = hole[box.slices]
    divergence = _divergence_of_steps(image, hole, usable, shift, raw, box)
    wanted = blurred_difference(raw, guide, hole, box)
    trust = _trust(wanted, TRUSTED_PULL)
    pull = np.where(inside[..., None], np.float32(PULL * (256 / max(hole.shape)) ** 2), np.float32(0))
    # Where the guide is not trusted, a tenth of the pull keeps the copies' own level.
    screen = pull * np.maximum(trust, np.float32(0.1))
    correction = np.zeros((*hole.shape, 3), np.float32)
    correction[box.slices] = solve(inside, screen[..., 0], pull * trust * wanted - divergence)
    return correction


def _divergence_of_steps(
    image: np.ndarray, hole: np.ndarray, usable: np.ndarray, shift: np.ndarray, raw: np.ndarray, box: Box
) -> np.ndarray:
    """(h, w, 3) divergence of (wanted step − step between the copies) over all pairs of neighbours with at least one filled
    pixel, in ``box``, which holds the hole and the pixels next to it.
    """
    height, width = hole.shape
    part = box.slices
    seen = hole[part] | usable[part]  # steps to avoided pixels do not count
    hole, shift = hole[part], shift[part]
    divergence = np.zeros_like(raw)
    for lower, upper in (
        ((slice(None, -1), slice(None)), (slice(1, None), slice(None))),
        ((slice(None), slice(None, -1)), (slice(None), slice(1, None))),
    ):
        differ = (shift[lower] != shift[upper]).any(-1) | (hole[lower] != hole[upper])
        rows, columns = np.nonzero(differ & (hole[lower] | hole[upper]) & seen[lower] & seen[upper])
        down = (lower[0] == slice(None, -1)) * 1
        a = rows, columns
        b = rows + down, columns + 1 - down
        present = raw[b] - raw[a]
        wanted, votes = np.zeros_like(present), np.zeros(len(rows), np.float32)
        for here, there, sign in ((a, b, 1), (b, a, -1)):
            # What the source of a filled pixel shows at the neighbour's place; known pixels have no source.
            y, x = box.top + there[0] + shift[here][:, 1], box.left + there[1] + shift[here][:, 0]
            inside = (y >= 0) & (y < height) & (x >= 0) & (x < width)
            y, x = y.clip(0, height - 1), x.clip(0, width - 1)
            votes_for = (inside & usable[y, x] & hole[here]).astype(np.float32)
            wanted += sign * votes_for[:, None] * (image[y, x] - raw[here])
            votes += votes_for
        # Where neither source shows the neighbour, the best guess is no step.
        jump = wanted / np.maximum(votes, 1)[:, None] - present
        jump *= _trust(jump, TRUSTED_STEP)
        divergence[a] += jump
        divergence[b] -= jump
    return divergence
