"""Photos of one hue: black and white kept as RGB, sepia, a blueprint. Their fills keep that hue."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

SAMPLES = 200_000
"""At least this many pixels are examined, or all if there are fewer, and less than twice as many."""
FEWER = 16
"""First only every FEWER-th of them is examined, which is enough for most photos of several hues."""
STRIP = 128
"""Rows that are read at a time."""
BINS = 256
"""Number of steps of brightness."""
TOLERANCE = 2.0 / 255
"""A photo has one hue if nearly all of its colours are this near, in each channel, to a curve from dark to bright."""
NEARLY_ALL = 0.999
"""This share of the colours is nearly all."""
WEIGHTS = np.array([0.25, 0.5, 0.25], np.float32)
"""Weights of red, green and blue in the brightness."""


@dataclass(frozen=True, eq=False)
class Tone:
    """The photo's colour (K, 3) in [0, 1] for each brightness (K,) in [0, 1], both in the photo's own encoding."""

    brightness: np.ndarray
    colour: np.ndarray

    def applied(self, pixels: np.ndarray) -> np.ndarray:
        """Integer pixels (h, w, 3) with their brightness and this tone's colours."""
        highest = np.iinfo(pixels.dtype).max
        brightness = pixels @ WEIGHTS / np.float32(highest)
        planes = [np.interp(brightness, self.brightness, plane) for plane in self.colour.T]
        return np.asarray(np.rint(np.stack(planes, -1) * highest), pixels.dtype)


NEUTRAL = Tone(np.array([0.0, 1.0]), np.array([[0.0] * 3, [1.0] * 3]))


def _every(pixels: np.ndarray, known: np.ndarray, step: int) -> np.ndarray:
    """(N, C) every ``step``-th of the ``known`` pixels, from the first."""
    samples, count = [], 0
    for top in range(0, len(known), STRIP):
        rows, columns = np.nonzero(known[top : top + STRIP])
        chosen = slice(-count % step, None, step)
        samples.append(pixels[top + rows[chosen], columns[chosen]])
        count += len(rows)
    return np.concatenate(samples)


def tone_of(pixels: np.ndarray, known: np.ndarray) -> Tone | None:
    """The one hue of the ``known`` (H, W) bool pixels of a photo (H, W, C) uint8 or uint16; None if there are several hues
    or the photo has one channel.
    """
    if pixels.shape[2] == 1 or not known.any():
        return None
    sample = _every(pixels, known, max(1, int(np.count_nonzero(known)) // SAMPLES))
    if (sample == sample[:, :1]).all():
        values = pixels[known]
        if (values == values[:, :1]).all():
            return NEUTRAL
    colours = sample / np.float32(np.iinfo(pixels.dtype).max)
    brightness = colours @ WEIGHTS
    bin_ = np.minimum((brightness * BINS).astype(np.int64), BINS - 1)
    count = np.bincount(bin_, minlength=BINS)
    present = np.flatnonzero(count)
    levels, *planes = (
        np.bincount(bin_, value, BINS)[present] / count[present] for value in (brightness, *colours.T)
    )
    tone = Tone(levels, np.stack(planes, 1))
    for step in (FEWER, 1):  # most photos stray from a curve so often that a part of the samples shows it
        strays = np.zeros(len(brightness[::step]), bool)
        for plane, colour in zip(planes, colours[::step].T, strict=True):
            strays |= np.abs(colour - np.interp(brightness[::step], levels, plane)) > TOLERANCE
        if (len(sample) - np.count_nonzero(strays)) / len(sample) < NEARLY_ALL:
            return None
    return tone
