"""Photoshop's image resources and IPTC records (Adobe Photoshop File Formats, Image Resource Blocks; IPTC-IIM 4)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from crfill_core.imaging.metadata import previews

SIGNATURE = b"Photoshop 3.0\0"
IPTC = 0x0404
_KINDS = (b"8BIM", b"MeSa", b"AgHg", b"PHUT", b"DCSR")
_KEPT = frozenset(
    [0x03E9, 0x03EA, 0x03ED, 0x03F3, 0x03F5, 0x0406, 0x0408, 0x040A, 0x040B, 0x040D, 0x040E, 0x0411, 0x0414]
    + [0x0417, 0x0419, 0x041A, 0x041E, 0x0421, 0x0426, 0x0428, 0x042C, 0x042D, 0x0432, 0x043A, 0x043B, 0x0BB7]
    + [0x2710, *range(0x07D0, 0x0BB7)]
)
"""Resolution, print settings, copyright, addresses, guides, slices, paths. Other resources hold thumbnails (0x0409,
0x040C), layers, copies of EXIF and XMP or their digests, or unknown data.
"""
_MATTERS = frozenset([0x040A, 0x040B, 0x0408, 0x041E, 0x0BB7, *range(0x07D0, 0x0BB7)])
"""Copyright, addresses, guides, paths."""
_PREVIEWS = frozenset([(2, 200), (2, 201), (2, 202)])
"""(record, dataset) of preview pictures in IPTC."""
_OBJECT_RECORDS = (7, 8, 9)
"""IPTC records that hold a whole file."""


class Resource(NamedTuple):
    number: int
    whole: bytes  # with its head and padding
    data: bytes


def resources(block: bytes) -> Iterator[Resource]:
    """The resources in a block, up to the first damaged one."""
    at = 0
    while block[at : at + 4] in _KINDS and at + 12 <= len(block):
        (number,) = struct.unpack_from(">H", block, at + 4)
        named = at + 6 + 1 + block[at + 6]
        named += (named - at) % 2
        if named + 4 > len(block):
            return
        (length,) = struct.unpack_from(">I", block, named)
        end = named + 4 + length
        if end > len(block):
            return
        yield Resource(number, block[at:end] + bytes(length % 2), block[named + 4 : end])
        at = end + length % 2


def matters(block: bytes) -> bool:
    """Whether the resources hold more than how Photoshop shows and prints the photo."""
    return any(item.number in _MATTERS for item in resources(block))


def kept(block: bytes) -> bytes:
    """The resources that stay valid after an edit, except IPTC, byte for byte."""
    return b"".join(
        item.whole
        for item in resources(block)
        if item.number in _KEPT and not any(previews.embedded_jpegs(item.data))
    )


def iptc_of(block: bytes) -> bytes | None:
    """The IPTC record among the resources."""
    return next((item.data for item in resources(block) if item.number == IPTC), None) or None


def from_words(record: bytes | None) -> bytes | None:
    """The IPTC record in a TIFF tag of 32-bit words. Some programs reverse the bytes of each word; all pad the last word."""
    if record is None:
        return None
    if record[:1] != b"\x1c" and record[3:4] == b"\x1c" and len(record) % 4 == 0:
        record = b"".join(record[at : at + 4][::-1] for at in range(0, len(record), 4))
    end = _end_of_record(record)
    return record[:end] if not record[end:].strip(b"\0") else record


def with_iptc(block: bytes | None, iptc: bytes | None) -> bytes:
    """The resources ``block`` with that IPTC record before them."""
    if iptc is None:
        return block or b""
    head = struct.pack(">4sHHI", b"8BIM", IPTC, 0, len(iptc))
    return head + iptc + bytes(len(iptc) % 2) + (block or b"")


def segments(block: bytes, largest: int = 65000) -> Iterator[bytes]:
    """The contents of the JPEG segments (APP13) that hold the resources, at most ``largest`` bytes of them in each."""
    for at in range(0, len(block), largest):
        yield SIGNATURE + block[at : at + largest]


def without_previews(record: bytes) -> bytes:
    """An IPTC record without preview pictures and embedded files; everything else stays byte for byte."""
    parts = [
        record[start:end]
        for number, dataset, start, end in _datasets(record)
        if (number, dataset) not in _PREVIEWS and number not in _OBJECT_RECORDS
    ]
    return previews.blanked(b"".join(parts) + record[_end_of_record(record) :])


def _datasets(record: bytes) -> Iterator[tuple[int, int, int, int]]:
    """(record, dataset, start, end) of each dataset, up to the first damaged one."""
    at = 0
    while record[at : at + 1] == b"\x1c" and at + 5 <= len(record):
        number, dataset, length = struct.unpack_from(">BBH", record, at + 1)
        start = at + 5
        if length & 0x8000:  # the number of bytes that hold the length
            start += length & 0x7FFF
            length = int.from_bytes(record[at + 5 : start], "big")
        if start + length > len(record):
            return
        yield number, dataset, at, start + length
        at = start + length


def _end_of_record(record: bytes) -> int:
    return max((end for *_, end in _datasets(record)), default=0)
