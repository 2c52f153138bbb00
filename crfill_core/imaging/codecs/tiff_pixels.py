"""The pixels of a TIFF page: grey and RGB of 8 or 16 bits unchanged, through OpenImageIO; other colours as RGB, through
Pillow.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import numpy as np
from PIL import Image

from crfill_core.base.memory import is_out_of_memory
from crfill_core.base.messages import Message
from crfill_core.errors import PhotoError
from crfill_core.imaging.codecs import oiio, pillow
from crfill_core.imaging.codecs.decoded import Decoded
from crfill_core.imaging.depth import eight_bit
from crfill_core.imaging.metadata import exif

_BITS, _COMPRESSION, _PHOTOMETRIC, _SAMPLES = 0x102, 0x103, 0x106, 0x115
_INKS, _EXTRA, _FORMAT = 0x14C, 0x152, 0x153
_WHITE_IS_ZERO, _BLACK_IS_ZERO, _RGB, _SEPARATED, _CIELAB, _ICCLAB = 0, 1, 2, 5, 8, 9
_RAW_PHOTOMETRICS = (32803, 34892)  # sensor mosaic, linear raw
_ASSOCIATED, _UNASSOCIATED = 1, 2
_CMYK_INKS = 1
_USUAL_COMPRESSIONS = (1, 2, 3, 4, 5, 6, 7, 8, 32773, 32946)
_PILLOWS_COMPRESSIONS = (34925, 50000)  # LZMA, Zstandard: missing in OpenImageIO's wheels
_COMPRESSIONS = {
    **{34887: "LERC", 34925: "LZMA", 34933: "PNG", 50000: "Zstandard", 50001: "WebP"},
    **dict.fromkeys((33003, 33005, 34712), "JPEG 2000"),
    **dict.fromkeys((50002, 52546), "JPEG XL"),
    **dict.fromkeys((34661, 34662, 34663, 34664), "JBIG"),
    34892: Message("lossy JPEG"),
}
_LARGEST_OF_LIGHT = 16
"""Photos in linear light, where white is 1, have at most a tenth of their values above this limit."""
_STRIP_ROWS = 256
_SAMPLE = 1_000_000
"""In larger pictures only about this many values are examined."""


def decode(file: Path, path: Path, page: exif.Directory) -> Decoded:
    """The pixels, alpha, profile, orientation and notes of the first page of ``file``; ``page`` is the page's directory.

    Messages call the file ``path``. Raises PhotoError for pixels of a kind that cannot be read; for damaged files
    ExifError, OiioError or Pillow's errors.
    """
    photometric, compression = page.integer(_PHOTOMETRIC), page.integer(_COMPRESSION, 1)
    if photometric in _RAW_PHOTOMETRICS:
        raise PhotoError(
            "{path} holds a camera's raw sensor data; give it its RAW suffix (such as .dng) and open that.",
            path=path,
        )
    try:
        return _decode(file, path, page, photometric, compression)
    except PhotoError:
        raise
    except Exception as error:
        if compression in _USUAL_COMPRESSIONS or is_out_of_memory(error):
            raise
        name = _COMPRESSIONS.get(compression, Message("method {compression}", compression=compression))
        raise PhotoError(
            "{path} is a TIFF file compressed with {name}, which cannot be read in this form; save it "
            "again with LZW or ZIP compression in the program that made it.",
            path=path,
            name=name,
        ) from error


def _decode(file: Path, path: Path, page: exif.Directory, photometric: int, compression: int) -> Decoded:
    plain = photometric in (_WHITE_IS_ZERO, _BLACK_IS_ZERO, _RGB)
    if plain and compression not in _PILLOWS_COMPRESSIONS:
        decoded = _decode_exactly(file, path, page)
        decoded.icc = exif.bytes_of(page, exif.ICC)
        decoded.orientation = page.integer(exif.ORIENTATION, 1)
        return decoded
    if _needs_raw_channels(page, photometric) and compression not in _PILLOWS_COMPRESSIONS:
        decoded = _decode_inks(file, path, page)
        decoded.orientation = page.integer(exif.ORIENTATION, 1)
    else:
        decoded = pillow.decode(file, "TIFF")
        decoded.orientation = 1  # Pillow itself turns TIFFs upright, but no other format
    if max(page.integers(_BITS), default=8) > 8 and decoded.pixels.dtype == np.uint8:
        decoded.notes.append(
            Message("The photo's 16 bits per channel were reduced to 8; saving writes 8 bits.")
        )
    return decoded


def _transparency(page: exif.Directory, colors: int, notes: list[Message]) -> tuple[int | None, int]:
    """The number of the channel that is the transparency (None if there is none) and its kind. Adds a note if there are
    channels that are neither colours nor transparency.
    """
    count = max(0, page.integer(_SAMPLES, 1) - colors)
    kinds = [*page.integers(_EXTRA), *[0] * count][:count]
    at = next((i for i, kind in enumerate(kinds) if kind in (_ASSOCIATED, _UNASSOCIATED)), None)
    if len(kinds) > (at is not None):
        notes.append(
            Message(
                "Channels that are neither colours nor transparency (saved selections, spot colours) were "
                "left out; saving does not write them."
            )
        )
    return (None, 0) if at is None else (colors + at, kinds[at])


def _decode_exactly(file: Path, path: Path, page: exif.Directory) -> Decoded:
    """Decode grey or RGB of any depth."""
    colors = 3 if page.integer(_PHOTOMETRIC) == _RGB else 1
    notes: list[Message] = []
    at, alpha_kind = _transparency(page, colors, notes)
    channels = oiio.read_pixels(file, most_channels=colors if at is None else at + 1)
    bits = max(page.integers(_BITS), default=1)
    alpha = None if at is None else np.ascontiguousarray(channels[:, :, at])
    pixels = channels if channels.shape[2] == colors else np.ascontiguousarray(channels[:, :, :colors])
    if pixels.dtype == np.float32 and page.integer(_FORMAT, 1) == 3:
        white, highest = _white(path, pixels)
        notes.append(
            Message(
                "The floating-point values were clipped to 0–1 and converted to 16 bits; saving writes 16 bits."
            )
            if white == 1
            else Message(
                "The floating-point values go up to {highest}; {white} was taken for white, and they were "
                "converted to 16 bits; saving writes 16 bits.",
                highest=f"{highest:.5g}",
                white=white,
            )
        )
        pixels = oiio.to_uint16(pixels, white)
        alpha = None if alpha is None else oiio.to_uint16(alpha, _white(path, alpha)[0])
    elif pixels.dtype == np.float32:
        pixels = oiio.to_uint16(pixels)
        alpha = None if alpha is None else oiio.to_uint16(alpha)
        notes.append(
            Message(
                "The {bits}-bit whole numbers were converted to 16 bits; saving writes 16 bits.", bits=bits
            )
        )
    elif bits not in (8, 16):
        notes.append(
            Message(
                "The {bits}-bit values were converted to {itemsize} bits; saving writes {itemsize} bits.",
                bits=bits,
                itemsize=8 * channels.itemsize,
            )
        )
    if page.integer(_PHOTOMETRIC) == _WHITE_IS_ZERO:
        # OpenImageIO inverts white-is-zero itself, but only up to 8 bits, and the alpha along with it.
        wrong = pixels if bits > 8 else alpha
        if wrong is not None:
            np.subtract(np.iinfo(wrong.dtype).max, wrong, out=wrong)
    if alpha is not None and alpha_kind == _ASSOCIATED:
        _divide_by_alpha(pixels, alpha)
    return Decoded(pixels, alpha, notes=notes)


def _white(path: Path, values: np.ndarray) -> tuple[Literal[1, 255, 65535], float]:
    """The floating-point value of white and the highest value. White is 1 by convention. But if more than a tenth of the
    values are above 16, or any are and all are whole numbers, white is 255 or 65535: the smaller one that no value exceeds.
    Raises PhotoError if a value exceeds both.
    """
    highest = 0.0
    for top in range(0, len(values), _STRIP_ROWS):
        strip = values[top : top + _STRIP_ROWS]
        highest = max(highest, float(strip.max(where=np.isfinite(strip), initial=0)))
    if highest <= _LARGEST_OF_LIGHT:
        return 1, highest
    some = values.reshape(-1)[:: max(1, values.size // _SAMPLE)]
    some = some[np.isfinite(some)]
    if not (some == np.rint(some)).all() and np.percentile(some, 90) <= _LARGEST_OF_LIGHT:
        return 1, highest
    if highest <= 255:
        return 255, highest
    if highest <= 65535:
        return 65535, highest
    raise PhotoError(
        "{path} holds floating-point values up to {highest}, and which of them is white is not "
        "known; scale them to 0–1 in the program that made it.",
        path=path,
        highest=f"{highest:.5g}",
    )


def _divide_by_alpha(pixels: np.ndarray, alpha: np.ndarray) -> None:
    """Undo premultiplication in place. Colours with alpha 0 are left unchanged."""
    highest = int(np.iinfo(pixels.dtype).max)
    for top in range(0, len(pixels), _STRIP_ROWS):
        strip = pixels[top : top + _STRIP_ROWS]
        divisor = alpha[top : top + _STRIP_ROWS, :, None].astype(np.uint32)
        known = np.maximum(divisor, 1)
        divided = np.minimum((strip.astype(np.uint32) * highest + known // 2) // known, highest)
        strip[:] = np.where(divisor > 0, divided, strip)


def _needs_raw_channels(page: exif.Directory, photometric: int) -> bool:
    """Whether the colours are inks or Lab in a form that Pillow does not know."""
    colors = 4 if photometric == _SEPARATED else 3
    beyond = page.integer(_SAMPLES, colors) > colors
    deep = max(page.integers(_BITS), default=8) == 16
    return (
        photometric == _ICCLAB or (photometric == _SEPARATED and beyond) or (photometric == _CIELAB and deep)
    )


def _decode_inks(file: Path, path: Path, page: exif.Directory) -> Decoded:
    """Decode CMYK or Lab of 8 or 16 bits, with any extra channels, as 8-bit RGB."""
    photometric = page.integer(_PHOTOMETRIC)
    colors = 4 if photometric == _SEPARATED else 3
    if photometric == _SEPARATED and page.integer(_INKS, _CMYK_INKS) != _CMYK_INKS:
        raise PhotoError(
            "{path} is separated into inks other than cyan, magenta, yellow and black; save it as RGB or "
            "CMYK in the program that made it.",
            path=path,
        )
    notes: list[Message] = []
    at, _ = _transparency(page, colors, notes)
    channels = oiio.read_pixels(file, most_channels=colors if at is None else at + 1, raw_colors=True)
    if channels.dtype == np.float32:
        raise PhotoError(
            "{path} holds CMYK or Lab colours of more than 16 bits or as floating-point values; save it "
            "as RGB in the program that made it.",
            path=path,
        )
    deep, signed = channels.dtype == np.uint16, photometric == _CIELAB
    size = channels.shape[1::-1]
    eight = _eight_bit_lab(channels[:, :, :3]) if deep and colors == 3 else eight_bit(channels)[:, :, :colors]
    if colors == 3 and not signed:
        eight = eight ^ np.array([0, 128, 128], np.uint8)
    image = Image.frombytes("CMYK" if colors == 4 else "LAB", size, np.ascontiguousarray(eight).tobytes())
    image.info["icc_profile"] = exif.bytes_of(page, exif.ICC)
    decoded = pillow.from_image(image)
    if at is not None:
        decoded.alpha = np.ascontiguousarray(eight_bit(channels[:, :, at]))
    decoded.notes += notes
    return decoded


def _eight_bit_lab(values: np.ndarray) -> np.ndarray:
    """16-bit L a b as 8-bit. In 16 bits a and b, signed or offset, are in units of 1/256."""
    result = eight_bit(values)
    whole = values[:, :, 1:].astype(np.int32)
    return np.concatenate([result[:, :, :1], ((whole + 128) >> 8).astype(np.uint8)], axis=2)
