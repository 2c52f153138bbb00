"""Reads JPEG, WebP, AVIF, BMP, GIF, 8-bit PNG, and TIFF with CMYK, Lab or a palette through Pillow, and saves through it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from PIL import Image, ImageCms, JpegImagePlugin, PngImagePlugin

from crfill_core.base.messages import Message
from crfill_core.imaging import jpeg_layout
from crfill_core.imaging.codecs import jpeg_end, opencv
from crfill_core.imaging.codecs.decoded import Decoded, check_size, split_alpha
from crfill_core.imaging.metadata import xmp

# Pillow warns above 89 megapixels, which is a normal size today. check_size refuses excessive sizes before decoding.
Image.MAX_IMAGE_PIXELS = None
# XMP packets of several megabytes are usual (Camera Raw's masks). With Pillow's limit of one megabyte they would fail.
PngImagePlugin.MAX_TEXT_CHUNK = PngImagePlugin.MAX_TEXT_MEMORY = 64 << 20

_STRIP_ROWS = 256
_JPEG_BLOCK = 64 << 20  # bytes
_PLAIN_MODES = ("L", "LA", "RGB", "RGBA")


def decode(path: Path, pillow_format: str) -> Decoded:
    """Decode a file of that format. Raises PhotoError; for damaged files any exception."""
    if pillow_format == "WEBP" and (lean := _decode_webp(path)) is not None:
        return lean
    formats = ("JPEG", "MPO") if pillow_format == "JPEG" else (pillow_format,)
    # From a file object: given a path, Pillow would map uncompressed files into memory and garble turned TIFFs.
    stream, mended = jpeg_end.open_whole(path) if pillow_format == "JPEG" else (path.open("rb"), False)
    with stream as file, Image.open(file, formats=formats) as image:
        check_size(path, *image.size)
        frames = getattr(image, "n_frames", 1) if getattr(image, "is_animated", False) else 1
        if isinstance(image, JpegImagePlugin.JpegImageFile):
            # One block, because between blocks the decoder waits for Python code of other threads.
            image.decodermaxblock = _JPEG_BLOCK
        image.load()
        decoded = from_image(image)
        if mended:
            decoded.notes.append(Message("The file's end mark was missing, but the picture is complete."))
        if image.format == "MPO" and not xmp.promises(decoded.xmp or b"")[0]:
            decoded.notes.append(
                Message("The file holds several pictures; only the main one is opened and saved.")
            )
        elif frames > 1 and pillow_format != "TIFF":
            decoded.notes.append(
                Message(
                    "The file is animated; only the first of {frames} frames is opened and saved.",
                    frames=frames,
                )
            )
        if isinstance(image, JpegImagePlugin.JpegImageFile):
            decoded.jpeg = jpeg_layout.of(image)
            if image.info.get("jfif_unit") not in (1, 2):
                decoded.dpi = None  # Pillow reports 72 dpi if a JPEG states none
        return decoded


def _decode_webp(path: Path) -> Decoded | None:
    """A WebP with pixels from OpenCV, which needs half of Pillow's memory; None if only Pillow can decode the pixels."""
    with path.open("rb") as file, Image.open(file, formats=("WEBP",)) as image:
        check_size(path, *image.size)
        if image.mode not in _PLAIN_MODES or getattr(image, "is_animated", False):
            return None
        size, info, bands = image.size, dict(image.info), len(image.getbands())
    del image  # its decoder keeps the file's bytes and memory for frames
    channels = opencv.read_pixels(path, bands)
    if channels is None or channels.shape[1::-1] != size:
        return None
    return _described(channels, info, info.get("icc_profile") or None, [])


def from_image(image: Image.Image) -> Decoded:
    """A loaded Pillow image of any mode as 8-bit grey or RGB, with its metadata."""
    notes: list[Message] = []
    plain, icc = _plain(image, image.info.get("icc_profile") or None, notes)
    return _described(array(plain), image.info, icc, notes)


def _described(
    channels: np.ndarray, info: Mapping[Any, Any], icc: bytes | None, notes: list[Message]
) -> Decoded:
    """(H, W, C) uint8, alpha last, with the metadata in Pillow's ``info``."""
    pixels, alpha = split_alpha(channels)
    dpi, packet = info.get("dpi"), info.get("xmp")
    return Decoded(
        pixels=pixels,
        alpha=alpha,
        icc=icc,
        exif=info.get("exif") or None,
        xmp=packet.encode("utf-8") if isinstance(packet, str) else packet or None,
        dpi=(float(dpi[0]), float(dpi[1])) if dpi else None,
        notes=notes,
    )


def _plain(image: Image.Image, icc: bytes | None, notes: list[Message]) -> tuple[Image.Image, bytes | None]:
    """The image in one of the plain modes, and the profile of its new colours."""
    mode = image.mode
    if mode in ("RGB", "L") and "transparency" in image.info:  # one colour counts as transparent
        return image.convert("RGBA" if mode == "RGB" else "LA"), icc
    if mode in _PLAIN_MODES:
        return image, icc
    if mode in ("P", "PA"):
        notes.append(
            Message("The colour palette was expanded; saving writes full colours without a palette.")
        )
        colors = np.array(image.getpalette("RGB"), dtype=np.uint8).reshape(-1, 3)
        grey = bool((colors == colors[:, :1]).all())
        alpha = "A" if image.has_transparency_data else ""
        return image.convert("RGBA" if alpha else "RGB").convert(("L" if grey else "RGB") + alpha), icc
    if mode == "1":
        notes.append(
            Message("The black-and-white picture (1 bit) was converted to grey; saving writes 8-bit grey.")
        )
        return image.convert("L"), icc
    if mode == "CMYK":
        notes.append(Message("The CMYK colours were converted to RGB; saving writes RGB."))
        return _cmyk_to_rgb(image, icc, notes), None
    if mode == "LAB":
        notes.append(Message("The Lab colours were converted to RGB; saving writes RGB."))
        return _through_profile(image, ImageCms.createProfile("LAB")), None
    if mode in ("RGBX", "YCbCr", "HSV"):
        return image.convert("RGB"), icc
    if mode in ("La", "RGBa"):
        return image.convert(mode.upper()), icc
    raise ValueError(f"unknown pixel layout {mode}")


def _cmyk_to_rgb(image: Image.Image, icc: bytes | None, notes: list[Message]) -> Image.Image:
    if icc is not None:
        try:
            return _through_profile(image, ImageCms.ImageCmsProfile(io.BytesIO(icc)))
        except (ImageCms.PyCMSError, OSError):
            notes.append(Message("The damaged CMYK colour profile was ignored; colours may look different."))
    return image.convert("RGB")


def _through_profile(image: Image.Image, profile: Any) -> Image.Image:
    """The image in sRGB. Raises PyCMSError if the profile is not for that kind of image."""
    srgb = ImageCms.createProfile("sRGB")
    intent, flags = ImageCms.Intent.RELATIVE_COLORIMETRIC, ImageCms.Flags.BLACKPOINTCOMPENSATION
    result = ImageCms.profileToProfile(image, profile, srgb, intent, outputMode="RGB", flags=flags)
    assert result is not None, "only an in-place conversion returns None"
    return result


def array(image: Image.Image) -> np.ndarray:
    """A Pillow image as (H, W, C) uint8, converted in strips: NumPy's own conversion needs two more copies of the image."""
    width, height = image.size
    result = np.empty((height, width, len(image.getbands())), dtype=np.uint8)
    for top in range(0, height, _STRIP_ROWS):
        bottom = min(height, top + _STRIP_ROWS)
        strip = np.asarray(image.crop((0, top, width, bottom)))
        result[top:bottom] = strip.reshape(bottom - top, width, -1)
    return result


class _Sink:
    """A file that hides its descriptor, because Pillow ignores a full disk when it writes to a descriptor."""

    def __init__(self, file: BinaryIO) -> None:
        self.write, self.flush, self.seek, self.tell = file.write, file.flush, file.seek, file.tell


def save(image: Image.Image, path: Path, pillow_format: str, **options: Any) -> None:
    """Encode into the file. Raises OSError if not every byte could be written, and any exception of the encoder."""
    with path.open("wb") as file:
        image.save(_Sink(file), pillow_format, **options)  # type: ignore[arg-type]
