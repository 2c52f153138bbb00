"""The device that a network runs on, and its precision."""

from __future__ import annotations

import platform
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import cv2
import numpy as np
import torch

from crfill_core.base.memory import ARENA, BUFFER, require
from crfill_core.base.parallel import start_threads, threads
from crfill_core.errors import FillError
from crfill_core.inference.request import DEVICES

T = TypeVar("T")
_NO_PRIMITIVE = re.compile(r"could\snot\screate\sa\sprimitive")
"""oneDNN's message when it cannot create a convolution."""


def resolve_device(name: str) -> torch.device:
    """The torch device for "auto", "cpu", "cuda" or "mps". FillError for other names and for devices that cannot be used."""
    if name not in DEVICES:
        raise FillError(
            "There is no device '{name}': choose one of {names}.", name=name, names=", ".join(DEVICES)
        )
    available = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    if name == "auto":
        return torch.device(next(device for device, there in available.items() if there))
    if not available[name]:
        raise FillError("This computer has no usable '{name}' device: choose auto or cpu.", name=name)
    return torch.device(name)


def choose_gpu(name: str, place: int) -> None:
    """If ``name`` stands for a CUDA GPU, make this thread use GPU number ``place`` modulo the number of GPUs."""
    if name in ("auto", "cuda") and torch.cuda.is_available():
        torch.cuda.set_device(place % torch.cuda.device_count())


def prepare_threads() -> None:
    """Start the threads of this process, and make libraries allocate their memory for each thread now. If OpenBLAS and the C
    library did so when memory is short, they would end the process. Raises MemoryError or RuntimeError if memory is short
    now.
    """
    require(threads() * BUFFER, threads() * ARENA)
    start_threads(_touch_libraries)


def _touch_libraries() -> None:
    """Compute products large enough to keep all threads busy at the same time, so that each gets its own buffer."""
    rows = np.ones((384, 384), np.float32)
    rows @ rows
    cv2.blur(rows, (3, 3))
    torch.ones(8, 8).mm(torch.ones(8, 8))


def describe_device(device: torch.device) -> str:
    """A name for users: the GPU's own name, or the processor's architecture."""
    if device.type == "cuda":
        return torch.cuda.get_device_name(device)
    return {"mps": "Apple GPU"}.get(device.type, f"CPU ({platform.machine()})")


def fast_dtype(device: torch.device) -> torch.dtype:
    """The type in which the device computes fastest: bfloat16, float16 on CUDA GPUs without it, or float32."""
    if device.type == "cuda":
        return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float16
    if device.type == "cpu" and torch.ops.mkldnn._is_mkldnn_bf16_supported():
        return torch.bfloat16
    return torch.float32


@contextmanager
def torch_threads(count: int) -> Iterator[None]:
    """Within the block, torch uses at most ``count`` (≥ 1) threads for calls from this thread."""
    before = torch.get_num_threads()
    torch.set_num_threads(min(count, before))
    try:
        yield
    finally:
        torch.set_num_threads(before)


def with_or_without_onednn(run: Callable[[], T]) -> T:
    """The result of ``run``, repeated with torch's own convolutions if oneDNN cannot create one.

    A process that ran out of memory when oneDNN created its first convolution can never create one again.
    """
    try:
        return run()
    except RuntimeError as error:
        if not _NO_PRIMITIVE.search(str(error)):
            raise
    with torch.backends.mkldnn.flags(enabled=False):
        return run()
