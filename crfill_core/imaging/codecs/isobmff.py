"""The boxes of AVIF and HEIC files (ISO/IEC 14496-12, 23008-12): everything except the pixels."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

_CREDENTIALS = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")  # C2PA
_MOST_BOXES = 10_000
_NCLX = b"colrnclx"


@dataclass
class Contents:
    """What the boxes say about the main picture and about the rest of the file."""

    nclx: tuple[int, int, int] | None = None
    """The main picture's code points of primaries, transfer function and matrix."""
    deep: bool = False
    """Whether the main picture has more than 8 bits per channel."""
    full_chroma: bool = False
    """Whether its chroma has full resolution."""
    properties: set[bytes] = field(default_factory=set)
    """Kinds of all properties in the file, such as ``clli``."""
    items: set[bytes] = field(default_factory=set)
    """Kinds of all items in the file, such as ``tmap``."""
    auxiliary: set[bytes] = field(default_factory=set)
    """Names (URNs) of the kinds of auxiliary pictures."""
    credentials: bool = False
    """Whether the file has content credentials (C2PA)."""

    @property
    def lossless(self) -> bool:
        """Whether the picture is stored as 8-bit RGB, which encoders do for lossless files only."""
        return self.nclx is not None and self.nclx[2] == 0 and self.full_chroma and not self.deep


def read(data: bytes) -> Contents:
    """The contents of a file. Boxes after a damaged one are not read."""
    result = Contents()
    for kind, body in _boxes(data):
        if kind == b"meta":
            _read_meta(body[4:], result)
        elif kind == b"uuid" and body[:16] == _CREDENTIALS:
            result.credentials = True
    return result


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(kind, content) of the boxes in ``data``, up to the first damaged one."""
    at = 0
    for _ in range(_MOST_BOXES):
        if at + 8 > len(data):
            return
        length, kind = struct.unpack_from(">I4s", data, at)
        start = at + 8
        if length == 1 and at + 16 <= len(data):
            (length,) = struct.unpack_from(">Q", data, at + 8)
            start += 8
        end = len(data) if length == 0 else at + length
        if end < start or end > len(data):
            return
        yield kind, data[start:end]
        at = end


def _read_meta(data: bytes, result: Contents) -> None:
    properties: list[tuple[bytes, bytes]] = []
    owned: dict[int, list[int]] = {}
    main = 0
    for kind, body in _boxes(data):
        if kind == b"pitm" and len(body) >= 6:
            main = int.from_bytes(body[4 : 6 if body[0] == 0 else 8], "big")
        elif kind == b"iinf" and len(body) >= 6:
            for _, entry in _boxes(body[6 if body[0] == 0 else 8 :]):
                at = 8 if entry[:1] == b"\2" else 10
                result.items.add(entry[at : at + 4])
        elif kind == b"iprp":
            for inner, content in _boxes(body):
                if inner == b"ipco":
                    properties = list(_boxes(content))
                elif inner == b"ipma":
                    owned.update(_associations(content))
    result.properties = {kind for kind, _ in properties}
    result.auxiliary = {body[4:].partition(b"\0")[0] for kind, body in properties if kind == b"auxC"}
    for index in owned.get(main, []):
        kind, body = properties[index - 1] if 0 < index <= len(properties) else (b"", b"")
        if kind == b"colr" and body[:4] == b"nclx" and len(body) >= 11:
            result.nclx = struct.unpack_from(">3H", body, 4)
        elif kind == b"av1C" and len(body) >= 3:
            result.deep, result.full_chroma = bool(body[2] & 0x40), not body[2] & 0x0C


def _associations(data: bytes) -> Iterator[tuple[int, list[int]]]:
    """(item, indices of its properties, from 1) of an ipma box."""
    if len(data) < 8:
        return
    version, wide = data[0], data[3] & 1
    (count,) = struct.unpack_from(">I", data, 4)
    at, width = 8, 4 if version else 2
    for _ in range(min(count, _MOST_BOXES)):
        if at + width >= len(data):
            return
        item, number = int.from_bytes(data[at : at + width], "big"), data[at + width]
        at += width + 1
        step = 2 if wide else 1
        values = [int.from_bytes(data[at + i * step : at + (i + 1) * step], "big") for i in range(number)]
        yield item, [value & (0x7FFF if wide else 0x7F) for value in values]
        at += number * step


def with_code_points(data: bytes, cicp: tuple[int, int]) -> bytes:
    """The file with other primaries and transfer function; the matrix of its samples is kept."""
    start, end = 0, data.find(b"mdat")
    result = bytearray(data)
    while (at := data.find(_NCLX, start, end)) >= 0:
        struct.pack_into(">2H", result, at + len(_NCLX), *cicp)
        start = at + len(_NCLX)
    return bytes(result)
