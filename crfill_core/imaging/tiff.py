"""TIFF: pixels through OpenImageIO (Pillow for palettes, CMYK and Lab), tags as bytes."""

from __future__ import annotations

import mmap
import struct
from pathlib import Path

import numpy as np

from crfill_core.errors import PhotoError
from crfill_core.imaging import exif, oiio, pillow
from crfill_core.imaging.decoded import Decoded, check_size

_WIDTH, _HEIGHT, _BITS, _PHOTOMETRIC, _SAMPLES, _EXTRA, _FORMAT = (
    0x100,
    0x101,
    0x102,
    0x106,
    0x115,
    0x152,
    0x153,
)
_SUBFILE = 0xFE
_BYTE = 1
_WHITE_IS_ZERO, _BLACK_IS_ZERO, _RGB = 0, 1, 2
_RAW_PHOTOMETRICS = (32803, 34892)  # sensor mosaic, linear raw
_ASSOCIATED = 1
_CENTIMETRES_PER_INCH = 2.54
_STRIP_ROWS = 256


def decode(path: Path) -> Decoded:
    """The first page. Raises PhotoError, and ExifError, OiioError or Pillow's errors for damaged files."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        first = exif.first_directory(data)
        block = exif.from_tiff(data)
        pages = _has_more_pages(data, first)
    check_size(path, first.integer(_WIDTH), first.integer(_HEIGHT))
    photometric = first.integer(_PHOTOMETRIC)
    if photometric in _RAW_PHOTOMETRICS:
        raise PhotoError(
            f"{path} holds a camera's raw sensor data; give it its RAW suffix (such as .dng) and open that."
        )
    if photometric in (_WHITE_IS_ZERO, _BLACK_IS_ZERO, _RGB):
        decoded = _decode_exactly(path, first)
        decoded.icc = _bytes_of(first, exif.ICC)
        decoded.orientation = first.integer(exif.ORIENTATION, 1)
    else:
        decoded = pillow.decode(path, "TIFF")
        decoded.orientation = 1  # Pillow turns TIFFs, and TIFFs alone, itself
        if max(first.integers(_BITS), default=8) > 8:
            decoded.notes.append("Its 16 bits per channel were reduced to 8; saving writes 8 bit.")
    decoded.exif = block
    decoded.xmp = _bytes_of(first, exif.XMP)
    decoded.dpi = _dpi(first)
    if pages:
        decoded.notes.append(
            "The file has several pages; only the first is opened, and saving writes it alone."
        )
    return decoded


def _bytes_of(directory: exif.Directory, tag: int) -> bytes | None:
    entry = directory.entries.get(tag)
    return entry.data if entry is not None else None


def _has_more_pages(data: mmap.mmap, first: exif.Directory) -> bool:
    if not first.next_offset:
        return False
    try:
        following = exif.directory_at(data, first.next_offset, first.order, big=exif.is_big(data))
    except exif.ExifError:
        return False
    return not following.integer(_SUBFILE) & 1  # bit 0: a smaller copy of another page


def _dpi(directory: exif.Directory) -> tuple[float, float] | None:
    x, y = directory.rational(exif.X_RESOLUTION), directory.rational(exif.Y_RESOLUTION)
    unit = directory.integer(exif.RESOLUTION_UNIT, 2)
    if not x or not y or unit not in (2, 3):
        return None
    scale = 1.0 if unit == 2 else _CENTIMETRES_PER_INCH
    return x * scale, y * scale


def _decode_exactly(path: Path, first: exif.Directory) -> Decoded:
    colors = 3 if first.integer(_PHOTOMETRIC) == _RGB else 1
    extra = first.integers(_EXTRA)
    channels = oiio.read_pixels(path, most_channels=colors + (1 if extra else 0))
    notes: list[str] = []
    bits, kind = max(first.integers(_BITS), default=1), first.integer(_FORMAT, 1)
    if kind == 3:
        notes.append(
            "The floating-point values were cut to 0–1 and converted to 16 bit; saving writes 16 bit."
        )
    elif bits > 16 or kind == 2:
        notes.append(f"The {bits}-bit whole numbers were converted to 16 bit; saving writes 16 bit.")
    elif bits not in (8, 16):
        notes.append(
            f"The {bits}-bit values were converted to {8 * channels.itemsize} bit; saving writes these."
        )
    if len(extra) > 1:
        notes.append("Channels beyond the first alpha channel were left out; saving writes without them.")
    pixels, alpha = channels, None
    if channels.shape[2] > colors:
        pixels = np.ascontiguousarray(channels[:, :, :colors])
        alpha = np.ascontiguousarray(channels[:, :, colors])
        if extra[0] == _ASSOCIATED:
            _divide_by_alpha(pixels, alpha)
    if bits > 8 and first.integer(_PHOTOMETRIC) == _WHITE_IS_ZERO:
        # OpenImageIO turns white-is-zero round itself, but up to 8 bits only.
        np.subtract(np.iinfo(pixels.dtype).max, pixels, out=pixels)
    return Decoded(pixels, alpha, notes=notes)


def _divide_by_alpha(pixels: np.ndarray, alpha: np.ndarray) -> None:
    """Undo premultiplication in place; colours under alpha 0 stay as they are."""
    highest = int(np.iinfo(pixels.dtype).max)
    for top in range(0, len(pixels), _STRIP_ROWS):
        strip = pixels[top : top + _STRIP_ROWS]
        divisor = alpha[top : top + _STRIP_ROWS, :, None].astype(np.uint32)
        known = np.maximum(divisor, 1)
        divided = np.minimum((strip.astype(np.uint32) * highest + known // 2) // known, highest)
        strip[:] = np.where(divisor > 0, divided, strip)


def add_tags(
    path: Path,
    exif_block: bytes | None,
    xmp: bytes | None,
    icc: bytes | None,
    iptc: bytes | None,
    dpi: tuple[float, float] | None,
) -> None:
    """Give a freshly written TIFF file its metadata, by appending a directory. Raises OSError, ExifError."""
    with path.open("r+b") as file:
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            order = exif.first_directory(data).order
            blocks = (
                (exif.XMP, _BYTE, xmp),
                (exif.ICC, exif.UNDEFINED, icc),
                (exif.IPTC, exif.UNDEFINED, iptc),
            )
            extra = {
                tag: exif.Entry(kind, len(block), block) for tag, kind, block in blocks if block is not None
            }
            if dpi is not None:
                for tag, value in ((exif.X_RESOLUTION, dpi[0]), (exif.Y_RESOLUTION, dpi[1])):
                    numbers = struct.pack(f"{order}2I", min(round(value * 10000), 0xFFFFFFFF), 10000)
                    extra[tag] = exif.Entry(exif.RATIONAL, 1, numbers)
                extra[exif.RESOLUTION_UNIT] = exif.Entry(exif.SHORT, 1, struct.pack(f"{order}H", 2))
            appendix, offset = exif.tiff_appendix(data, exif_block, extra)
        file.seek(0, 2)
        file.write(appendix)
        file.seek(4)
        file.write(struct.pack(f"{order}I", offset))
