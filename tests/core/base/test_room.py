"""Libraries that hang or end the process without memory are loaded only where there is enough."""

import subprocess
import sys

import pytest

from crfill_core.base.room import MEBIBYTE, require

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits of address space are Linux's")


def test_what_is_not_there_is_refused() -> None:
    from tests.campaign.limits import memory_left

    require(64 * MEBIBYTE, 128 * MEBIBYTE)
    with memory_left(100 * MEBIBYTE):
        require(64 * MEBIBYTE)
        with pytest.raises(MemoryError):
            require(200 * MEBIBYTE)
        with pytest.raises(MemoryError):
            require(MEBIBYTE, 200 * MEBIBYTE)


SCIPY_LATE = """
import numpy as np
from crfill_core.references.jigsaw import regions
from tests.campaign.limits import memory_left

shift = np.zeros((4, 6, 2), np.int32)
shift[:, 3:] = 5
for size in (0, 60, 70):
    try:
        with memory_left(size << 20):
            regions(shift, np.ones((4, 6), bool))
    except (MemoryError, ImportError) as error:
        print("refused")
labels, shifts = regions(shift, np.ones((4, 6), bool))
print(labels[0].tolist(), shifts.tolist())
"""


def test_scipy_that_gets_no_memory_is_refused_and_loads_later() -> None:
    """Its OpenBLAS asks for ever for memory that it does not get."""
    ended = subprocess.run(
        [sys.executable, "-c", SCIPY_LATE], capture_output=True, text=True, timeout=120, check=True
    )
    assert ended.stdout.splitlines() == ["refused"] * 3 + ["[0, 0, 0, 1, 1, 1] [[0, 0], [5, 5]]"]
