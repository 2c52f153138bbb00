"""Copies EXIF data out of and into TIFF files, tag by tag. Raises ``ExifError`` for damaged bytes."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Any, TypeAlias

from crfill_core.imaging.metadata import exif

_USER_COMMENT, _UNICODE = 0x9286, b"UNICODE\0"
_WORD_SIZES = {**exif.TYPE_SIZES, 5: 4, 10: 4}

_METADATA = frozenset(
    [exif.XMP, exif.ICC, exif.IPTC, exif.PHOTOSHOP, 0x935C, exif.EXIF_IFD, exif.GPS_IFD, exif.INTEROP_IFD]
)
"""Tags that are not copied as they are: blocks of metadata that are read and written elsewhere, layers, and pointers to
directories, which are made anew.
"""
_STORAGE = frozenset(
    [0x00FE, 0x00FF, *range(0x0100, 0x0104), *range(0x0106, 0x010B), 0x0111, *range(0x0115, 0x011A), 0x011C]
    + [*range(0x0120, 0x0126), 0x013D, 0x0140, *range(0x0142, 0x0146), 0x014A, 0x014C, 0x014D, 0x014E]
    + [*range(0x0150, 0x0157), 0x015B, *range(0x0200, 0x0215), 0x828D, 0x828E, *range(0xC612, 0xC800)]
    + [exif.CREDENTIALS]
)
"""Tags that belong to the pixels of one file: how they are stored, previews and other copies of the picture, and content
credentials, which vouch for the unedited photo.
"""

Tree: TypeAlias = dict[int, exif.Entry | dict[int, Any]]
"""Tags, including the directories that they point to."""


def _swapped(directory: exif.Directory, target: str) -> Tree:
    """The directory's tags, in byte order ``target``."""
    tree: Tree = {}
    for tag, entry in directory.entries.items():
        size = _WORD_SIZES[entry.type]
        if directory.order != target and size > 1:
            words = [entry.data[i : i + size][::-1] for i in range(0, len(entry.data), size)]
            entry = entry._replace(data=b"".join(words))
        tree[tag] = entry
    return tree


def _carried(block: exif.Bytes, target: str) -> Tree:
    """The tags to copy into another file, in byte order ``target``, with their sub-directories."""
    first = exif.first_directory(block)
    tree = {tag: item for tag, item in _swapped(first, target).items() if tag not in _STORAGE | _METADATA}
    for tag in (exif.EXIF_IFD, exif.GPS_IFD):
        sub = exif.sub_directory(block, first, tag)
        if sub is not None and sub.entries:
            tree[tag] = _sub_tree(block, sub, target)
    return tree


def _sub_tree(block: exif.Bytes, directory: exif.Directory, target: str) -> Tree:
    tree = _swapped(directory, target)
    comment = directory.entries.get(_USER_COMMENT)
    if comment is not None and comment.data.startswith(_UNICODE) and directory.order != target:
        # TIFF treats this text as bytes, so `_swapped` left it alone, but in EXIF it is 16-bit characters.
        text = bytearray(comment.data[len(_UNICODE) :])
        text[: len(text) // 2 * 2 : 2], text[1::2] = text[1::2], text[: len(text) // 2 * 2 : 2]
        tree[_USER_COMMENT] = comment._replace(data=_UNICODE + bytes(text))
    if exif.INTEROP_IFD in tree:
        del tree[exif.INTEROP_IFD]
        interop = exif.sub_directory(block, directory, exif.INTEROP_IFD)
        if interop is not None and interop.entries:
            tree[exif.INTEROP_IFD] = _swapped(interop, target)
    return tree


def _serialise(tree: Tree, order: str, base: int) -> bytes:
    """A classic TIFF directory with its values and sub-directories, to be stored at the even offset ``base``."""
    table = bytearray(struct.pack(order + "H", len(tree)))
    values = bytearray()
    values_at = base + 2 + 12 * len(tree) + 4
    for tag in sorted(tree):
        item = tree[tag]
        if isinstance(item, dict):
            at = values_at + len(values)
            values += _serialise(item, order, at)
            entry = exif.Entry(exif.LONG, 1, struct.pack(order + "I", at))
        else:
            entry = item
        data = entry.data
        if len(data) > 4:
            data = struct.pack(order + "I", values_at + len(values))
            values += entry.data
        values += bytes(len(values) % 2)
        table += struct.pack(f"{order}HHI", tag, entry.type, entry.number) + data.ljust(4, b"\0")
    return bytes(table + struct.pack(order + "I", 0) + values)


def from_tiff(data: exif.Bytes) -> bytes | None:
    """An EXIF block with the descriptive tags of a TIFF (or TIFF-based RAW) file; None if the file has none."""
    order = exif.first_directory(data).order
    tree = _carried(data, order)
    if not tree:
        return None
    return (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", 8) + _serialise(tree, order, 8)


def tiff_appendix(
    data: exif.Bytes, block: bytes | None, extra: Mapping[int, exif.Entry]
) -> tuple[bytes, int]:
    """A directory to append to a classic TIFF file, with the tags of an EXIF block and ``extra``, whose data must already be
    in the file's byte order.

    Returns (bytes, offset). Append the bytes to the file, then store the offset at byte 4 of the file. The file's tags that
    describe its pixels are kept. An orientation becomes 1. Raises :class:`exif.ExifError`, also for a BigTIFF.
    """
    if exif.is_big(data):
        raise exif.ExifError("metadata cannot be added to a BigTIFF")
    first = exif.first_directory(data)
    tree: Tree = _carried(block, first.order) if block else {}
    tree.update({tag: entry for tag, entry in first.entries.items() if tag in _STORAGE})
    tree.update(extra)
    if exif.ORIENTATION in tree:
        tree[exif.ORIENTATION] = exif.Entry(exif.SHORT, 1, struct.pack(first.order + "H", 1))
    padding = bytes(len(data) % 2)
    offset = len(data) + len(padding)
    return padding + _serialise(tree, first.order, offset), offset
