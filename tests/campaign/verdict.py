"""How every campaign ends: its last line says how much was tried and how many faults came of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_LAST = re.compile(r"^tried (\d+), faults (\d+)$", re.MULTILINE)


class Verdict(NamedTuple):
    tried: int
    faults: int


def conclude(tried: int, amiss: Sequence[str]) -> int:
    """Print the faults and the last line; the exit status: 1 if there are any faults."""
    for what in amiss:
        print(what)
    print(f"tried {tried}, faults {len(amiss)}", flush=True)
    return 1 if amiss else 0


def verdict(printed: str) -> Verdict | None:
    """What a campaign concluded, summed over its processes; None if it never did."""
    lines = _LAST.findall(printed)
    if not lines:
        return None
    return Verdict(sum(int(tried) for tried, _ in lines), sum(int(faults) for _, faults in lines))
