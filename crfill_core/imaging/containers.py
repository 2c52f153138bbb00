"""What each file format holds of a photo, and what is lost in those that do not hold it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from crfill_core.imaging import color_signals, photoshop, png_chunks, xmp, xmp_extension
from crfill_core.imaging.formats import format_for
from crfill_core.imaging.photo import Origin, Photo


@dataclass(frozen=True)
class Format:
    """What a container holds."""

    label: str
    sixteen_bit: bool = False
    alpha: bool = False
    lossless: bool = False
    icc: bool = True
    exif_xmp: bool = True
    iptc: bool = False
    largest_side: int = 2**31 - 1
    largest_block: int = 2**31 - 1  # bytes of EXIF or IPTC
    extended_xmp: bool = False
    """Whether larger XMP packets have to be split."""


FORMATS = {
    # A JPEG segment holds 65533 bytes, some of which say what it is.
    "JPEG": Format("JPEG", iptc=True, extended_xmp=True, largest_side=65500, largest_block=65500),
    "PNG": Format("PNG", sixteen_bit=True, alpha=True, lossless=True),
    "TIFF": Format("TIFF", sixteen_bit=True, alpha=True, lossless=True, iptc=True),
    "WEBP": Format("WebP", alpha=True, lossless=True, largest_side=16383),
    "AVIF": Format("AVIF", alpha=True, largest_side=65536),
    "BMP": Format("BMP", lossless=True, icc=False, exif_xmp=False),
}


def loss_on_save(photo: Photo, path: str | Path) -> tuple[str, ...]:
    """Sentences on what saving under this name would lose; () if nothing. PhotoError: unknown suffix."""
    name = format_for(Path(path))
    holds = FORMATS[name]
    losses = []
    if photo.pixels.dtype == np.uint16 and not holds.sixteen_bit:
        losses.append(f"{holds.label} stores 8 bits per channel; the photo's 16 bits will be reduced.")
    if photo.alpha is not None and not holds.alpha:
        losses.append(f"{holds.label} has no transparency; the photo will be laid on white.")
    if not holds.lossless and (photo.origin is None or _is_lost(photo.origin, name)):
        losses.append(f"{holds.label} compresses with small losses; PNG or TIFF keep every pixel exactly.")
    if photo.icc is not None and not holds.icc:
        losses.append(f"{holds.label} stores no colour profile; colours may look different elsewhere.")
    origin = photo.origin
    iptc = None if origin is None else origin.iptc
    for block, what, held in ((photo.exif, "EXIF", holds.exif_xmp), (iptc, "IPTC", holds.iptc)):
        if block is not None and not held:
            losses.append(_no_data(holds, what))
        elif block is not None and len(block) > holds.largest_block:
            losses.append(f"The {what} data is too large for {holds.label}; it will be left out.")
    if photo.xmp is not None:
        losses += _xmp_losses(photo.xmp, holds)
    if origin is not None:
        if origin.photoshop is not None and not holds.iptc and photoshop.matters(origin.photoshop):
            losses.append(_no_data(holds, "Photoshop"))
        losses += _png_losses(origin, name)
        if origin.segments is not None and name != "JPEG":
            losses.append(f"{holds.label} stores no JPEG comments; they will be left out.")
    return tuple(losses)


def _is_lost(origin: Origin, name: str) -> bool:
    """Whether a lossless original becomes lossy."""
    return origin.lossless and not (name == origin.format == "AVIF")


def _png_losses(origin: Origin, name: str) -> list[str]:
    """Of texts, and of what the colours mean."""
    label, losses = FORMATS[name].label, []
    if origin.cicp is not None and origin.cicp[1] in color_signals.HDR and name not in ("PNG", "AVIF"):
        losses.append(
            f"{label} cannot say that the colours are HDR; brighter parts than white will be cut off elsewhere."
        )
    if origin.chunks is None or name == "PNG":
        return losses
    names = {kind for kind, _ in png_chunks.parts(origin.chunks)}
    if names & png_chunks.HDR_LEVELS and not losses:
        losses.append(f"{label} leaves out the HDR light levels of the original.")
    if keywords := png_chunks.keywords(origin.chunks):
        losses.append(f"{label} stores no PNG texts ({', '.join(keywords)}); they will be left out.")
    return losses


def _no_data(holds: Format, what: str) -> str:
    return f"{holds.label} stores no {what} data; it will be left out."


def _xmp_losses(packet: bytes, holds: Format) -> list[str]:
    if not holds.exif_xmp:
        return [_no_data(holds, "XMP")]
    rest = xmp.cleaned(packet)
    if rest is None:
        return ["The XMP data is damaged; it will be left out."]
    if holds.extended_xmp and (xmp_extension.split(rest)[0] is None):
        return [f"The XMP data is too large for {holds.label}; it will be left out."]
    return []
