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
from crfill_core.geometry import Box
from crfill_core.inference.thin import interpolated
from tests.campaign.limits import memory_left

hole = np.zeros((40, 40), bool)
hole[20, 10:30] = True
photo = np.full((40, 40, 3), 90, np.uint8)
for size in (0, 60, 70):
    try:
        with memory_left(size << 20):
            interpolated(photo, hole, hole, Box(0, 0, 40, 40))
    except (MemoryError, ImportError) as error:
        print("refused")
filled = interpolated(photo, hole, hole, Box(0, 0, 40, 40))
print(filled.shape, set(filled.ravel().tolist()))
"""


def test_scipy_that_gets_no_memory_is_refused_and_loads_later() -> None:
    """Its OpenBLAS asks for ever for memory that it does not get."""
    ended = subprocess.run(
        [sys.executable, "-c", SCIPY_LATE], capture_output=True, text=True, timeout=120, check=True
    )
    assert ended.stdout.splitlines() == ["refused"] * 3 + ["(40, 40, 3) {90}"]
