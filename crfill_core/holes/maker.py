"""Random but repeatable holes, of one of the paper's three kinds, for images that have no masks."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from crfill_core.errors import CrfillError
from crfill_core.geometry import Size
from crfill_core.holes import shapes
from crfill_core.holes.shapes import HOLE_KINDS, MAX_SHARE, HoleKind

SQUARE_SHARE = 0.5
"""Side of a square hole as a share of the image's shorter side; the paper has squares of 128 pixels in images of 256."""
MIN_SHARE = 0.01
"""Holes are drawn in a square whose side is the image's shorter side. Those that cover less than this share of the square,
or more than MAX_SHARE, are drawn again.
"""
_ATTEMPTS = 200


@dataclass(frozen=True)
class HoleSpec:
    """Which holes to draw. Equal specs give an image of the same name and size the same hole, in every process and whichever
    other images there are. ValueError for another kind than square, irregular or object.
    """

    kind: HoleKind
    seed: int
    silhouettes: Path | None = None
    """A folder or tar of object silhouettes for ``object`` holes. If there is none, or it is empty, shapes are generated."""

    def __post_init__(self) -> None:
        if self.kind not in HOLE_KINDS:
            raise ValueError(f"kind must be one of {', '.join(HOLE_KINDS)}, not {self.kind!r}")


class HoleMaker:
    """Draws the holes of a spec."""

    def __init__(self, spec: HoleSpec) -> None:
        self._spec = spec
        if spec.kind == "object":
            self._silhouettes = shapes.load_silhouettes(spec.silhouettes)

    def hole(self, name: str, size: Size) -> np.ndarray:
        """The hole for the image of that name and size: (H, W) bool.

        The hole covers 1–60 % of a square whose side is the image's shorter side. The square's position along the longer
        side is random. Raises CrfillError if none of 200 drawn holes covers such a share.
        """
        spec = self._spec
        # "surrogatepass", because a file name may hold bytes that are no text.
        seed = zlib.crc32(f"{spec.seed}/{spec.kind}/{name}".encode("utf-8", "surrogatepass"))
        generator = torch.Generator().manual_seed(seed)
        side = min(size)
        for _ in range(_ATTEMPTS):
            drawn = self._draw(side, generator)
            if MIN_SHARE <= float(drawn.mean()) <= MAX_SHARE:
                break
        else:
            raise CrfillError(
                "No {kind} hole fits into {name}; use a larger image or another kind of hole.",
                kind=spec.kind,
                name=name,
            )
        hole = np.zeros((size.height, size.width), bool)
        left, top = (int(torch.randint(n - side + 1, (), generator=generator)) for n in size)
        hole[top : top + side, left : left + side] = drawn
        return hole

    def _draw(self, side: int, generator: torch.Generator) -> np.ndarray:
        if self._spec.kind == "square":
            drawn = shapes.square_holes(1, side, SQUARE_SHARE, SQUARE_SHARE, generator)
        elif self._spec.kind == "irregular":
            drawn = shapes.stroke_holes(1, side, generator)
        else:
            drawn = shapes.object_holes(self._silhouettes, 1, side, generator)
        return drawn[0, 0].numpy() > 0.5
