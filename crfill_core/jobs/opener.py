"""Loads the inpainter of a command or of a worker process."""

from __future__ import annotations

import atexit
import gc

from crfill_core.inference.device import choose_gpu
from crfill_core.inference.inpainter import Inpainter
from crfill_core.weights.load import load_weights


def open_inpainter(weights: str, device: str, place: int) -> Inpainter:
    """Load weights by name or path on a device; if that is a GPU, the GPUs are taken in turn by ``place``."""
    choose_gpu(device, place)
    inpainter = Inpainter(load_weights(weights), device)
    gc.freeze()  # torch makes hundreds of thousands of objects, which stay: no need to examine them
    atexit.register(gc.unfreeze)
    return inpainter
