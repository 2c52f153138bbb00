"""Results of a user study: the votes for each method and kind of holes, and whether they could be chance."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import NormalDist
from typing import Any

import numpy as np

from crfill_core.errors import CrfillError
from crfill_core.evaluation.study import TIE, Study
from crfill_core.evaluation.tables import markdown

_SIMULATIONS = 20_000
"""Number of random draws that simulate the distribution of χ²."""


@dataclass(frozen=True)
class Tally:
    """Votes on one kind of holes, or on all."""

    holes: str
    counts: Mapping[str, int]
    """Method → votes, sorted by the names of the methods."""
    p_value: float
    """The probability of votes at least as uneven as these if all methods are equally good."""
    p_leader: float
    """The same probability for only the two methods with the most votes, two-sided."""
    ties: int = 0
    """Votes without a preference, which no other number includes."""

    @property
    def total(self) -> int:
        """Votes for a method."""
        return sum(self.counts.values())

    def share(self, method: str) -> tuple[float, float, float]:
        """The method's share of the votes, and the limits of its 95 % interval, see :func:`wilson`."""
        if not self.total:
            return math.nan, 0.0, 1.0
        low, high = wilson(self.counts[method], self.total)
        return self.counts[method] / self.total, low, high


@dataclass(frozen=True)
class StudyReport:
    """All votes so far. The tests treat votes as independent, although each rater and each image has several."""

    raters: tuple[str, ...]
    open_trials: int
    """Choices that these raters still have to make."""
    all: Tally
    by_holes: tuple[Tally, ...]

    def to_dict(self) -> dict[str, Any]:
        tallies = [asdict(tally) for tally in (self.all, *self.by_holes)]
        tallies = [{"votes": tally.pop("counts"), **tally} for tally in tallies]
        return {"raters": list(self.raters), "open_trials": self.open_trials, "tallies": tallies}


def report(study: Study) -> StudyReport:
    """Count the votes of a study. Raises CrfillError if there are no votes or the key cannot be read."""
    key = study.key()
    methods = sorted({method for letters in key.values() for method in letters.values()})
    kinds = list(dict.fromkeys(item.holes for item in study.items))
    holes = {item.id: item.holes for item in study.items}
    raters = study.raters()
    votes = Counter(
        (holes[item], None if letter == TIE else key[item][letter])
        for rater in raters
        for item, letter in study.votes(rater).items()
    )
    if not votes:
        raise CrfillError("Nobody has voted in {folder} yet; rate some images first.", folder=study.folder)

    def tally(title: str, among: Sequence[str]) -> Tally:
        counts = {method: sum(votes[kind, method] for kind in among) for method in methods}
        return _tally(title, counts, sum(votes[kind, None] for kind in among))

    voted = {kind for kind, _ in votes}
    by_holes = tuple(tally(kind, [kind]) for kind in kinds if kind in voted)
    still_open = len(raters) * len(study.items) - votes.total()
    return StudyReport(tuple(raters), still_open, tally("all", kinds), by_holes)


def votes_table(report: StudyReport) -> str:
    """The report as a Markdown table: votes on each kind of holes and on all, shares with their intervals, tests."""
    tallies = (*report.by_holes, report.all) if len(report.by_holes) > 1 else (report.all,)
    methods = sorted(report.all.counts, key=lambda method: -report.all.counts[method])
    lines = [["Method", *(tally.holes for tally in tallies), "share (95 %)"]]
    for method in methods:
        share, low, high = report.all.share(method)
        votes = [str(tally.counts[method]) for tally in tallies]
        known = f"{share:.0%} ({low:.0%} – {high:.0%})" if report.all.total else "–"
        lines.append([method, *votes, known])
    if report.all.ties:
        lines.append(["no preference", *(str(tally.ties) for tally in tallies), ""])
    lines.append(["p, all alike", *(_p(tally.p_value) for tally in tallies), ""])
    lines.append(["p, first = second", *(_p(tally.p_leader) for tally in tallies), ""])
    return markdown(lines)


def _p(value: float) -> str:
    return "< 0.001" if value < 0.001 else f"{value:.3f}"


def _tally(holes: str, counts: Mapping[str, int], ties: int) -> Tally:
    first, second = sorted(counts.values(), reverse=True)[:2]
    if not first:
        return Tally(holes, counts, 1.0, 1.0, ties)
    alike = sign_test(first, second)
    return Tally(holes, counts, uniform_p_value(list(counts.values())), alike, ties)


def wilson(votes: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share, by E. B. Wilson: all p with |votes / n − p| ≤ z √(p (1 − p) / n), n = total."""
    share, z = votes / total, NormalDist().inv_cdf(0.975)
    centre = share + z**2 / (2 * total)
    half = z * math.sqrt(share * (1 - share) / total + z**2 / (4 * total**2))
    low, high = ((centre + sign * half) / (1 + z**2 / total) for sign in (-1, 1))
    return (low if votes else 0.0), (high if votes < total else 1.0)


def sign_test(first: int, second: int) -> float:
    """The probability that votes by chance are at least as uneven as ``first`` to ``second``, two-sided."""
    total = first + second
    as_uneven = sum(math.comb(total, fewer) for fewer in range(min(first, second) + 1))
    return min(1.0, 2 * as_uneven / (1 << total))


def uniform_p_value(counts: Sequence[int], seed: int = 0) -> float:
    """The p-value of the χ² test of equal chances. The distribution of χ² is simulated, so it is right for few votes too."""
    observed = np.asarray(counts, np.float64)
    drawn = np.random.default_rng(seed).multinomial(
        int(observed.sum()), [1 / len(counts)] * len(counts), _SIMULATIONS
    )
    # If all expectations are equal, χ² grows with the sum of squares, which is exact in integers.
    as_uneven = (np.square(drawn).sum(axis=1) >= np.square(observed).sum()).sum()
    return float((as_uneven + 1) / (_SIMULATIONS + 1))
