"""The format of a file (by its content) and the format that a name asks for (by its suffix)."""

from __future__ import annotations

import os
from pathlib import Path

from crfill_core.base.messages import Message
from crfill_core.errors import PhotoError

SUFFIXES = {
    **dict.fromkeys((".jpg", ".jpeg", ".jpe", ".jfif"), "JPEG"),
    **{".png": "PNG", ".tif": "TIFF", ".tiff": "TIFF"},
    **{".webp": "WEBP", ".avif": "AVIF", ".bmp": "BMP", ".dib": "BMP"},
}
"""Suffix → format of the files that can be written."""

RAW_SUFFIXES = frozenset(
    (".3fr", ".arw", ".cr2", ".cr3", ".crw", ".dcr", ".dng", ".erf", ".fff", ".iiq", ".kdc", ".mef", ".mos")
    + (".mrw", ".nef", ".nrw", ".orf", ".pef", ".raf", ".raw", ".rw2", ".rwl", ".sr2", ".srf", ".srw", ".x3f")
)
HEIC_SUFFIXES = frozenset((".heic", ".heif", ".hif"))
OPEN_SUFFIXES = frozenset(SUFFIXES) | RAW_SUFFIXES | HEIC_SUFFIXES | {".gif"}
"""Suffixes that file dialogs and folder listings offer; the content decides what a file really is."""

_MAGIC = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    *(
        (magic, "RAW")
        for magic in (b"FUJIFILMCCD-RAW", b"IIRO", b"IIRS", b"MMOR", b"IIU\0", b"FOVb", b"\0MRM")
    ),
)
_TIFF_MAGIC = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_LONGEST_NAME = 255  # bytes
HEAD = 256
"""Number of bytes from the start of a file that :func:`sniff` needs."""


def sniff(head: bytes, suffix: str = "") -> str | None:
    """The format of a file that begins with ``head``, as in ``Origin.format``; None for unknown formats.

    The suffix is used only to distinguish camera RAW files built on TIFF (NEF, ARW, DNG, …) from plain TIFF.
    """
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    if head[:4] in _TIFF_MAGIC:
        return "RAW" if suffix.lower() in RAW_SUFFIXES or head[8:10] == b"CR" else "TIFF"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    if head[4:8] == b"ftyp":
        length = int.from_bytes(head[:4], "big")
        brands = {head[at : at + 4] for at in (8, *range(16, min(length, len(head)), 4))}
        if brands & {b"avif", b"avis"}:
            return "AVIF"
        if b"crx " in brands:
            return "RAW"
        if brands & {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}:
            return "HEIC"
    return None


def format_for(path: Path) -> str:
    """The format that a file name's suffix asks for. Raises PhotoError for a suffix that cannot be written."""
    name = SUFFIXES.get(path.suffix.lower())
    if name is None:
        what = Message("files without a suffix")
        if path.suffix:
            what = Message("files ending in {suffix}", suffix=path.suffix)
        raise PhotoError(
            "{path} cannot be saved because {what} cannot be written; choose a name that ends in .jpg, "
            ".png, .tif, .webp, .avif or .bmp.",
            path=path,
            what=what,
        )
    return name


def photo_files(folder: Path) -> list[Path]:
    """The photo files in a folder, not in its subfolders, sorted by name and without hidden files. Raises OSError."""
    return sorted(
        path
        for path in folder.iterdir()
        if path.suffix.lower() in OPEN_SUFFIXES and not path.name.startswith(".") and path.is_file()
    )


def suggest_save_path(path: str | Path) -> Path:
    """A free name in the folder of ``path``: ``name-filled.ext``, or ``name-filled-2.ext`` and so on if that is taken.

    A suffix that can be written is kept. That of a RAW file becomes .tif (16 bits), that of HEIC .jpg, any other .png. A
    longer name is shortened to 255 bytes, the most that usual file systems allow.
    """
    path = Path(path)
    suffix = path.suffix
    if suffix.lower() in RAW_SUFFIXES:
        suffix = ".tif"
    elif suffix.lower() in HEIC_SUFFIXES:
        suffix = ".jpg"
    elif suffix.lower() not in SUFFIXES:
        suffix = ".png"
    candidate = _named(path, f"-filled{suffix}")
    number = 2
    while os.path.exists(candidate):  # unlike Path.exists, False for a folder that may not be read
        candidate = _named(path, f"-filled-{number}{suffix}")
        number += 1
    return candidate


def _named(path: Path, ending: str) -> Path:
    """``path`` with its stem, shortened if necessary, and ``ending`` as its name."""
    stem = path.stem
    while len(stem) > 1 and len(os.fsencode(stem + ending)) > _LONGEST_NAME:
        stem = stem[:-1]
    return path.with_name(stem + ending)
