"""The region that a veto bars."""

import numpy as np

from crfill_core.geometry import Box
from crfill_core.references.similarity import select
from tests.core.references.slow import window


def test_a_vetoed_patch_and_its_neighbours_are_never_selected_again():
    feature, hole = window(9)
    first = select(feature, hole)
    vetoed = int(first.references[4, 0])
    region = first.veto_region(vetoed)
    assert region == first.box(vetoed).pad(8).clamp(first.size)
    avoid = np.zeros_like(hole)
    avoid[region.slices] = True
    again = select(feature, hole, avoid=avoid)
    for box in again.boxes(again.references).reshape(-1, 4):
        assert not Box(*box).overlaps(region)
    assert again.candidates < first.candidates
