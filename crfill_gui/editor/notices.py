"""What the program tells the person: a sentence, how serious it is, and answers to choose from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Level = Literal["info", "warning", "error"]


@dataclass(frozen=True)
class Notice:
    """A sentence for the person."""

    level: Level
    text: str
    answers: tuple[tuple[str, Callable[[], object]], ...] = ()
    """Buttons beside it: their texts and what they do."""
