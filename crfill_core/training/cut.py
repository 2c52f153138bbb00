"""Cuts windows with holes from training photos. Tuning on them instead of the validation photos keeps those unseen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from crfill_core.errors import ConfigError
from crfill_core.evaluation.cases import write_png
from crfill_core.files.sources import index_images
from crfill_core.geometry import Size
from crfill_core.holes.maker import HoleMaker, HoleSpec
from crfill_core.holes.shapes import HOLE_KINDS
from crfill_core.progress import Progress
from crfill_core.training.data import Sampler, decode

FLAT = 15.0
"""If the standard deviation of a window's grey levels (0 … 255) is below this, all fills would look alike in it."""
BALANCE = 0.7
"""Balance of the sampling: between 1 (every photo is equally likely) and 0 (every source is)."""
_ATTEMPTS_A_WINDOW = 50
"""Number of photos drawn for each window. Many are needed: some are too small, too flat or drawn more than once."""


def cut_windows(
    paths: Sequence[Path],
    out: Path,
    *,
    count: int = 96,
    size: int = 256,
    objects: Path | None = None,
    seed: int = 0,
    progress: Progress | None = None,
) -> int:
    """Cut ``count`` windows of size² pixels from photos below ``paths`` (folders, tars, lists), each from a new photo.

    Writes out/images/NNN.png and one hole of each kind, under the same name, in out/square/, out/irregular/ and
    out/object/: the layout of a validation set. ``objects``: silhouettes for the object holes. The same seed cuts the same
    windows. Photos that are too small or too flat are skipped, so there may be fewer windows; returns their number.
    Raises ConfigError if ``out`` is neither new nor an empty folder, a photo cannot be decoded or has a side below 16 px,
    or no photo gives a window; PhotoError if a file cannot be written.
    """
    progress = progress or Progress()
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise ConfigError("{out} already exists; choose a new folder.", out=out)
    entries = index_images(paths)
    makers = [HoleMaker(HoleSpec(kind, seed, objects if kind == "object" else None)) for kind in HOLE_KINDS]
    draws = min(len(entries), count) * _ATTEMPTS_A_WINDOW
    drawn = Sampler(entries, seed, BALANCE).draw(0, draws).photo.tolist() if entries else []
    order = list(dict.fromkeys(drawn))  # every photo once
    made = 0
    for tried, index in enumerate(order):
        window = _window(decode(entries[index]), size, np.random.default_rng([seed, index]))
        if window is None:
            continue
        name = f"{made:03d}"
        write_png(window, out / "images" / f"{name}.png")
        for kind, maker in zip(HOLE_KINDS, makers, strict=True):
            hole = maker.hole(name, Size(size, size))
            write_png(hole.astype(np.uint8) * 255, out / kind / f"{name}.png")
        made += 1
        progress.update(max(made / count, tried / len(order)))
        if made == count:
            break
    if not made:
        raise ConfigError(
            "Every photo is too small or too uniform for windows of {size} pixels; choose a smaller --size.",
            size=size,
        )
    return made


def _window(photo: np.ndarray, size: int, rng: np.random.Generator) -> np.ndarray | None:
    """A random (size, size, 3) window of an RGB photo; None if the photo is too small or the window too flat."""
    height, width = photo.shape[:2]
    if min(height, width) < size:
        return None
    top, left = (int(rng.integers(n - size + 1)) for n in (height, width))
    window = photo[top : top + size, left : left + size]
    return window if cv2.cvtColor(window, cv2.COLOR_RGB2GRAY).std() >= FLAT else None
