"""What OpenCV does better than Pillow: writing lossless AVIF, and decoding WebP straight into an array.

The decoded pixels are exactly those of Pillow, which needs several copies of the picture in memory.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

_STRIP_ROWS = 256


def read_pixels(path: Path, channels: int) -> np.ndarray | None:
    """(H, W, channels) uint8, grey, RGB or RGBA as stored; None if OpenCV cannot decode the file, or not to this form."""
    import cv2

    try:
        pixels = cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_UNCHANGED)
    except cv2.error:
        return None
    stored = (channels,) if channels > 1 else ()
    if pixels is None or pixels.dtype != np.uint8 or pixels.shape[2:] != stored:
        return None
    pixels = np.asarray(pixels).reshape(*pixels.shape[:2], channels)
    if channels > 1:
        turn = cv2.COLOR_BGR2RGB if channels == 3 else cv2.COLOR_BGRA2RGBA
        # Given the whole array, OpenCV would copy all of it first.
        for top in range(0, len(pixels), _STRIP_ROWS):
            strip = pixels[top : top + _STRIP_ROWS]
            strip[:] = cv2.cvtColor(strip, turn)
    return pixels


def lossless_avif(pixels: np.ndarray, exif: bytes | None, xmp: bytes | None, icc: bytes | None) -> bytes:
    """(H, W, 1–4) uint8 grey or RGB, alpha last, as an AVIF file that keeps every value.

    Pillow's encoder has no lossless mode. Raises cv2.error, ValueError.
    """
    import cv2

    channels = pixels.shape[2]
    if channels in (1, 2):
        pixels = pixels[:, :, [0, 0, 0, 1][: channels + 2]]
    order = [2, 1, 0, 3][: pixels.shape[2]]
    blocks = {cv2.IMAGE_METADATA_EXIF: exif, cv2.IMAGE_METADATA_XMP: xmp, cv2.IMAGE_METADATA_ICCP: icc}
    present = {kind: np.frombuffer(block, np.uint8) for kind, block in blocks.items() if block is not None}
    done, data = cv2.imencodeWithMetadata(
        ".avif",
        np.ascontiguousarray(pixels[:, :, order]),
        list(present),
        list(present.values()),
        [cv2.IMWRITE_AVIF_QUALITY, 100],
    )
    if not done:
        raise ValueError("the encoder gave nothing")
    return bytes(data)
