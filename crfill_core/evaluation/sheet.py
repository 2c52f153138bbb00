"""A contact sheet: fills of every n-th image next to the input and the truth."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw

from crfill_core.base.messages import Message
from crfill_core.errors import PhotoError
from crfill_core.evaluation.cases import MASKS_FOLDER, RESULT_ENDINGS, Case, match_files, read_hole, read_rgb
from crfill_core.files.replace import replacing
from crfill_core.geometry import Size

EVERY = 20
FORMATS = {".webp": "WEBP", ".jpg": "JPEG", ".png": "PNG"}
LONGEST = {".webp": 16_383, ".jpg": 65_500}
"""Suffix → the largest side that the format allows, in pixels."""
QUALITY = 66
"""The quality of WebP and JPEG files, on a scale from 0 to 100."""
_GAP = 6
_CAPTION = 18
"""Height of a line of text, in pixels."""
_PAPER, _INK, _HOLE = (255, 255, 255), (40, 40, 40), (255, 0, 255)


def write_sheet(
    path: Path, cases: Sequence[Case], saved: Path, others: Mapping[str, Path], label: str, every: int = EVERY
) -> None:
    """Write a row for the first case and for every ``every``-th case after it: hole | other fills | our fill | truth.

    ``path`` ends in one of the suffixes of :data:`FORMATS`. ``saved``: the folder in which an evaluation saved our
    fills and their ``masks/``; ``label``: the title of the column of our fills. ``others``: title → folder of further
    fills. The second half of the rows is placed to the right of the first half. Raises PhotoError, also if the format does
    not allow a picture as large as this, and FileError if the file cannot be written.
    """
    shown = cases[::every]
    names = [case.name for case in shown]
    columns = {
        title: match_files(folder, names, RESULT_ENDINGS, Message("result"))
        for title, folder in {**others, label: saved}.items()
    }
    holes = match_files(saved / MASKS_FOLDER, names, ("",), Message("mask"))
    rows = []
    for case in shown:
        fills = [read_rgb(files[case.name]) for files in columns.values()]
        truth = _like(read_rgb(case.image), fills[-1])
        hole = read_hole(holes[case.name], Size(truth.shape[1], truth.shape[0]))
        composed = [np.where(hole[..., None], _like(fill, truth), truth) for fill in fills]
        holed = np.where(hole[..., None], np.array(_HOLE, np.uint8), truth)
        row = _beside([holed, *composed, truth], _GAP)
        rows.append(np.vstack([row, _text(row.shape[1], [(0, case.name)])]))
    half = -(-len(rows) // 2)
    titles = ["hole", *columns, "truth"]
    blocks = [_block(titles, part) for part in (rows[:half], rows[half:]) if part]
    sheet = _beside(blocks, 4 * _GAP)
    most = LONGEST.get(path.suffix.lower(), math.inf)
    if max(sheet.shape[:2]) > most:
        raise PhotoError(
            "{path} would have {width} × {height} pixels, but such a file has at most {most} a side; choose a name that "
            "ends in .png.",
            path=path,
            width=sheet.shape[1],
            height=sheet.shape[0],
            most=most,
        )
    options = {} if path.suffix.lower() == ".png" else {"quality": QUALITY}
    with replacing(path) as temporary:
        Image.fromarray(sheet).save(temporary, FORMATS[path.suffix.lower()], **options)


def _like(image: np.ndarray, other: np.ndarray) -> np.ndarray:
    """The image, resized to the size of the other."""
    if image.shape == other.shape:
        return image
    return cv2.resize(image, other.shape[1::-1], interpolation=cv2.INTER_AREA)


def _block(titles: Sequence[str], rows: Sequence[np.ndarray]) -> np.ndarray:
    """The column titles, with the rows stacked below them."""
    width = max(row.shape[1] for row in rows)
    step = (rows[0].shape[1] + _GAP) // len(titles)
    head = _text(width, [(number * step, title) for number, title in enumerate(titles)])
    padded = [np.pad(row, ((0, 0), (0, width - row.shape[1]), (0, 0)), constant_values=255) for row in rows]
    return np.vstack([head, *padded])


def _beside(pictures: Sequence[np.ndarray], gap: int) -> np.ndarray:
    """Pictures side by side on white, ``gap`` pixels apart."""
    height = max(picture.shape[0] for picture in pictures)
    parts = []
    for picture in pictures:
        fill = ((0, height - picture.shape[0]), (0, gap), (0, 0))
        parts.append(np.pad(picture, fill, constant_values=255))
    return np.hstack(parts)[:, :-gap]


def _text(width: int, words: Sequence[tuple[int, str]]) -> np.ndarray:
    """A white strip with words, each at the given distance, in pixels, from the strip's left edge."""
    strip = Image.new("RGB", (width, _CAPTION), _PAPER)
    drawing = ImageDraw.Draw(strip)
    for left, word in words:
        drawing.text((left + 2, 2), word, fill=_INK)
    return np.array(strip)
