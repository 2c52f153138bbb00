"""Pixels through OpenImageIO, integers exactly as in the file: 16-bit PNG and TIFF in, PNG and TIFF out."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from crfill_core.imaging.names import text_name

if TYPE_CHECKING:
    import OpenImageIO

_DTYPES = {"uint8": np.uint8, "uint16": np.uint16}
_LONG_DTYPES = ("uint32", "int32", "uint", "int")
_STRIP_ROWS = 256
_PNG_AVERAGE = 64
"""The PNG filter that suits most rows of photos: trying all filters takes longer than the compression."""
_NO_TIME = "0000:00:00 00:00:00"
_WORTH_THREADS = 1 << 24  # bytes
_MOST_THREADS = 4


class OiioError(Exception):
    """The library's error message."""


def read_pixels(path: Path, most_channels: int = 4, raw_colors: bool = False) -> np.ndarray:
    """(H, W, ≤ most_channels) uint8 or uint16 as stored (alpha as stored, too); floating-point values unchanged. 32-bit
    whole numbers become uint16 if all of them fit, otherwise float32 shares of the largest possible number.

    ``raw_colors`` leaves colours that are not RGB as they are. Raises OiioError.
    """
    with text_name(path) as name:
        return _read_pixels(name, most_channels, raw_colors)


def _read_pixels(path: Path, most_channels: int, raw_colors: bool) -> np.ndarray:
    import OpenImageIO  # on first use: most photos do not need it

    config = OpenImageIO.ImageSpec()
    config.attribute("oiio:RawColor", int(raw_colors))
    # Otherwise PNG's colours come multiplied by alpha, which loses bits.
    config.attribute("oiio:UnassociatedAlpha", 1)
    source = OpenImageIO.ImageInput.open(str(path), config)
    if source is None:
        raise OiioError(OpenImageIO.geterror())
    try:
        spec = source.spec()
        channels = min(spec.nchannels, most_channels)
        exact = str(spec.format) in _DTYPES
        if exact and _rows_stand_alone(spec):
            return _read_rows(path, config, spec, channels)
        native = exact or str(spec.format) in _LONG_DTYPES
        pixels = source.read_image(0, 0, 0, channels, str(spec.format) if native else "float")
        if pixels is None:
            raise OiioError(source.geterror())
    finally:
        source.close()
    pixels = pixels.reshape(spec.height, spec.width, channels)
    return pixels if exact or not native else _shortened(pixels)


def _shortened(values: np.ndarray) -> np.ndarray:
    """32-bit whole numbers as uint16 where they fit (labels, masks of 0 and 1), else as shares of the largest."""
    if int(values.min()) >= 0 and int(values.max()) <= np.iinfo(np.uint16).max:
        return values.astype(np.uint16)
    return np.asarray(values / np.iinfo(values.dtype).max, np.float32)


def _rows_stand_alone(spec: OpenImageIO.ImageSpec) -> bool:
    """Whether rows can be read without all those above them, and are enough for several threads to be faster."""
    strip = spec.get_int_attribute("tiff:RowsPerStrip", 0)
    return 0 < strip <= _STRIP_ROWS and spec.tile_width == 0 and spec.image_bytes() >= _WORTH_THREADS


def _read_rows(
    path: Path, config: OpenImageIO.ImageSpec, spec: OpenImageIO.ImageSpec, channels: int
) -> np.ndarray:
    """The whole picture by several threads, each with its own open file: decompression takes most of the time."""
    import OpenImageIO

    result = np.empty((spec.height, spec.width, channels), _DTYPES[str(spec.format)])
    rows = spec.get_int_attribute("tiff:RowsPerStrip")
    rows *= max(1, _STRIP_ROWS // rows)
    strips = iter(range(0, spec.height, rows))
    lock = threading.Lock()

    def read() -> None:
        source = OpenImageIO.ImageInput.open(str(path), config)
        if source is None:
            raise OiioError(OpenImageIO.geterror())
        try:
            while True:
                with lock:
                    top = next(strips, None)
                if top is None:
                    return
                bottom = min(spec.height, top + rows)
                strip = source.read_scanlines(
                    0, 0, spec.y + top, spec.y + bottom, 0, 0, channels, str(spec.format)
                )
                if strip is None:
                    raise OiioError(source.geterror())
                result[top:bottom] = strip.reshape(bottom - top, spec.width, channels)
        finally:
            source.close()

    threads = min(_MOST_THREADS, os.cpu_count() or 1)
    with ThreadPoolExecutor(threads) as pool:
        for ended in [pool.submit(read) for _ in range(threads)]:
            ended.result()
    return result


def to_uint16(values: np.ndarray, white: float = 1) -> np.ndarray:
    """Values of any shape, cut to [0, ``white``], as uint16; NaN becomes black."""
    result = np.empty(values.shape, dtype=np.uint16)
    for top in range(0, len(values), _STRIP_ROWS):
        strip = np.nan_to_num(values[top : top + _STRIP_ROWS], nan=0.0, posinf=white, neginf=0.0)
        result[top : top + _STRIP_ROWS] = np.rint(np.clip(strip, 0, white) * (65535 / white))
    return result


def write_pixels(path: Path, pixels: np.ndarray, alpha: np.ndarray | None, quick: bool = False) -> None:
    """Write (H, W, 1|3) integers and (H, W) alpha as PNG or TIFF, as the suffix says. Raises OiioError.

    ``quick`` makes PNGs of photos a few per cent larger, in a third of the time.
    """
    import OpenImageIO

    if alpha is not None:
        pixels = np.concatenate([pixels, alpha[:, :, None]], axis=2)
    height, width, channels = pixels.shape
    spec = OpenImageIO.ImageSpec(width, height, channels, str(pixels.dtype))
    if alpha is not None:
        spec.alpha_channel = channels - 1
        spec.channelnames = ("R", "G", "B", "A") if channels == 4 else ("Y", "A")
    spec.attribute("oiio:UnassociatedAlpha", 1)
    # Both a few per cent larger and several times faster than what the library would do.
    spec.attribute("png:compressionLevel", 1 if quick else 3)
    if quick:
        spec.attribute("png:filter", _PNG_AVERAGE)
    spec.attribute("compression", "lzw")
    if path.suffix.lower() in (".tif", ".tiff"):
        # The library would write the time of saving, which then stays in the file though no tag refers to it.
        spec.attribute("DateTime", _NO_TIME)
    with text_name(path) as name:
        target = OpenImageIO.ImageOutput.create(str(name))
        if target is None or not target.open(str(name), spec):
            raise OiioError(target.geterror() if target else OpenImageIO.geterror())
        written = target.write_image(np.ascontiguousarray(pixels))
        closed = target.close()
        if not (written and closed):
            raise OiioError(target.geterror())
