"""Copying by a shift field, and the smooth correction that makes neighbouring copies and known pixels meet."""

from __future__ import annotations

import cv2
import numpy as np

from crfill_core.references.assembly.poisson import solve

BLUR = 4.0
"""Standard deviation at which fill and guide are compared, in pixels of a window of side 256."""
PULL = 0.002
"""Strength of the pull towards the guide: its level wins beyond 1 / √PULL pixels (of a window of side 256)."""
TRUSTED_PULL = 0.05
"""Differences from the guide, in [0, 1] values, that count as a matter of light; larger ones as another motif."""
TRUSTED_STEP = 0.2
"""Likewise of steps at seams and at the border: spreading larger ones would stain, they stay as edges."""


def copy(pixels: np.ndarray, shift: np.ndarray, hole: np.ndarray) -> np.ndarray:
    """``pixels`` (H, W, …) of any dtype with ``pixels[p + shift[p]]`` at every p of ``hole`` (H, W) bool.

    ``shift`` is (H, W, 2) integer (dx, dy); it must stay inside the window.
    """
    rows, columns = np.nonzero(hole)
    result = pixels.copy()
    dx, dy = shift[rows, columns].T
    result[rows, columns] = pixels[rows + dy, columns + dx]
    return result


def blurred_difference(fill: np.ndarray, guide: np.ndarray, hole: np.ndarray) -> np.ndarray:
    """(H, W, 3) guide − fill without detail; both are (H, W, 3) and count as equal outside the hole."""
    height, width = hole.shape
    zoom = max(1.0, max(height, width) / 256)
    difference = np.where(hole[..., None], guide - fill, 0).astype(np.float32)
    small = (max(1, round(width / zoom)), max(1, round(height / zoom)))
    shrunk = cv2.GaussianBlur(cv2.resize(difference, small, interpolation=cv2.INTER_AREA), (0, 0), BLUR)
    return cv2.resize(shrunk, (width, height), interpolation=cv2.INTER_LINEAR)


def _trust(differences: np.ndarray, limit: float) -> np.ndarray:
    """(…, 1) near 1 for (…, 3) differences well below ``limit``, near 0 for those well above it."""
    excess = (differences * differences).mean(-1, keepdims=True) / np.float32(limit * limit)
    return 1 / (1 + excess**4)


def blend(
    image: np.ndarray,
    hole: np.ndarray,
    usable: np.ndarray,
    shift: np.ndarray,
    raw: np.ndarray,
    guide: np.ndarray,
) -> np.ndarray:
    """(H, W, 3) float32 to be added to ``raw``, the copies: zero outside the hole, smooth but for the seams it hides.

    The corrected copies keep the copies' own gradients; across a seam they take the mean of what both sides'
    sources show there; at the border of the hole they meet the known pixels. Far from both, brightness and
    colour follow the guide, unless it differs so much that it shows something else. All of it is one screened
    Poisson equation. ``usable``: (H, W) bool, known pixels that may be borrowed from.
    """
    divergence = _divergence_of_steps(image, hole, usable, shift, raw)
    wanted = blurred_difference(raw, guide, hole)
    trust = _trust(wanted, TRUSTED_PULL)
    pull = np.where(hole[..., None], np.float32(PULL * (256 / max(hole.shape)) ** 2), np.float32(0))
    # Where the guide is not believed, a tenth of the pull keeps the copies' own level.
    screen = pull * np.maximum(trust, np.float32(0.1))
    return solve(hole, screen[..., 0], pull * trust * wanted - divergence)


def _divergence_of_steps(
    image: np.ndarray, hole: np.ndarray, usable: np.ndarray, shift: np.ndarray, raw: np.ndarray
) -> np.ndarray:
    """(H, W, 3) divergence of (wanted step − present step) over all neighbours of which one at least was filled."""
    height, width = hole.shape
    divergence = np.zeros_like(raw)
    seen = hole | usable  # steps to avoided pixels are not looked at
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
            # What the source of one side shows at the other side's place; known pixels have no other source.
            y, x = there[0] + shift[here][:, 1], there[1] + shift[here][:, 0]
            inside = (y >= 0) & (y < height) & (x >= 0) & (x < width)
            y, x = y.clip(0, height - 1), x.clip(0, width - 1)
            votes_for = (inside & usable[y, x] & hole[here]).astype(np.float32)
            wanted += sign * votes_for[:, None] * (image[y, x] - raw[here])
            votes += votes_for
        # Where neither source has such a neighbour, no step is the best guess.
        jump = wanted / np.maximum(votes, 1)[:, None] - present
        jump *= _trust(jump, TRUSTED_STEP)
        divergence[a] += jump
        divergence[b] -= jump
    return divergence
