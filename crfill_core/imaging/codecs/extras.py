"""Camera RAW and HEIC, through optional libraries."""

from __future__ import annotations

import importlib
import io
from pathlib import Path
from types import ModuleType

import numpy as np
from PIL import Image

from crfill_core.base.messages import Message
from crfill_core.errors import PhotoError
from crfill_core.files.leftovers import text_name
from crfill_core.imaging.codecs import pillow
from crfill_core.imaging.codecs.decoded import Decoded, check_size, oriented
from crfill_core.imaging.metadata import exif, exif_tiff

_SRGB_CURVE = (2.4, 12.92)
_ORIENTATIONS = {0: 1, 3: 3, 5: 8, 6: 6}
"""LibRaw's code of the camera's orientation → EXIF's."""


def _optional(path: Path, module: str, what: str, extra: str) -> ModuleType:
    try:
        return importlib.import_module(module)
    except ImportError:
        raise PhotoError(
            "{path} is a {what} file, which needs one more library; install it with pip install "
            "'crfill-studio[{extra}]', or convert the file to TIFF or JPEG first.",
            path=path,
            what=what,
            extra=extra,
        ) from None


def decode_raw(path: Path) -> Decoded:
    """A RAW file developed with the camera's white balance to 16-bit sRGB, upright. Raises PhotoError, LibRaw's errors."""
    rawpy = _optional(path, "rawpy", Message("camera RAW"), "raw")
    with text_name(path) as name, rawpy.imread(str(name)) as raw:
        check_size(path, raw.sizes.width, raw.sizes.height)
        pixels = raw.postprocess(output_bps=16, use_camera_wb=True, gamma=_SRGB_CURVE)
    try:
        block = exif_tiff.from_tiff(path.read_bytes())
    except exif.ExifError:
        block = None  # not built on TIFF (CR3, RAF)
    notes = [
        Message(
            "The RAW file was developed to 16-bit sRGB with the camera's white balance; "
            "saving writes another format, not a RAW."
        )
    ]
    return Decoded(pixels, exif=block, orientation=1, notes=notes)


def raw_preview(path: Path, side: int) -> np.ndarray | None:
    """The preview that the camera stored in a RAW file, upright, (H, W, 3) uint8; None if there is none.

    A larger JPEG preview is reduced, but its longer side keeps at least ``side`` pixels. Nothing is developed, so this takes
    milliseconds. Raises PhotoError without the library, LibRaw's and Pillow's errors for damaged files.
    """
    rawpy = _optional(path, "rawpy", Message("camera RAW"), "raw")
    with text_name(path) as name, rawpy.imread(str(name)) as raw:
        turn = _ORIENTATIONS.get(raw.sizes.flip, 1)
        try:
            preview = raw.extract_thumb()
        except (rawpy.LibRawNoThumbnailError, rawpy.LibRawUnsupportedThumbnailError):
            return None
    if preview.format != rawpy.ThumbFormat.JPEG:
        return oriented(np.asarray(preview.data), turn)
    with Image.open(io.BytesIO(preview.data), formats=("JPEG", "MPO")) as image:
        # A preview without an orientation of its own has that of the RAW file.
        turn = image.getexif().get(exif.ORIENTATION, turn)
        check_size(path, *image.size)
        shrink = side / max(image.size)
        image.draft("RGB", (int(image.width * shrink), int(image.height * shrink)))
        return oriented(np.asarray(image.convert("RGB")), turn)


def decode_heic(path: Path) -> Decoded:
    """The main picture of a HEIC file, upright. Raises PhotoError or libheif's errors."""
    pi_heif = _optional(path, "pi_heif", "HEIC", "heic")
    heif = pi_heif.open_heif(path, convert_hdr_to_8bit=True)
    check_size(path, *heif.size)
    decoded = pillow.from_image(heif.to_pillow())
    decoded.lossless = False
    decoded.orientation = 1
    decoded.notes.append(Message("HEIC files can only be read; saving writes another format."))
    return decoded
