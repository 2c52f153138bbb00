"""Loads the compiled kernels: those of the installation, or ones compiled once into the user's cache folder."""

from __future__ import annotations

import ctypes
from functools import cache
from pathlib import Path

import numpy as np
import torch
from platformdirs import user_cache_path

from crfill_core.base.messages import Message
from crfill_core.errors import CrfillError
from crfill_core.native.build import LEVELS, PLAIN, BuildError, NoCompiler, compile_library, library_name

BUILT = Path(__file__).resolve().parent / "built"
"""Folder of the installation's libraries."""


class KernelError(CrfillError):
    """The compiled kernels are missing and cannot be built here."""


@cache
def kernels() -> ctypes.CDLL:
    """The library of kernels for this processor. Kernels run without the global interpreter lock. Raises KernelError."""
    # "DEFAULT" is torch's name for processors without AVX2 and FMA3.
    level = PLAIN if torch.backends.cpu.get_cpu_capability() == "DEFAULT" else LEVELS[0]
    path = BUILT / library_name(level)
    if not path.exists():
        try:
            path = compile_library(user_cache_path("crfill-studio") / "kernels", level)
        except BuildError as error:
            why = Message("there is no C compiler") if isinstance(error, NoCompiler) else error
            raise KernelError(
                "The compiled part of the program is missing and could not be built: install the program with "
                "pip or packaging/bootstrap.py, or install a C compiler. ({error})",
                error=why,
            ) from error
    try:
        return ctypes.CDLL(str(path))
    except OSError as error:
        raise KernelError(
            "The compiled part of the program cannot be loaded: {error}", error=error
        ) from error


_START = ctypes.c_char * 0


def pointer(array: np.ndarray, dtype: type[np.generic]) -> ctypes.c_void_p:
    """The address of an array's first element; the result keeps the array alive. ValueError unless the array is
    contiguous and of that type.
    """
    flags = array.flags
    if array.dtype != dtype or not flags.c_contiguous:
        raise ValueError(f"a kernel needs a contiguous array of {np.dtype(dtype)}, not {array.dtype}")
    # array.ctypes takes several times as long, which matters for thousands of short calls.
    start = ctypes.addressof(_START.from_buffer(array.data)) if flags.writeable else array.ctypes.data
    address = ctypes.c_void_p(start)
    address.array = array  # type: ignore[attr-defined]
    return address
