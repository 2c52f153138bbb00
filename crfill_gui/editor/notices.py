"""Messages to the user."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Level = Literal["info", "warning", "error"]


@dataclass(frozen=True)
class Notice:
    """A sentence for the user."""

    level: Level
    text: str
    answers: tuple[tuple[str, Callable[[], object]], ...] = ()
    """Buttons: their texts, and functions that are called when they are pressed."""
