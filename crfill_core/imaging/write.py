"""Writing photos: same container, quality and metadata as the original, all at once or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from crfill_core.errors import PhotoError
from crfill_core.imaging import (
    exif,
    exif_refresh,
    jpeg,
    jpeg_layout,
    jpeg_planes,
    oiio,
    photoshop,
    pillow,
    png,
    tiff,
    xmp,
)
from crfill_core.imaging.atomic import replacing
from crfill_core.imaging.formats import format_for, suggest_save_path
from crfill_core.imaging.photo import Origin, Photo

__all__ = ["loss_on_save", "suggest_save_path", "write_photo"]

JPEG_QUALITY = 95
LOSSY_QUALITY = 90
"""WebP and AVIF, where the photo does not come from a lossless file."""
_SUBSAMPLINGS = {"4:4:4": 0, "4:2:2": 1, "4:2:0": 2}


@dataclass(frozen=True)
class _Format:
    """What a container holds."""

    label: str
    sixteen_bit: bool = False
    alpha: bool = False
    lossless: bool = False
    icc: bool = True
    exif_xmp: bool = True
    iptc: bool = False
    largest_side: int = 2**31 - 1
    largest_block: int = 2**31 - 1  # bytes of EXIF or XMP


_FORMATS = {
    # A JPEG segment holds 65533 bytes, some of which say what it is.
    "JPEG": _Format("JPEG", iptc=True, largest_side=65500, largest_block=65500),
    "PNG": _Format("PNG", sixteen_bit=True, alpha=True, lossless=True),
    "TIFF": _Format("TIFF", sixteen_bit=True, alpha=True, lossless=True, iptc=True),
    "WEBP": _Format("WebP", alpha=True, lossless=True, largest_side=16383),
    "AVIF": _Format("AVIF", alpha=True, largest_side=65536),
    "BMP": _Format("BMP", lossless=True, icc=False, exif_xmp=False),
}


def loss_on_save(photo: Photo, path: str | Path) -> tuple[str, ...]:
    """Sentences on what saving under this name would lose; () if nothing. PhotoError: unknown suffix."""
    name = format_for(Path(path))
    holds = _FORMATS[name]
    losses = []
    if photo.pixels.dtype == np.uint16 and not holds.sixteen_bit:
        losses.append(f"{holds.label} stores 8 bits per channel; the photo's 16 bits will be reduced.")
    if photo.alpha is not None and not holds.alpha:
        losses.append(f"{holds.label} has no transparency; the photo will be laid on white.")
    if not holds.lossless and (photo.origin is None or photo.origin.lossless):
        losses.append(f"{holds.label} compresses with small losses; PNG or TIFF keep every pixel exactly.")
    if photo.icc is not None and not holds.icc:
        losses.append(f"{holds.label} stores no colour profile; colours may look different elsewhere.")
    iptc = None if photo.origin is None else photo.origin.iptc
    for block, what, held in (
        (photo.exif, "EXIF", holds.exif_xmp),
        (photo.xmp, "XMP", holds.exif_xmp),
        (iptc, "IPTC", holds.iptc),
    ):
        if block is not None and not held:
            losses.append(f"{holds.label} stores no {what} data; it will be left out.")
        elif block is not None and len(block) > holds.largest_block:
            losses.append(f"The {what} data is too large for {holds.label}; it will be left out.")
    return tuple(losses)


def write_photo(
    photo: Photo, path: str | Path, *, quality: int | None = None, overwrite: bool = True, quick: bool = False
) -> Path:
    """Save a photo in the format that the suffix names and return the path.

    ``quality`` (1–100) is for JPEG, WebP and AVIF; without it a JPEG keeps its original's quantisation tables
    and chroma subsampling, and WebP stays lossless if the photo's file was. ``quick`` is for PNG: a few per cent
    larger, in a third of the time. Metadata goes along; what the format cannot hold is converted or left out as
    :func:`loss_on_save` tells. Raises PhotoError; then nothing has changed on the disk.
    """
    path = Path(path)
    name = format_for(path)
    holds = _FORMATS[name]
    if quality is not None and not 1 <= quality <= 100:
        raise PhotoError(f"{path} was not saved because the quality is {quality}; choose one from 1 to 100.")
    if max(photo.size) > holds.largest_side:
        raise PhotoError(
            f"{path} was not saved because {holds.label} holds at most {holds.largest_side} pixels a side "
            f"and the photo has {photo.size.width} × {photo.size.height}; save it as PNG or TIFF."
        )
    if not overwrite and path.exists():
        raise PhotoError(
            f"{path} already exists and was not replaced; choose another name or allow replacing it."
        )
    if path.is_dir():
        raise PhotoError(f"{path} was not saved because it is a folder; choose another name.")
    ready = _fitted(photo, holds, quick)
    try:
        with replacing(path) as temporary:
            _ENCODERS[name](ready, temporary, quality)
    except PhotoError:
        raise
    except MemoryError as error:
        raise PhotoError(
            f"{path} was not saved for lack of memory; close other programs and try again."
        ) from error
    except Exception as error:  # encoders fail with any exception there is
        reason = (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
        raise PhotoError(
            f"{path} was not saved ({reason}); check that the disk has room, or choose another format."
        ) from error
    return path


@dataclass(frozen=True)
class _Ready:
    """Pixels and metadata as the container takes them."""

    pixels: np.ndarray
    alpha: np.ndarray | None
    icc: bytes | None
    exif: bytes | None
    xmp: bytes | None
    iptc: bytes | None
    origin: Origin
    quick: bool

    @property
    def dpi(self) -> tuple[float, float] | None:
        return self.origin.dpi


def _fitted(photo: Photo, holds: _Format, quick: bool) -> _Ready:
    pixels, alpha = photo.pixels, photo.alpha
    if alpha is not None and not holds.alpha:
        pixels, alpha = _on_white(pixels, alpha), None
    if pixels.dtype == np.uint16 and not holds.sixteen_bit:
        pixels = _eight_bit(pixels)
        alpha = None if alpha is None else _eight_bit(alpha)
    block = photo.exif
    if block is not None:
        try:
            block = exif_refresh.refreshed(block, photo.size)
        except exif.ExifError:
            block = None
    origin = photo.origin or Origin(path=None, format="CLIPBOARD")

    def held(data: bytes | None, possible: bool) -> bytes | None:
        return data if data is not None and possible and len(data) <= holds.largest_block else None

    return _Ready(
        pixels=pixels,
        alpha=alpha,
        icc=photo.icc if holds.icc else None,
        exif=held(block, holds.exif_xmp),
        xmp=held(None if photo.xmp is None else xmp.cleaned(photo.xmp), holds.exif_xmp),
        iptc=held(None if origin.iptc is None else photoshop.without_previews(origin.iptc), holds.iptc),
        origin=origin,
        quick=quick,
    )


def _eight_bit(values: np.ndarray) -> np.ndarray:
    """uint16 → the nearest uint8: 65535 = 255 · 257."""
    return ((values.astype(np.uint32) + 128) // 257).astype(np.uint8)


def _on_white(pixels: np.ndarray, alpha: np.ndarray) -> np.ndarray:
    highest = int(np.iinfo(pixels.dtype).max)
    blended = np.empty_like(pixels)
    for top in range(0, len(pixels), 256):  # in strips, for memory
        part = slice(top, top + 256)
        cover = alpha[part, :, None].astype(np.uint32)
        # 65535 · 65535 + rounding still fits into 32 bits.
        light = pixels[part] * cover + highest * (highest - cover)
        blended[part] = (light + highest // 2) // highest
    return blended


def _image(ready: _Ready) -> Image.Image:
    """8-bit pixels as a Pillow image."""
    pixels = (
        ready.pixels
        if ready.alpha is None
        else np.concatenate([ready.pixels, ready.alpha[:, :, None]], axis=2)
    )
    if pixels.shape[2] == 1:
        return Image.fromarray(pixels[:, :, 0])
    if pixels.shape[2] == 2:  # neither WebP nor AVIF has grey with alpha
        pixels = pixels[:, :, [0, 0, 0, 1]]
    return Image.fromarray(pixels)


def _metadata(ready: _Ready) -> dict[str, Any]:
    present = {"icc_profile": ready.icc, "exif": ready.exif and b"Exif\0\0" + ready.exif, "xmp": ready.xmp}
    return {key: value for key, value in present.items() if value is not None}


def _write_jpeg(ready: _Ready, path: Path, quality: int | None) -> None:
    origin, options = ready.origin, _metadata(ready)
    if ready.iptc is not None:
        options["extra"] = pillow.iptc_segment(ready.iptc)
    if ready.dpi is not None:
        options["dpi"] = tuple(round(value) for value in ready.dpi)
    if quality is None and origin.jpeg_quantization:
        options["qtables"] = jpeg_layout.tables(origin.jpeg_quantization)
    else:
        options["quality"] = JPEG_QUALITY if quality is None else quality
    colored, image = ready.pixels.shape[2] == 3, None
    if colored and origin.jpeg_rgb and quality is None:
        options["keep_rgb"] = True
    elif colored:
        samples = None
        if "qtables" in options:
            samples = jpeg.with_the_originals_samples(ready.pixels, origin)
        if origin.jpeg_subsampling in _SUBSAMPLINGS or origin.jpeg_subsampling is None:
            options["subsampling"] = _SUBSAMPLINGS.get(origin.jpeg_subsampling or "4:4:4")
        else:
            if samples is None:
                samples = pillow.array(_image(ready).convert("YCbCr"))
            path.write_bytes(jpeg_planes.encode(samples, origin.jpeg_subsampling, options))
            return
        image = None if samples is None else Image.fromarray(samples, "YCbCr")
    pillow.save(image or _image(ready), path, "JPEG", **options)


def _write_webp(ready: _Ready, path: Path, quality: int | None) -> None:
    if quality is None and ready.origin.lossless:
        # exact: colours under full transparency stay, too
        options: dict[str, Any] = {"lossless": True, "exact": True, "quality": 60, "method": 4}
    else:
        options = {"quality": LOSSY_QUALITY if quality is None else quality}
    pillow.save(_image(ready), path, "WEBP", **options, **_metadata(ready))


def _write_avif(ready: _Ready, path: Path, quality: int | None) -> None:
    options = {
        "quality": LOSSY_QUALITY if quality is None else quality,
        "subsampling": "4:4:4",
        **_metadata(ready),
    }
    if ready.exif is not None:
        # AVIF says the orientation elsewhere; Pillow would take the tag out by writing the block anew.
        options["exif"] = exif.without(ready.exif, [exif.ORIENTATION])
    pillow.save(_image(ready), path, "AVIF", **options)


def _write_bmp(ready: _Ready, path: Path, quality: int | None) -> None:
    # Where nothing is known 0 says so; Pillow would make 96 dpi up.
    pillow.save(_image(ready), path, "BMP", dpi=ready.dpi or (0, 0))


def _write_png(ready: _Ready, path: Path, quality: int | None) -> None:
    bare = path.with_name(path.name + ".png")
    try:
        oiio.write_pixels(bare, ready.pixels, ready.alpha, ready.quick)
        with bare.open("rb") as source, path.open("wb") as target:
            png.rewrite(source, target, png.metadata_chunks(ready.icc, ready.exif, ready.xmp, ready.dpi))
    finally:
        bare.unlink(missing_ok=True)


def _write_tiff(ready: _Ready, path: Path, quality: int | None) -> None:
    oiio.write_pixels(path, ready.pixels, ready.alpha)
    tiff.add_tags(path, ready.exif, ready.xmp, ready.icc, ready.iptc, ready.dpi)


_ENCODERS = {
    "JPEG": _write_jpeg,
    "PNG": _write_png,
    "TIFF": _write_tiff,
    "WEBP": _write_webp,
    "AVIF": _write_avif,
    "BMP": _write_bmp,
}
