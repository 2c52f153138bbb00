"""Which chunks of a PNG stay valid after an edit, and how they fit into another PNG."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from crfill_core.imaging.metadata import xmp

HDR_LEVELS = frozenset(b"mDCV mDCv cLLI cLLi".split())
_KEPT = HDR_LEVELS.union(b"gAMA cHRM sRGB sBIT cICP oFFs pCAL sCAL sTER".split())
"""Chunks that describe colours, offset and scale."""
TEXTS = frozenset(b"tEXt zTXt iTXt".split())
CREDENTIALS = b"caBX"  # C2PA
_NOT_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS acTL fcTL fdAT hIST sPLT bKGD iDOT CgBI iCCP eXIf pHYs tIME orNT vpAg".split()
    + [b"caNv", b"zxIf", CREDENTIALS]
)
"""Chunks that describe how the pixels were stored, are read elsewhere, or give the time of the last change."""
_BLOCKS = (b"XML:com.adobe.xmp", b"Raw profile type ")
"""How text chunks begin that hold EXIF, XMP or IPTC."""


def stays(name: bytes, content: bytes, text: bytes | None = None) -> bool:
    """Whether a chunk is kept; ``text`` is the decompressed text of a text chunk."""
    if name in TEXTS:
        return text is not None and not content.startswith(_BLOCKS) and not xmp.shows_picture(text)
    return name in _KEPT


def is_unknown(name: bytes) -> bool:
    """Whether this program does not know what chunks of that name hold."""
    return name not in TEXTS | _KEPT | _NOT_KEPT


def chunk(name: bytes, content: bytes) -> bytes:
    """A whole chunk."""
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def parts(chunks: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(name, content) of each of the whole chunks in ``chunks``."""
    at = 0
    while at + 12 <= len(chunks):
        length, name = struct.unpack_from(">I4s", chunks, at)
        yield name, chunks[at + 8 : at + 8 + length]
        at += 12 + length


def keywords(chunks: bytes) -> list[str]:
    """The keywords of the texts in ``chunks``, such as Copyright, each once."""
    texts = (content for name, content in parts(chunks) if name in TEXTS)
    return list(dict.fromkeys(text.partition(b"\0")[0].decode("latin-1") for text in texts))


def fitted(chunks: bytes, colors: int, alpha: bool, bits: int) -> bytes:
    """The chunks for a file of that many colour channels (1 or 3) and bits per channel, with or without alpha."""
    result = b""
    for name, content in parts(chunks):
        if name == b"sBIT":
            content = _significant(content, colors, alpha, bits)
        result += chunk(name, content) if content else b""
    return result


def _significant(content: bytes, colors: int, alpha: bool, bits: int) -> bytes:
    """The significant bits of each channel (sBIT), a byte each, for a file of those channels; empty if they do not fit."""
    of_colors = content[:3] if len(content) >= 3 else content[:1] * 3
    of_alpha = content[-1:] if len(content) in (2, 4) else bytes([bits])
    values = (bytes([max(of_colors)]) if colors == 1 else of_colors) + (of_alpha if alpha else b"")
    return values if all(1 <= value <= bits for value in values) else b""
