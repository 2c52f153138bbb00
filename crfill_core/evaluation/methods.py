"""The methods that are compared: weights of ours in any mode, two classical methods, and files of other programs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

import cv2
import numpy as np

from crfill_core.base.messages import Message
from crfill_core.errors import PhotoError
from crfill_core.evaluation.cases import RESULT_ENDINGS, match_files, read_rgb
from crfill_core.imaging.depth import eight_bit_of_unit

if TYPE_CHECKING:
    from crfill_core.inference.request import Coarse, Mode

ClassicalMethod = Literal["telea", "ns"]
CLASSICAL: tuple[ClassicalMethod, ...] = get_args(ClassicalMethod)
WeightsMode = Literal["raw", "network", "assembly", "auto", "references"]

CLASSICAL_RADIUS = 5
"""Radius of the surroundings of a missing pixel that OpenCV's methods look at, in pixels."""

Fill = Callable[[str, np.ndarray, np.ndarray], np.ndarray]
"""(name, image (H, W, 3) uint8 RGB, hole (H, W) bool) → filled image of the same shape.

The image is grey in the hole. Pixels of the result outside the hole are ignored.
"""


@dataclass(frozen=True)
class Classical:
    """OpenCV's inpainting: telea (Telea 2004) or ns (Navier–Stokes, Bertalmio et al. 2001)."""

    method: ClassicalMethod

    @property
    def label(self) -> str:
        return {"telea": "Telea", "ns": "Navier–Stokes"}[self.method]


@dataclass(frozen=True)
class Results:
    """A folder of images that another program filled: NAME.*, NAME-filled.* or NAME_filled.*."""

    folder: Path

    @property
    def label(self) -> str:
        return self.folder.resolve().name


@dataclass(frozen=True)
class FromWeights:
    """The network of this program with given weights."""

    weights: str
    """Name or file of the weights."""
    mode: WeightsMode = "raw"
    """raw: the plain network at the image's own size, as in the paper; references: the jigsaw of the references that its
    features select; the others are the modes of a fill in the editor.
    """
    device: str = "auto"
    name: str = ""
    """The name in tables; by default the name of the weights."""
    coarse: Coarse = "auto"
    """The size of the coarse pass; auto: as in the editor, but full in the modes raw and references."""

    @property
    def label(self) -> str:
        name = self.name or Path(self.weights).stem
        mode = "" if self.mode == "raw" else self.mode
        coarse = "" if self.coarse == "auto" else f"coarse {self.coarse}"
        how = [part for part in (mode, coarse) if part]
        return f"{name} ({', '.join(how)})" if how else name


Method = Classical | Results | FromWeights
"""What to evaluate. It can be pickled, so that every process can call :func:`build` for itself."""


def build(method: Method, names: Sequence[str]) -> Fill:
    """The method, ready to fill the images with these names. Raises CrfillError if it cannot run."""
    if isinstance(method, Classical):
        return _classical(method.method)
    if isinstance(method, Results):
        return _results(method.folder, names)
    if method.mode == "raw" or method.mode == "references":
        return _network(method)
    return _inpainter(method, method.mode)


def _classical(method: ClassicalMethod) -> Fill:
    flag = {"telea": cv2.INPAINT_TELEA, "ns": cv2.INPAINT_NS}[method]

    def fill(name: str, image: np.ndarray, hole: np.ndarray) -> np.ndarray:
        return cv2.inpaint(image, hole.astype(np.uint8) * 255, CLASSICAL_RADIUS, flag)

    return fill


def _results(folder: Path, names: Sequence[str]) -> Fill:
    files = match_files(folder, names, RESULT_ENDINGS, Message("result"))

    def fill(name: str, image: np.ndarray, hole: np.ndarray) -> np.ndarray:
        filled = read_rgb(files[name])
        if filled.shape != image.shape:
            (height, width), (rows, columns) = image.shape[:2], filled.shape[:2]
            raise PhotoError(
                "{file} has {columns} × {rows} pixels but the image has {width} × {height}; save the results "
                "at the images' size.",
                file=files[name],
                columns=columns,
                rows=rows,
                width=width,
                height=height,
            )
        return filled

    return fill


def _network(method: FromWeights) -> Fill:
    """The output of the plain network or, in mode references, every missing patch replaced by the known patch whose
    feature is most like its own (the paper's table 3).
    """
    from crfill_core.inference.answer import network_answer
    from crfill_core.inference.device import resolve_device
    from crfill_core.references.jigsaw import piece
    from crfill_core.references.similarity import select
    from crfill_core.weights.load import load_weights

    device = resolve_device(method.device)
    generator = load_weights(method.weights, device).generator

    def fill(name: str, image: np.ndarray, hole: np.ndarray) -> np.ndarray:
        pixels = image.astype(np.float32) / 255
        answer = network_answer(generator, pixels, hole, half_coarse=method.coarse == "half")
        if method.mode == "raw":
            return eight_bit_of_unit(answer.image)
        return eight_bit_of_unit(piece(pixels, select(answer.feature[0], hole, k=1)))

    return fill


def _inpainter(method: FromWeights, mode: Mode) -> Fill:
    from crfill_core.imaging.photo import Photo
    from crfill_core.inference.inpainter import Inpainter
    from crfill_core.inference.request import FillOptions, FillRequest
    from crfill_core.progress import Progress
    from crfill_core.weights.load import load_weights

    inpainter = Inpainter(load_weights(method.weights), method.device)
    options = FillOptions(mode=mode, coarse=method.coarse)

    def fill(name: str, image: np.ndarray, hole: np.ndarray) -> np.ndarray:
        photo = Photo(image)
        request = FillRequest(photo, hole.astype(np.uint8) * 255, options)
        return inpainter.fill(request, Progress()).apply(photo).pixels

    return fill
