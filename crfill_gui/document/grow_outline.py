"""The edge of a mask after it has grown, fast enough to be shown live. A large mask is reduced first."""

from __future__ import annotations

import cv2
import numpy as np

from crfill_core.geometry import Size
from crfill_core.imaging.bounds import bounds
from crfill_core.imaging.widen import widened
from crfill_gui.document.mask_operations import grown
from crfill_gui.document.outline import Outline
from crfill_gui.document.selection import MaskPatch

MOST = 1200
"""The box around the mask is reduced so that its longer side is at most this many pixels."""


def grown_outline(
    coverage: np.ndarray, radius: float, pixels: np.ndarray | None = None
) -> tuple[Outline, ...]:
    """Closed lines, in photo coordinates, around a mask (H, W) uint8 that has grown by ``radius`` pixels.

    With the photo's ``pixels`` (H, W, C) the mask is first widened where it is too tight. There are no lines
    if the mask is empty or does not change.
    """
    size = Size(coverage.shape[1], coverage.shape[0])
    if pixels is not None:
        wider = MaskPatch(*widened(pixels, coverage))
        if np.array_equal(wider.values, coverage[wider.box.slices]):
            pixels = None
        else:
            coverage = wider.apply(coverage)
    if radius <= 0 and pixels is None:
        return ()
    box = bounds(coverage)
    if box.is_empty:
        return ()
    box = box.pad(int(radius) + 2).clamp(size)
    part = coverage[box.slices]
    scale = min(1.0, MOST / max(part.shape))
    if scale < 1:
        width, height = max(1, round(box.width * scale)), max(1, round(box.height * scale))
        part = cv2.resize(part, (width, height), interpolation=cv2.INTER_AREA)
    covered = grown(part, radius * scale).apply(part) > 127
    lines, _ = cv2.findContours(covered.view(np.uint8), cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    factor = np.array([box.width / part.shape[1], box.height / part.shape[0]])
    corner = np.array([box.left, box.top])
    return tuple(
        Outline(tuple((float(x), float(y)) for x, y in (line[:, 0] + 0.5) * factor + corner), closed=True)
        for line in lines
    )
