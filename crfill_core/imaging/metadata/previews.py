"""Small JPEGs of the photo within metadata such as maker notes. After an edit they are stale."""

from __future__ import annotations

import re
from collections.abc import Iterator

_BEGIN = re.compile(rb"\xd8\xff[\xc0-\xcf\xdb-\xfe]")  # some cameras spoil the very first byte
_END = re.compile(rb"\xff\xd9")
MARKER_IN_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
"""Markers that end the compressed data of a JPEG's scan."""
_SCAN, _FRAMES = 0xDA, frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def blanked(block: bytes) -> bytes:
    """The block with every JPEG in it replaced with zeros; all other bytes stay in place."""
    result = bytearray(block)
    for start, end in embedded_jpegs(block):
        result[start:end] = bytes(end - start)
    return bytes(result)


def embedded_jpegs(block: bytes) -> Iterator[tuple[int, int]]:
    """(start, end) of each JPEG in the block. A JPEG without an end mark extends to the end of the block."""
    at = 0
    while (match := _BEGIN.search(block, at)) is not None:
        scan = _first_scan(block, match.start() + 1)
        if scan is None:
            at = match.start() + 2
            continue
        end = _END.search(block, scan)
        at = len(block) if end is None else end.end()
        yield max(0, match.start() - 1), at


def _first_scan(block: bytes, at: int) -> int | None:
    """Offset of the compressed data of the JPEG whose first segment is at ``at``; None if there is no JPEG."""
    framed = False
    while at + 4 <= len(block) and block[at] == 0xFF:
        marker, length = block[at + 1], int.from_bytes(block[at + 2 : at + 4], "big")
        if marker == 0xFF:  # padding
            at += 1
            continue
        if marker < 0xC0 or length < 2:
            return None
        if marker == _SCAN:
            return at + 2 + length if framed else None
        framed |= marker in _FRAMES
        at += 2 + length
    return len(block) if framed else None
