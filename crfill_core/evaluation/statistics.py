"""Means with their standard errors, and the paired difference of two methods with a bootstrap interval."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

CONFIDENCE = 0.95
_RESAMPLES = 10_000
_RESAMPLES_AT_ONCE = 500


@dataclass(frozen=True)
class Mean:
    """A mean over images and its standard error (NaN for fewer than two)."""

    value: float
    error: float


@dataclass(frozen=True)
class PairedDifference:
    """The mean over images of (this method − the other), its 95 % confidence interval and its standard error."""

    value: float
    low: float
    high: float
    error: float = math.nan


def mean_with_error(values: Sequence[float]) -> Mean:
    """Mean and standard error (n − 1 in the variance) of the values that are defined (not NaN)."""
    defined = np.array([value for value in values if not math.isnan(value)], np.float64)
    if not len(defined):
        return Mean(math.nan, math.nan)
    if len(defined) < 2 or not np.isfinite(defined).all():
        return Mean(float(defined.mean()), math.nan)
    return Mean(float(defined.mean()), float(defined.std(ddof=1) / math.sqrt(len(defined))))


def paired_difference(these: Sequence[float], others: Sequence[float], seed: int = 0) -> PairedDifference:
    """The mean difference over the same images, with a percentile bootstrap interval (10,000 resamples of the
    images). Images where either value is not finite do not count."""
    differences = np.array(
        [a - b for a, b in zip(these, others, strict=True) if math.isfinite(a) and math.isfinite(b)]
    )
    if not len(differences):
        return PairedDifference(math.nan, math.nan, math.nan)
    rng = np.random.default_rng(seed)
    means = [
        differences[rng.integers(len(differences), size=(_RESAMPLES_AT_ONCE, len(differences)))].mean(axis=1)
        for _ in range(_RESAMPLES // _RESAMPLES_AT_ONCE)
    ]
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(np.concatenate(means), [tail, 1 - tail])
    mean = mean_with_error(differences.tolist())
    return PairedDifference(mean.value, float(low), float(high), mean.error)
