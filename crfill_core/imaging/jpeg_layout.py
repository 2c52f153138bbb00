"""How a JPEG stores its three colour components: sampling, quantisation tables, RGB or YCbCr."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import JpegImagePlugin

_NAMES = {
    "4:4:4": (1, 1),
    "4:2:2": (2, 1),
    "4:2:0": (2, 2),
    "4:4:0": (1, 2),
    "4:1:1": (4, 1),
    "4:1:0": (4, 2),
}
"""Usual sampling → number of pixels across and down that share one sample of chroma."""
SUBSAMPLING = re.compile(r"4:(4:4|2:2|2:0|4:0|1:1|1:0)|[1-4]x[1-4](,[1-4]x[1-4]){2}")
"""Format of :attr:`Layout.subsampling`."""
_TURNED = 5
"""With this EXIF orientation and all higher ones, the stored picture's width and height are exchanged."""


@dataclass(frozen=True)
class Layout:
    """``quantization`` has for each component (from 0) a table of 64 numbers, row by row; ``factors`` its sampling factors
    (across, down). ``rgb``: whether the components are RGB instead of YCbCr.
    """

    quantization: dict[int, list[int]]
    factors: tuple[tuple[int, int], ...]
    rgb: bool

    @property
    def subsampling(self) -> str | None:
        """A usual name ("4:2:0") or all factors ("1x4,1x1,1x1"); None unless there are three components."""
        if len(self.factors) != 3:
            return None
        first, *chroma = self.factors
        if chroma == [(1, 1), (1, 1)] or len(set(self.factors)) == 1:
            known = first if chroma[0] == (1, 1) else (1, 1)
            for name, shared in _NAMES.items():
                if shared == known:
                    return name
        return ",".join(f"{across}x{down}" for across, down in self.factors)

    def upright(self, orientation: int) -> Layout:
        """The layout after a picture stored with that EXIF orientation has been turned upright."""
        if orientation < _TURNED:
            return self
        quantization = {
            index: np.reshape(table, (8, 8)).T.ravel().tolist() for index, table in self.quantization.items()
        }
        return Layout(quantization, tuple((down, across) for across, down in self.factors), self.rgb)


def of(image: JpegImagePlugin.JpegImageFile) -> Layout:
    """The layout of an opened JPEG, as stored."""
    layers = image.layer  # (identifier, across, down, table)
    tables = [image.quantization.get(layer[3]) for layer in layers]
    quantization = {
        index: list(table)
        for index, table in enumerate(tables)
        if table is not None and None not in tables[:index]
    }
    return Layout(quantization, tuple((layer[1], layer[2]) for layer in layers), _is_rgb(image))


def _is_rgb(image: JpegImagePlugin.JpegImageFile) -> bool:
    """Whether the components are RGB by libjpeg's rules."""
    if len(image.layer) != 3 or "jfif" in image.info:
        return False
    if "adobe_transform" in image.info:
        return bool(image.info["adobe_transform"] == 0)
    return bytes(layer[0] for layer in image.layer) == b"RGB"


def factors(subsampling: str) -> tuple[tuple[int, int], ...]:
    """The sampling factors (across, down) of the three components."""
    if subsampling in _NAMES:
        return (_NAMES[subsampling], (1, 1), (1, 1))
    return tuple((int(part[0]), int(part[2])) for part in subsampling.split(","))


def shared(factors: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """How many pixels across and down share one sample of each component.

    Raises ValueError if these are not whole numbers, as with factors of 3 and 2.
    """
    most = (max(across for across, _ in factors), max(down for _, down in factors))
    if any(most[0] % across or most[1] % down for across, down in factors):
        raise ValueError(f"sampling factors that do not divide each other: {factors}")
    return [(most[0] // across, most[1] // down) for across, down in factors]


def tables(quantization: dict[int, list[int]]) -> list[list[int]]:
    """The tables for an encoder, which uses the last table for all further components."""
    result = [quantization[key] for key in sorted(quantization)]
    while len(result) > 1 and result[-1] == result[-2]:
        del result[-1]
    return result
