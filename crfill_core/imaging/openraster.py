"""OpenRaster (``.ora``) export: the photo and, above it, the fill as a layer of its own, for Krita, GIMP and others."""

from __future__ import annotations

import io
import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import cv2
import numpy as np
from PIL import Image

from crfill_core.base.memory import is_out_of_memory
from crfill_core.base.parallel import side_by_side
from crfill_core.errors import PhotoError
from crfill_core.files.leftovers import scratch_folder
from crfill_core.files.replace import replacing
from crfill_core.geometry import Box
from crfill_core.imaging.bounds import bounds
from crfill_core.imaging.codecs.color_signals import srgb_profile
from crfill_core.imaging.color import to_display
from crfill_core.imaging.depth import eight_bit
from crfill_core.imaging.photo import Photo
from crfill_core.imaging.write import write_photo

SUFFIX = ".ora"
MIMETYPE = b"image/openraster"
_VERSION = "0.0.3"
_PHOTO, _FILL, _MERGED = "data/photo.png", "data/fill.png", "mergedimage.png"
_THUMBNAIL, _THUMBNAIL_SIDE = "Thumbnails/thumbnail.png", 256
_DEFAULT_DPI = (72.0, 72.0)


def write_openraster(
    path: str | Path, original: Photo, filled: Photo, area: np.ndarray | None = None
) -> Path:
    """Save the original and, if anything was filled, the fill as two layers, and return the path.

    ``filled`` is the original with other pixels. The fill's layer shows the pixels that differ and all of ``area`` (H, W)
    bool, which marks what was filled. The layers and the merged picture keep the photo's depth and colour profile. If a
    16-bit photo has no profile, they get an sRGB profile, because without one Krita asks for a profile and suggests linear
    light.

    Raises PhotoError if the file cannot be saved; then nothing has changed on the disk.
    """
    path = Path(path)
    if filled.size != original.size or filled.pixels.dtype != original.pixels.dtype:
        raise ValueError("the filled photo must have the original's size and depth")
    original, filled = _with_profile(original), _with_profile(filled)
    fill, box = _fill_layer(original, filled, area)
    layers = [_layer("Photo", _PHOTO, Box.of(original.size), "svg:src-over")]
    pictures = {_PHOTO: _bare(original)}
    if fill is not None:
        # If the fill left the photo's alpha as it was, only src-atop keeps it under the opaque pixels of the layer.
        kept = original.alpha is not None and filled.alpha is not None
        kept = kept and np.array_equal(original.alpha, filled.alpha)  # type: ignore[arg-type]
        layers.insert(0, _layer("Fill", _FILL, box, "svg:src-atop" if kept else "svg:src-over"))
        pictures[_FILL] = _bare(fill)
    pictures[_MERGED] = filled
    try:
        with scratch_folder() as folder, replacing(path, PhotoError) as temporary:

            def pack(name: str) -> Path:
                try:
                    return write_photo(pictures[name], folder / Path(name).name, quick=True)
                except PhotoError as error:
                    if is_out_of_memory(error):
                        raise
                    raise _no_scratch(
                        path
                    ) from error  # the user did not choose the file that the error names

            files = side_by_side(pack, list(pictures))  # compression takes most of the time
            with zipfile.ZipFile(temporary, "w", zipfile.ZIP_STORED) as archive:
                # First and uncompressed, so that the format is recognised.
                archive.writestr("mimetype", MIMETYPE)
                archive.writestr("stack.xml", _stack(original, layers), zipfile.ZIP_DEFLATED)
                for name, file in zip(pictures, files, strict=True):
                    archive.write(file, name)
                archive.writestr(_THUMBNAIL, _thumbnail(filled))
    except OSError as error:  # of the scratch folder
        raise _no_scratch(path) from error
    return path


def _no_scratch(path: Path) -> PhotoError:
    return PhotoError(
        "{path} was not saved because its layers cannot be written to the folder for temporary files ({folder}); free "
        "some space there.",
        path=path,
        folder=tempfile.tempdir or "TMPDIR",
    )


def _with_profile(photo: Photo) -> Photo:
    if photo.icc is not None or photo.pixels.dtype == np.uint8:
        return photo
    return replace(photo, icc=srgb_profile(grey=photo.pixels.shape[2] == 1))


def _fill_layer(original: Photo, filled: Photo, area: np.ndarray | None) -> tuple[Photo | None, Box]:
    """The filled pixels, with the fill's opacity, in the box around them; all other pixels of the box are 0."""
    shown = (original.pixels != filled.pixels).any(axis=2)
    if area is not None:
        shown |= area
    box = bounds(shown)
    if box.is_empty:
        return None, box
    shown = shown[box.slices]
    alpha = np.where(shown, _cover(original, filled, box), 0).astype(filled.pixels.dtype)
    pixels = np.where(shown[:, :, None], filled.pixels[box.slices], 0).astype(filled.pixels.dtype)
    return replace(filled, pixels=pixels, alpha=alpha), box


def _cover(original: Photo, filled: Photo, box: Box) -> np.ndarray | int:
    """The opacity of the fill's layer that, over the original's alpha, gives the alpha of the filled photo."""
    if original.alpha is None or filled.alpha is None:
        return filled.max_value
    below, both = (
        photo.alpha[box.slices].astype(np.float64) for photo in (original, filled) if photo.alpha is not None
    )
    highest = filled.max_value
    share = np.divide(both - below, highest - below, out=np.ones_like(both), where=both < highest)
    return np.asarray(np.rint(np.where(both == below, 1, share) * highest), filled.pixels.dtype)


def _bare(photo: Photo) -> Photo:
    """The photo without metadata that describes the whole picture."""
    return replace(photo, exif=None, xmp=None)


def _layer(name: str, source: str, box: Box, composite: str) -> dict[str, str]:
    """The attributes of a layer in stack.xml."""
    place = {"x": str(box.left), "y": str(box.top)}
    look = {"opacity": "1.0", "visibility": "visible", "composite-op": composite}
    return {"name": name, "src": source, **place, **look}


def _stack(photo: Photo, layers: list[dict[str, str]]) -> bytes:
    """stack.xml. The topmost layer comes first."""
    width, height = photo.size
    across, down = (photo.origin.dpi if photo.origin else None) or _DEFAULT_DPI
    sides = {"w": width, "h": height, "xres": max(1, round(across)), "yres": max(1, round(down))}
    image = ElementTree.Element(
        "image", {"version": _VERSION} | {key: str(side) for key, side in sides.items()}
    )
    stack = ElementTree.SubElement(image, "stack")
    for layer in layers:
        ElementTree.SubElement(stack, "layer", layer)
    return bytes(ElementTree.tostring(image, encoding="UTF-8", xml_declaration=True))


def _thumbnail(photo: Photo) -> bytes:
    """A PNG of at most 256 pixels a side, 8-bit sRGB."""
    scale = min(1.0, _THUMBNAIL_SIDE / max(photo.size))
    size = tuple(max(1, round(side * scale)) for side in photo.size)
    small = cv2.resize(photo.pixels, size, interpolation=cv2.INTER_AREA)
    pixels = to_display(small.reshape(size[1], size[0], photo.channels), photo.icc)
    if photo.alpha is not None:
        alpha = cv2.resize(photo.alpha, size, interpolation=cv2.INTER_AREA)
        pixels = np.concatenate([pixels, eight_bit(alpha)[:, :, None]], axis=2)
    file = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(file, "PNG")
    return file.getvalue()
