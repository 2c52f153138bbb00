"""What a decoder returns to ``read_photo``: pixels as stored in the file and the metadata."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from crfill_core.base.messages import Message
from crfill_core.errors import PhotoError
from crfill_core.imaging.jpeg_layout import Layout

MOST_PIXELS = 500_000_000
_FLIPS = {2: 1, 3: -1, 4: 0, 6: 1, 7: -1, 8: 0}
"""Orientation → OpenCV's flip code, applied to the transposed picture if the orientation is 5 or higher: 1 left to right, 0
top to bottom, -1 both.
"""


@dataclass
class Decoded:
    """A file's contents, not yet upright and with unchecked metadata; fields as in :class:`crfill_core.imaging.photo.Photo`
    and its ``Origin``. ``pixels`` (H, W, 1|3), ``alpha`` (H, W): uint8 or uint16.
    """

    pixels: np.ndarray
    alpha: np.ndarray | None = None
    icc: bytes | None = None
    exif: bytes | None = None
    xmp: bytes | None = None
    orientation: int | None = None
    """The orientation that the container states; None: the EXIF block decides."""
    dpi: tuple[float, float] | None = None
    lossless: bool = True
    jpeg: Layout | None = None
    iptc: bytes | None = None
    photoshop: bytes | None = None
    segments: bytes | None = None
    chunks: bytes | None = None
    cicp: tuple[int, int] | None = None
    notes: list[Message] = field(default_factory=list)


def check_size(path: Path, width: int, height: int) -> None:
    """Refuse sizes that would exhaust memory, before anything is decoded. Raises PhotoError."""
    if width < 1 or height < 1:
        raise PhotoError(
            "{path} has no pixels ({width} × {height}); open another photo.",
            path=path,
            width=width,
            height=height,
        )
    if width * height > MOST_PIXELS:
        raise PhotoError(
            "{path} is too large ({width} × {height}, {megapixels} megapixels); scale it down to at most "
            "{most} megapixels first.",
            path=path,
            width=width,
            height=height,
            megapixels=width * height // 1000000,
            most=MOST_PIXELS // 1000000,
        )


def split_alpha(channels: np.ndarray) -> tuple[np.ndarray, np.ndarray | None]:
    """(H, W, 1|2|3|4) → pixels (H, W, 1|3) and alpha (H, W) or None, contiguous."""
    count = channels.shape[2]
    if count in (1, 3):
        return channels, None
    return np.ascontiguousarray(channels[:, :, : count - 1]), np.ascontiguousarray(channels[:, :, count - 1])


def oriented(array: np.ndarray, orientation: int) -> np.ndarray:
    """(H, W) or (H, W, C) pixels stored with that EXIF orientation (1–8), turned upright, contiguous."""
    if orientation == 1:
        return np.ascontiguousarray(array)
    # Imported on first use. OpenCV is several times faster than NumPy, which copies a transposed array pixel by pixel.
    import cv2

    turned = cv2.transpose(array) if orientation >= 5 else array.copy()
    if orientation in _FLIPS:
        cv2.flip(turned, _FLIPS[orientation], dst=turned)
    return np.asarray(turned).reshape(*turned.shape[:2], *array.shape[2:])
