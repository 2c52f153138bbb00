from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from crfill_core.progress import Cancelled, Progress
from crfill_core.references.assembly import (
    Assembly,
    Matches,
    Settings,
    assemble,
    copy,
    energy,
    levels,
    resampling,
    seam_map,
)
from crfill_core.references.assembly.lines import drawn_line
from crfill_core.references.lines import Line
from tests.core.references.assembly.scenes import bricks, diffused, hole_of, noise, sky


def sources(result: Assembly, hole: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows and columns that the hole's copied pixels come from."""
    rows, columns = np.nonzero(hole & ~result.fallback)
    dx, dy = result.shift[rows, columns].T
    return rows + dy, columns + dx


def assert_sound(result: Assembly, image: np.ndarray, hole: np.ndarray, forbidden: np.ndarray) -> None:
    """Nothing is copied from where it must not be, nothing outside the hole changed, and the parts agree."""
    rows, columns = sources(result, hole)
    assert (rows >= 0).all() and (rows < hole.shape[0]).all()
    assert (columns >= 0).all() and (columns < hole.shape[1]).all()
    assert not forbidden[rows, columns].any()
    assert np.array_equal(result.pixels[~hole], image[~hole])
    assert not result.shift[~hole].any() and not result.correction[~hole].any()
    assert not result.shift[result.fallback].any() and not (result.fallback & ~hole).any()
    assert np.isfinite(result.pixels).all() and result.pixels.min() >= 0 and result.pixels.max() <= 1
    copied = hole & ~result.fallback
    composed = copy(image, result.shift, hole)[copied] + result.correction[copied]
    assert np.allclose(result.pixels[copied], composed.clip(0, 1), atol=1e-6)


def test_a_brick_wall_is_continued_in_phase() -> None:
    image, hole = bricks(96, 128), hole_of((96, 128), 29, 43, 40, 42)
    result = assemble(np.where(hole[..., None], 0, image), hole, diffused(image, hole))
    assert_sound(result, image, hole, hole)
    assert np.abs(copy(image, result.shift, hole) - image).max() < 1e-6
    assert np.abs(result.pixels - image)[hole].max() < 0.03


def test_stripes_of_an_odd_period_are_continued_in_phase_from_a_coarser_level() -> None:
    stripe = np.linspace(0.2, 0.8, 13) + noise((13,), 0.1)
    row = stripe[np.arange(320) % 13].astype(np.float32)
    image = np.ascontiguousarray(np.broadcast_to(row[None, :, None], (320, 320, 3)))
    hole = hole_of((320, 320), 101, 95, 110, 120)
    result = assemble(image, hole, diffused(image, hole))
    assert_sound(result, image, hole, hole)
    assert np.abs(copy(image, result.shift, hole) - image).max() < 1e-6


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_never_copies_what_is_missing_avoided_or_outside(data: st.DataObject) -> None:
    shape = data.draw(st.tuples(st.integers(1, 40), st.integers(1, 40)))
    masks = arrays.arrays(bool, shape, elements=st.booleans(), fill=st.just(False))
    hole, avoid = data.draw(masks), data.draw(masks)
    top, left = data.draw(st.integers(0, shape[0] - 1)), data.draw(st.integers(0, shape[1] - 1))
    hole[top : top + data.draw(st.integers(1, 40)), left : left + data.draw(st.integers(1, 40))] = True
    image = np.abs(noise((*shape, 3), 0.4, seed=data.draw(st.integers(0, 9)))).clip(0, 1)
    result = assemble(image, hole, np.full_like(image, 0.5), avoid=avoid)
    assert_sound(result, image, hole, hole | avoid)
    if (hole | avoid).all():
        assert (result.fallback == hole).all()
        assert np.allclose(result.pixels[hole], 0.5, atol=1e-3)


def test_the_hidden_pixels_do_not_matter_and_the_result_repeats() -> None:
    image = sky(64, 80) + noise((64, 80, 3), 0.1, seed=3)
    image = image.clip(0, 1)
    hole = hole_of((64, 80), 20, 0, 30, 31)
    guide = diffused(image, hole)
    first = assemble(image, hole, guide)
    second = assemble(np.where(hole[..., None], 1.0, image).astype(np.float32), hole, guide)
    assert np.array_equal(first.shift, second.shift)
    assert np.array_equal(first.pixels[hole], second.pixels[hole])


def test_a_small_guide_and_a_coarse_level_serve_a_large_window() -> None:
    image = (sky(300, 420) + noise((300, 420, 3), 0.05)).clip(0, 1)
    hole = hole_of((300, 420), 90, 130, 140, 150)
    guide = diffused(image, hole)[::3, ::3]
    result = assemble(image, hole, guide)
    assert_sound(result, image, hole, hole)
    assert not result.fallback.any()
    # As sharp as the photo's own grain, which the guide has lost.
    assert np.diff(result.pixels, axis=0)[100:220, 140:270].std() == pytest.approx(
        np.diff(image, axis=0)[:80].std(), rel=0.1
    )


def test_avoided_things_do_not_come_back_and_preferred_ones_do() -> None:
    image = (0.5 + noise((72, 96, 3), 0.02)).clip(0, 1)
    image[:, :30] += np.float32(0.06)
    hole = hole_of((72, 96), 24, 36, 24, 24)
    guide = np.full_like(image, 0.52)
    left = np.zeros_like(hole)
    left[:, :30] = True

    def share_from_left(**steering: np.ndarray) -> float:
        result = assemble(image, hole, guide, **steering)
        return float((sources(result, hole)[1] < 30).mean())

    assert share_from_left(avoid=left) == 0
    assert share_from_left(prefer=left) > 0.9
    assert share_from_left(prefer=~left) < 0.1


def test_features_decide_between_places_that_look_alike() -> None:
    image = (0.5 + noise((64, 128, 3), 0.05)).clip(0, 1)
    hole = hole_of((64, 128), 20, 52, 24, 24)
    features = np.zeros((2, 16, 32), np.float32)
    features[0, :, :18] = 1
    features[1, :, 18:] = 1
    features[:, 5:11, 13:19] = [[[0]], [[1]]]
    result = assemble(image, hole, np.full_like(image, 0.5), matches=lambda: Matches(features, (4, 4), None))
    assert (sources(result, hole)[1] > 72).mean() > 0.9


def test_a_proposed_shift_is_on_offer() -> None:
    image = (0.5 + noise((64, 96, 3), 0.1)).clip(0, 1)
    hole = hole_of((64, 96), 20, 30, 20, 20)
    few, proposals = Settings(candidates=2), np.array([[37, -3, 5.0]])
    used = [
        assemble(image, hole, diffused(image, hole), matches=offered, settings=few).shift[hole].tolist()
        for offered in (None, lambda: Matches(None, (4, 4), proposals))
    ]
    assert [[37, -3] in shifts for shifts in used] == [False, True]


def test_skipping_the_best_shifts_changes_the_answer() -> None:
    image = (0.5 + noise((64, 96, 3), 0.1)).clip(0, 1)
    hole = hole_of((64, 96), 20, 30, 20, 20)
    guide = diffused(image, hole)
    best = assemble(image, hole, guide)
    favourite, *others = np.unique(best.shift[hole], axis=0)
    other = assemble(image, hole, guide, skip_best=1 + len(others))
    assert_sound(other, image, hole, hole)
    assert not (other.shift[hole] == favourite).all(1).any()


@pytest.mark.parametrize(
    "hole",
    [
        hole_of((40, 50), 20, 20, 1, 1),
        hole_of((40, 50), 0, 0, 40, 30),
        hole_of((40, 50), 12, 0, 1, 50),
        hole_of((40, 50), 0, 3, 40, 47),
        hole_of((40, 50), 0, 0, 40, 49),
    ],
    ids=["one pixel", "at the border", "thin line", "larger than the rest", "one column known"],
)
def test_awkward_holes_are_filled(hole: np.ndarray) -> None:
    image = (0.4 + noise((40, 50, 3), 0.05)).clip(0, 1)
    result = assemble(image, hole, diffused(image, hole))
    assert_sound(result, image, hole, hole)
    assert np.abs(result.pixels[hole] - 0.4).max() < 0.45


def test_no_hole_changes_nothing() -> None:
    image = bricks(20, 30)
    result = assemble(image, np.zeros((20, 30), bool), image)
    assert np.array_equal(result.pixels, image) and not result.shift.any()


def test_cancelling_stops_the_job_and_progress_reaches_the_end() -> None:
    image, hole = bricks(64, 64), hole_of((64, 64), 20, 20, 20, 20)
    seen: list[float] = []
    assemble(image, hole, image, progress=Progress(lambda done, what: seen.append(done)))
    assert seen == sorted(seen) and seen[-1] == 1.0 and len(seen) > 20

    def stop(done: float, what: str) -> None:
        if done > 0.3:
            progress.cancel()

    progress = Progress(stop)
    with pytest.raises(Cancelled):
        assemble(image, hole, image, progress=progress)


@pytest.mark.parametrize(
    "wrong",
    [
        {"hole": np.zeros((9, 8), bool)},
        {"hole": np.zeros((8, 8), np.uint8)},
        {"guide": np.zeros((8, 8), np.float32)},
        {"avoid": np.zeros((8, 9), bool)},
        {"matches": lambda: Matches(np.zeros((2, 2), np.float32), (4, 4), None)},
        {"matches": lambda: Matches(None, (4, 4), np.zeros((4, 2)))},
    ],
)
def test_arrays_of_other_shapes_are_refused(wrong: dict[str, Any]) -> None:
    image = np.zeros((8, 8, 3), np.float32)
    right = {"hole": hole_of((8, 8), 2, 2, 2, 2), "guide": image}
    with pytest.raises(ValueError):
        assemble(image, **(right | wrong))


def test_a_window_worked_on_in_strips_is_filled_as_it_is_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    image, hole = sky(330, 290), hole_of((330, 290), 110, 90, 120, 130)
    line = drawn_line(Line(((20.0, 100.0), (280.0, 240.0))), hole)
    fills = []
    for rows in (16, 10**6):
        for module in (levels, resampling, seam_map):
            monkeypatch.setattr(module, "STRIP", rows)
        fills.append(assemble(image, hole, diffused(image, hole), lines=[line]))
    assert np.array_equal(fills[0].shift, fills[1].shift)
    assert np.array_equal(fills[0].correction, fills[1].correction)


def test_seams_prepared_only_where_they_may_be_asked_for_change_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    image, hole = sky(400, 300), hole_of((400, 300), 110, 90, 120, 130)
    fills = [assemble(image, hole, diffused(image, hole))]
    monkeypatch.setattr(energy.Energy, "expect", lambda *_: None)
    fills.append(assemble(image, hole, diffused(image, hole)))
    assert np.array_equal(fills[0].shift, fills[1].shift)
    assert np.array_equal(fills[0].correction, fills[1].correction)
