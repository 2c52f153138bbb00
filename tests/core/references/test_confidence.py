"""Confidence: its parts mean what they say, and the map shows them where the patches are."""

import numpy as np
import pytest

from crfill_core.references.confidence import agreement, confidence, rendered
from crfill_core.references.similarity import select
from tests.core.references.slow import window


@pytest.fixture
def selection():
    return select(*window(6))


def test_all_alike_is_unsure_and_one_copy_among_strangers_is_sure():
    hole = np.zeros((64, 64), bool)
    hole[24:40, 24:40] = True
    alike = confidence(select(np.ones((3, 16, 16), np.float32), hole))
    assert alike.similarity == pytest.approx(1) and alike.focus == pytest.approx(0, abs=1e-5)

    rng = np.random.default_rng(0)
    feature = np.zeros((64, 16, 16), np.float32)
    feature[:32] = rng.random((32, 16, 16)) < 0.1
    feature[:, 6:10, 6:10] = feature[:, 0:4, 0:4] = np.eye(64, 16).reshape(64, 4, 4)
    selection = select(feature, hole, alpha=50)
    sure = confidence(selection)
    middle = selection.place(3 * 7 + 3)
    assert sure.similarity[middle] == pytest.approx(1, abs=1e-5) and sure.focus[middle] > 0.99
    assert sure.combined[middle] == pytest.approx(1, abs=0.01)


def test_everything_is_between_0_and_1(selection):
    found = confidence(selection, select(*window(7)))
    for values in (found.similarity, found.focus, found.agreement, found.combined):
        assert values.shape == selection.missing.shape and values.dtype == np.float32
        assert values.min() >= 0 and values.max() <= 1
    expected = found.similarity**2 * (2 + found.agreement + found.focus) / 4
    np.testing.assert_allclose(found.combined, expected, rtol=1e-5)


def test_agreement_counts_references_that_lie_together(selection):
    assert agreement(selection, selection) == pytest.approx(1)
    feature, hole = window(8, height=160, width=200)
    left = np.zeros_like(hole)
    left[:, :100] = True
    selection, elsewhere = select(feature, hole, k=2), select(feature, hole, avoid=left, k=2)
    mixed = agreement(selection, elsewhere)
    distance = np.abs(
        selection.corners(selection.references)[:, :, None] - elsewhere.corners(elsewhere.references)[:, None]
    ).max(-1)
    assert (mixed[distance.min((1, 2)) > 16] == 0).all()
    assert (mixed[distance.min((1, 2)) <= 16] > 0).all()
    assert mixed.mean() < 0.9


def test_other_windows_cannot_agree(selection):
    feature, hole = window(6)
    with pytest.raises(ValueError, match="different windows or holes"):
        agreement(selection, select(feature, np.roll(hole, 16, axis=0)))


def test_the_map_holds_the_mean_of_overlapping_patches(selection):
    values = np.arange(len(selection.missing), dtype=np.float32)
    found = rendered(values, selection)
    assert found.shape == selection.hole.shape
    assert (np.isnan(found) == ~selection.hole).all()
    y, x = np.argwhere(selection.hole)[40]
    over = [selection.place(patch) for patch in selection.patches_over(x, y)]
    assert found[y, x] == pytest.approx(values[over].mean())


def test_no_reference_no_confidence():
    selection = select(np.ones((2, 16, 16), np.float32), np.ones((64, 64), bool))
    assert (confidence(selection, selection).combined == 0).all()
