"""Loads the inpainter of a command or of a worker process."""

from __future__ import annotations

import atexit
import gc

from crfill_core.inference.device import choose_gpu
from crfill_core.inference.inpainter import Inpainter
from crfill_core.weights.load import load_weights


def open_inpainter(weights: str, device: str, place: int) -> Inpainter:
    """Load weights, by name or path, on a device. On CUDA, ``place`` selects the GPU: number ``place`` modulo the number of
    GPUs.
    """
    choose_gpu(device, place)
    inpainter = Inpainter(load_weights(weights), device)
    gc.freeze()  # the garbage collector need not examine the hundreds of thousands of objects that torch makes
    atexit.register(gc.unfreeze)
    return inpainter
