"""The mask widened where it is too tight, as a change of it."""

from __future__ import annotations

import numpy as np

from crfill_core.imaging import widen
from crfill_gui.document.selection import MaskPatch


def widened(pixels: np.ndarray, coverage: np.ndarray) -> MaskPatch:
    """The widened mask (H, W) uint8 of a photo (H, W, C): see :func:`crfill_core.imaging.widen.widened`."""
    return MaskPatch(*widen.widened(pixels, coverage))
