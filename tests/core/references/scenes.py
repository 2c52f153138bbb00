"""A filled photo of plain stripes with its references, as from an inpainter."""

from __future__ import annotations

import numpy as np

from crfill_core.geometry import Box
from crfill_core.imaging.photo import Photo
from crfill_core.references.export import Explained
from crfill_core.references.provenance import References
from crfill_core.references.similarity import Feature
from crfill_core.references.sources import Sources

WINDOW = Box(40, 20, 200, 148)
HOLE = Box(100, 60, 140, 100)
SHIFT = (-48, 8)


def stripes(dtype: type = np.uint8) -> Photo:
    """240 × 160, colours that tell where a pixel is."""
    y, x = np.mgrid[:160, :240]
    pixels = np.stack([x, y, (x // 8) % 2 * 200], -1)
    return Photo((pixels * (257 if dtype == np.uint16 else 1)).astype(dtype))


def explained(*, copied: bool = False, dtype: type = np.uint8, known: bool = True) -> Explained:
    """One window at full scale around one hole, filled grey; without ``known`` nothing can be selected."""
    photo = stripes(dtype)
    filled = photo.pixels.copy()
    filled[HOLE.slices] = np.iinfo(dtype).max // 2
    write = np.zeros((WINDOW.height, WINDOW.width), bool)
    write[HOLE.relative_to(WINDOW).slices] = True
    hidden = write if known else np.ones_like(write)
    shift = np.zeros((*write.shape, 2), np.int32)
    shift[write] = SHIFT
    feature = np.random.default_rng(0).random((4, WINDOW.height // 4, WINDOW.width // 4)).astype(np.float32)
    references = References.of(
        WINDOW,
        (filled[WINDOW.slices] / np.iinfo(dtype).max).astype(np.float32),
        Feature(feature),
        hidden=hidden,
        write=write,
        sources=Sources.of(WINDOW, shift, write) if copied else None,
    )
    return Explained(photo, photo.with_pixels(filled), (references,), "stripes")
