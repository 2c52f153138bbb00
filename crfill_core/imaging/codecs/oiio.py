"""Pixels through OpenImageIO: reads 16-bit PNG, and TIFF of any depth; writes both; 8- and 16-bit values stay
exactly the same.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from crfill_core.base.parallel import portions, side_by_side
from crfill_core.files.leftovers import text_name

if TYPE_CHECKING:
    import OpenImageIO

_DTYPES = {"uint8": np.uint8, "uint16": np.uint16}
_LONG_DTYPES = ("uint32", "int32", "uint", "int")
_STRIP_ROWS = 256
_PNG_AVERAGE = 64
"""The PNG filter "average", which suits most rows of photos. Trying all filters would take longer than the compression."""
_NO_TIME = "0000:00:00 00:00:00"
_WORTH_THREADS = 1 << 24
"""With at least this many bytes of pixels, several threads are faster than one."""


class OiioError(Exception):
    """The library's error message."""


def read_pixels(path: Path, most_channels: int = 4, raw_colors: bool = False) -> np.ndarray:
    """(H, W, ≤ most_channels) uint8, uint16 or float32 as stored; alpha is not multiplied into the colours.

    32-bit whole numbers become uint16 if all of them fit, otherwise float32 fractions of the largest number that
    the type can hold. ``raw_colors`` leaves colours that are not RGB as they are. Raises OiioError.
    """
    import OpenImageIO  # on first use: most photos do not need it

    config = OpenImageIO.ImageSpec()
    config.attribute("oiio:RawColor", int(raw_colors))
    # Otherwise PNG's colours come multiplied by alpha, which loses bits.
    config.attribute("oiio:UnassociatedAlpha", 1)
    with text_name(path) as name:
        source = OpenImageIO.ImageInput.open(str(name), config)
        if source is None:
            raise OiioError(OpenImageIO.geterror())
        try:
            spec = source.spec()
            channels = min(spec.nchannels, most_channels)
            exact = str(spec.format) in _DTYPES
            if exact and _rows_stand_alone(spec):
                return _read_rows(name, config, spec, channels)
            native = exact or str(spec.format) in _LONG_DTYPES
            pixels = source.read_image(0, 0, 0, channels, str(spec.format) if native else "float")
            if pixels is None:
                raise OiioError(source.geterror())
        finally:
            source.close()
    pixels = pixels.reshape(spec.height, spec.width, channels)
    return pixels if exact or not native else _shortened(pixels)


def _shortened(values: np.ndarray) -> np.ndarray:
    """32-bit whole numbers as uint16 if all fit (labels, masks of 0 and 1), else as float32 fractions of the largest number
    that the type can hold.
    """
    if int(values.min()) >= 0 and int(values.max()) <= np.iinfo(np.uint16).max:
        return values.astype(np.uint16)
    return np.asarray(values / np.iinfo(values.dtype).max, np.float32)


def _rows_stand_alone(spec: OpenImageIO.ImageSpec) -> bool:
    """Whether rows can be read without the rows above them, and there are enough of them for several threads."""
    strip = spec.get_int_attribute("tiff:RowsPerStrip", 0)
    return 0 < strip <= _STRIP_ROWS and spec.tile_width == 0 and spec.image_bytes() >= _WORTH_THREADS


def _read_rows(
    path: Path, config: OpenImageIO.ImageSpec, spec: OpenImageIO.ImageSpec, channels: int
) -> np.ndarray:
    """The whole picture, read by several threads, because decompression takes most of the time. Each opens the file."""
    import OpenImageIO

    result = np.empty((spec.height, spec.width, channels), _DTYPES[str(spec.format)])
    rows = spec.get_int_attribute("tiff:RowsPerStrip")
    rows *= max(1, _STRIP_ROWS // rows)

    def read(part: slice) -> None:
        source = OpenImageIO.ImageInput.open(str(path), config)
        if source is None:
            raise OiioError(OpenImageIO.geterror())
        try:
            for top in range(part.start * rows, min(part.stop * rows, spec.height), rows):
                bottom = min(spec.height, top + rows)
                strip = source.read_scanlines(
                    0, 0, spec.y + top, spec.y + bottom, 0, 0, channels, str(spec.format)
                )
                if strip is None:
                    raise OiioError(source.geterror())
                result[top:bottom] = strip.reshape(bottom - top, spec.width, channels)
        finally:
            source.close()

    side_by_side(read, portions(-(-spec.height // rows), 1))
    return result


def to_uint16(values: np.ndarray, white: float = 1) -> np.ndarray:
    """Floating-point values (H, …), clipped to [0, ``white``], as uint16 with 65535 for white. NaN becomes 0."""
    result = np.empty(values.shape, dtype=np.uint16)
    for top in range(0, len(values), _STRIP_ROWS):
        strip = np.nan_to_num(values[top : top + _STRIP_ROWS], nan=0.0, posinf=white, neginf=0.0)
        result[top : top + _STRIP_ROWS] = np.rint(np.clip(strip, 0, white) * (65535 / white))
    return result


def write_pixels(path: Path, pixels: np.ndarray, alpha: np.ndarray | None, quick: bool = False) -> None:
    """Write (H, W, 1|3) uint8 or uint16 and (H, W) alpha as PNG or TIFF, by the suffix of ``path``. Raises OiioError.

    ``quick`` takes a third of the time for a PNG of a photo, which becomes a few per cent larger.
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
    # A few per cent larger and several times faster than with the library's own settings.
    spec.attribute("png:compressionLevel", 1 if quick else 3)
    if quick:
        spec.attribute("png:filter", _PNG_AVERAGE)
    spec.attribute("compression", "lzw")
    if path.suffix.lower() in (".tif", ".tiff"):
        # Otherwise the library writes the time of saving. ``tiff.add_tags`` later replaces the directory, but the bytes
        # would stay in the file.
        spec.attribute("DateTime", _NO_TIME)
    with text_name(path) as name:
        target = OpenImageIO.ImageOutput.create(str(name))
        if target is None or not target.open(str(name), spec):
            raise OiioError(target.geterror() if target else OpenImageIO.geterror())
        written = target.write_image(np.ascontiguousarray(pixels))
        closed = target.close()
        if not (written and closed):
            raise OiioError(target.geterror())
