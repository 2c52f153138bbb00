"""Means with standard errors, and paired differences of two methods with bootstrap intervals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

CONFIDENCE = 0.95
_RESAMPLES = 10_000
_RESAMPLES_AT_ONCE = 500
"""How many resamples are made together; this limits the memory."""


@dataclass(frozen=True)
class Mean:
    """A mean over images."""

    value: float
    error: float
    """Standard error; NaN for fewer than two images, or if a value is infinite."""


@dataclass(frozen=True)
class PairedDifference:
    """The difference between two methods' values for the same image, averaged over images."""

    value: float
    low: float
    """Start of the 95 % confidence interval."""
    high: float
    """End of the 95 % confidence interval."""
    error: float = math.nan
    """Standard error; NaN for fewer than two images."""


def mean_with_error(values: Sequence[float]) -> Mean:
    """Mean and standard error, with n − 1 in the variance, of the values that are defined (not NaN)."""
    defined = np.array([value for value in values if not math.isnan(value)], np.float64)
    if not len(defined):
        return Mean(math.nan, math.nan)
    known = len(defined) > 1 and np.isfinite(defined).all()
    error = float(defined.std(ddof=1) / math.sqrt(len(defined))) if known else math.nan
    return Mean(float(defined.mean()), error)


def paired_difference(these: Sequence[float], others: Sequence[float], seed: int = 0) -> PairedDifference:
    """The mean difference these − others over the same images, with a percentile bootstrap interval of 10,000 resamples.

    Images for which either value is not finite do not count; NaN if none are left.
    """
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
