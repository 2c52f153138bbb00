from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from crfill_core.geometry import Box
from crfill_core.references.assembly.energy import GuideMaps, Weights
from crfill_core.references.assembly.pixel_costs import PixelCosts
from tests.core.references.assembly import plain
from tests.core.references.assembly.scenes import hole_of, level_of


@settings(max_examples=60, deadline=None)
@given(
    shift=st.tuples(st.integers(-30, 30), st.integers(-30, 30)),
    factor=st.sampled_from([1, 2, 4]),
    blurs=st.sampled_from([(1.5,), (1.5, 4.0), (1.0, 2.0, 4.0)]),
    length=st.sampled_from([0, 3, 8, 19]),
    seed=st.integers(0, 2**32 - 1),
)
def test_costs_are_those_of_every_pixel(
    shift: tuple[int, int], factor: int, blurs: tuple[float, ...], length: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    weights = Weights(blurs=blurs)
    coarse = level_of(
        rng.random((24 // factor, 32 // factor, 3)), hole_of((24 // factor, 32 // factor), 1, 1, 3, 3)
    )
    coarse = replace(coarse, confidence=rng.random(coarse.hole.shape).astype(np.float32))
    guide = GuideMaps.of(coarse, rng.random(coarse.hole.shape).astype(np.float32), weights)
    guide = replace(guide, factor=factor)
    hole, avoided = hole_of((24, 32), 6, 9, 12, 14), rng.random((24, 32)) < 0.1
    level = level_of(rng.random((24, 32, 3)), hole, usable=~(hole | avoided))
    if length:
        level = replace(level, features=rng.random((24, 32, length)).astype(np.float32))
    costs = PixelCosts(
        level,
        guide.maps,
        guide.confidence,
        factor,
        feature_weight=weights.features,
        ring=weights.ring,
        cap=weights.cap,
    )
    box = Box(4, 2, 27, 22)
    expected = plain.compared(level, guide, weights, box, shift)
    for made, wanted in zip(costs.compare(box, shift), expected, strict=True):
        assert np.allclose(made, wanted, rtol=1e-4, atol=1e-2)
    asked = rng.random((20, 23)) < 0.3
    for made, wanted in zip(
        costs.compare(box, shift, asked.view(np.uint8)), costs.compare(box, shift), strict=True
    ):
        assert np.array_equal(made, np.where(asked, wanted, 0))
