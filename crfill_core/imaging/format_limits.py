"""What each file format can hold of a photo, and what is lost on saving in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from crfill_core.base.messages import Message
from crfill_core.imaging import color_signals, photoshop, png_chunks, xmp, xmp_extension
from crfill_core.imaging.formats import format_for
from crfill_core.imaging.photo import Origin, Photo


@dataclass(frozen=True)
class Format:
    """What a format can hold."""

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
    """Whether XMP packets that are too large for one block are split, see :mod:`crfill_core.imaging.xmp_extension`."""


FORMATS = {
    # A JPEG segment holds 65533 bytes, including its identifier.
    "JPEG": Format("JPEG", iptc=True, extended_xmp=True, largest_side=65500, largest_block=65500),
    "PNG": Format("PNG", sixteen_bit=True, alpha=True, lossless=True),
    "TIFF": Format("TIFF", sixteen_bit=True, alpha=True, lossless=True, iptc=True),
    "WEBP": Format("WebP", alpha=True, lossless=True, largest_side=16383),
    "AVIF": Format("AVIF", alpha=True, largest_side=65536),
    "BMP": Format("BMP", lossless=True, icc=False, exif_xmp=False),
}


def loss_on_save(photo: Photo, path: str | Path) -> tuple[Message, ...]:
    """Sentences on what saving under this name would lose; () if nothing. Raises PhotoError for an unknown suffix."""
    name = format_for(Path(path))
    holds, origin = FORMATS[name], photo.origin
    losses: list[Message] = []
    if photo.pixels.dtype == np.uint16 and not holds.sixteen_bit:
        losses.append(
            Message(
                "{label} stores 8 bits per channel; the photo's 16 bits will be reduced.", label=holds.label
            )
        )
    if photo.alpha is not None and not holds.alpha:
        losses.append(
            Message("{label} has no transparency; the photo will be placed on white.", label=holds.label)
        )
    stays_lossless = origin is not None and name == origin.format == "AVIF" and origin.lossless
    if not holds.lossless and not stays_lossless and (origin is None or origin.lossless):
        losses.append(
            Message(
                "{label} compresses with small losses; PNG or TIFF keep every pixel exactly.",
                label=holds.label,
            )
        )
    if photo.icc is not None and not holds.icc:
        losses.append(
            Message(
                "{label} stores no colour profile; colours may look different elsewhere.", label=holds.label
            )
        )
    iptc = None if origin is None else origin.iptc
    for block, what, held in ((photo.exif, "EXIF", holds.exif_xmp), (iptc, "IPTC", holds.iptc)):
        if block is not None and not held:
            losses.append(_no_data(holds, what))
        elif block is not None and len(block) > holds.largest_block:
            losses.append(
                Message(
                    "The {what} data is too large for {label}; it will be left out.",
                    what=what,
                    label=holds.label,
                )
            )
    if photo.xmp is not None:
        losses += _xmp_losses(photo.xmp, holds)
    if origin is not None:
        if origin.photoshop is not None and not holds.iptc and photoshop.matters(origin.photoshop):
            losses.append(_no_data(holds, "Photoshop"))
        losses += _png_losses(origin, name)
        if origin.segments is not None and name != "JPEG":
            losses.append(
                Message("{label} stores no JPEG comments; they will be left out.", label=holds.label)
            )
    return tuple(losses)


def _png_losses(origin: Origin, name: str) -> list[Message]:
    """Sentences on PNG texts and colour descriptions that the format ``name`` loses."""
    label = FORMATS[name].label
    losses: list[Message] = []
    if origin.cicp is not None and origin.cicp[1] in color_signals.HDR and name not in ("PNG", "AVIF"):
        losses.append(
            Message(
                "{label} cannot mark the colours as HDR; other programs will clip parts brighter than white.",
                label=label,
            )
        )
    if origin.chunks is None or name == "PNG":
        return losses
    names = {kind for kind, _ in png_chunks.parts(origin.chunks)}
    if names & png_chunks.HDR_LEVELS and not losses:
        losses.append(Message("{label} leaves out the HDR light levels of the original.", label=label))
    if keywords := png_chunks.keywords(origin.chunks):
        losses.append(
            Message(
                "{label} stores no PNG texts ({names}); they will be left out.",
                label=label,
                names=", ".join(keywords),
            )
        )
    return losses


def _no_data(holds: Format, what: str) -> Message:
    return Message("{label} stores no {what} data; it will be left out.", label=holds.label, what=what)


def _xmp_losses(packet: bytes, holds: Format) -> list[Message]:
    if not holds.exif_xmp:
        return [_no_data(holds, "XMP")]
    rest = xmp.cleaned(packet)
    if rest is None:
        return [Message("The XMP data is damaged; it will be left out.")]
    if holds.extended_xmp and (xmp_extension.split(rest)[0] is None):
        return [Message("The XMP data is too large for {label}; it will be left out.", label=holds.label)]
    return []
