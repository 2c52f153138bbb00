import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crfill_core.references.assembly.patches import Known, nearest, overlaid, patches_at
from tests.core.references.assembly import plain


@settings(max_examples=50, deadline=None)
@given(
    count=st.integers(1, 9),
    total=st.sampled_from([1, 15, 16, 17, 1100]),
    length=st.integers(1, 9),
    apart=st.sampled_from([0.0, 2.5]),
    seed=st.integers(0, 2**32 - 1),
)
def test_the_nearest_rows_are_those_of_a_full_table(
    count: int, total: int, length: int, apart: float, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    # Small whole numbers: exact, and many rows are equally near; then the first counts.
    queries, rows = (rng.integers(-3, 4, (n, length)).astype(np.float32) for n in (count, total))
    query_at, at = rng.integers(0, 9, (count, 2)), rng.integers(0, 9, (total, 2))
    lengths = np.square(rows).sum(1) + 2 * rng.integers(0, 3, total).astype(np.float32)
    expected = plain.nearest(queries, rows, query_at, at, apart, lengths)
    assert np.array_equal(nearest(queries, rows, query_at, at, apart=apart, lengths=lengths), expected)


def test_without_lengths_the_distance_decides() -> None:
    rng = np.random.default_rng(1)
    queries, rows = rng.normal(size=(20, 5)), rng.normal(size=(90, 5))
    expected = np.square(queries[:, None] - rows[None]).sum(2).argmin(1)
    nowhere = np.zeros((90, 2))
    assert np.array_equal(nearest(queries, rows, nowhere[:20], nowhere), expected)


@settings(max_examples=50, deadline=None)
@given(total=st.sampled_from([3, 40, 700]), spread=st.sampled_from([1, 300]), seed=st.integers(0, 2**32 - 1))
def test_rows_that_are_passed_over_are_never_the_nearest(total: int, spread: int, seed: int) -> None:
    """Descriptors of 20 numbers, of which the first tell most, three that are limited, and a place."""
    rng = np.random.default_rng(seed)
    scale = spread / np.arange(1, 21)

    def descriptors(count: int) -> np.ndarray:
        drift = rng.normal(size=(count, 20)).cumsum(0) / 4
        return np.rint(scale * (drift + 0.2 * rng.normal(size=(count, 20)))).astype(np.float32)

    own, theirs = descriptors(150), descriptors(total)
    guide, guides = rng.integers(-4, 5, (150, 2)), rng.integers(-4, 5, (total, 2))
    trust = rng.integers(0, 3, (150, 1)) * 2
    query_at, at = rng.integers(-9, 10, (150, 2)), rng.integers(-9, 10, (total, 2))
    squares = np.square(guides).sum(1, keepdims=True)
    rows = np.concatenate([theirs, guides, squares, at], 1).astype(np.float32)
    queries = np.concatenate([own, trust * guide, -trust // 2, query_at], 1).astype(np.float32)
    lengths = (np.square(theirs).sum(1) + np.square(at).sum(1)).astype(np.float32)
    expected = plain.nearest(queries.astype(np.float64), rows, query_at, at, 0.0, lengths)
    known = Known(rows, at, lengths, alike=20, last=2)
    most = trust[:, 0] * np.square(guide).sum(1) / 2
    assert np.array_equal(known.nearest(queries, query_at, most=most), expected)
    guess = rng.integers(0, total, 150)
    assert np.array_equal(known.nearest(queries, query_at, most=most, guess=guess), expected)


@settings(max_examples=30, deadline=None)
@given(side=st.integers(1, 8), share=st.floats(0, 1), seed=st.integers(0, 2**32 - 1))
def test_patches_are_laid_over_one_another(side: int, share: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    colour = rng.random((17, 21, 3)).astype(np.float32)
    limit = np.array([17 - side, 21 - side])
    wanted = np.argwhere(rng.random(limit + 1) < share)
    steps = rng.integers(0, limit + 1, wanted.shape) - wanted
    votes = rng.random(len(wanted)).astype(np.float32)
    for made, expected in zip(
        overlaid(colour, wanted, steps, votes, side),
        plain.overlaid(colour, wanted, steps, votes, side),
        strict=True,
    ):
        assert np.array_equal(made, expected)


@pytest.mark.parametrize("side", [1, 6, 8])
def test_patches_are_cut_out_channel_by_channel(side: int) -> None:
    image = np.random.default_rng(side).random((15, 19, 3)).astype(np.float32)
    corners = np.argwhere(np.ones((16 - side, 20 - side), bool))
    windows = np.lib.stride_tricks.sliding_window_view(image, (side, side), axis=(0, 1))
    expected = windows[corners[:, 0], corners[:, 1]].reshape(len(corners), -1)
    assert np.array_equal(patches_at(image, corners, side), expected)


def test_votes_of_another_type_are_refused() -> None:
    corner = np.zeros((1, 2), np.int64)
    with pytest.raises(ValueError, match="float32"):
        overlaid(np.zeros((9, 9, 3), np.float32), corner, corner, np.ones(1), 8)
