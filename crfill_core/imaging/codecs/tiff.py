"""TIFF files: which page is the photo, its tags as bytes, and tags for the files we write."""

from __future__ import annotations

import mmap
import shutil
import struct
from collections.abc import Iterator
from pathlib import Path

from crfill_core.base.messages import Message
from crfill_core.files.leftovers import scratch_folder
from crfill_core.imaging.codecs import jpeg_segments, tiff_pixels
from crfill_core.imaging.codecs.decoded import Decoded, check_size
from crfill_core.imaging.metadata import exif, exif_tiff, photoshop

_WIDTH, _HEIGHT, _PHOTOMETRIC = 0x100, 0x101, 0x106
_SUBFILE, _OLD_SUBFILE, _SUB_DIRECTORIES = 0xFE, 0xFF, 0x14A
_LAYERS = 0x935C
_MOST_PAGES = 64
_BYTE = 1
_COPIED = 1 << 20  # bytes at a time


def decode(path: Path) -> Decoded:
    """Decode the first page. If it is marked as a reduced copy, decode the first larger page that is not, if there is one.

    Raises PhotoError; for damaged files ExifError, OiioError or Pillow's errors.
    """
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        first = exif.first_directory(data)
        main = _main_page(data, first) if _is_reduced(first) else None
        if main is None:
            block, several = exif_tiff.from_tiff(data), _has_more_pages(data, first)
    if main is None:
        return _decode_first(path, path, first, block, several)
    with scratch_folder() as folder:
        copy = folder / "photo.tif"
        _copy_with_first(path, copy, main)
        with copy.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            photo = exif.first_directory(data)
            block = exif_tiff.from_tiff(data)
        decoded = _decode_first(copy, path, photo, block, several=False)
    decoded.xmp = decoded.xmp or exif.bytes_of(first, exif.XMP)
    if decoded.icc is None and photo.integer(_PHOTOMETRIC) == first.integer(_PHOTOMETRIC):
        decoded.icc = exif.bytes_of(first, exif.ICC)
    decoded.notes.append(
        Message(
            "The file's first page is a small copy of the photo; the photo itself was opened, and only it is "
            "saved."
        )
    )
    return decoded


def _decode_first(
    file: Path, path: Path, first: exif.Directory, block: bytes | None, several: bool
) -> Decoded:
    """Decode the first page of ``file``; messages call the file ``path``."""
    check_size(path, first.integer(_WIDTH), first.integer(_HEIGHT))
    decoded = tiff_pixels.decode(file, path, first)
    decoded.exif = block
    decoded.xmp = exif.bytes_of(first, exif.XMP)
    decoded.dpi = exif.resolution(first)
    resources = exif.bytes_of(first, exif.PHOTOSHOP) or b""
    decoded.photoshop = photoshop.kept(resources) or None
    decoded.iptc = photoshop.from_words(exif.bytes_of(first, exif.IPTC)) or photoshop.iptc_of(resources)
    if exif.CREDENTIALS in first.entries:
        decoded.notes.append(jpeg_segments.CREDENTIALS_GO)
    if _LAYERS in first.entries:
        decoded.notes.append(
            Message("The file's layers are left out; saving writes the picture that they make.")
        )
    if several:
        decoded.notes.append(Message("The file has several pages; only the first is opened and saved."))
    return decoded


def _is_reduced(directory: exif.Directory) -> bool:
    """Whether a page is marked as a smaller copy of another."""
    return bool(directory.integer(_SUBFILE) & 1) or directory.integer(_OLD_SUBFILE) == 2


def _pages(data: exif.Bytes, first: exif.Directory) -> Iterator[tuple[int, exif.Directory]]:
    """(offset, page) of the pages after the first, up to a damaged one, and then of its sub-pages that are not damaged."""
    offset, seen = first.next_offset, set[int]()
    while offset and offset not in seen and len(seen) < _MOST_PAGES:
        seen.add(offset)
        try:
            page = exif.directory_at(data, offset, first.order, big=exif.is_big(data))
        except exif.ExifError:
            break
        yield offset, page
        offset = page.next_offset
    for offset in first.integers(_SUB_DIRECTORIES)[:_MOST_PAGES]:
        try:
            yield offset, exif.directory_at(data, offset, first.order, big=exif.is_big(data))
        except exif.ExifError:
            continue


def _main_page(data: exif.Bytes, first: exif.Directory) -> int | None:
    """Offset of a page that is larger than the first and not a reduced copy; None if there is none."""
    area = first.integer(_WIDTH) * first.integer(_HEIGHT)
    for offset, page in _pages(data, first):
        if not _is_reduced(page) and page.integer(_WIDTH) * page.integer(_HEIGHT) > area:
            return offset
    return None


def _copy_with_first(path: Path, copy: Path, offset: int) -> None:
    """Copy a TIFF file with the page at ``offset`` as its first. No library reads a page that only a tag refers to."""
    with path.open("rb") as source, copy.open("wb") as target:
        shutil.copyfileobj(source, target, _COPIED)
        source.seek(0)
        head = source.read(8)
        order = "<" if head[:2] == b"II" else ">"
        target.seek(8 if exif.is_big(head) else 4)
        target.write(struct.pack(order + ("Q" if exif.is_big(head) else "I"), offset))


def _has_more_pages(data: exif.Bytes, first: exif.Directory) -> bool:
    """Whether the next page is another photo. Reduced copies, which GIMP and other programs append, do not count."""
    offset, following = next(_pages(data, first), (0, first))
    return 0 < offset == first.next_offset and not _is_reduced(following)


def add_tags(
    path: Path,
    exif_block: bytes | None,
    xmp: bytes | None,
    icc: bytes | None,
    iptc: bytes | None,
    resources: bytes | None,
    dpi: tuple[float, float] | None,
) -> None:
    """Append a directory with metadata to a TIFF file without metadata. Raises OSError, ExifError."""
    with path.open("r+b") as file:
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            order = exif.first_directory(data).order
            blocks = (
                (exif.XMP, _BYTE, xmp),
                (exif.ICC, exif.UNDEFINED, icc),
                (exif.PHOTOSHOP, _BYTE, resources),
            )
            extra = {
                tag: exif.Entry(kind, len(block), block) for tag, kind, block in blocks if block is not None
            }
            if iptc is not None:
                # Declared as 32-bit numbers, as in files of Photoshop and ExifTool.
                words = iptc + bytes(-len(iptc) % 4)
                extra[exif.IPTC] = exif.Entry(exif.LONG, len(words) // 4, words)
            if dpi is not None:
                for tag, value in ((exif.X_RESOLUTION, dpi[0]), (exif.Y_RESOLUTION, dpi[1])):
                    numbers = struct.pack(f"{order}2I", min(round(value * 10000), 0xFFFFFFFF), 10000)
                    extra[tag] = exif.Entry(exif.RATIONAL, 1, numbers)
                extra[exif.RESOLUTION_UNIT] = exif.Entry(exif.SHORT, 1, struct.pack(f"{order}H", 2))
            appendix, offset = exif_tiff.tiff_appendix(data, exif_block, extra)
        file.seek(0, 2)
        file.write(appendix)
        file.seek(4)
        file.write(struct.pack(f"{order}I", offset))
