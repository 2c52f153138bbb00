"""EXIF blocks for an edited photo, with its size and without anything that shows the unedited photo."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from crfill_core.geometry import Size
from crfill_core.imaging.metadata import exif, previews

_WIDTHS, _HEIGHTS = (0x0100, 0xA002), (0x0101, 0xA003)
_STORED = ((0x0201, 0x0202), (0x0111, 0x0117), (0x0144, 0x0145))
"""Tags with the offsets and the lengths of a picture's data: JPEG, strips, tiles."""
_SUB_DIRECTORIES = 0x014A
_STALE = (_SUB_DIRECTORIES, exif.XMP, 0x501B, 0x8649, 0x935C, 0xCD41)
"""Tags with reduced copies of the photo; blocks that may hold such copies and are stored elsewhere in the file (XMP,
Photoshop's resources and layers, Windows' thumbnail); and content credentials, which vouch for the unedited photo.
"""
_MOST_DIRECTORIES = 64


def refreshed(block: bytes, size: Size) -> bytes:
    """The block for an edited photo of that size. Thumbnails, previews (also those in maker notes) and everything else
    that shows the unedited photo are removed. The values of all other tags stay at their offsets. Where tags are removed
    from the first directory, its other rows close up.

    Raises :class:`~crfill_core.imaging.metadata.exif.ExifError`.
    """
    exif.check_classic(block)
    first = exif.first_directory(block)
    patched = bytearray(block)
    for directory in _described(block, first):
        for tags, value in ((_WIDTHS, size.width), (_HEIGHTS, size.height)):
            for tag in tags:
                if tag in directory.entries:
                    exif.put(patched, first.order, directory.entries[tag], value)
    needed = list(_needed(block, first))
    length = len(block)
    for start, end in _pictures(block, first):
        # In a damaged block an offset may point at other tags.
        if start < end <= len(block) and not any(start < b and a < end for a, b in needed):
            patched[start:end] = bytes(end - start)
            length = start if end == length else length  # pictures at the end of the block are cut off
    if first.next_offset:
        struct.pack_into(first.order + "I", patched, first.next_at, 0)
    return exif.without(previews.blanked(bytes(patched[:length])), _STALE)


def _described(block: bytes, first: exif.Directory) -> Iterator[exif.Directory]:
    """The directories that describe the photo."""
    yield first
    for tag in (exif.EXIF_IFD, exif.GPS_IFD):
        sub = exif.sub_directory(block, first, tag)
        if sub is not None:
            yield sub


def _needed(block: bytes, first: exif.Directory) -> Iterator[tuple[int, int]]:
    """(start, end) of the directories and of the values of the tags that are kept."""
    for directory in _described(block, first):
        yield directory.next_at - 12 * len(directory.entries) - 2, directory.next_at + 4
        for tag, entry in directory.entries.items():
            if tag not in _STALE:
                yield entry.at, entry.at + len(entry.data)


def _pictures(block: bytes, first: exif.Directory) -> Iterator[tuple[int, int]]:
    """(start, end) of pictures and of other data to remove, from the last to the first."""
    spans = [
        (entry.at, entry.at + len(entry.data))
        for tag in _STALE
        if (entry := first.entries.get(tag)) is not None and len(entry.data) > 4
    ]
    waiting, seen = [first.next_offset, *first.integers(_SUB_DIRECTORIES)], set[int]()
    while waiting and len(seen) < _MOST_DIRECTORIES:
        offset = waiting.pop()
        if not offset or offset in seen:
            continue
        seen.add(offset)
        try:
            directory = exif.directory_at(block, offset, first.order)
        except exif.ExifError:
            continue
        waiting += [directory.next_offset, *directory.integers(_SUB_DIRECTORIES)]
        for at, length in _STORED:
            starts, lengths = directory.integers(at), directory.integers(length)
            spans += [(start, start + size) for start, size in zip(starts, lengths, strict=False)]
    return iter(sorted(spans, reverse=True))
