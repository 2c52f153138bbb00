"""Mask files: white means fill. Reads masks of other programs, and writes masks with soft edges."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image, PngImagePlugin

from crfill_core.errors import PhotoError
from crfill_core.files.replace import replacing
from crfill_core.geometry import Size
from crfill_core.imaging.codecs import pillow, png_chunks
from crfill_core.imaging.photo import Photo
from crfill_core.imaging.read import read_photo

THRESHOLD = 127
"""On a scale of 0 to 255: larger values are filled, unless a mask has only two values."""
_MARK = ("crfill-mask", "coverage")
"""PNG text that marks every grey value as coverage. In other programs' files grey values may be noise, as in a JPEG."""
_SAME = 8
"""On a scale of 0 to 255: up to this mean difference, visible pixels count as those of the photo, perhaps lossily saved."""
_MOST_MASK_COLORS = 256
"""A picture with more colours is a photo."""


def read_mask(path: str | Path, size: Size, photo: Photo | None = None) -> np.ndarray:
    """A mask file as (H, W) uint8, 255 = fill, of exactly that size; it may be empty.

    - A file made by :func:`write_mask` keeps its soft values; all others give 0 and 255 only.
    - With two values the brighter is filled, whatever they are (0 and 1, a colour on black). With more, those above 127
      of 255 are filled. In colour files the mean of the channels counts.
    - Pixels that are at most half opaque are not filled. But if all visible pixels have one colour, alpha alone decides:
      pixels that are more than half opaque are filled.
    - If the mask is a copy of the photo with transparent holes, the holes are filled. Such a copy is recognised by
      comparison with ``photo`` or by its many colours.

    Any photo format and depth is understood. Raises PhotoError for files that cannot be read, another size, and several
    values of which none is bright enough.
    """
    path = Path(path)
    mask = read_photo(path)
    if mask.size != size:
        raise PhotoError(
            "{path} is a mask of {width} × {height} pixels but the photo has {photo_width} × {photo_height}; use a "
            "mask of the photo's size.",
            path=path,
            width=mask.size.width,
            height=mask.size.height,
            photo_width=size.width,
            photo_height=size.height,
        )
    if _is_ours(mask):
        return mask.pixels[:, :, 0]
    return np.where(_is_filled(path, mask, photo), np.uint8(255), np.uint8(0))


def read_area(path: str | Path, size: Size) -> np.ndarray:
    """A mask file as (H, W) bool: true where the coverage is more than half. Raises PhotoError."""
    return read_mask(path, size) > THRESHOLD


def _is_ours(mask: Photo) -> bool:
    texts = png_chunks.parts(mask.origin.chunks or b"") if mask.origin else ()
    marked = (b"tEXt", "\0".join(_MARK).encode()) in texts
    return marked and mask.channels == 1 and mask.pixels.dtype == np.uint8


def _is_filled(path: Path, mask: Photo, photo: Photo | None) -> np.ndarray:
    """(H, W) bool: where a mask of another program is to be filled, see :func:`read_mask`."""
    highest = mask.max_value
    limit = THRESHOLD * (highest // 255)
    alpha = mask.alpha
    if alpha is not None and int(alpha.min()) < highest:
        if _is_flat(mask.pixels, alpha):
            return alpha > limit
        if _is_photo(mask, alpha, photo):
            return alpha <= limit
    # Sums, because the mean of 0, 0 and 1 is not 0.
    levels: np.ndarray = mask.pixels.sum(axis=2, dtype=np.uint32)
    if alpha is not None:
        levels = np.where(alpha > limit, levels, 0)
    darkest, brightest = int(levels.min()), int(levels.max())
    if darkest < brightest and bool(((levels == darkest) | (levels == brightest)).all()):
        return np.asarray(levels == brightest)
    if 0 < brightest <= limit * mask.channels:
        raise PhotoError(
            "{path} masks nothing: its brightest value is {brightest} of {highest}, but only values above {limit} "
            "are filled, or the brighter one if there are two; make the area to be filled white.",
            path=path,
            brightest=f"{brightest / mask.channels:.5g}",
            highest=highest,
            limit=limit,
        )
    return np.asarray(levels > limit * mask.channels)


def _is_flat(pixels: np.ndarray, alpha: np.ndarray) -> bool:
    """Whether all visible pixels have one colour; hidden ones may have others."""
    seen = pixels[alpha > 0]
    return bool((seen == seen[:1]).all())


def _is_photo(mask: Photo, alpha: np.ndarray, photo: Photo | None) -> bool:
    """Whether the visible pixels are those of ``photo``, or have as many colours as a photo."""
    seen = alpha > 0
    # Programs may save a grey photo in colour, or one that only looks grey in grey: a grey value counts for all channels.
    if photo is not None and photo.size == mask.size:
        ours = mask.pixels[seen] / mask.max_value
        theirs = photo.pixels[seen] / photo.max_value
        varied = np.ptp(theirs) * 255 > 2 * _SAME  # an even photo may resemble a mask by chance
        if varied and np.abs(ours - theirs).mean() * 255 <= _SAME:
            return True
    if mask.channels == 1:
        return False
    colors = mask.pixels[seen]
    colors = colors[(colors != colors[:, :1]).any(axis=1)]  # a soft mask may have all grey values
    return len(np.unique(colors, axis=0)) > _MOST_MASK_COLORS


def write_mask(mask: np.ndarray, path: str | Path) -> Path:
    """Save a mask (H, W) uint8, soft values included, as an 8-bit grey PNG; return the path. Raises PhotoError."""
    if mask.ndim != 2 or mask.dtype != np.uint8:
        raise ValueError(f"a mask is (H, W) uint8, not {mask.shape} {mask.dtype}")
    path = Path(path)
    text = PngImagePlugin.PngInfo()
    text.add_text(*_MARK)
    with replacing(path, PhotoError) as temporary:
        pillow.save(Image.fromarray(mask), temporary, "PNG", pnginfo=text)
    return path
