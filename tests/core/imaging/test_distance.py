import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from crfill_core.imaging.distance import distance_within


@given(arrays.arrays(bool, st.tuples(st.integers(1, 20), st.integers(1, 20)), elements=st.booleans()))
def test_distances_are_exact_to_the_last_bit(mask: np.ndarray) -> None:
    if mask.all():
        return
    outside, inside = np.argwhere(~mask), np.argwhere(mask)
    expected = np.zeros(mask.shape, np.float32)
    for row, column in inside:
        expected[row, column] = np.sqrt(np.square(outside - (row, column)).sum(1).min())
    assert np.array_equal(distance_within(mask), expected)
