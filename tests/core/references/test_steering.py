"""Vetoes and preferences as plain data and as masks."""

import json

import numpy as np
import pytest

from crfill_core.geometry import Box, Size
from crfill_core.references.similarity import select
from crfill_core.references.steering import Steering, rasterised, veto_region
from tests.core.references.slow import window

SIZE = Size(40, 30)


def test_nothing_said_gives_no_masks():
    assert Steering().masks(SIZE) == (None, None)


def test_clicks_and_paint_join_in_the_masks():
    painted = np.zeros((30, 40), bool)
    painted[29, 0] = True
    said = (
        Steering(avoid=painted)
        .veto(Box(5, 5, 10, 8))
        .veto(Box(35, -4, 60, 3))
        .prefer_region(Box(8, 0, 20, 30))
    )
    avoid, prefer = said.masks(SIZE)
    expected = painted.copy()
    expected[5:8, 5:10] = expected[:3, 35:] = True
    assert (avoid == expected).all() and painted.sum() == 1
    assert prefer[0, 8] and prefer[7, 15] and not prefer[7, 9]  # avoided and preferred: avoided
    assert not (prefer & avoid).any()


def test_a_change_leaves_the_old_object_as_it_was():
    first = Steering()
    second = first.veto(Box(0, 0, 1, 1))
    assert (first.vetoes, second.vetoes) == ((), (Box(0, 0, 1, 1),))


def test_clicks_survive_json():
    said = Steering().veto(Box(1, 2, 3, 4)).prefer_region(Box(5, 6, 7, 8))
    again = Steering.from_dict(json.loads(json.dumps(said.to_dict())))
    assert (again.vetoes, again.preferred) == (said.vetoes, said.preferred)
    with pytest.raises(ValueError, match="vetoes and preferred"):
        Steering.from_dict({"vetoes": []})


def test_paint_of_another_size_is_refused():
    with pytest.raises(ValueError, match="painted mask"):
        rasterised((), SIZE, np.zeros((3, 3), bool))


def test_a_vetoed_patch_and_its_neighbours_are_never_selected_again():
    feature, hole = window(9)
    first = select(feature, hole)
    vetoed = int(first.references[4, 0])
    region = veto_region(first, vetoed)
    assert region == first.box(vetoed).pad(8).clamp(first.size)
    again = select(feature, hole, avoid=rasterised((region,), first.size))
    for box in again.boxes(again.references).reshape(-1, 4):
        assert not Box(*box).overlaps(region)
    assert again.candidates < first.candidates
