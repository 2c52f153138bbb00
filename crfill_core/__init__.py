"""CR-Fill Studio's engine: photos, networks, fills, references, training, evaluation. No Qt anywhere.

The public names below are imported on first use (PEP 562), so that ``import crfill_core`` stays
cheap and never imports torch.
"""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_PUBLIC = {
    "Photo": "crfill_core.imaging.photo",
    "read_photo": "crfill_core.imaging.read",
    "write_photo": "crfill_core.imaging.write",
    "FillOptions": "crfill_core.inference.request",
    "FillRequest": "crfill_core.inference.request",
    "FillResult": "crfill_core.inference.request",
    "Inpainter": "crfill_core.inference.inpainter",
    "load_weights": "crfill_core.weights.load",
    "Progress": "crfill_core.progress",
    "CrfillError": "crfill_core.errors",
}

__all__ = ["__version__", *_PUBLIC]


def __getattr__(name: str) -> Any:
    if name in _PUBLIC:
        return getattr(import_module(_PUBLIC[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
