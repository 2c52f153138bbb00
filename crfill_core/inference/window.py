"""One window of a fill: its pixels in the photo's own encoding, and the two ways of filling it from the network's answer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from crfill_core.geometry import Box
from crfill_core.imaging.color import from_srgb
from crfill_core.inference.tensors import enlarged
from crfill_core.progress import Progress
from crfill_core.references.assembly import Assembly, assemble, copy


@dataclass(frozen=True, eq=False)
class Window:
    """What is known about one window.

    ``native`` (H, W, 1|3) uint8|uint16 in the space of ``icc``; ``write`` (H, W) bool: to be filled; ``hidden`` (H, W) bool:
    not to be looked at or borrowed from (contains ``write``); ``prefer`` (H, W) bool or None; ``box`` in photo pixels.
    """

    native: np.ndarray
    icc: bytes | None
    write: np.ndarray
    hidden: np.ndarray
    prefer: np.ndarray | None
    box: Box

    def from_srgb(self, rgb: np.ndarray) -> np.ndarray:
        """(h, w, 3) float32 sRGB in [0, 1] → (h, w, 1|3) integers in the photo's own space."""
        return from_srgb(np.clip(rgb, 0, 1), self.icc, self.native.dtype, self.native.shape[2])


def network_pixels(window: Window, answer: np.ndarray, inner: Box) -> np.ndarray:
    """The network's answer (h, w, 3) sRGB at its own scale, enlarged: native integer pixels of the part ``inner``."""
    return window.from_srgb(enlarged(answer, window.box.size)[inner.slices])


def assembled_pixels(
    window: Window,
    answer: np.ndarray,
    feature: np.ndarray,
    inner: Box,
    *,
    candidate_set: int = 0,
    progress: Progress,
) -> tuple[np.ndarray, Assembly]:
    """Known pixels moved to where the network's answer wants them: native integer pixels of the part ``inner``.

    answer (h, w, 3) float32 sRGB at the network's scale; feature (C, h/4, w/4) its similarity feature.
    """
    # Costs and blending work on the photo's own encoding, in which the copies are made.
    scale = np.float32(np.iinfo(window.native.dtype).max)
    image = _three(window.native / scale)
    guide = _three(window.from_srgb(answer) / scale)
    blocked = window.hidden & ~window.write
    if blocked.any():  # the fill must not meet pixels that it may not look at: the network's answer stands in for them
        image[blocked] = enlarged(guide, window.box.size)[blocked]
    assembly = assemble(
        image,
        window.write,
        guide,
        features=feature,
        avoid=blocked,
        prefer=window.prefer,
        skip_best=candidate_set,
        progress=progress,
    )
    channels = window.native.shape[2]
    copied = copy(window.native, assembly.shift, window.write)[inner.slices]
    correction = assembly.correction[inner.slices][:, :, :channels] * scale
    pixels = np.clip(np.rint(copied + correction), 0, scale).astype(window.native.dtype)
    if assembly.fallback.any():
        fallback = assembly.fallback[inner.slices]
        pixels[fallback] = network_pixels(window, answer, inner)[fallback]
    return pixels, assembly


def _three(image: np.ndarray) -> np.ndarray:
    image = image.astype(np.float32, copy=False)
    return np.repeat(image, 3, axis=2) if image.shape[2] == 1 else image
