"""Libraries that hang or end the process without memory are loaded only where there is enough."""

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
