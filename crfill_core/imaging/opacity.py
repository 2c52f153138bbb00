"""How a fill changes the transparency of a photo: filled pixels become visible."""

from __future__ import annotations

import numpy as np


def with_cover(alpha: np.ndarray, coverage: np.ndarray) -> np.ndarray:
    """Alpha (H, W) after a fill with that coverage (H, W) uint8 was laid over it: a (1 - c) + c, in alpha's dtype.

    Unchanged where coverage is 0, full where it is 255.
    """
    highest = int(np.iinfo(alpha.dtype).max)
    result = alpha.copy()
    filled = coverage > 0
    left = (highest - alpha[filled].astype(np.uint32)) * (255 - coverage[filled])
    result[filled] = highest - (left + 127) // 255
    return result


def fills_share(alpha: np.ndarray, coverage: np.ndarray) -> np.ndarray:
    """(H, W) uint8: the share of the fill's colour in the visible colour, 255 · c / (a (1 - c) + c).

    Here a is the photo's ``alpha`` (H, W) before the fill and c the ``coverage`` (H, W) uint8, both as shares. Where the
    photo is opaque, the share is the coverage.
    """
    cover = coverage.astype(np.float32) / 255
    under = alpha.astype(np.float32) / np.iinfo(alpha.dtype).max * (1 - cover)
    share = np.divide(cover, under + cover, out=np.zeros_like(cover), where=coverage > 0)
    return np.asarray(np.rint(share * 255), np.uint8)
