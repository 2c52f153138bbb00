"""A lack of memory is recognised, and free memory goes back to the system."""

from __future__ import annotations

import errno
import subprocess
import sys

import cv2
import numpy as np
import pytest
import torch

from crfill_core.base.memory import MEBIBYTE, is_out_of_memory, require

SCRIPT = """
import resource, sys, threading
from crfill_core.base.memory import give_back, share_heap

if "shared" in sys.argv:
    share_heap()

def held():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize() >> 20

bytearray(30 << 20)  # from now on, the C library keeps pieces up to this size

def work():
    pieces = [bytearray(b"1") * (1 << 20) for _ in range(40)]
    pieces.clear()
    done.wait()
    go_on.wait()

before = held()
done, go_on = threading.Barrier(5), threading.Barrier(5)
threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads:
    thread.start()
done.wait()
give_back()
print(held() - before)
go_on.wait()
"""


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


@pytest.mark.skipif(sys.platform != "linux", reason="limits of address space are Linux's")
def test_what_is_not_there_is_refused() -> None:
    from tests.campaign.limits import memory_left

    require(64 * MEBIBYTE, 128 * MEBIBYTE)
    with memory_left(100 * MEBIBYTE):
        require(64 * MEBIBYTE)
        with pytest.raises(MemoryError):
            require(200 * MEBIBYTE)
        with pytest.raises(MemoryError):
            require(MEBIBYTE, 200 * MEBIBYTE)


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc keeps memory for each thread")
def test_what_threads_have_freed_is_returned_while_they_run() -> None:
    left = subprocess.run(
        [sys.executable, "-c", SCRIPT, "shared"], capture_output=True, text=True, check=True
    )
    assert int(left.stdout) < 12  # of 160 MiB
