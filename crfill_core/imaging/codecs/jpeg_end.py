"""JPEG files whose end-of-image marker (EOI) is missing, as some cameras and interrupted transfers leave them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import BinaryIO

import numpy as np
from PIL import Image

from crfill_core.imaging.codecs import jpeg_segments

_END = b"\xff\xd9"
_OTHER_DATA = bytes(range(1, 0x80)) * 2
"""Image data without markers. A decoder that still needs data makes other pixels from these than from none."""
_FORMATS = ("JPEG", "MPO")


def open_whole(path: Path) -> tuple[BinaryIO, bool]:
    """The file, with an EOI marker added if it had none, and whether it was added.

    Raises OSError for a file that cannot be read, or that is cut off before its picture is complete.
    """
    data = path.read_bytes()
    if _has_end(data):
        return path.open("rb"), False
    data = data.rstrip(b"\xff")
    if not _is_complete(data):
        raise OSError("the picture is cut off")
    return io.BytesIO(data + _END), True


def _has_end(data: bytes) -> bool:
    """Whether the main picture's segments end with EOI; also True if damaged data follow them."""
    end = 2
    for marker, _, following in jpeg_segments.parts(data):
        if marker == _END[1]:
            return True
        end = following
    return end + 2 <= len(data)


def _is_complete(data: bytes) -> bool:
    """Whether the data determine the whole picture, so that it does not change with what is appended to them."""
    first, other = (_pixels(data + tail) for tail in (_END, _OTHER_DATA + _END))
    return np.array_equal(first, other)


def _pixels(data: bytes) -> np.ndarray:
    with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
        return np.asarray(image)
