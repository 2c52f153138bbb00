"""What all tools that change the mask have in common: events go in; outlines and, in the end, a Selection come out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, Protocol

from crfill_gui.document.outline import Outline
from crfill_gui.document.selection import Selection

Key = Literal["enter", "backspace"]
Ask = Callable[[Callable[[], Selection], Callable[[Selection | None], None]], None]
"""``ask(work, done)`` does the work in the background, in order, and then calls ``done(result)`` in the calling
thread: None if the work was cancelled or failed.
"""


class Pointed(Protocol):
    """One event of mouse, pen or finger. (x, y) in photo pixels, ``zoom`` in screen pixels per photo pixel."""

    @property
    def x(self) -> float: ...

    @property
    def y(self) -> float: ...

    @property
    def zoom(self) -> float: ...

    @property
    def shift(self) -> bool: ...

    @property
    def alt(self) -> bool: ...


class SelectionTool:
    """Base class of the tools; each overrides what it needs.

    ``press``, ``release``, ``double_click`` and ``key`` return the finished Selection if the event finished one that
    is not empty, and leave the tool idle then. ``move`` is called with and without a button held.
    """

    def press(self, at: Pointed) -> Selection | None:
        return None

    def move(self, at: Pointed) -> None:
        return

    def release(self, at: Pointed) -> Selection | None:
        return None

    def double_click(self, at: Pointed) -> Selection | None:
        """The second press of a double click, in place of ``press``."""
        return self.press(at)

    def wants(self, key: Key) -> bool:
        """Whether the tool uses the key now; otherwise the key has its usual meaning."""
        return False

    def key(self, key: Key) -> Selection | None:
        return None

    def cancel(self) -> bool:
        """Abandon the unfinished selection; False if there was none."""
        return False

    @property
    def is_active(self) -> bool:
        """Whether a selection is unfinished."""
        return False

    @property
    def is_searching(self) -> bool:
        """Whether a search is running in the background, for an accepted selection or another."""
        return False

    @property
    def outlines(self) -> tuple[Outline, ...]:
        """The outlines to draw now."""
        return ()
