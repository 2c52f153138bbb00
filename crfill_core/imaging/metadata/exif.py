"""EXIF blocks and TIFF directories as bytes: read, and patched in place.

An EXIF block is a small TIFF file without pixels. It is patched in place instead of being parsed and rewritten, so that
every other tag, maker notes included, stays bit for bit. For damaged bytes only ``ExifError`` is raised.
"""

from __future__ import annotations

import struct
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol

ORIENTATION, X_RESOLUTION, Y_RESOLUTION, RESOLUTION_UNIT = 0x0112, 0x011A, 0x011B, 0x0128
EXIF_IFD, GPS_IFD, INTEROP_IFD = 0x8769, 0x8825, 0xA005
XMP, ICC, IPTC, PHOTOSHOP = 0x02BC, 0x8773, 0x83BB, 0x8649
CREDENTIALS = 0xCD41  # C2PA
_CENTIMETRES_PER_INCH = 2.54
SHORT, LONG, RATIONAL, UNDEFINED = 3, 4, 5, 7
TYPE_SIZES = {
    **dict.fromkeys((1, 2, 6, 7), 1),
    **dict.fromkeys((SHORT, 8), 2),
    **dict.fromkeys((LONG, 9, 11, 13), 4),
    **dict.fromkeys((RATIONAL, 10, 12, 16, 17, 18), 8),
}
"""TIFF type → bytes of a value."""


class ExifError(ValueError):
    """The bytes are not an EXIF block or TIFF directory."""


class Bytes(Protocol):
    """bytes, bytearray or mmap."""

    def __len__(self) -> int: ...
    def __getitem__(self, key: slice, /) -> bytes | bytearray: ...


class Entry(NamedTuple):
    """One tag: TIFF type, number of values, the values as bytes in the file's byte order, and the offset of these bytes."""

    type: int
    number: int
    data: bytes
    at: int = 0


@dataclass(frozen=True)
class Directory:
    """One image file directory (IFD)."""

    order: str
    """Byte order as in ``struct``: "<" or ">"."""
    entries: Mapping[int, Entry]
    next_offset: int
    """Offset of the next directory, 0 if there is none."""
    next_at: int
    """Where ``next_offset`` is stored."""

    def integers(self, tag: int) -> tuple[int, ...]:
        """The tag's values if it holds unsigned integers, () otherwise."""
        entry = self.entries.get(tag)
        code = {1: "B", SHORT: "H", LONG: "I", 13: "I", 16: "Q", 18: "Q"}.get(entry.type) if entry else None
        if entry is None or code is None:
            return ()
        return struct.unpack(f"{self.order}{entry.number}{code}", entry.data)

    def integer(self, tag: int, default: int = 0) -> int:
        values = self.integers(tag)
        return values[0] if values else default

    def rational(self, tag: int) -> float | None:
        entry = self.entries.get(tag)
        if entry is None or entry.type != RATIONAL or entry.number < 1:
            return None
        numerator, denominator = struct.unpack(f"{self.order}2I", entry.data[:8])
        return numerator / denominator if denominator else None


def bytes_of(directory: Directory, tag: int) -> bytes | None:
    """A tag's raw value; None without that tag."""
    entry = directory.entries.get(tag)
    return entry.data if entry is not None else None


def _take(data: Bytes, at: int, length: int) -> bytes:
    if at < 0 or at + length > len(data):
        raise ExifError(f"{length} bytes at {at} are outside the block")
    return bytes(data[at : at + length])


def directory_at(data: Bytes, offset: int, order: str, big: bool = False) -> Directory:
    """The directory at ``offset``, without entries that are of an unknown type or point outside the data. Raises
    :class:`ExifError`.
    """
    head, code, width = ("Q", "Q", 8) if big else ("H", "I", 4)
    (count,) = struct.unpack(order + head, _take(data, offset, struct.calcsize(head)))
    if count > 4096:
        raise ExifError(f"a directory of {count} tags")
    at, step = offset + struct.calcsize(head), 4 + 2 * width
    table = _take(data, at, count * step + width)
    entries: dict[int, Entry] = {}
    for i in range(count):
        tag, kind, number = struct.unpack_from(f"{order}HH{code}", table, i * step)
        length = TYPE_SIZES.get(kind, 0) * number
        value_at = at + i * step + 4 + width
        if length > width:
            (value_at,) = struct.unpack_from(order + code, table, i * step + 4 + width)
        if length and value_at + length <= len(data):
            entries.setdefault(tag, Entry(kind, number, bytes(data[value_at : value_at + length]), value_at))
    (following,) = struct.unpack_from(order + code, table, count * step)
    return Directory(order, entries, following, at + count * step)


def is_big(data: Bytes) -> bool:
    """Whether this is a BigTIFF, with 64-bit offsets."""
    return bytes(data[:4]) in (b"II+\0", b"MM\0+")


def check_classic(block: Bytes) -> None:
    """Raise :class:`ExifError` for a block with 64-bit offsets. Only whole TIFF files may have them."""
    if is_big(block):
        raise ExifError("an EXIF block with 64-bit offsets")


def first_directory(data: Bytes) -> Directory:
    """IFD0 of an EXIF block or a whole TIFF file (BigTIFF too). Raises :class:`ExifError`."""
    head = _take(data, 0, 8)
    order = {b"II": "<", b"MM": ">"}.get(head[:2])
    if order is None:
        raise ExifError("no TIFF header")
    (magic,) = struct.unpack_from(order + "H", head, 2)
    if magic == 43:
        (offset,) = struct.unpack(order + "Q", _take(data, 8, 8))
        return directory_at(data, offset, order, big=True)
    (offset,) = struct.unpack_from(order + "I", head, 4)
    return directory_at(data, offset, order)


def sub_directory(data: Bytes, parent: Directory, tag: int) -> Directory | None:
    """The directory that a tag of ``parent`` points to; None if there is none or it is damaged."""
    offset = parent.integer(tag)
    if not offset:
        return None
    try:
        return directory_at(data, offset, parent.order, big=is_big(data))
    except ExifError:
        return None


def put(block: bytearray, order: str, entry: Entry, value: int) -> None:
    """Overwrite the first integer of an entry in ``block``, if the entry's type can hold ``value``."""
    if entry.type == SHORT and value <= 0xFFFF:
        struct.pack_into(order + "H", block, entry.at, value)
    elif entry.type == LONG:
        struct.pack_into(order + "I", block, entry.at, value)


def orientation(block: Bytes) -> int:
    """The orientation tag, 1–8; 1 if it is missing or invalid. Raises :class:`ExifError`."""
    value = first_directory(block).integer(ORIENTATION, 1)
    return value if 1 <= value <= 8 else 1


def resolution(directory: Directory) -> tuple[float, float] | None:
    """Pixels per inch across and down; None if not given."""
    x, y = directory.rational(X_RESOLUTION), directory.rational(Y_RESOLUTION)
    unit = directory.integer(RESOLUTION_UNIT, 2)
    if not x or not y or unit not in (2, 3):
        return None
    scale = 1.0 if unit == 2 else _CENTIMETRES_PER_INCH
    return x * scale, y * scale


def upright(block: bytes) -> bytes:
    """The block with orientation 1, if it has an orientation tag, and nothing else changed. Raises :class:`ExifError`."""
    check_classic(block)
    patched = bytearray(block)
    first = first_directory(block)
    entry = first.entries.get(ORIENTATION)
    if entry is not None:
        put(patched, first.order, entry, 1)
    return bytes(patched)


def without(block: bytes, tags: Collection[int]) -> bytes:
    """The block without those tags in its first directory, whose other rows close up. Everything else stays at its offset.
    Raises :class:`ExifError`.
    """
    first = first_directory(block)
    if first.entries.keys().isdisjoint(tags):
        return block
    start = struct.unpack_from(first.order + "I", block, 4)[0]
    (count,) = struct.unpack_from(first.order + "H", block, start)
    table = block[start + 2 : start + 2 + 12 * count]
    rows = [table[i : i + 12] for i in range(0, len(table), 12)]
    kept = [row for row in rows if struct.unpack_from(first.order + "H", row)[0] not in tags]
    directory = struct.pack(first.order + "H", len(kept)) + b"".join(kept)
    directory += struct.pack(first.order + "I", first.next_offset)
    return block[:start] + directory.ljust(6 + 12 * count, b"\0") + block[start + 6 + 12 * count :]
