"""Converts NumPy arrays and Pillow images to photos and masks, and photos back to arrays and images."""

from __future__ import annotations

from typing import TypeAlias, TypeVar

import numpy as np
from PIL import Image

from crfill_core.base.messages import Message
from crfill_core.errors import PhotoError
from crfill_core.geometry import Size
from crfill_core.imaging import icc
from crfill_core.imaging.codecs.decoded import split_alpha
from crfill_core.imaging.photo import Photo

Picture: TypeAlias = np.ndarray | Image.Image
PictureT = TypeVar("PictureT", np.ndarray, Image.Image)

_MODES = ("L", "LA", "RGB", "RGBA", "I;16")
_DTYPES = (np.dtype(np.uint8), np.dtype(np.uint16))


def photo_of(image: Picture) -> Photo:
    """The photo with an image's pixels.

    An array is (H, W) or (H, W, C), uint8 or uint16 in sRGB, with C = 1 grey, 2 grey and alpha, 3 RGB or 4 RGB and alpha.
    A Pillow image has mode L, LA, RGB, RGBA or I;16 and no transparent colour; its colour profile is kept if it fits the
    channels. Alpha is not premultiplied. Raises PhotoError for other types, shapes and modes, and for images without
    pixels.
    """
    profile = None
    if isinstance(image, Image.Image):
        if image.mode not in _MODES:
            raise PhotoError(
                "The image has Pillow's mode {mode}, which cannot be filled; convert it, for example with "
                "image.convert('RGB').",
                mode=image.mode,
            )
        if "transparency" in image.info:
            raise PhotoError(
                "One colour of the image counts as transparent; convert the image with image.convert('RGBA')."
            )
        profile = image.info.get("icc_profile")
    image = _array_of(image, Message("image"))
    if image.dtype.newbyteorder("=") not in _DTYPES:
        raise PhotoError(
            "The image is an array of dtype {dtype}; convert it to uint8 or uint16.", dtype=image.dtype
        )
    if image.ndim not in (2, 3) or (image.ndim == 3 and not 1 <= image.shape[2] <= 4):
        raise PhotoError(
            "The image is an array of shape {shape}; it must be (H, W) or (H, W, 1 to 4).",
            shape=image.shape,
        )
    if not image.size:
        raise PhotoError("The image is an array of shape {shape}, which has no pixels.", shape=image.shape)
    # A view, because Photo makes its own arrays read-only and the caller's array must stay writable.
    channels = image[...] if image.ndim == 3 else image[:, :, None]
    pixels, alpha = split_alpha(np.ascontiguousarray(channels, channels.dtype.newbyteorder("=")))
    if not profile or not icc.fits(profile, pixels.shape[2]):
        profile = None
    return Photo(pixels, alpha, profile)


def picture_like(image: PictureT, photo: Photo) -> PictureT:
    """A photo as an array with the shape and dtype of ``image``, or as a Pillow image with its mode and ``info``. The photo
    must have the size and the channels of ``image``.
    """
    channels = photo.pixels
    if photo.alpha is not None:
        channels = np.dstack([channels, photo.alpha])
    if not isinstance(image, Image.Image):
        return channels.reshape(image.shape).astype(image.dtype)
    made = Image.fromarray(np.ascontiguousarray(channels[:, :, 0] if channels.shape[2] == 1 else channels))
    made.info = image.info.copy()
    return made


def coverage_of(mask: Picture, size: Size, what: str = Message("mask")) -> np.ndarray:
    """A copy of a mask as (H, W) uint8 coverage: from 0 (keep) to 255 (replace).

    ``mask`` is (H, W) bool, (H, W) uint8 or a Pillow image of mode 1 or L. If the largest value of a uint8 mask is 1,
    1 means replace. Raises PhotoError for other kinds and another size; ``what``: the mask's name in these messages.
    """
    if isinstance(mask, Image.Image) and mask.mode not in ("1", "L"):
        raise PhotoError(
            "The {what} has Pillow's mode {mode}; convert it with .convert('L'); white must mark the area.",
            what=what,
            mode=mask.mode,
        )
    mask = _array_of(mask, what)
    if mask.ndim != 2 or mask.dtype not in (np.dtype(bool), np.dtype(np.uint8)):
        raise PhotoError(
            "The {what} is an array of dtype {dtype} and shape {shape}; it must be (H, W), bool or uint8.",
            what=what,
            dtype=mask.dtype,
            shape=mask.shape,
        )
    if mask.shape != (size.height, size.width):
        raise PhotoError(
            "The {what} is {columns}×{rows} pixels but the image is {width}×{height}; they must have the same size.",
            what=what,
            columns=mask.shape[1],
            rows=mask.shape[0],
            width=size.width,
            height=size.height,
        )
    coverage = mask.astype(np.uint8)
    return coverage * np.uint8(255) if coverage.max() == 1 else coverage


def _array_of(image: Picture, what: str) -> np.ndarray:
    """The pixels of an array or Pillow image. ``what``: its name in messages."""
    if isinstance(image, np.ndarray):
        return image
    if not isinstance(image, Image.Image):
        raise PhotoError(
            "The {what} is neither a NumPy array nor a Pillow image but of type {name}; convert it.",
            what=what,
            name=type(image).__name__,
        )
    try:
        return np.asarray(image)
    except (OSError, SyntaxError, ValueError) as error:  # Pillow reads the file's pixels only here
        raise PhotoError(
            "The pixels of the {what} cannot be read ({error}); get a fresh copy of its file.",
            what=what,
            error=str(error).rstrip("."),
        ) from error
