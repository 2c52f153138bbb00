"""Messages to the user."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Level = Literal["info", "warning", "error"]


@dataclass(frozen=True)
class Notice:
    """A message to the user, which may offer answers."""

    level: Level
    text: str
    answers: tuple[tuple[str, Callable[[], object]], ...] = ()
    """The buttons: the text of each, and the function called when it is pressed."""
