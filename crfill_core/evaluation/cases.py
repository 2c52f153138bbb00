"""The files of an evaluation: images, their masks and their fills, matched by name, read and written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from crfill_core.base.messages import Message, reason
from crfill_core.errors import PhotoError
from crfill_core.geometry import Size
from crfill_core.imaging.codecs.formats import photo_files
from crfill_core.imaging.depth import eight_bit_rgb
from crfill_core.imaging.mask import read_area
from crfill_core.imaging.read import read_photo

MASK_ENDINGS = ("", "-mask", "_mask")
RESULT_ENDINGS = ("", "-filled", "_filled")
SMALLEST_SIDE = 16
"""The smallest side of an image that can be evaluated, in pixels."""
MASKS_FOLDER = "masks"
"""Subfolder with the masks, in a folder of saved fills."""


@dataclass(frozen=True)
class Case:
    """An image to evaluate. ``name`` is the stem of its file; ``mask`` is None if the hole is drawn at random."""

    name: str
    image: Path
    mask: Path | None = None


def list_cases(images: Path, masks: Path | None) -> tuple[Case, ...]:
    """The images directly in a folder, by name, each with its mask: NAME.*, NAME-mask.* or NAME_mask.* in ``masks``.

    ``masks`` may also be one file for all images, or None for no masks. If it is the folder of the images, files named
    NAME-mask.* or NAME_mask.* are not images; one file for all is not an image either. Raises PhotoError if there are no
    images, two of them have the same name, or an image has no mask.
    """
    by_stem: dict[str, Path] = {}
    photos = images_in(images)
    beside = masks is not None and masks.is_dir() and masks.samefile(images)
    for path in photos:
        if beside and path.stem.endswith(MASK_ENDINGS[1:]):
            continue
        if masks is not None and masks.is_file() and path.samefile(masks):
            continue
        if path.stem in by_stem:
            raise PhotoError(
                "{other} and {path} have the same name; rename one of them.",
                other=by_stem[path.stem],
                path=path,
            )
        by_stem[path.stem] = path
    if not by_stem:
        raise PhotoError("{images} holds no images; name a folder of photos.", images=images)
    if masks is None or masks.is_file():
        return tuple(Case(name, path, masks) for name, path in by_stem.items())
    endings = MASK_ENDINGS[1:] if beside else MASK_ENDINGS  # an image is not its own mask
    found = match_files(masks, list(by_stem), endings, Message("mask"))
    return tuple(Case(name, path, found[name]) for name, path in by_stem.items())


def spread(cases: Sequence[Case], count: int) -> tuple[Case, ...]:
    """At most ``count`` of the cases, evenly spread and in order."""
    count = min(count, len(cases))
    return tuple(cases[number * len(cases) // count] for number in range(count))


def match_files(folder: Path, names: Sequence[str], endings: Sequence[str], what: Message) -> dict[str, Path]:
    """Name → the file in ``folder`` whose stem is the name followed by one of the endings, in any photo format.

    Raises PhotoError if any are missing; ``what`` is the word for such a file in the error's message.
    """
    by_stem: dict[str, Path] = {}
    for path in images_in(folder):
        by_stem.setdefault(path.stem, path)
    found = {}
    for name in names:
        for ending in reversed(endings):  # in a folder of photos, NAME-mask is the mask and NAME the photo
            if name + ending in by_stem:
                found[name] = by_stem[name + ending]
                break
    missing = [name for name in names if name not in found]
    if missing:
        some = ", ".join(missing[:3]) + (", …" if len(missing) > 3 else "")
        raise PhotoError(
            "{folder} has no {what} for {count} of {total} images ({some}); add what is missing.",
            folder=folder,
            what=what,
            count=len(missing),
            total=len(names),
            some=some,
        )
    return found


def read_rgb(path: Path) -> np.ndarray:
    """The pixels of a file as (H, W, 3) uint8 RGB, without alpha and without use of its colour profile.

    Grey is replicated, and 16 bits are rounded to 8. Raises PhotoError, also if a side is below 16 px.
    """
    photo = read_photo(path)
    if min(photo.size) < SMALLEST_SIDE:
        raise PhotoError(
            "{path} is too small to evaluate; use images of at least {side} pixels a side.",
            path=path,
            side=SMALLEST_SIDE,
        )
    return eight_bit_rgb(photo.pixels)


def read_hole(path: Path, size: Size) -> np.ndarray:
    """A mask file as (H, W) bool, true = missing. Raises PhotoError, also if nothing or all is missing."""
    hole = read_area(path, size)
    if not hole.any() or hole.all():
        extent = Message("all") if hole.any() else Message("none")
        raise PhotoError(
            "{path} marks {extent} of the image as missing; give it a hole or leave the image out.",
            path=path,
            extent=extent,
        )
    return hole


def at_short_side(image: np.ndarray, hole: np.ndarray, side: int) -> tuple[np.ndarray, np.ndarray]:
    """An image (H, W, 3) uint8 and its hole (H, W) bool, reduced by area means to a short side of ``side`` pixels.

    A pixel is missing if at least half of its area was. A smaller image stays unchanged. Raises PhotoError if nothing or
    all is missing then.
    """
    height, width = hole.shape
    scale = side / min(height, width)
    if scale >= 1:
        return image, hole
    size = (round(width * scale), round(height * scale))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    small_hole = cv2.resize(hole.astype(np.float32), size, interpolation=cv2.INTER_AREA) >= 0.5
    if not small_hole.any() or small_hole.all():
        raise PhotoError(
            "A hole would vanish or cover the whole image at {side} pixels; use a larger --size.", side=side
        )
    return small, small_hole


def write_png(pixels: np.ndarray, path: Path) -> None:
    """Save (H, W, 3) or (H, W) uint8 as PNG. Raises PhotoError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(pixels).save(path, "PNG")
    except OSError as error:
        raise PhotoError(
            "{path} cannot be written ({reason}); check the disk.", path=path, reason=reason(error)
        ) from error


def images_in(folder: Path) -> list[Path]:
    """The photo files directly in a folder, by name. Raises PhotoError if it is not a folder."""
    if not folder.is_dir():
        raise PhotoError("{folder} is not a folder; check the name.", folder=folder)
    return photo_files(folder)
