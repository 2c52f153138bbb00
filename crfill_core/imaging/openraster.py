"""OpenRaster (``.ora``) export: the photo and, above it, the fill as a layer of its own, for Krita, GIMP and others."""

from __future__ import annotations

import os
import secrets
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from xml.etree import ElementTree

import cv2
import numpy as np
from PIL import Image

from crfill_core.errors import PhotoError
from crfill_core.files.leftovers import scratch_folder
from crfill_core.files.replace import replacing
from crfill_core.geometry import Box
from crfill_core.imaging import pillow
from crfill_core.imaging.bounds import bounds
from crfill_core.imaging.color import to_display
from crfill_core.imaging.color_signals import srgb_profile
from crfill_core.imaging.depth import eight_bit
from crfill_core.imaging.photo import Photo
from crfill_core.imaging.write import write_photo

SUFFIX = ".ora"
MIMETYPE = b"image/openraster"
_VERSION = "0.0.3"
_PHOTO, _FILL, _MERGED = "data/photo.png", "data/fill.png", "mergedimage.png"
_THUMBNAIL, _THUMBNAIL_SIDE = "Thumbnails/thumbnail.png", 256
_DEFAULT_DPI = (72.0, 72.0)


@dataclass(frozen=True)
class _Layer:
    name: str
    source: str
    box: Box
    composite: str = "svg:src-over"


def write_openraster(
    path: str | Path,
    original: Photo,
    filled: Photo,
    area: np.ndarray | None = None,
    names: tuple[str, str] = ("Photo", "Fill"),
) -> Path:
    """Save the original and what was filled as two layers, and return the path.

    ``filled`` is the original with other pixels. ``area`` (H, W) bool marks what was filled; the layer shows all of
    it and every other pixel that differs, or without ``area`` only the pixels that differ. Depth and colour profile
    are kept in every picture. A 16-bit sRGB picture gets an sRGB profile, because Krita would otherwise ask for a
    profile and suggest linear light. ``names`` are the layers' (photo, fill).

    Raises PhotoError for what cannot be saved; then nothing has changed on the disk.
    """
    path = Path(path)
    if filled.size != original.size or filled.pixels.dtype != original.pixels.dtype:
        raise ValueError("the filled photo must have the original's size and depth")
    original, filled = _with_profile(original), _with_profile(filled)
    fill, box = _fill_layer(original, filled, area)
    layers = [_Layer(names[0], _PHOTO, Box.of(original.size))]
    if fill is not None:
        # Only src-atop leaves the transparency of a photo as it is where nothing was filled.
        kept = original.alpha is not None and filled.alpha is not None
        kept = kept and np.array_equal(original.alpha, filled.alpha)  # type: ignore[arg-type]
        composite = "svg:src-atop" if kept else "svg:src-over"
        layers.insert(0, _Layer(names[1], _FILL, box, composite))
    dpi = (original.origin.dpi if original.origin else None) or _DEFAULT_DPI
    pictures = {_PHOTO: _bare(original), _MERGED: filled}
    if fill is not None:
        pictures[_FILL] = _bare(fill)
    with scratch_folder() as folder, replacing(path, PhotoError) as temporary:
        # Compression takes most of the time, and the pictures can be compressed independently.
        with ThreadPoolExecutor(min(len(pictures), os.cpu_count() or 1)) as pool:
            files = dict(zip(pictures, pool.map(partial(_pack, folder), pictures.values()), strict=True))
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr("mimetype", MIMETYPE)  # first and uncompressed, so that the format is recognised
            archive.writestr("stack.xml", _stack(original, layers, dpi), zipfile.ZIP_DEFLATED)
            for name in (_PHOTO, _FILL, _MERGED):
                if name in files:
                    archive.write(files[name], name)
            _put_thumbnail(archive, filled)
    return path


def _with_profile(photo: Photo) -> Photo:
    if photo.icc is not None or photo.pixels.dtype == np.uint8:
        return photo
    return replace(photo, icc=srgb_profile(grey=photo.pixels.shape[2] == 1))


def _fill_layer(original: Photo, filled: Photo, area: np.ndarray | None) -> tuple[Photo | None, Box]:
    """The filled pixels within the box around them, with the fill's opacity; all zero between them."""
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
    """The photo without metadata of the picture as a whole."""
    return replace(photo, exif=None, xmp=None)


def _stack(photo: Photo, layers: list[_Layer], dpi: tuple[float, float]) -> bytes:
    """stack.xml: the topmost layer comes first."""
    width, height = photo.size
    sides = {"w": width, "h": height, "xres": max(1, round(dpi[0])), "yres": max(1, round(dpi[1]))}
    image = ElementTree.Element(
        "image", {"version": _VERSION, **{key: str(side) for key, side in sides.items()}}
    )
    stack = ElementTree.SubElement(image, "stack")
    for layer in layers:
        ElementTree.SubElement(
            stack,
            "layer",
            {
                "name": layer.name,
                "src": layer.source,
                "x": str(layer.box.left),
                "y": str(layer.box.top),
                "opacity": "1.0",
                "visibility": "visible",
                "composite-op": layer.composite,
            },
        )
    return bytes(ElementTree.tostring(image, encoding="UTF-8", xml_declaration=True))


def _pack(folder: Path, photo: Photo) -> Path:
    return write_photo(photo, folder / f"{secrets.token_hex(4)}.png", quick=True)


def _put_thumbnail(archive: zipfile.ZipFile, photo: Photo) -> None:
    """At most 256 pixels a side, 8-bit sRGB."""
    scale = min(1.0, _THUMBNAIL_SIDE / max(photo.size))
    size = tuple(max(1, round(side * scale)) for side in photo.size)
    small = cv2.resize(photo.pixels, size, interpolation=cv2.INTER_AREA)
    pixels = to_display(small.reshape(size[1], size[0], photo.channels), photo.icc)
    if photo.alpha is not None:
        alpha = cv2.resize(photo.alpha, size, interpolation=cv2.INTER_AREA)
        pixels = np.concatenate([pixels, eight_bit(alpha)[:, :, None]], axis=2)
    with scratch_folder() as folder:
        file = folder / "thumbnail.png"
        pillow.save(Image.fromarray(np.ascontiguousarray(pixels)), file, "PNG")
        archive.write(file, _THUMBNAIL)
