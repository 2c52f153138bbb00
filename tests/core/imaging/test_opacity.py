"""What is filled is seen."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crfill_core.imaging.opacity import fills_share, with_cover


@pytest.mark.parametrize("kind", [np.uint8, np.uint16])
@given(alpha=st.integers(0, 255), coverage=st.integers(0, 255))
def test_alpha_grows_by_the_coverage(kind: type, alpha: int, coverage: int) -> None:
    highest = int(np.iinfo(kind).max)
    before = np.array([[alpha * (highest // 255)]], kind)
    after = int(with_cover(before, np.array([[coverage]], np.uint8))[0, 0])
    share = coverage / 255
    assert abs(after - (before[0, 0] * (1 - share) + highest * share)) <= 1
    assert (
        after >= before[0, 0]
        and (coverage > 0 or after == before[0, 0])
        and (coverage < 255 or after == highest)
    )


@given(alpha=st.integers(0, 255), coverage=st.integers(0, 255))
def test_the_colour_of_what_is_transparent_counts_for_nothing(alpha: int, coverage: int) -> None:
    share = int(fills_share(np.array([[alpha]], np.uint8), np.array([[coverage]], np.uint8))[0, 0])
    if coverage == 0 or alpha == 255:
        assert share == coverage
    elif alpha == 0:
        assert share == 255
    else:
        assert share >= coverage
