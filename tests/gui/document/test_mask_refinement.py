"""Several changes of a mask at once, in their order."""

from __future__ import annotations

import numpy as np
import pytest

from crfill_core.progress import Cancelled, Progress
from crfill_gui.document.mask_operations import feathered, grown, without_holes
from crfill_gui.document.mask_refinement import Refinement


@pytest.fixture
def ring() -> np.ndarray:
    """A square of 40 with a hole of 10."""
    mask = np.zeros((100, 120), np.uint8)
    mask[30:70, 30:70] = 255
    mask[45:55, 45:55] = 0
    return mask


def test_nothing_wanted_changes_nothing(ring):
    assert Refinement().of(ring).box.is_empty


def test_islands_are_filled_before_the_edge_moves_inwards(ring):
    refined = Refinement(edge=-5, fills_islands=True).of(ring).apply(ring)
    assert refined[50, 50] == 255 and refined[50, 32] == 0 and refined[50, 37] == 255
    assert Refinement(edge=-5).of(ring).apply(ring)[50, 42] == 0


def test_it_is_the_steps_one_after_another(ring):
    filled = without_holes(ring).apply(ring)
    larger = grown(filled, 4).apply(filled)
    expected = feathered(larger, 6).apply(larger)
    before = ring.copy()
    assert np.array_equal(Refinement(4, 6, True).of(ring).apply(ring), expected)
    assert np.array_equal(ring, before)


def test_it_can_be_stopped_between_the_steps(ring):
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        Refinement(edge=3).of(ring, progress.check)
