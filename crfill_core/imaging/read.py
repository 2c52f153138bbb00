"""Reads photos: any supported file becomes a :class:`Photo`, and every failure an error with one sentence."""

from __future__ import annotations

import errno
import re
import struct
import warnings
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from crfill_core.base.memory import is_out_of_memory
from crfill_core.base.messages import Message, reason
from crfill_core.errors import PhotoError
from crfill_core.files.leftovers import scratch_folder
from crfill_core.imaging import icc
from crfill_core.imaging.codecs import (
    color_signals,
    extras,
    formats,
    isobmff,
    jpeg_segments,
    oiio,
    pillow,
    png,
    tiff,
)
from crfill_core.imaging.codecs.decoded import Decoded, check_size, oriented, split_alpha
from crfill_core.imaging.metadata import exif
from crfill_core.imaging.photo import Origin, Photo

_NO_DENSITY = (1.0, 1.0)
"""What some programs write into JPEGs without a resolution, even with inches as the unit."""
_EXIF_PREFIX = b"Exif\0\0"
_XMP_ORIENTATION = re.compile(rb"""(tiff:Orientation\s*(?:=\s*["']|>)\s*)[2-8]""")


def read_photo(path: str | Path) -> Photo:
    """Open a photo with its metadata. The content decides the format, not the suffix.

    The pixels are uint8 or uint16, with the file's own values if these are grey or RGB of 8 or 16 bits (AVIF and HEIC:
    8 bits), and turned upright. Grey stays one channel. Other values are converted; ``notes`` tell of the conversions that
    users should know. Raises PhotoError for everything that cannot be opened.
    """
    path = Path(path)
    kind = formats.sniff(_head(path), path.suffix)
    if kind is None:
        raise PhotoError(
            "{path} is not a photo in a known format; open a JPEG, PNG, TIFF, WebP, AVIF or BMP file.",
            path=path,
        )
    try:
        with warnings.catch_warnings():
            # Pillow warns of odd tags, about which users can do nothing.
            warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.")
            decoded = _decode(path, kind)
    except PhotoError:
        raise
    except Exception as error:  # decoders raise any exception for damaged bytes
        if is_out_of_memory(error):
            raise PhotoError(
                "{path} does not fit into memory; close other programs or scale the photo down.", path=path
            ) from error
        # Decoders raise OSError without a number for damaged bytes, and EINVAL for offsets that cannot be.
        if isinstance(error, OSError) and error.errno not in (None, errno.EINVAL):
            raise _unreadable(path, reason(error)) from error
        raise PhotoError(
            "{path} is damaged, incomplete or stored in an unusual way and cannot be opened; get a fresh "
            "copy, or save it again as 8- or 16-bit RGB in the program that made it.",
            path=path,
        ) from error
    return _photo(decoded, path, kind)


def _head(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise PhotoError("{path} is a folder; choose a photo inside it.", path=path)
        if path.exists() and not path.is_file():
            raise PhotoError("{path} is not a regular file; choose a photo.", path=path)
        with path.open("rb") as file:
            head = file.read(formats.HEAD)
    except FileNotFoundError:
        raise PhotoError("{path} does not exist; check the name and the folder.", path=path) from None
    except PermissionError:
        raise PhotoError(
            "{path} cannot be read because you have no permission; ask for permission to read it.", path=path
        ) from None
    except (OSError, ValueError) as error:
        raise _unreadable(path, reason(error) if isinstance(error, OSError) else error) from error
    if not head:
        raise PhotoError("{path} is empty (0 bytes); get a fresh copy of it.", path=path)
    return head


def _unreadable(path: Path, why: Message | ValueError) -> PhotoError:
    return PhotoError("{path} cannot be read ({reason}); check the name and the disk.", path=path, reason=why)


def _decode(path: Path, kind: str) -> Decoded:
    if kind == "PNG":
        return _decode_png(path)
    if kind == "TIFF":
        return tiff.decode(path)
    if kind == "RAW":
        return extras.decode_raw(path)
    if kind == "HEIC":
        decoded = extras.decode_heic(path)
        decoded.notes += _isobmff_notes(isobmff.read(path.read_bytes()))
        return decoded
    decoded = pillow.decode(path, kind)
    if kind == "JPEG":
        jpeg_segments.describe(decoded, path.read_bytes())
    elif kind == "WEBP":
        names = _webp_chunks(path)
        decoded.lossless = next((name for name in names if name in (b"VP8 ", b"VP8L")), None) == b"VP8L"
        if b"C2PA" in names:
            decoded.notes.append(jpeg_segments.CREDENTIALS_GO)
    elif kind == "AVIF":
        contents = isobmff.read(path.read_bytes())
        decoded.lossless = contents.lossless
        decoded.notes += _isobmff_notes(contents)
        if contents.nclx is not None and decoded.icc is None:
            decoded.cicp = contents.nclx[:2]
        if contents.deep:
            decoded.notes.append(
                Message("More than 8 bits per channel were reduced to 8; saving writes 8 bits.")
            )
    return decoded


def _decode_png(path: Path) -> Decoded:
    with path.open("rb") as file:
        info = png.read_info(file)
        if info.damaged:
            with scratch_folder() as folder:
                copy = folder / "photo.png"
                with copy.open("wb") as target:
                    png.copy_sound(file, target)
                decoded = _decode_png(copy)
            names = ", ".join(dict.fromkeys(info.damaged))
            decoded.notes.append(
                Message(
                    "Damaged parts of the file other than its pixels ({names}) were left out; saving does not write "
                    "them.",
                    names=names,
                )
            )
            return decoded
    if info.bit_depth == 16:
        with Image.open(path, formats=("PNG",)) as image:  # header only
            check_size(path, *image.size)
        pixels, alpha = split_alpha(oiio.read_pixels(path))
        decoded = Decoded(pixels, alpha)
        if info.animated:
            decoded.notes.append(Message("The file is animated; only the first frame is opened and saved."))
    else:
        decoded = pillow.decode(path, "PNG")
        if info.transparent is not None:  # Pillow compares a value of fewer bits with pixels of 8 bits
            level = info.transparent * 255 // ((1 << info.bit_depth) - 1)
            decoded.alpha = np.where(decoded.pixels[:, :, 0] == level, np.uint8(0), np.uint8(255))
    decoded.icc, decoded.exif, decoded.xmp, decoded.dpi = info.icc, info.exif, info.xmp, info.dpi
    decoded.chunks, decoded.cicp, decoded.iptc = info.kept or None, info.cicp, info.iptc
    if info.credentials:
        decoded.notes.append(jpeg_segments.CREDENTIALS_GO)
    if info.unknown:
        decoded.notes.append(jpeg_segments.unknown_data_goes(info.unknown))
    return decoded


def _webp_chunks(path: Path) -> list[bytes]:
    """The names of a WebP's chunks."""
    names = []
    with path.open("rb") as file:
        file.seek(12)
        while len(head := file.read(8)) == 8:
            name, length = struct.unpack("<4sI", head)
            names.append(name)
            # An animation frame holds its picture's chunks after 16 bytes of its own.
            file.seek(16 if name == b"ANMF" else length + length % 2, 1)
    return names


def _isobmff_notes(contents: isobmff.Contents) -> Iterator[Message]:
    if b"tmap" in contents.items or any(b"gainmap" in kind for kind in contents.auxiliary):
        yield jpeg_segments.GAIN_MAP_GOES
    if any(b"depth" in kind for kind in contents.auxiliary):
        yield Message("The file holds a depth map of the unedited photo; saving leaves it out.")
    if contents.properties & {b"clli", b"mdcv"}:
        yield Message("The file's HDR light levels were left out; saving writes none.")
    if contents.credentials:
        yield jpeg_segments.CREDENTIALS_GO


def _photo(decoded: Decoded, path: Path, kind: str) -> Photo:
    """The decoded photo, upright and with checked metadata."""
    notes = list(decoded.notes)
    block, turn, dpi = decoded.exif, decoded.orientation, decoded.dpi
    if block is not None:
        block = block.removeprefix(_EXIF_PREFIX)
        try:
            turn = turn or exif.orientation(block)
            if dpi in (None, _NO_DENSITY):
                dpi = exif.resolution(exif.first_directory(block))
            block = exif.upright(block)
        except exif.ExifError:
            block = None
            notes.append(Message("The damaged EXIF data was left out; saving writes none."))
    if turn is None or not 1 <= turn <= 8:
        turn = 1
    if dpi is not None and turn >= 5:
        dpi = (dpi[1], dpi[0])
    if dpi is not None and not all(1 <= value <= 65535 for value in dpi):
        dpi = None
    profile = decoded.icc
    if profile is not None and not icc.fits(profile, decoded.pixels.shape[2]):
        profile = None
        notes.append(
            Message(
                "The damaged or unsuitable colour profile was left out; colours count as sRGB, and saving "
                "writes no profile."
            )
        )
    if profile is None:
        profile = color_signals.profile(decoded.cicp, decoded.chunks, decoded.pixels.shape[2] == 1)
    alpha, layout = decoded.alpha, None if decoded.jpeg is None else decoded.jpeg.upright(turn)
    return Photo(
        pixels=oriented(decoded.pixels, turn),
        alpha=None if alpha is None else oriented(alpha, turn),
        icc=profile,
        exif=block,
        xmp=_XMP_ORIENTATION.sub(rb"\g<1>1", decoded.xmp) if decoded.xmp else None,
        origin=Origin(
            path=path,
            format=kind,
            jpeg_quantization=None if layout is None else layout.quantization,
            jpeg_subsampling=None if layout is None else layout.subsampling,
            jpeg_rgb=layout is not None and layout.rgb,
            lossless=decoded.lossless,
            dpi=dpi,
            iptc=decoded.iptc,
            photoshop=decoded.photoshop,
            segments=decoded.segments,
            chunks=decoded.chunks,
            cicp=decoded.cicp,
        ),
        notes=tuple(notes),
    )
