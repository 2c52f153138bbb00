"""``crfill_core.fill``: fills an image given as a NumPy array or a Pillow image."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from crfill_core.base.memory import require_torch
from crfill_core.base.messages import Message
from crfill_core.base.options import OptionError, options
from crfill_core.errors import FillError
from crfill_core.geometry import Box
from crfill_core.imaging.convert import Picture, PictureT, coverage_of, photo_of, picture_like
from crfill_core.imaging.mask import THRESHOLD
from crfill_core.imaging.widen import without_rim
from crfill_core.inference.request import FillOptions, FillRequest
from crfill_core.progress import Progress
from crfill_core.references.lines import Line, LineSteering

if TYPE_CHECKING:
    from crfill_core.inference.inpainter import Inpainter

_LOCK = threading.Lock()
"""Held while the kept inpainter fills, because all callers share it and an inpainter serves one thread at a time."""


def fill(
    image: PictureT,
    mask: Picture,
    *,
    avoid: Picture | None = None,
    prefer: Picture | None = None,
    lines: Iterable[Line | Sequence[float]] | LineSteering = (),
    widen: bool = True,
    weights: str = "default",
    device: str = "auto",
    inpainter: Inpainter | None = None,
    progress: Progress | None = None,
    **options: Any,
) -> PictureT:
    """Fill what the mask covers. Returns a new image of the same kind, size and dtype or mode.

    ``image``: an array (H, W) or (H, W, 1 to 4), uint8 or uint16, sRGB, alpha last; or a Pillow image of mode L, LA,
    RGB, RGBA or I;16. ``mask``: (H, W) bool, or uint8 from 0 (keep the pixel exactly) to 255 (replace it), or a Pillow
    image of mode 1 or L. ``avoid`` and ``prefer`` are masks too, where values above 127 count: nothing is borrowed from
    the area of the first, and the area of the second is preferred. ``lines``: edges that continue across the hole, each
    x1, y1, x2, y2 … in pixels, from the upper left corner of the image. ``widen``: also fill the narrow rim of a thing
    that the mask leaves uncovered, as ``crfill fill`` does; without it no pixel outside the mask changes.

    The network of ``weights`` (name or path) on ``device`` (auto, cpu, cuda, mps) stays loaded until a call names other
    weights or another device. An ``inpainter`` of your own is used instead of it. ``options`` are the fields of
    :class:`FillOptions` by name.

    Raises PhotoError for images and masks that cannot be used, FillError for what cannot be filled, WeightsError, TypeError
    for options that do not exist, and Cancelled if ``progress`` was cancelled.
    """
    how = _options(options)
    photo = photo_of(image)
    coverage = coverage_of(mask, photo.size)
    if widen:
        coverage = without_rim(photo.pixels, coverage)
    avoided, preferred = (
        None if area is None else coverage_of(area, photo.size, what) > THRESHOLD
        for area, what in ((avoid, Message("avoid mask")), (prefer, Message("prefer mask")))
    )
    request = FillRequest(photo, coverage, how, avoided, preferred, _steering(lines))
    if inpainter is not None:
        result = inpainter.fill(request, progress)
    else:
        with _LOCK:
            result = _inpainter(weights, device).fill(request, progress)
    return picture_like(image, result.apply(photo, coverage))


@lru_cache(maxsize=1)
def _inpainter(weights: str, device: str) -> Inpainter:
    require_torch()
    from crfill_core.inference.inpainter import Inpainter

    return Inpainter(weights, device)


def _options(values: dict[str, Any]) -> FillOptions:
    """The options of a fill. Raises TypeError for names that do not exist, FillError for values out of bounds."""
    names = options(FillOptions)
    for name in values:
        if name not in names:
            raise TypeError(f"fill() has no option {name!r}; the options are {', '.join(names)}")
    given = {name: value.item() if isinstance(value, np.generic) else value for name, value in values.items()}
    if given.get("window") is not None:
        given["window"] = _box(given["window"])
    try:
        return FillOptions(**given)
    except OptionError as error:
        raise FillError("{error}.", error=error) from error


def _box(window: Sequence[int]) -> Box:
    try:
        return Box(*(int(edge) for edge in window))
    except (TypeError, ValueError, OverflowError):
        raise FillError(
            "window is {window}; give left, top, right and bottom in pixels.", window=repr(window)
        ) from None


def _steering(lines: Iterable[Line | Sequence[float]] | LineSteering) -> LineSteering:
    if isinstance(lines, LineSteering):
        return lines
    drawn = []
    for line in lines:
        try:
            drawn.append(line if isinstance(line, Line) else Line.of(line))
        except (TypeError, ValueError) as error:
            raise FillError("{line} is not a line: {error}.", line=repr(line), error=error) from None
    return LineSteering.of(drawn)
