"""Which chunks of a PNG stay valid after an edit, and how they fit into another PNG."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from crfill_core.imaging import xmp

_COLORS = frozenset([b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"cICP", b"mDCV", b"mDCv", b"cLLI", b"cLLi"])
_PLACES = frozenset([b"oFFs", b"pCAL", b"sCAL", b"sTER"])
TEXTS = frozenset([b"tEXt", b"zTXt", b"iTXt"])
CREDENTIALS = b"caBX"  # C2PA
HDR_LEVELS = frozenset([b"mDCV", b"mDCv", b"cLLI", b"cLLi"])
_OF_THE_CODING = frozenset(
    [
        b"IHDR",
        b"PLTE",
        b"IDAT",
        b"IEND",
        b"tRNS",
        b"acTL",
        b"fcTL",
        b"fdAT",
        b"hIST",
        b"sPLT",
        b"bKGD",
        b"iDOT",
    ]
    + [b"CgBI", b"iCCP", b"eXIf", b"pHYs", b"tIME", b"orNT", b"vpAg", b"caNv", b"zxIf", CREDENTIALS]
)
"""Chunks that describe how the pixels were stored, are read elsewhere, or give the time of the last change."""
_BLOCKS = (b"XML:com.adobe.xmp", b"Raw profile type ")


def stays(name: bytes, content: bytes, text: bytes | None = None) -> bool:
    """Whether a chunk is kept; ``text`` is that of a text chunk, decompressed."""
    if name in TEXTS:
        if content.startswith(_BLOCKS):  # EXIF, XMP, IPTC
            return False
        return text is not None and not xmp.shows_picture(text)
    return name in _COLORS or name in _PLACES


def is_unknown(name: bytes) -> bool:
    """Whether the chunk's content is unknown."""
    return not (name in TEXTS or name in _COLORS or name in _PLACES or name in _OF_THE_CODING)


def chunk(name: bytes, content: bytes) -> bytes:
    """A whole chunk."""
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def parts(chunks: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(name, content) of whole chunks one after the other."""
    at = 0
    while at + 12 <= len(chunks):
        length, name = struct.unpack_from(">I4s", chunks, at)
        yield name, chunks[at + 8 : at + 8 + length]
        at += 12 + length


def keywords(chunks: bytes) -> list[str]:
    """The keywords of its texts, such as Copyright, each once."""
    names = [
        content.partition(b"\0")[0].decode("latin-1") for name, content in parts(chunks) if name in TEXTS
    ]
    return list(dict.fromkeys(names))


def fitted(chunks: bytes, colors: int, alpha: bool, bits: int) -> bytes:
    """The chunks for a file of that many colour channels (1 or 3) and bits, with or without alpha."""
    result = b""
    for name, content in parts(chunks):
        if name == b"sBIT":
            content = _significant(content, colors, alpha, bits)
        result += chunk(name, content) if content else b""
    return result


def _significant(content: bytes, colors: int, alpha: bool, bits: int) -> bytes:
    """sBIT has a byte for each channel."""
    of_colors = content[:3] if len(content) >= 3 else content[:1] * 3
    of_alpha = content[-1:] if len(content) in (2, 4) else bytes([bits])
    values = (bytes([max(of_colors)]) if colors == 1 else of_colors) + (of_alpha if alpha else b"")
    return values if all(1 <= value <= bits for value in values) else b""
