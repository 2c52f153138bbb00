"""Detail transfer: detail too fine for the network's scale is copied from known places, at full resolution."""

from __future__ import annotations

import cv2
import numpy as np

from crfill_core.references.assembly import copy

GATE = 0.12
"""Detail fades to zero as the difference between the low-resolution photo at the source and the fill, in values of [0, 1],
approaches this.
"""


def transferred_detail(
    image: np.ndarray, low: np.ndarray, shift: np.ndarray, write: np.ndarray, strength: float
) -> np.ndarray:
    """The full-resolution residuals at the places that ``shift`` points to: (H, W, 3) float32, to be added to ``low``.

    image (H, W, 3) float32 in [0, 1]: the photo, valid at every source; low (H, W, 3): photo and fill at the
    network's scale, enlarged; shift (H, W, 2) int32 of an assembly, piecewise constant, so that detail stays coherent
    between neighbours; write (H, W) bool; strength in [0, 1]. The result is zero outside ``write`` and weaker where fill
    and source disagree.
    """
    residual = copy(image - low, shift, write)
    disagreement = np.abs(copy(low, shift, write) - low).mean(axis=2)
    gate = np.clip(1 - cv2.GaussianBlur(disagreement, (0, 0), 2.0) / GATE, 0, 1)
    weight = np.where(write, np.float32(strength) * gate, np.float32(0))
    return (residual * weight[:, :, None]).astype(np.float32)
