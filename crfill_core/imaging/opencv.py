"""OpenCV decodes WebP straight into an array, bit for bit the same, where Pillow holds the picture several times over."""

from __future__ import annotations

from pathlib import Path

import numpy as np

_STRIP_ROWS = 256


def read_pixels(path: Path, channels: int) -> np.ndarray | None:
    """(H, W, channels) uint8, grey, RGB or RGBA as stored; None for what this OpenCV cannot decode like that."""
    import cv2

    try:
        pixels = cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_UNCHANGED)
    except cv2.error:
        return None
    if (
        pixels is None
        or pixels.dtype != np.uint8
        or pixels.shape[2:] != ((channels,) if channels > 1 else ())
    ):
        return None
    pixels = np.asarray(pixels).reshape(*pixels.shape[:2], channels)
    if channels > 1:
        turn = cv2.COLOR_BGR2RGB if channels == 3 else cv2.COLOR_BGRA2RGBA
        for top in range(0, len(pixels), _STRIP_ROWS):  # in place OpenCV would copy all of it first
            strip = pixels[top : top + _STRIP_ROWS]
            strip[:] = cv2.cvtColor(strip, turn)
    return pixels
