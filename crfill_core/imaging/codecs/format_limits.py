"""What each file format can hold of a photo, and what is lost by saving in that format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from crfill_core.base.messages import Message
from crfill_core.imaging.codecs import color_signals, png_chunks
from crfill_core.imaging.codecs.formats import format_for
from crfill_core.imaging.metadata import photoshop, xmp, xmp_extension
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
    """Whether XMP packets that are too large for one block are split (:mod:`crfill_core.imaging.metadata.xmp_extension`)."""


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
    return tuple(_losses(photo, format_for(Path(path))))


def _losses(photo: Photo, name: str) -> Iterator[Message]:
    holds, origin = FORMATS[name], photo.origin or Origin(path=None, format="CLIPBOARD")
    label = holds.label
    if photo.pixels.dtype == np.uint16 and not holds.sixteen_bit:
        yield Message("{label} stores 8 bits per channel; the photo's 16 bits will be reduced.", label=label)
    if photo.alpha is not None and not holds.alpha:
        yield Message("{label} has no transparency; the photo will be placed on white.", label=label)
    if origin.lossless and not holds.lossless and not name == origin.format == "AVIF":
        yield Message(
            "{label} compresses with small losses; PNG and TIFF keep every pixel exactly.", label=label
        )
    if photo.icc is not None and not holds.icc:
        yield Message("{label} stores no colour profile; colours may look different elsewhere.", label=label)
    for block, what, held in ((photo.exif, "EXIF", holds.exif_xmp), (origin.iptc, "IPTC", holds.iptc)):
        if block is not None and not held:
            yield _no_data(holds, what)
        elif block is not None and len(block) > holds.largest_block:
            yield Message(
                "The {what} data is too large for {label}; it will be left out.", what=what, label=label
            )
    if photo.xmp is not None:
        yield from _xmp_losses(photo.xmp, holds)
    if origin.photoshop is not None and not holds.iptc and photoshop.matters(origin.photoshop):
        yield _no_data(holds, "Photoshop")
    if name != "PNG":
        yield from _png_losses(origin, name)
    if origin.segments is not None and name != "JPEG":
        yield Message("{label} stores no JPEG comments; they will be left out.", label=label)


def _png_losses(origin: Origin, name: str) -> Iterator[Message]:
    """Sentences on PNG texts and colour descriptions that the format ``name``, which is not PNG, loses."""
    label, chunks = FORMATS[name].label, origin.chunks or b""
    if origin.cicp is not None and origin.cicp[1] in color_signals.HDR and name != "AVIF":
        yield Message(
            "{label} cannot mark the colours as HDR; other programs will clip parts brighter than white.",
            label=label,
        )
    elif not png_chunks.HDR_LEVELS.isdisjoint(kind for kind, _ in png_chunks.parts(chunks)):
        yield Message("{label} leaves out the HDR light levels of the original.", label=label)
    if keywords := png_chunks.keywords(chunks):
        yield Message(
            "{label} stores no PNG texts ({names}); they will be left out.",
            label=label,
            names=", ".join(keywords),
        )


def _no_data(holds: Format, what: str) -> Message:
    return Message("{label} stores no {what} data; it will be left out.", label=holds.label, what=what)


def _xmp_losses(packet: bytes, holds: Format) -> Iterator[Message]:
    if not holds.exif_xmp:
        yield _no_data(holds, "XMP")
    elif (rest := xmp.cleaned(packet)) is None:
        yield Message("The XMP data is damaged; it will be left out.")
    elif holds.extended_xmp and xmp_extension.split(rest)[0] is None:
        yield Message("The XMP data is too large for {label}; it will be left out.", label=holds.label)
