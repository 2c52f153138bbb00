"""A lack of memory is recognised from every source."""

from __future__ import annotations

import errno

import cv2
import numpy as np
import pytest
import torch

from crfill_core.base.memory import is_out_of_memory


def cause(error: Exception, why: Exception) -> Exception:
    error.__cause__ = why
    return error


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        torch.OutOfMemoryError("CUDA out of memory."),
        OSError(errno.ENOMEM, "Cannot allocate memory"),
        RuntimeError("could not create a primitive"),
        RuntimeError("can't start new thread"),
        RuntimeError("std::bad_alloc"),
        ImportError("_sparsetools.so: failed to map segment from shared object"),
        cause(ImportError("the install seems to be broken"), ImportError("failed to map segment from it")),
    ],
)
def test_every_library_refuses_in_its_own_way(error: Exception) -> None:
    assert is_out_of_memory(error)


@pytest.mark.parametrize(
    "error",
    [OSError(errno.ENOSPC, "No space left"), RuntimeError("sizes must match"), ValueError("out of memory")],
)
def test_other_failures_are_none(error: Exception) -> None:
    assert not is_out_of_memory(error)


def test_the_real_allocators() -> None:
    huge = 1 << 60
    for ask in (
        lambda: np.empty(huge, np.uint8),
        lambda: torch.empty(huge, dtype=torch.uint8),
        lambda: cv2.copyMakeBorder(np.zeros((1, 1), np.uint8), 0, 30000, 0, 1 << 30, cv2.BORDER_CONSTANT),
    ):
        with pytest.raises(Exception) as caught:
            ask()
        assert is_out_of_memory(caught.value)
