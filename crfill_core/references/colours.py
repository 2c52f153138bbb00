"""Colours that explain a fill: hue and chroma for the direction and distance of a reference, a ramp for confidence."""

from __future__ import annotations

import cv2
import numpy as np

from crfill_core.imaging.depth import eight_bit_of_unit

_LIGHTNESS = 0.74
"""Lightness in OKLCH, the same for all directions, so that none looks more important."""
_FAINTEST, _FULLEST = 0.03, 0.145
"""Least and greatest chroma in OKLCH. At the greatest, sRGB has nearly all hues."""

_OKLAB_TO_LMS = np.array(
    [[1, 0.3963377774, 0.2158037573], [1, -0.1055613458, -0.0638541728], [1, -0.0894841775, -1.2914855480]]
)
_LMS_TO_LINEAR = np.array(
    [
        [4.0767416621, -3.3077115913, 0.2309699292],
        [-1.2684380046, 2.6097574011, -0.3413193965],
        [-0.0041960863, -0.7034186147, 1.7076147010],
    ]
)


def direction_colours(shift: np.ndarray, reach: float) -> np.ndarray:
    """The colour code of shifts: (…, 2) (dx, dy) → (…, 3) uint8 sRGB.

    The hue gives the direction of the reference, as on :func:`direction_wheel`. The chroma grows with the distance up
    to ``reach`` pixels; a shift of 0 is grey. All colours are equally light.
    """
    dx, dy = shift[..., 0].astype(np.float64), shift[..., 1].astype(np.float64)
    distance = np.clip(np.hypot(dx, dy) / max(reach, 1e-6), 0, 1)
    chroma = (_FAINTEST + (_FULLEST - _FAINTEST) * np.sqrt(distance)) * (distance > 0)
    angle = np.arctan2(-dy, dx)  # counter-clockwise from the right, as in a graph
    lab = np.stack([np.full_like(chroma, _LIGHTNESS), chroma * np.cos(angle), chroma * np.sin(angle)], -1)
    linear = np.clip((lab @ _OKLAB_TO_LMS.T) ** 3 @ _LMS_TO_LINEAR.T, 0, 1)
    encoded = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return eight_bit_of_unit(encoded)


def direction_wheel(side: int) -> np.ndarray:
    """The key to the colour code: (side, side, 4) uint8 RGBA, a disc whose middle stands for a shift of 0."""
    middle = (side - 1) / 2
    y, x = np.mgrid[:side, :side]
    shift = np.stack([x - middle, y - middle], -1)
    inside = np.clip(side / 2 - np.hypot(shift[..., 0], shift[..., 1]), 0, 1)
    alpha = eight_bit_of_unit(inside)
    return np.concatenate([direction_colours(shift, side / 2), alpha[:, :, None]], -1)


def ramp_colours(values: np.ndarray) -> np.ndarray:
    """Values (H, W) from 0 (violet) to 1 (yellow) → (H, W, 3) uint8 sRGB; NaN counts as 0."""
    levels = eight_bit_of_unit(np.nan_to_num(values))
    # Colour-blind people too can tell the colours of viridis apart.
    return np.ascontiguousarray(cv2.applyColorMap(levels, cv2.COLORMAP_VIRIDIS)[:, :, ::-1])
