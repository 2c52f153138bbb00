"""Mask files: white (> 127 of 255) means fill."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from crfill_core.errors import PhotoError
from crfill_core.geometry import Size
from crfill_core.imaging import pillow
from crfill_core.imaging.atomic import replacing
from crfill_core.imaging.read import read_photo

THRESHOLD = 127


def read_mask(path: str | Path, size: Size) -> np.ndarray:
    """A mask file as (H, W) uint8 of 0 and 255 (= fill), of exactly that size; it may be empty.

    Any photo format and depth is understood. In colour files the mean of the channels counts; alpha counts
    instead where the colours are flat (all one colour), as in a mask painted on a transparent layer. Raises
    PhotoError.
    """
    path = Path(path)
    photo = read_photo(path)
    if photo.size != size:
        raise PhotoError(
            f"{path} is a mask of {photo.size.width} × {photo.size.height} pixels but the photo has "
            f"{size.width} × {size.height}; use a mask of the photo's size."
        )
    if photo.alpha is not None and _is_flat(photo.pixels, photo.alpha):
        levels: np.ndarray = photo.alpha
    elif photo.channels == 1:
        levels = photo.pixels[:, :, 0]
    else:
        levels = photo.pixels.astype(np.uint32).sum(axis=2) // 3
    highest = photo.max_value
    return np.where(levels > THRESHOLD * (highest // 255), 255, 0).astype(np.uint8)


def _is_flat(pixels: np.ndarray, alpha: np.ndarray) -> bool:
    """Whether all visible pixels have one colour (hidden ones may have others) and alpha is not simply full."""
    if int(alpha.min()) == np.iinfo(alpha.dtype).max:
        return False
    seen = pixels[alpha > 0]
    return bool((seen == seen[:1]).all())


def write_mask(mask: np.ndarray, path: str | Path) -> Path:
    """Save (H, W) uint8, soft values included, as an 8-bit grey PNG, all at once. Raises PhotoError."""
    if mask.ndim != 2 or mask.dtype != np.uint8:
        raise ValueError(f"a mask is (H, W) uint8, not {mask.shape} {mask.dtype}")
    path = Path(path)
    with replacing(path) as temporary:
        pillow.save(Image.fromarray(mask), temporary, "PNG")
    return path
