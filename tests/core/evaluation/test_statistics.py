"""Standard errors and bootstrap intervals against theory and against each other."""

import math

import numpy as np
import pytest

from crfill_core.evaluation.statistics import mean_with_error, paired_difference


def test_standard_error_is_the_textbooks():
    mean = mean_with_error([1.0, 2.0, 4.0, math.nan])
    assert mean.value == pytest.approx(7 / 3)
    variance = sum((x - 7 / 3) ** 2 for x in (1, 2, 4)) / 2
    assert mean.error == pytest.approx(math.sqrt(variance / 3))


def test_one_value_has_no_error_and_none_no_mean():
    assert mean_with_error([5.0]).value == 5 and math.isnan(mean_with_error([5.0]).error)
    assert math.isnan(mean_with_error([]).value)
    assert mean_with_error([math.inf, 1.0]).value == math.inf


def test_pairing_sees_a_small_difference_under_large_scatter():
    rng = np.random.default_rng(0)
    base = rng.normal(25, 5, 200)
    gain = rng.normal(0.3, 0.5, 200)
    found = paired_difference(base + gain, base)
    assert found.value == pytest.approx(gain.mean())
    normal = 1.96 * gain.std(ddof=1) / math.sqrt(200)
    assert found.low == pytest.approx(gain.mean() - normal, abs=0.01)
    assert found.high == pytest.approx(gain.mean() + normal, abs=0.01)
    assert paired_difference(base, base + gain).high == pytest.approx(-found.low, abs=0.01)


def test_the_interval_repeats_by_seed():
    a, b = np.random.default_rng(1).normal(size=(2, 30))
    assert paired_difference(a, b, 5) == paired_difference(a, b, 5)
    assert paired_difference(a, b, 5) != paired_difference(a, b, 6)


def test_images_without_a_finite_value_do_not_count():
    found = paired_difference([1.0, math.inf, math.nan], [0.5, 1.0, 2.0])
    assert (found.value, found.low, found.high) == (0.5, 0.5, 0.5)
    assert math.isnan(paired_difference([math.nan], [1.0]).value)
