"""Titles, legends and contact sheets around pictures."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from crfill_core.references.colours import direction_wheel, ramp_colours

BACKGROUND = (24, 26, 31)
_TEXT, _FAINT = (236, 238, 242), (158, 163, 173)


def with_direction_legend(picture: np.ndarray, title: str, explanation: str) -> np.ndarray:
    """A picture (h, w, 3) uint8 with a strip below it, which shows the colour wheel and its meaning. The result is at least
    900 pixels wide.
    """
    wheel = Image.fromarray(direction_wheel(144)).resize((72, 72), Image.Resampling.LANCZOS)
    sheet, left, top = _with_strip(picture)
    sheet.paste(wheel, (left, top), wheel)
    _write(sheet, left + 92, top, title, explanation)
    return np.asarray(sheet)


def with_ramp_legend(picture: np.ndarray, title: str, explanation: str) -> np.ndarray:
    """As :func:`with_direction_legend`, with the ramp of confidence from 0 to 1 in place of the wheel."""
    sheet, left, top = _with_strip(picture)
    ramp = ramp_colours(np.repeat(np.linspace(0, 1, 220)[None], 22, axis=0))
    sheet.paste(Image.fromarray(ramp), (left, top + 12))
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(14)
    for x, label, anchor in ((0, "0 unsure", "la"), (110, "0.5", "ma"), (220, "sure 1", "ra")):
        draw.line([(left + min(x, 219), top + 34), (left + min(x, 219), top + 39)], _FAINT)
        draw.text((left + x, top + 42), label, _FAINT, font, anchor)
    _write(sheet, left + 252, top, title, explanation)
    return np.asarray(sheet)


def contact_sheet(
    rows: Sequence[Sequence[np.ndarray]], titles: Sequence[str], captions: Sequence[str], note: str
) -> np.ndarray:
    """Pictures (h, w, 3) uint8, of one size in each row, under column titles. Each row has a caption; a note comes last."""
    gap, margin, heading, below = 16, 28, 40, 34
    width = max(sum(picture.shape[1] + gap for picture in row) - gap for row in rows) + 2 * margin
    height = margin + heading + sum(row[0].shape[0] + below + gap for row in rows) + 24 + margin
    sheet = Image.new("RGB", (width, height), BACKGROUND)
    draw = ImageDraw.Draw(sheet)
    x = margin
    for title, picture in zip(titles, rows[0], strict=True):
        draw.text((x + picture.shape[1] // 2, margin), title, _TEXT, ImageFont.load_default(20), "ma")
        x += picture.shape[1] + gap
    y = margin + heading
    for row, caption in zip(rows, captions, strict=True):
        x = margin
        for picture in row:
            sheet.paste(Image.fromarray(picture), (x, y))
            x += picture.shape[1] + gap
        y += row[0].shape[0]
        draw.text((margin, y + 8), caption, _FAINT, ImageFont.load_default(16), "la")
        y += below + gap
    draw.text((margin, y), note, _FAINT, ImageFont.load_default(14), "la")
    return np.asarray(sheet)


def _with_strip(picture: np.ndarray) -> tuple[Image.Image, int, int]:
    """The picture on a sheet with an empty strip below, and the top left corner (x, y) of the strip's content."""
    height, width = picture.shape[:2]
    sheet = Image.new("RGB", (max(width, 900), height + 112), BACKGROUND)
    sheet.paste(Image.fromarray(picture), ((sheet.width - width) // 2, 0))
    return sheet, 24, height + 20


def _write(sheet: Image.Image, x: int, y: int, title: str, explanation: str) -> None:
    draw = ImageDraw.Draw(sheet)
    draw.text((x, y), title, _TEXT, ImageFont.load_default(20), "la")
    font, line = ImageFont.load_default(15), ""
    lines: list[str] = []
    for word in explanation.split():
        longer = f"{line} {word}".strip()
        if draw.textlength(longer, font) > sheet.width - x - 24:
            lines, line = [*lines, line], word
        else:
            line = longer
    draw.multiline_text((x, y + 30), "\n".join([*lines, line]), _FAINT, font, "la", spacing=6)
