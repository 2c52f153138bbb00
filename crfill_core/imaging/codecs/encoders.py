"""Encodes a photo's pixels and metadata into a file, with one function for each format."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from crfill_core.imaging import jpeg_layout
from crfill_core.imaging.codecs import (
    color_signals,
    isobmff,
    jpeg,
    jpeg_planes,
    jpeg_segments,
    oiio,
    opencv,
    pillow,
    png,
    png_chunks,
    tiff,
)
from crfill_core.imaging.metadata import exif, photoshop, xmp_extension
from crfill_core.imaging.photo import Origin

JPEG_QUALITY = 95
LOSSY_QUALITY = 90
"""For WebP and AVIF, unless they are lossless."""
_SRGB_CODE_POINTS = (1, 13)
_SUBSAMPLINGS = {"4:4:4": 0, "4:2:2": 1, "4:2:0": 2}


@dataclass(frozen=True)
class Ready:
    """Pixels and metadata in the form that the file format can hold."""

    pixels: np.ndarray
    alpha: np.ndarray | None
    icc: bytes | None
    exif: bytes | None
    xmp: bytes | None
    iptc: bytes | None
    photoshop: bytes | None
    origin: Origin
    quick: bool

    @property
    def profile_is_made(self) -> bool:
        """Whether the profile was made from code points or chunks of the original file, which had no profile."""
        signals = self.origin.cicp, self.origin.chunks, self.pixels.shape[2] == 1
        return self.icc is not None and self.icc == color_signals.profile(*signals)


def _channels(ready: Ready) -> np.ndarray:
    """(H, W, 1–4), alpha last."""
    if ready.alpha is None:
        return ready.pixels
    return np.concatenate([ready.pixels, ready.alpha[:, :, None]], axis=2)


def _image(ready: Ready) -> Image.Image:
    """8-bit pixels as a Pillow image."""
    pixels = _channels(ready)
    if pixels.shape[2] == 1:
        return Image.fromarray(pixels[:, :, 0])
    if pixels.shape[2] == 2:  # neither WebP nor AVIF has grey with alpha
        pixels = pixels[:, :, [0, 0, 0, 1]]
    return Image.fromarray(pixels)


def _metadata(ready: Ready) -> dict[str, Any]:
    present = {"icc_profile": ready.icc, "exif": ready.exif and b"Exif\0\0" + ready.exif, "xmp": ready.xmp}
    return {key: value for key, value in present.items() if value is not None}


def _write_jpeg(ready: Ready, path: Path, quality: int | None) -> None:
    packet, extension = (None, []) if ready.xmp is None else xmp_extension.split(ready.xmp)
    origin, options = ready.origin, _metadata(replace(ready, xmp=packet))
    resources = photoshop.with_iptc(ready.photoshop, ready.iptc)
    options["extra"] = b"".join(
        [jpeg_segments.segment(jpeg_segments.XMP, part) for part in extension]
        + [jpeg_segments.segment(jpeg_segments.PHOTOSHOP, part) for part in photoshop.segments(resources)]
        + [origin.segments or b""]
    )
    if origin.dpi is not None:
        options["dpi"] = tuple(round(value) for value in origin.dpi)
    if quality is None and origin.jpeg_quantization:
        options["qtables"] = jpeg_layout.tables(origin.jpeg_quantization)
    else:
        options["quality"] = JPEG_QUALITY if quality is None else quality
    colored, samples = ready.pixels.shape[2] == 3, None
    if colored and origin.jpeg_rgb and quality is None:
        options["keep_rgb"] = True
    elif colored:
        subsampling = origin.jpeg_subsampling or "4:4:4"
        if "qtables" in options:
            samples = jpeg.with_the_originals_samples(ready.pixels, origin)
        if subsampling not in _SUBSAMPLINGS:
            if samples is None:
                samples = pillow.array(_image(ready).convert("YCbCr"))
            path.write_bytes(jpeg_planes.encode(samples, subsampling, options))
            return
        options["subsampling"] = _SUBSAMPLINGS[subsampling]
    image = _image(ready) if samples is None else Image.fromarray(samples, "YCbCr")
    pillow.save(image, path, "JPEG", **options)


def _write_webp(ready: Ready, path: Path, quality: int | None) -> None:
    if quality is None and ready.origin.lossless:
        # ``exact`` keeps the colours of fully transparent pixels, too.
        options: dict[str, Any] = {"lossless": True, "exact": True, "quality": 60, "method": 4}
    else:
        options = {"quality": LOSSY_QUALITY if quality is None else quality}
    pillow.save(_image(ready), path, "WEBP", **options, **_metadata(ready))


def _write_avif(ready: Ready, path: Path, quality: int | None) -> None:
    # AVIF stores the orientation elsewhere, and the libraries would rewrite the whole EXIF block to remove the tag.
    block = None if ready.exif is None else exif.without(ready.exif, [exif.ORIENTATION])
    cicp = ready.origin.cicp if ready.icc is None or ready.profile_is_made else None
    plain = replace(ready, exif=block, icc=ready.icc if cicp is None else None)
    if quality is None and ready.origin.format == "AVIF" and ready.origin.lossless:
        data = opencv.lossless_avif(_channels(plain), plain.exif, plain.xmp, plain.icc)
        data = isobmff.with_code_points(data, cicp or _SRGB_CODE_POINTS)
    else:
        target = io.BytesIO()
        quality = LOSSY_QUALITY if quality is None else quality
        _image(plain).save(target, "AVIF", quality=quality, subsampling="4:4:4", **_metadata(plain))
        data = target.getvalue()
        if cicp is not None:
            data = isobmff.with_code_points(data, cicp)
    path.write_bytes(data)


def _write_bmp(ready: Ready, path: Path, quality: int | None) -> None:
    # 0 means unknown. Without it Pillow would write 96 dpi.
    pillow.save(_image(ready), path, "BMP", dpi=ready.origin.dpi or (0, 0))


def _write_png(ready: Ready, path: Path, quality: int | None) -> None:
    bare = path.with_name(path.name + ".png")
    colors, bits = ready.pixels.shape[2], 8 * ready.pixels.itemsize
    kept = png_chunks.fitted(ready.origin.chunks or b"", colors, ready.alpha is not None, bits)
    made, names = ready.profile_is_made, {name for name, _ in png_chunks.parts(kept)}
    if made and ready.origin.cicp is not None and b"cICP" not in names:
        kept += png_chunks.chunk(b"cICP", bytes([*ready.origin.cicp, 0, 1]))
    icc = None if made and names & {b"cICP", b"gAMA", b"cHRM"} else ready.icc
    try:
        oiio.write_pixels(bare, ready.pixels, ready.alpha, ready.quick)
        metadata = png.metadata_chunks(icc, ready.exif, ready.xmp, ready.origin.dpi, kept)
        with bare.open("rb") as source, path.open("wb") as target:
            png.rewrite(source, target, metadata)
    finally:
        bare.unlink(missing_ok=True)


def _write_tiff(ready: Ready, path: Path, quality: int | None) -> None:
    oiio.write_pixels(path, ready.pixels, ready.alpha)
    tiff.add_tags(path, ready.exif, ready.xmp, ready.icc, ready.iptc, ready.photoshop, ready.origin.dpi)


ENCODERS = {
    "JPEG": _write_jpeg,
    "PNG": _write_png,
    "TIFF": _write_tiff,
    "WEBP": _write_webp,
    "AVIF": _write_avif,
    "BMP": _write_bmp,
}
