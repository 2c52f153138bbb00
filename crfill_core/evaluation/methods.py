"""The methods that are compared: our weights in any mode, two classical ones, and files of any other program."""

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
    from crfill_core.inference.answer import NetworkAnswer
    from crfill_core.inference.request import Coarse, Mode

ClassicalMethod = Literal["telea", "ns"]
CLASSICAL: tuple[ClassicalMethod, ...] = get_args(ClassicalMethod)
WeightsMode = Literal["raw", "network", "assembly", "auto", "references"]

CLASSICAL_RADIUS = 5

Fill = Callable[[str, np.ndarray, np.ndarray], np.ndarray]
"""(name, image (H, W, 3) uint8 RGB, hole (H, W) bool) → filled image of the same shape. The pixels in the hole
are hidden from the method; what it returns outside the hole is ignored."""


@dataclass(frozen=True)
class Classical:
    """OpenCV's inpainting with radius 5: Telea 2004, or after Navier–Stokes (Bertalmio et al. 2001)."""

    method: ClassicalMethod

    @property
    def label(self) -> str:
        return {"telea": "Telea", "ns": "Navier–Stokes"}[self.method]


@dataclass(frozen=True)
class Results:
    """A folder of images that some other program filled: NAME.* or NAME-filled.*."""

    folder: Path

    @property
    def label(self) -> str:
        return self.folder.resolve().name


@dataclass(frozen=True)
class FromWeights:
    """Weights by name or file. ``raw`` is the plain network at the image's own size, as the paper measures it;
    ``references`` is the jigsaw of what its features select; the other modes are those of a fill in the editor.
    """

    weights: str
    mode: WeightsMode = "raw"
    device: str = "auto"
    name: str = ""
    """The name of the weights in tables; by default that of their file."""
    coarse: Coarse = "auto"
    """The size of the coarse pass; auto: as the editor does, and full for the plain network."""

    @property
    def label(self) -> str:
        name = self.name or Path(self.weights).stem
        mode = "" if self.mode == "raw" else self.mode
        coarse = "" if self.coarse == "auto" else f"coarse {self.coarse}"
        how = [part for part in (mode, coarse) if part]
        return f"{name} ({', '.join(how)})" if how else name


Method = Classical | Results | FromWeights
"""What to evaluate, picklable: every process builds its own."""


def build(method: Method, names: Sequence[str]) -> Fill:
    """The method ready to fill the images of those names. Raises CrfillError if it cannot run."""
    if isinstance(method, Classical):
        return _classical(method.method)
    if isinstance(method, Results):
        return _results(method.folder, names)
    if method.mode == "raw":
        return _raw(method)
    if method.mode == "references":
        return _jigsaw(method)
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


def _raw(method: FromWeights) -> Fill:
    network = _network(method)

    def fill(name: str, image: np.ndarray, hole: np.ndarray) -> np.ndarray:
        return eight_bit_of_unit(network(image, hole).image)

    return fill


def _jigsaw(method: FromWeights) -> Fill:
    """Every missing patch replaced by the known one that its feature resembles most (the paper's table 3)."""
    from crfill_core.references.jigsaw import piece
    from crfill_core.references.similarity import select

    network = _network(method)

    def fill(name: str, image: np.ndarray, hole: np.ndarray) -> np.ndarray:
        feature = network(image, hole).feature[0]
        return eight_bit_of_unit(piece(image.astype(np.float32) / 255, select(feature, hole, k=1)))

    return fill


def _network(method: FromWeights) -> Callable[[np.ndarray, np.ndarray], NetworkAnswer]:
    """The plain network: (image (H, W, 3) uint8, hole (H, W) bool) → its answer."""
    from crfill_core.inference.answer import network_answer
    from crfill_core.inference.device import resolve_device
    from crfill_core.weights.load import load_weights

    device = resolve_device(method.device)
    generator = load_weights(method.weights, device).generator

    def run(image: np.ndarray, hole: np.ndarray) -> NetworkAnswer:
        pixels = image.astype(np.float32) / 255
        return network_answer(generator, pixels, hole, half_coarse=method.coarse == "half")

    return run


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
