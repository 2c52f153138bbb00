"""CR-Fill Studio's engine: photos, networks, fills, references, training, evaluation. It does not use Qt.

Fill an image with :func:`fill`: NumPy arrays and Pillow images in, the same kind out. The other public names:

- photos in files: ``Photo``, ``read_photo``, ``write_photo``, ``read_mask``, ``write_mask``;
- fills with every option: ``Inpainter``, ``FillRequest``, ``FillOptions``, ``FillResult``,
  ``References``, ``Line``, ``LineSteering``, ``Box``, ``Size``, ``Progress``, ``load_weights``;
- training and evaluation: ``train``, ``evaluate``, ``Plan``, ``list_cases``, ``HoleSpec``, ``Classical``, ``FromWeights``,
  ``Evaluation``;
- errors: ``CrfillError``, whose text is one sentence for the user, and its subclasses ``FileError`` (with its own subclass
  ``PhotoError``), ``FillError``, ``WeightsError`` and ``ConfigError``; ``Cancelled`` ends work whose ``Progress`` was
  cancelled.

The names are imported on first use (PEP 562), so that ``import crfill_core`` is fast and does not import torch.
"""

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

# Our matrix products are small. The idle threads of OpenBLAS, which computes them for NumPy, spin and take processor time
# from our own threads. OpenBLAS reads this variable when NumPy is first imported. If NumPy was imported earlier,
# crfill_core.base.blas limits the threads.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

if TYPE_CHECKING:
    from crfill_core.errors import ConfigError as ConfigError
    from crfill_core.errors import CrfillError as CrfillError
    from crfill_core.errors import FileError as FileError
    from crfill_core.errors import FillError as FillError
    from crfill_core.errors import PhotoError as PhotoError
    from crfill_core.errors import WeightsError as WeightsError
    from crfill_core.evaluation.cases import list_cases as list_cases
    from crfill_core.evaluation.methods import Classical as Classical
    from crfill_core.evaluation.methods import FromWeights as FromWeights
    from crfill_core.evaluation.results import Evaluation as Evaluation
    from crfill_core.evaluation.runner import Plan as Plan
    from crfill_core.evaluation.runner import evaluate as evaluate
    from crfill_core.geometry import Box as Box
    from crfill_core.geometry import Size as Size
    from crfill_core.holes.maker import HoleSpec as HoleSpec
    from crfill_core.imaging.mask import read_mask as read_mask
    from crfill_core.imaging.mask import write_mask as write_mask
    from crfill_core.imaging.photo import Photo as Photo
    from crfill_core.imaging.read import read_photo as read_photo
    from crfill_core.imaging.write import write_photo as write_photo
    from crfill_core.inference.inpainter import Inpainter as Inpainter
    from crfill_core.inference.request import FillOptions as FillOptions
    from crfill_core.inference.request import FillRequest as FillRequest
    from crfill_core.inference.request import FillResult as FillResult
    from crfill_core.jobs.image_fill import fill as fill
    from crfill_core.progress import Cancelled as Cancelled
    from crfill_core.progress import Progress as Progress
    from crfill_core.references.lines import Line as Line
    from crfill_core.references.lines import LineSteering as LineSteering
    from crfill_core.references.provenance import References as References
    from crfill_core.training.runs import train as train
    from crfill_core.weights.load import load_weights as load_weights

__version__ = "0.1.0"

_PUBLIC = {
    "Box": "crfill_core.geometry",
    "Cancelled": "crfill_core.progress",
    "Classical": "crfill_core.evaluation.methods",
    "ConfigError": "crfill_core.errors",
    "CrfillError": "crfill_core.errors",
    "Evaluation": "crfill_core.evaluation.results",
    "FileError": "crfill_core.errors",
    "FillError": "crfill_core.errors",
    "FillOptions": "crfill_core.inference.request",
    "FillRequest": "crfill_core.inference.request",
    "FillResult": "crfill_core.inference.request",
    "FromWeights": "crfill_core.evaluation.methods",
    "HoleSpec": "crfill_core.holes.maker",
    "Inpainter": "crfill_core.inference.inpainter",
    "Line": "crfill_core.references.lines",
    "LineSteering": "crfill_core.references.lines",
    "Photo": "crfill_core.imaging.photo",
    "PhotoError": "crfill_core.errors",
    "Plan": "crfill_core.evaluation.runner",
    "Progress": "crfill_core.progress",
    "References": "crfill_core.references.provenance",
    "Size": "crfill_core.geometry",
    "WeightsError": "crfill_core.errors",
    "evaluate": "crfill_core.evaluation.runner",
    "fill": "crfill_core.jobs.image_fill",
    "list_cases": "crfill_core.evaluation.cases",
    "load_weights": "crfill_core.weights.load",
    "read_mask": "crfill_core.imaging.mask",
    "read_photo": "crfill_core.imaging.read",
    "train": "crfill_core.training.runs",
    "write_mask": "crfill_core.imaging.mask",
    "write_photo": "crfill_core.imaging.write",
}
"""Public name → its module. The imports above declare the same names to type checkers."""

__all__ = ["__version__", *_PUBLIC]


def __getattr__(name: str) -> Any:
    if name in _PUBLIC:
        return getattr(import_module(_PUBLIC[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *_PUBLIC})
