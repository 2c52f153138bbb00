"""JPEGs with samplings that no library writes. Each component is stored in its own scan.

A scan of a single component (ITU-T T.81, A.2.2) is coded exactly as the scan of a grey JPEG. Every component is therefore
encoded as a grey JPEG of its own size, and the scans are put into one file.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping
from typing import Any

import numpy as np
from PIL import Image, JpegImagePlugin

from crfill_core.imaging import jpeg_layout
from crfill_core.imaging.codecs import jpeg_segments
from crfill_core.imaging.codecs.jpeg_segments import segment

_SOI, _EOI = b"\xff\xd8", b"\xff\xd9"
_TABLE, _FRAME, _CODES, _SCAN, _COMMENT = 0xDB, range(0xC0, 0xC2), 0xC4, 0xDA, 0xFE
_APPLICATION = range(0xE0, 0xF0)


def encode(samples: np.ndarray, subsampling: str, options: Mapping[str, Any]) -> bytes:
    """(H, W, 3) uint8 YCbCr as a JPEG with that sampling (see :attr:`jpeg_layout.Layout.subsampling`).

    ``options`` are those of Pillow's encoder: ``quality`` or ``qtables`` (further components use the last table), and what
    else the file is to hold, such as EXIF, a profile and comments. Raises ValueError for samplings that cannot be encoded.
    """
    options, tables = dict(options), options.get("qtables") or _usual(options["quality"])
    options.pop("quality", None)
    height, width, _ = samples.shape
    factors = jpeg_layout.factors(subsampling)
    described, scans, frame = b"", b"", 0
    for index, (across, down) in enumerate(jpeg_layout.shared(factors)):
        table = tables[min(index, len(tables) - 1)]
        plane = Image.fromarray(_reduced(samples[:, :, index], across, down))
        file = io.BytesIO()
        plane.save(file, "JPEG", **{**(options if index == 0 else {}), "qtables": [table], "optimize": True})
        encoded, at = file.getvalue(), len(_SOI)
        for marker, content, following in jpeg_segments.parts(encoded):
            if marker in _APPLICATION or marker == _COMMENT:
                described += segment(marker, content) if index == 0 else b""
            elif marker == _TABLE:
                described += segment(marker, bytes([content[0] & 0xF0 | index]) + content[1:])
            elif marker == _CODES:
                scans += segment(marker, content)
            elif marker == _SCAN:
                scans += segment(marker, bytes([1, index + 1, 0, 0, 63, 0]))
                scans += encoded[at + 4 + len(content) : following]  # the compressed data
            elif marker in _FRAME:
                frame = max(frame, marker)
            at = following
    rows = b"".join(
        bytes([index + 1, across << 4 | down, index]) for index, (across, down) in enumerate(factors)
    )
    head = segment(frame, struct.pack(">BHHB", 8, height, width, 3) + rows)
    return _SOI + described + head + scans + _EOI


def _usual(quality: int) -> list[list[int]]:
    """libjpeg's tables for a quality from 1 to 100."""
    file = io.BytesIO()
    Image.new("YCbCr", (8, 8)).save(file, "JPEG", quality=quality)
    with Image.open(file) as image:
        assert isinstance(image, JpegImagePlugin.JpegImageFile)
        return jpeg_layout.tables(jpeg_layout.of(image).quantization)


def _reduced(plane: np.ndarray, across: int, down: int) -> np.ndarray:
    """(⌈H / down⌉, ⌈W / across⌉): the rounded means of the pixels that share a sample."""
    if (across, down) == (1, 1):
        return np.ascontiguousarray(plane)
    height, width = plane.shape
    whole = np.pad(plane, ((0, -height % down), (0, -width % across)), mode="edge")
    blocks = whole.reshape(whole.shape[0] // down, down, whole.shape[1] // across, across)
    sums = blocks.sum(axis=(1, 3), dtype=np.uint16)
    return np.asarray((sums + across * down // 2) // (across * down), np.uint8)
