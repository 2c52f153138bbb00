import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from crfill_core.references.groups import coded, grouped


@given(st.integers(0, 300), st.integers(1, 300), st.integers(0, 2**32 - 1))
def test_groups_are_the_pixels_of_each_shift(count: int, different: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    shifts = rng.integers(-9000, 9000, (different, 2))[np.sort(rng.integers(0, different, count))]
    rng.shuffle(shifts[: count // 2])
    groups, owner = grouped(shifts)
    sizes = [len(pixels) for _, pixels in groups]
    assert sizes == sorted(sizes, reverse=True) and sum(sizes) == count == len(owner)
    assert len({shift for shift, _ in groups}) == len(groups)
    for number, (shift, pixels) in enumerate(groups):
        assert np.array_equal(pixels, np.flatnonzero((shifts == shift).all(1)))
        assert (owner[pixels] == number).all()
    for before, after in zip(groups, groups[1:], strict=False):
        assert len(before[1]) > len(after[1]) or before[0][::-1] < after[0][::-1]
    distinct, codes = coded(shifts)
    assert np.array_equal(distinct[codes], shifts) and len(distinct) == len(groups)
