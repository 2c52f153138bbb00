"""Selection: exactly what the equations say, whatever the chunks; what is barred never appears."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from crfill_core.progress import Cancelled, Progress
from crfill_core.references.similarity import select
from tests.core.references.slow import slow_select, window


def assert_same(found, slow):
    assert found.missing.tolist() == slow.missing
    assert found.candidates == len(slow.known)
    assert found.references.tolist() == slow.ranking
    shape = found.references.shape
    np.testing.assert_allclose(found.similarity, np.reshape(slow.similarity, shape), atol=2e-6)
    np.testing.assert_allclose(found.weight, np.reshape(slow.weight, shape), rtol=2e-5, atol=1e-7)
    np.testing.assert_allclose(found.entropy, slow.entropy, atol=1e-4)


@pytest.mark.parametrize("chunk", [2048, 7, 1])
def test_is_what_a_plain_loop_finds(chunk):
    feature, hole = window()
    avoid, prefer = np.zeros((2, *hole.shape), bool)
    avoid[:20, 60:], prefer[50:, :40] = True, True
    found = select(feature, hole, avoid=avoid, prefer=prefer, k=4, chunk=chunk)
    assert_same(found, slow_select(feature, hole, avoid=avoid, prefer=prefer, k=4))
    assert (found.references.dtype, found.similarity.dtype) == (np.int32, np.float32)


@settings(max_examples=15, deadline=None)
@given(
    st.integers(0, 10_000), st.integers(4, 12), st.integers(4, 12), st.integers(1, 6), st.sampled_from([2, 3])
)
def test_is_what_a_plain_loop_finds_in_any_window(seed, rows, columns, k, stride):
    rng = np.random.default_rng(seed)
    feature = rng.random((3, rows, columns)).astype(np.float32)
    hole, avoid = rng.random((2, 4 * rows, 4 * columns)) < [[[0.001]], [[0.0005]]]
    assert_same(
        select(feature, hole, avoid=avoid, k=k, stride=stride, chunk=5),
        slow_select(feature, hole, avoid=avoid, k=k, stride=stride),
    )


def test_equal_patches_rank_in_reading_order():
    feature, hole = np.ones((3, 16, 16), np.float32), np.zeros((64, 64), bool)
    hole[30:34, 30:34] = True
    for chunk in (3, 1000):
        found = select(feature, hole, k=3, chunk=chunk)
        assert (found.references == [0, 1, 2]).all()
        np.testing.assert_allclose(found.weight, 1 / found.candidates, rtol=1e-5)
        np.testing.assert_allclose(found.entropy, np.log(found.candidates), rtol=1e-5)


def test_neither_hidden_nor_avoided_pixels_are_referenced():
    feature, hole = window(3)
    avoid = np.zeros_like(hole)
    avoid[5, 7] = True  # one pixel bars the patches that hold it
    found = select(feature, hole, avoid=avoid, k=1000)
    assert found.references.shape[1] == found.candidates
    for left, top, right, bottom in found.boxes(found.references[0]):
        assert not (hole | avoid)[top:bottom, left:right].any()


def test_a_copy_elsewhere_is_found_and_turned_down_when_avoided():
    rng = np.random.default_rng(5)
    feature = rng.random((8, 24, 24)).astype(np.float32)
    hole = np.zeros((96, 96), bool)
    hole[40:56, 40:56] = True
    feature[:, 2:6, 14:18] = feature[:, 10:14, 10:14]
    place = 5 * 11 + 5  # the missing patch at (40, 40)
    found = select(feature, hole)
    row = found.place(place)
    assert found.box(found.references[row, 0]) == (56, 8, 72, 24)
    assert found.similarity[row, 0] == pytest.approx(1, abs=1e-6)
    avoid = np.zeros_like(hole)
    avoid[8:24, 56:72] = True
    assert select(feature, hole, avoid=avoid).similarity[row, 0] < 0.95


def test_preferred_regions_weigh_more_but_their_similarity_stays_true():
    feature, hole = window(1)
    prefer = np.zeros_like(hole)
    prefer[:16] = True
    plain, steered = select(feature, hole, k=200), select(feature, hole, k=200, prefer=prefer, bonus=0.5)

    def share(found):
        return (found.weight * (found.rows[found.references // len(found.columns)] == 0)).sum(1).mean()

    assert share(steered) > 3 * share(plain)
    cosines = [
        {
            (i, j): s
            for i, js, ss in zip(f.missing, f.references, f.similarity, strict=True)
            for j, s in zip(js.tolist(), ss.tolist(), strict=True)
        }
        for f in (plain, steered)
    ]
    assert cosines[0].keys() == cosines[1].keys()
    assert max(abs(cosines[0][pair] - cosines[1][pair]) for pair in cosines[0]) < 2e-6


def test_every_pixel_of_an_odd_window_is_in_a_patch():
    feature, hole = window(2, height=75, width=101)
    hole[-3:, -3:] = True
    found = select(torch.from_numpy(feature), hole)
    covered = np.zeros(hole.shape, bool)
    for left, top, right, bottom in found.boxes(found.missing):
        covered[top:bottom, left:right] = True
    assert covered[hole].all()


@pytest.mark.parametrize("hidden", [np.ones((64, 64), bool), np.zeros((64, 64), bool)])
def test_nothing_to_select_from_or_for(hidden):
    found = select(np.ones((2, 16, 16), np.float32), hidden)
    assert found.empty
    assert len(found.missing) == len(found.entropy) == (49 if hidden.any() else 0)


def test_a_window_smaller_than_a_patch_has_none():
    found = select(np.ones((2, 3, 5), np.float32), np.ones((10, 20), bool))
    assert found.empty and found.patch_at(3, 3) is None


def test_stops_when_cancelled():
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        select(*window(), progress=progress)


def test_shapes_that_do_not_fit_are_refused():
    feature, hole = window()
    with pytest.raises(ValueError, match="feature must be"):
        select(feature[:, 1:], hole)
    with pytest.raises(ValueError, match="avoid must be"):
        select(feature, hole, avoid=hole[1:])
