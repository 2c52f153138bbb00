"""Damaged and hostile versions of sound files, decided by a random generator alone."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from functools import cache

PNG = b"\x89PNG\r\n\x1a\n"
_EXTREMES = (
    0,
    1,
    0x7F,
    0xFF,
    0x7FFF,
    0xFFFF,
    0x7FFFFFFF,
    0x80000000,
    0xFFFFFFFF,
    (1 << 63) - 1,
    (1 << 64) - 1,
)
_BOMB, _MEMBER_BOMB = 300 << 20, 48 << 20  # bytes, unpacked

Mutation = Callable[[random.Random, bytes, Sequence[bytes]], bytes]


def flip_bits(rng: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 8))):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def change_head(rng: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.randint(1, 6)):
        changed[rng.randrange(min(len(changed), 400))] = rng.randrange(256)
    return bytes(changed)


def cut(rng: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    return data[: rng.randrange(1, len(data))]


def drop_piece(rng: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    start = rng.randrange(len(data))
    return data[:start] + data[start + rng.randint(1, 1 + len(data) // 4) :]


def splice(rng: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """A piece of this or of another file is put in, or in place of what was there."""
    source = rng.choice(others)
    start, at = rng.randrange(len(source)), rng.randrange(len(data))
    piece = source[start : start + rng.randint(1, 1 + len(source) // 2)]
    return data[:at] + piece + data[at + rng.choice((0, len(piece))) :]


def lie_about_sizes(rng: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.randint(1, 3)):
        width, order = rng.choice((1, 2, 4, 4, 8)), rng.choice(("little", "big"))
        value = rng.choice((*_EXTREMES, rng.randrange(1 << 32))) % (1 << 8 * width)
        at = rng.randrange(max(1, min(len(data), rng.choice((64, 400, len(data)))) - width))
        changed[at : at + width] = value.to_bytes(width, order)  # type: ignore[arg-type]
    return bytes(changed)


def bomb(rng: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """A small file that says it is, or unpacks to, a huge one."""
    if data.startswith(PNG):
        if rng.random() < 0.5:
            size = struct.pack(
                ">II", *rng.choice(((60000, 60000), (22000, 22000), (1 << 31, 1), (500_000_000, 1)))
            )
            return sound_checksums(data[:16] + size + data[24:])
        packed = _packed_bomb()
        name, head = rng.choice(
            ((b"iCCP", b"icc\0\0"), (b"zTXt", b"Raw profile type exif\0\0"), (b"eXIf", b""))
        )
        chunk = struct.pack(">I4s", len(head + packed), name) + head + packed + bytes(4)
        return sound_checksums(data[:33] + chunk + data[33:])
    if data.startswith(b"PK"):
        return _with_member(
            data, lambda name, content: bytes(_MEMBER_BOMB) if rng.random() < 0.2 else content
        )
    if data.lstrip()[:1] == b"{":
        return rng.choice(
            (b"[" * 200_000, b'{"a":' * 100_000, data.replace(b"1", b"9" * 5000), b"[" + b"0," * 5_000_000)
        )
    return lie_about_sizes(rng, data, others)


@cache
def _packed_bomb() -> bytes:
    return zlib.compress(bytes(_BOMB), 9)


def change_inside(rng: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """Damage that checksums and packing do not give away: in a member of an archive, in a chunk of a PNG."""
    if data.startswith(b"PK"):
        kind = rng.choice((flip_bits, cut, splice, lie_about_sizes))
        return _with_member(
            data,
            lambda name, content: kind(rng, content, others) if content and rng.random() < 0.3 else content,
        )
    changed = rng.choice((flip_bits, change_head, lie_about_sizes))(rng, data, others)
    return sound_checksums(changed) if data.startswith(PNG) else changed


def rename_members(rng: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """Archives whose members would be written elsewhere if they were extracted."""
    if not data.startswith(b"PK"):
        return change_inside(rng, data, others)
    prefix = rng.choice(("../", "../../../../tmp/", "/tmp/", "C:\\", "..\\"))
    return _with_member(data, None, lambda name: prefix + name if rng.random() < 0.5 else name)


MUTATIONS: tuple[Mutation, ...] = (
    flip_bits,
    flip_bits,
    change_head,
    cut,
    drop_piece,
    splice,
    lie_about_sizes,
    lie_about_sizes,
    change_inside,
    change_inside,
    rename_members,
    bomb,
)


def mutated(rng: random.Random, data: bytes, others: Sequence[bytes]) -> tuple[str, bytes]:
    """One mutation, or two of them: its name and the bytes, never empty. Bombs are rare: they take long."""
    names, result = [], data
    for _ in range(rng.choice((1, 1, 2))):
        mutation = rng.choice(MUTATIONS)
        if mutation is bomb and rng.random() < 0.6:
            mutation = flip_bits
        result = mutation(rng, result, others) or b"\0"
        names.append(mutation.__name__)
        if len(result) < 16:
            break
    return " + ".join(names), result


def sound_checksums(data: bytes) -> bytes:
    """A PNG with the checksums that its chunks ought to have."""
    at, result = 8, data[:8]
    while at + 12 <= len(data):
        length, name = struct.unpack_from(">I4s", data, at)
        content = data[at + 8 : at + 8 + length]
        if len(content) < length:
            break
        result += data[at : at + 8] + content + struct.pack(">I", zlib.crc32(name + content))
        at += 12 + length
    return result + data[at:]


def _with_member(
    data: bytes,
    change: Callable[[str, bytes], bytes] | None,
    rename: Callable[[str], str] = lambda name: name,
) -> bytes:
    result = io.BytesIO()
    try:
        with (
            zipfile.ZipFile(io.BytesIO(data)) as source,
            zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target,
        ):
            for name in source.namelist():
                content = source.read(name)
                member = zipfile.ZipInfo(rename(name))  # of a fixed date: the same seed makes the same file
                member.compress_type = zipfile.ZIP_DEFLATED
                target.writestr(member, change(name, content) if change else content)
    except Exception:  # an archive that is damaged already
        return data
    return result.getvalue()
