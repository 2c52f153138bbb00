"""The chunks of a PNG file: its metadata, read and written as bytes, apart from its pixels."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from crfill_core.imaging.codecs import png_chunks
from crfill_core.imaging.metadata import photoshop

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_XMP_KEYWORD, _RAW_PROFILE = b"XML:com.adobe.xmp", b"Raw profile type "
_LARGEST_METADATA = 64 << 20
"""The most bytes that a chunk's content may have after decompression, so that no small file can fill the memory."""
_INCH = 0.0254


@dataclass
class PngInfo:
    """The metadata in a PNG's chunks."""

    bit_depth: int
    color_type: int  # 0 grey, 2 RGB, 3 palette, 4 grey + alpha, 6 RGBA
    icc: bytes | None = None
    exif: bytes | None = None
    xmp: bytes | None = None
    dpi: tuple[float, float] | None = None
    animated: bool = False
    transparent: int | None = None
    """The grey value (color_type 0), in the file's own depth, that is transparent."""
    kept: bytes = b""
    """Whole chunks that stay valid after an edit, see :func:`~crfill_core.imaging.codecs.png_chunks.stays`."""
    cicp: tuple[int, int] | None = None
    iptc: bytes | None = None
    unknown: list[str] = field(default_factory=list)
    """Names of chunks whose content is unknown."""
    credentials: bool = False
    damaged: list[str] = field(default_factory=list)
    """Names of ancillary chunks that are ignored because their checksum is wrong."""


def _chunks(file: BinaryIO) -> Iterator[tuple[bytes, bytes, bool]]:
    """(name, content, whether the checksum is right) of the chunks up to IEND or to where the file breaks off.

    The content of image data, which the decoder checks, and of chunks of more than 64 MiB is returned empty and not checked.
    """
    file.seek(len(SIGNATURE))
    while len(head := file.read(8)) == 8:
        length, name = struct.unpack(">I4s", head)
        if name in (b"IDAT", b"fdAT") or length > _LARGEST_METADATA:
            content = b""
            file.seek(length, 1)
            sound = file.seek(4, 1) > 0
        else:
            content = file.read(length)
            sound = file.read(4) == struct.pack(">I", zlib.crc32(name + content))
        yield name, content, sound
        if name == b"IEND":
            return


def _is_ancillary(name: bytes) -> bool:
    """Whether a decoder may ignore chunks of this name: their first letter is lower-case (PNG, 5.4)."""
    return name[:1].islower()


def _whole_chunks(file: BinaryIO) -> Iterator[tuple[bytes, bytes, bool]]:
    """(name, all bytes of the chunk, whether the checksum is right) of the chunks up to IEND or the end of the file."""
    file.seek(len(SIGNATURE))
    name = b""
    while name != b"IEND" and len(head := file.read(8)) == 8:
        length, name = struct.unpack(">I4s", head)
        content, checksum = file.read(length), file.read(4)
        sound = checksum == struct.pack(">I", zlib.crc32(content, zlib.crc32(name)))
        yield name, head + content + checksum, sound


def copy_sound(source: BinaryIO, target: BinaryIO) -> None:
    """Copy a PNG file without ancillary chunks whose checksum is wrong, and without anything after its end."""
    target.write(SIGNATURE)
    for name, chunk, sound in _whole_chunks(source):
        if sound or not _is_ancillary(name):
            target.write(chunk)


def _inflate(data: bytes) -> bytes | None:
    unpacker = zlib.decompressobj()
    try:
        result = unpacker.decompress(data, _LARGEST_METADATA)
    except zlib.error:
        return None
    return result if unpacker.eof else None


def _text(name: bytes, content: bytes) -> tuple[bytes, bytes | None]:
    """Keyword and decompressed text of a tEXt, zTXt or iTXt chunk; None for a text that cannot be decompressed."""
    keyword, _, rest = content.partition(b"\0")
    if name == b"tEXt":
        return keyword, rest
    if name == b"zTXt":
        return keyword, _inflate(rest[1:])
    packed, rest = rest[:1] == b"\1", rest[2:]
    text = rest.partition(b"\0")[2].partition(b"\0")[2]
    return keyword, _inflate(text) if packed else text


def _raw_profile(text: bytes) -> bytes | None:
    """The block that ImageMagick keeps as text (name, length, hexadecimal digits); None if the text is damaged."""
    try:
        _, length, digits = text.strip().split(None, 2)
        return bytes.fromhex(b"".join(digits.split()).decode("ascii"))[: int(length)]
    except ValueError:
        return None


def _per_inch(per_metre: int) -> float:
    """Pixels per inch: a whole number if one rounds to these pixels per metre, as dpi are whole in most files."""
    value = per_metre * _INCH
    return float(round(value)) if abs(value - round(value)) <= _INCH / 2 else round(value, 2)


def read_info(file: BinaryIO) -> PngInfo:
    """The metadata of a PNG file; damaged chunks are left out. Raises ValueError without a valid header."""
    chunks = _chunks(file)
    name, header, _ = next(chunks, (b"", b"", False))
    if name != b"IHDR" or len(header) != 13:
        raise ValueError("no PNG header")
    info = PngInfo(bit_depth=header[8], color_type=header[9])
    for name, content, sound in chunks:
        if not sound and _is_ancillary(name):
            info.damaged.append(name.decode("ascii", "replace"))
        elif name == b"iCCP":
            info.icc = _inflate(content.partition(b"\0")[2][1:]) or b"damaged"
        elif name == b"eXIf":
            info.exif = content
        elif name == b"pHYs" and len(content) == 9 and content[8] == 1:
            x, y = struct.unpack(">II", content[:8])
            info.dpi = (_per_inch(x), _per_inch(y)) if x and y else None
        elif name == b"tRNS" and info.color_type == 0 and len(content) == 2:
            info.transparent = int.from_bytes(content, "big") % (1 << info.bit_depth)
        elif name == b"acTL":
            info.animated = len(content) == 8 and content[:4] != b"\0\0\0\1"
        elif name in (b"tEXt", b"zTXt", b"iTXt"):
            keyword, text = _text(name, content)
            if png_chunks.stays(name, content, text):
                info.kept += png_chunks.chunk(name, content)
            if keyword == _XMP_KEYWORD:
                info.xmp = text
            elif text and keyword.startswith(_RAW_PROFILE):
                block, kind = _raw_profile(text), keyword.removeprefix(_RAW_PROFILE)
                if kind in (b"exif", b"APP1") and info.exif is None and block and block[:6] == b"Exif\0\0":
                    info.exif = block[6:]
                elif kind == b"xmp" and info.xmp is None:
                    info.xmp = block
                elif kind in (b"iptc", b"8bim"):
                    info.iptc = photoshop.iptc_of(block or b"")
        elif png_chunks.stays(name, content):
            info.kept += png_chunks.chunk(name, content)
            if name == b"cICP" and len(content) == 4:
                info.cicp = content[0], content[1]
        elif name == png_chunks.CREDENTIALS:
            info.credentials = True
        elif png_chunks.is_unknown(name):
            info.unknown.append(name.decode("latin-1"))
    return info


def metadata_chunks(
    icc: bytes | None,
    exif: bytes | None,
    xmp: bytes | None,
    dpi: tuple[float, float] | None,
    kept: bytes = b"",
) -> bytes:
    """The chunks of that metadata and, before them, the whole chunks ``kept``."""
    result = kept
    if icc is not None:
        result += png_chunks.chunk(b"iCCP", b"ICC profile\0\0" + zlib.compress(icc))
    if dpi is not None:
        result += png_chunks.chunk(b"pHYs", struct.pack(">IIB", *(round(d / _INCH) for d in dpi), 1))
    if exif is not None:
        result += png_chunks.chunk(b"eXIf", exif)
    if xmp is not None:
        result += png_chunks.chunk(b"iTXt", _XMP_KEYWORD + b"\0\0\0\0\0" + xmp)
    return result


def rewrite(source: BinaryIO, target: BinaryIO, metadata: bytes) -> None:
    """Copy a PNG file's header and pixels, with ``metadata`` (whole chunks) instead of its other chunks.

    Raises ValueError if the source is incomplete, because the library that wrote it does not report a full disk.
    """
    target.write(SIGNATURE)
    name, whole = b"", True
    for name, chunk, sound in _whole_chunks(source):
        whole &= sound
        if name in (b"IHDR", b"IDAT", b"IEND"):
            target.write(chunk)
        if name == b"IHDR":
            target.write(metadata)
    if not whole or name != b"IEND":
        raise ValueError("the file came out incomplete")
