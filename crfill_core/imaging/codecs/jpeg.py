"""Saves a JPEG photo so that what was not edited is stored as in the original.

Decoding a JPEG to RGB rounds twice and, where its chroma is reduced, smooths the chroma between samples. Encoding
this RGB again loses a little everywhere. Encoding the original's own samples (decoded luma and chroma) reproduces the
original's coefficients, except at the finest quantisation steps, which are smaller than the rounding.
"""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np
from PIL import Image, JpegImagePlugin

from crfill_core.errors import PhotoError
from crfill_core.imaging import jpeg_layout
from crfill_core.imaging.codecs import jpeg_end, pillow
from crfill_core.imaging.codecs.decoded import oriented
from crfill_core.imaging.metadata import exif
from crfill_core.imaging.photo import Origin

log = logging.getLogger(__name__)


def with_the_originals_samples(pixels: np.ndarray, origin: Origin) -> np.ndarray | None:
    """(H, W, 3) uint8 YCbCr of ``pixels`` (H, W, 3) uint8 RGB for encoding with the original's tables and subsampling.

    Pixels that are the same as in the original file get its samples. None if that file is gone or cannot be the original.
    """
    if origin.format != "JPEG" or origin.path is None or origin.jpeg_subsampling is None or origin.jpeg_rgb:
        return None
    try:
        return _recoded(pixels, origin.path, origin.jpeg_subsampling)
    except (OSError, ValueError, PhotoError, exif.ExifError) as error:
        log.info("Encoded without the original's samples: %s", error)
        return None


def _recoded(pixels: np.ndarray, path: Path, subsampling: str) -> np.ndarray | None:
    with jpeg_end.open_whole(path)[0] as file, Image.open(file, formats=("JPEG", "MPO")) as image:
        block = (image.info.get("exif") or b"").removeprefix(b"Exif\0\0")
        turn = exif.orientation(block) if block else 1
        if not isinstance(image, JpegImagePlugin.JpegImageFile) or image.mode != "RGB":
            return None
        layout = jpeg_layout.of(image)
        if layout.upright(turn).subsampling != subsampling:
            return None
        before = oriented(pillow.array(image), turn)
    if before.shape != pixels.shape:
        return None
    samples = oriented(_samples(path, jpeg_layout.shared(layout.factors)), turn)
    changed = (before != pixels).any(axis=2)
    del before
    rows = np.flatnonzero(changed.any(axis=1))
    if len(rows):
        edited = slice(int(rows[0]), int(rows[-1]) + 1)
        new = np.asarray(Image.fromarray(np.ascontiguousarray(pixels[edited])).convert("YCbCr"))
        np.copyto(samples[edited], new, where=changed[edited, :, None])
    return samples


def _samples(path: Path, shared: list[tuple[int, int]]) -> np.ndarray:
    """(H, W, 3) uint8 YCbCr, each sample repeated over the pixels that share it. Not upright.

    The decoder smooths between samples that 2 × 1, 1 × 2 or 2 × 2 pixels share, which is undone here. All other samples are
    already repeated by the decoder.
    """
    samples = _decoded(path, 1)
    height, width, _ = samples.shape
    half = _decoded(path, 2) if (2, 2) in shared else None
    for channel, (across, down) in enumerate(shared):
        plane = samples[:, :, channel]
        if half is not None and (across, down) == (2, 2):
            # At half size the decoder returns the stored samples of these components.
            known = half[:, :, channel].repeat(2, axis=0)[:height].repeat(2, axis=1)[:, :width]
        elif (across, down) == (2, 1):
            known = _unsmoothed(plane).repeat(2, axis=1)[:, :width]
        elif (across, down) == (1, 2):
            known = _unsmoothed(plane.T).T.repeat(2, axis=0)[:height]
        else:
            continue
        samples[:, :, channel] = known
    return samples


def _decoded(path: Path, shrink: int) -> np.ndarray:
    """(H, W, 3) uint8 YCbCr as decoded, before the conversion to RGB."""
    with jpeg_end.open_whole(path)[0] as file, Image.open(file, formats=("JPEG", "MPO")) as image:
        width, height = image.size
        image.draft("YCbCr", (width // shrink, height // shrink))
        if image.mode != "YCbCr" or image.size != (-(-width // shrink), -(-height // shrink)):
            raise ValueError("the decoder gives no YCbCr of that size")
        return pillow.array(image)


def _unsmoothed(smooth: np.ndarray) -> np.ndarray:
    """The stored samples of a plane (H, W) uint8 that was widened to twice as many columns: (H, ⌈W / 2⌉) uint8.

    Widening turns each sample c into two columns, (3 c + its left neighbour + 1) / 4 and (3 c + its right neighbour +
    2) / 4, rounded down. The outermost columns are c itself. Each sample follows from its first column and its left
    neighbour.
    """
    height, width = smooth.shape
    columns = np.ascontiguousarray(smooth.T).astype(np.float32)
    found = np.empty(((width + 1) // 2, height), np.float32)
    found[0] = columns[0]
    for i in range(1, len(found)):
        # The middle of the range that rounding down allows.
        found[i] = np.rint((4 * columns[2 * i] + 0.5 - found[i - 1]) / 3)
    return np.clip(found, 0, 255).astype(np.uint8).T
