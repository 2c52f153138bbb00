"""Writes photos with the quality and metadata of the original. A file is replaced as a whole or not at all."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import numpy as np

from crfill_core.base.memory import is_out_of_memory
from crfill_core.errors import PhotoError
from crfill_core.files.replace import replacing
from crfill_core.files.versions import FileVersions
from crfill_core.imaging.codecs.encoders import ENCODERS, Ready
from crfill_core.imaging.codecs.format_limits import FORMATS, Format, loss_on_save
from crfill_core.imaging.codecs.formats import format_for, suggest_save_path
from crfill_core.imaging.depth import eight_bit
from crfill_core.imaging.metadata import exif, exif_refresh, photoshop, xmp
from crfill_core.imaging.photo import Origin, Photo

__all__ = ["loss_on_save", "suggest_save_path", "write_photo"]


def write_photo(
    photo: Photo,
    path: str | Path,
    *,
    quality: int | None = None,
    overwrite: bool = True,
    quick: bool = False,
    versions: FileVersions | None = None,
) -> Path:
    """Save a photo in the format that the suffix names and return the path.

    ``quality`` (1–100) is for JPEG, WebP and AVIF. Without it a JPEG keeps its original's quantisation tables and chroma
    subsampling, WebP is lossless if the photo's file was, and AVIF if that was a lossless AVIF. ``quick`` is for PNG: it
    takes a third of the time for a file that is a few per cent larger. Metadata that stays valid after an edit is kept.
    What the format cannot hold is converted or left out, see :func:`loss_on_save`. With ``versions``, a file that another
    program has changed in the meantime is not replaced. Raises PhotoError; then nothing has changed on the disk.
    """
    path = Path(path)
    name = format_for(path)
    holds = FORMATS[name]
    if quality is not None and not 1 <= quality <= 100:
        raise PhotoError(
            "{path} was not saved because the quality is {quality}; choose a quality from 1 to 100.",
            path=path,
            quality=quality,
        )
    if max(photo.size) > holds.largest_side:
        raise PhotoError(
            "{path} was not saved because {label} holds at most {largest_side} pixels a side and the "
            "photo has {width} × {height}; save it as PNG or TIFF.",
            path=path,
            label=holds.label,
            largest_side=holds.largest_side,
            width=photo.size.width,
            height=photo.size.height,
        )
    # Path.exists and Path.is_dir would raise OSError for names that are too long and folders that may not be read.
    if not overwrite and os.path.exists(path):
        raise PhotoError(
            "{path} already exists and was not replaced; choose another name or allow replacing it.",
            path=path,
        )
    if os.path.isdir(path):
        raise PhotoError("{path} was not saved because it is a folder; choose another name.", path=path)
    ready = _fitted(photo, holds, quick)
    try:
        with replacing(path, PhotoError, versions) as temporary:
            ENCODERS[name](ready, temporary, quality)
    except PhotoError:
        raise
    except Exception as error:  # encoders raise any exception
        if is_out_of_memory(error):
            raise PhotoError(
                "{path} was not saved for lack of memory; close other programs and try again.", path=path
            ) from error
        reason = (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
        raise PhotoError(
            "{path} was not saved ({reason}); check that the disk has room, or choose another format.",
            path=path,
            reason=reason,
        ) from error
    return path


def _fitted(photo: Photo, holds: Format, quick: bool) -> Ready:
    """The photo without what the format cannot hold."""
    pixels, alpha = photo.pixels, photo.alpha
    if alpha is not None and not holds.alpha:
        pixels, alpha = _on_white(pixels, alpha), None
    if pixels.dtype == np.uint16 and not holds.sixteen_bit:
        pixels = eight_bit(pixels)
        alpha = None if alpha is None else eight_bit(alpha)
    block = photo.exif
    if block is not None:
        try:
            block = exif_refresh.refreshed(block, photo.size)
        except exif.ExifError:
            block = None
    origin = photo.origin or Origin(path=None, format="CLIPBOARD")

    def held(data: bytes | None, possible: bool, largest: int = holds.largest_block) -> bytes | None:
        return data if data is not None and possible and len(data) <= largest else None

    return Ready(
        pixels=pixels,
        alpha=alpha,
        icc=photo.icc if holds.icc else None,
        exif=held(block, holds.exif_xmp),
        xmp=held(None if photo.xmp is None else xmp.cleaned(photo.xmp), holds.exif_xmp, sys.maxsize),
        iptc=held(None if origin.iptc is None else photoshop.without_previews(origin.iptc), holds.iptc),
        photoshop=origin.photoshop if holds.iptc else None,
        origin=origin,
        quick=quick,
    )


def _on_white(pixels: np.ndarray, alpha: np.ndarray) -> np.ndarray:
    highest = int(np.iinfo(pixels.dtype).max)
    blended = np.empty_like(pixels)
    for top in range(0, len(pixels), 256):  # in strips, to save memory
        part = slice(top, top + 256)
        cover = alpha[part, :, None].astype(np.uint32)
        # 65535 · 65535 + rounding still fits into 32 bits.
        light = pixels[part] * cover + highest * (highest - cover)
        blended[part] = (light + highest // 2) // highest
    return blended
