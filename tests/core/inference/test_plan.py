import math

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crfill_core.errors import FillError
from crfill_core.geometry import Box, Size
from crfill_core.imaging.bounds import bounds
from crfill_core.inference.plan import (
    MAX_COMPONENTS,
    MIN_KNOWN_SHARE,
    TrainedScale,
    WindowPlan,
    plan_windows,
)

SMALL = TrainedScale(crop=64, largest_hole=32, largest_window=192)


def blank(height: int, width: int) -> np.ndarray:
    return np.zeros((height, width), bool)


def assert_sound(plans: list[WindowPlan], missing: np.ndarray) -> None:
    """Every missing pixel is written once, nothing else is; windows are inside the photo and contain their holes."""
    times = np.zeros(missing.shape, int)
    photo = Box.of(Size(missing.shape[1], missing.shape[0]))
    for plan in plans:
        assert plan.write.shape == (plan.hole.height, plan.hole.width)
        assert plan.write.any()
        times[plan.hole.slices] += plan.write
        assert photo.contains(plan.window) and plan.window.contains(plan.hole)
        assert 0 < plan.scale <= 1
        assert not missing[plan.window.slices].all() or plan.window == photo
    assert np.array_equal(times, missing.astype(int))


def assert_bounded(plans: list[WindowPlan], missing: np.ndarray, trained: TrainedScale) -> None:
    """No window is larger, in network pixels, than the largest one, unless it had to grow to see known pixels."""
    for plan in plans:
        if max(plan.window.size) * plan.scale > trained.largest_window + 2:
            x, y = (round(v) for v in plan.hole.center)
            across, down = (math.ceil(side + trained.crop / plan.scale) for side in plan.hole.size)
            plain = Box.around(x, y, across, down).shift_into(Size(missing.shape[1], missing.shape[0]))
            assert 1 - missing[plain.slices].mean() < 2 * MIN_KNOWN_SHARE


@st.composite
def masks(draw) -> np.ndarray:
    """Photos of 16–400 px with rectangles, lines and specks."""
    height, width = draw(st.integers(16, 400)), draw(st.integers(16, 400))
    missing = blank(height, width)
    for _ in range(draw(st.integers(1, 4))):
        left, top = draw(st.integers(0, width - 1)), draw(st.integers(0, height - 1))
        across, down = draw(st.sampled_from([(1, 1), (1, 400), (400, 2), (20, 30), (90, 90), (7, 200)]))
        missing[top : top + down, left : left + across] = True
    for _ in range(draw(st.integers(0, 8))):
        missing[draw(st.integers(0, height - 1)), draw(st.integers(0, width - 1))] = True
    missing[draw(st.integers(0, height - 1)), draw(st.integers(0, width - 1))] = False
    return missing


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(masks().filter(lambda m: m.any()))
def test_any_mask_is_written_exactly_once_within_bounds(missing):
    plans = plan_windows(missing, SMALL)
    assert_sound(plans, missing)
    assert_bounded(plans, missing, SMALL)


def test_a_small_hole_keeps_full_scale_and_half_a_crop_of_surroundings_on_every_side():
    missing = blank(500, 600)
    missing[240:260, 290:310] = True
    (plan,) = plan_windows(missing, SMALL)
    assert plan.hole == Box(290, 240, 310, 260)
    assert plan.scale == 1 and plan.window.size == Size(84, 84)
    assert abs(plan.window.center[0] - 300) <= 1 and abs(plan.window.center[1] - 250) <= 1


def test_a_thick_hole_is_reduced_until_its_thickness_fits_the_training():
    missing = blank(900, 900)
    missing[200:520, 200:520] = True  # 320 px thick: ten times what the network was trained on
    (plan,) = plan_windows(missing, SMALL)
    assert plan.scale == pytest.approx(0.1, rel=0.05)
    assert max(plan.window.size) * plan.scale <= SMALL.largest_window


def test_a_thin_line_across_a_large_photo_stays_at_full_scale_in_pieces():
    missing = blank(1000, 3000)
    missing[500:503, 10:2990] = True
    plans = plan_windows(missing, SMALL)
    assert_sound(plans, missing)
    assert all(plan.scale == 1 for plan in plans)
    assert len(plans) >= 2980 // SMALL.largest_window
    assert max(max(plan.window.size) for plan in plans) <= SMALL.largest_window + 2


def test_a_diagonal_line_is_not_shrunk_by_the_size_of_its_box():
    missing = blank(800, 800)
    for i in range(790):
        missing[i : i + 3, i : i + 3] = True
    plans = plan_windows(missing, SMALL)
    assert_sound(plans, missing)
    assert min(plan.scale for plan in plans) == 1


def test_specks_that_lie_together_share_a_window_and_far_ones_do_not():
    missing = blank(400, 400)
    for y, x in [(100, 100), (104, 110), (95, 106)]:
        missing[y, x] = True
    missing[350, 350] = True
    plans = plan_windows(missing, SMALL)
    assert_sound(plans, missing)
    assert sorted(int(plan.write.sum()) for plan in plans) == [1, 3]


def test_scratches_that_lie_together_share_a_window():
    missing = blank(600, 600)
    for row in range(200, 325, 25):
        missing[row : row + 2, 200:300] = True
    (plan,) = plan_windows(missing, SMALL)
    assert_bounded([plan], missing, SMALL)
    assert plan.scale == 1


def test_a_thick_hole_beside_a_larger_scratch_keeps_its_own_scale():
    missing = blank(600, 600)
    missing[200:208, 150:450] = True
    missing[215:263, 276:324] = True
    plans = plan_windows(missing, SMALL)
    assert_sound(plans, missing)
    (thick,) = (plan for plan in plans if plan.hole.contains(Box(276, 215, 324, 263)))
    assert thick.scale == pytest.approx(32 / 48, rel=0.05)
    assert all(plan.scale == 1 for plan in plans if plan is not thick)


def test_thousands_of_specks_are_planned_together():
    missing = blank(600, 600)
    missing[::8, ::8] = True
    assert missing.sum() > MAX_COMPONENTS
    plans = plan_windows(missing, SMALL)
    assert_sound(plans, missing)
    assert len(plans) < missing.sum() / 10


@pytest.mark.parametrize("where", [(0, 0), (0, 270), (270, 0), (270, 270), (135, 0)])
def test_holes_at_the_border_have_whole_windows(where):
    missing = blank(300, 300)
    missing[where[0] : where[0] + 30, where[1] : where[1] + 30] = True
    (plan,) = plan_windows(missing, SMALL)
    assert_sound([plan], missing)
    assert plan.window.size == Size(94, 94)


def test_a_window_with_too_little_known_around_it_grows():
    missing = blank(600, 600)
    missing[:, 20:] = True
    for plan in plan_windows(missing, SMALL):
        window = missing[plan.window.slices]
        assert 1 - window.mean() >= MIN_KNOWN_SHARE or plan.window.size == Size(600, 600)


def test_larger_holes_come_first():
    missing = blank(400, 800)
    missing[50:60, 50:60] = True
    missing[200:230, 600:640] = True
    first, second = plan_windows(missing, SMALL)
    assert first.write.sum() > second.write.sum()


def test_the_callers_scale_multiplies_the_planned_one_but_never_enlarges():
    missing = blank(500, 500)
    missing[100:120, 100:120] = True
    assert plan_windows(missing, SMALL, scale=0.5)[0].scale == 0.5
    assert plan_windows(missing, SMALL, scale=2.0)[0].scale == 1


def test_a_window_chosen_by_hand_is_taken_cut_to_the_photo():
    missing = blank(200, 300)
    missing[50:60, 50:60] = True
    missing[90:95, 80:85] = True
    (plan,) = plan_windows(missing, SMALL, window=Box(-20, 40, 120, 130))
    assert plan.window == Box(0, 40, 120, 130)
    assert_sound([plan], missing)


@pytest.mark.parametrize(
    "missing, window, words",
    [
        (blank(40, 40), None, "Nothing is masked"),
        (~blank(40, 40), None, "covers the whole photo"),
        (np.eye(40, dtype=bool), Box(0, 0, 20, 20), "does not contain the whole hole"),
    ],
)
def test_what_cannot_be_planned_is_refused_with_a_remedy(missing, window, words):
    with pytest.raises(FillError, match=words):
        plan_windows(missing, SMALL, window=window)


@given(st.integers(1, 30), st.integers(1, 30), st.data())
def test_bounding_box_is_tight(height, width, data):
    mask = blank(height, width)
    for _ in range(data.draw(st.integers(0, 4))):
        mask[data.draw(st.integers(0, height - 1)), data.draw(st.integers(0, width - 1))] = True
    box = bounds(mask)
    rows, columns = np.nonzero(mask)
    if len(rows):
        assert box == Box(columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
        assert all(isinstance(v, int) for v in box)
    else:
        assert box.is_empty


def test_planning_depends_on_the_hole_not_on_the_photo_around_it():
    shapes = []
    for size in (400, 1600):
        missing = blank(size, size)
        missing[150:200, 150:260] = True
        (plan,) = plan_windows(missing, SMALL)
        shapes.append((plan.window, plan.scale))
    assert shapes[0] == shapes[1]
    assert math.isclose(shapes[0][1], 32 / 50, rel_tol=0.1)
