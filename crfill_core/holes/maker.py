"""Holes for images that come without masks: one of the paper's three kinds at a random, repeatable position."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from crfill_core.errors import CrfillError
from crfill_core.geometry import Size
from crfill_core.holes.shapes import (
    HOLE_KINDS,
    MAX_SHARE,
    HoleKind,
    load_silhouettes,
    object_holes,
    square_holes,
    stroke_holes,
)

__all__ = ["HOLE_KINDS", "HoleKind", "HoleSpec", "HoleMaker"]

SQUARE_SHARE = 0.5
"""The paper's squares: half the image's side, 128 of 256 pixels."""
MIN_SHARE = 0.01
_ATTEMPTS = 200


@dataclass(frozen=True)
class HoleSpec:
    """Which holes to draw. Equal specs draw equal holes, whatever the other images are and in any process."""

    kind: HoleKind
    seed: int
    silhouettes: Path | None = None
    """A folder or tar of object silhouettes for ``object`` holes; generated shapes without one."""


class HoleMaker:
    """Draws the holes of a spec."""

    def __init__(self, spec: HoleSpec) -> None:
        self._spec = spec
        self._silhouettes = load_silhouettes(spec.silhouettes) if spec.kind == "object" else torch.empty(0)

    def hole(self, name: str, size: Size) -> np.ndarray:
        """The hole of the image of that name and size: (H, W) bool, 1–60 % of a square of the shorter side.

        In an oblong image the position of that square is random too.
        """
        spec = self._spec
        generator = torch.Generator().manual_seed(zlib.crc32(f"{spec.seed}/{spec.kind}/{name}".encode()))
        side = min(size)
        for _ in range(_ATTEMPTS):
            drawn = self._draw(side, generator)
            if MIN_SHARE <= float(drawn.mean()) <= MAX_SHARE:
                break
        else:
            raise CrfillError(
                "no {kind} hole fits into {name}: use a larger image or another kind of hole.",
                kind=spec.kind,
                name=name,
            )
        hole = np.zeros((size.height, size.width), bool)
        left, top = (int(torch.randint(n - side + 1, (), generator=generator)) for n in size)
        hole[top : top + side, left : left + side] = drawn
        return hole

    def _draw(self, side: int, generator: torch.Generator) -> np.ndarray:
        if self._spec.kind == "square":
            drawn = square_holes(1, side, SQUARE_SHARE, SQUARE_SHARE, generator)
        elif self._spec.kind == "irregular":
            drawn = stroke_holes(1, side, generator)
        else:
            drawn = object_holes(self._silhouettes, 1, side, generator)
        return drawn[0, 0].numpy() > 0.5
