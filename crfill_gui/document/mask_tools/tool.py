"""The base of all tools that select an area. They get events, show outlines and, at the end, return a Selection."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from crfill_gui.document.outline import Outline
from crfill_gui.document.pointer import Pointer
from crfill_gui.document.selection import Selection

Key = Literal["enter", "backspace"]
Ask = Callable[[Callable[[], Selection], Callable[[Selection | None], None]], None]
"""``ask(work, done)`` does the work in the background, in the order of the calls. Then it calls ``done(result)`` in the
calling thread. The result is None if the work was cancelled or failed.
"""


class SelectionTool:
    """Base class of the tools; each overrides what it needs.

    ``press``, ``release``, ``double_click`` and ``key`` return the Selection if the event has finished one that is
    not empty. After that the tool is idle. ``move`` is called with and without a button held.
    """

    preview: Selection | None = None
    """The selection that would be accepted now, if the tool knows it."""

    def press(self, at: Pointer) -> Selection | None:
        return None

    def move(self, at: Pointer) -> None:
        return

    def release(self, at: Pointer) -> Selection | None:
        return None

    def double_click(self, at: Pointer) -> Selection | None:
        """Handle the second press of a double click, in place of ``press``."""
        return self.press(at)

    def wants(self, key: Key) -> bool:
        """Whether the tool uses the key now; otherwise the key has its usual meaning."""
        return False

    def key(self, key: Key) -> Selection | None:
        return None

    def finish(self) -> Selection | None:
        """Accept the unfinished selection, or abandon it if it cannot be accepted yet."""
        accepted = self.key("enter") if self.wants("enter") else None
        if self.is_active:
            self.cancel()
        return accepted

    def cancel(self) -> bool:
        """Abandon the unfinished selection; False if there was none."""
        return False

    @property
    def is_active(self) -> bool:
        """Whether a selection is unfinished."""
        return False

    @property
    def is_searching(self) -> bool:
        """Whether a search is running in the background, for an accepted or an unfinished selection."""
        return False

    @property
    def outlines(self) -> tuple[Outline, ...]:
        """The outlines to draw now."""
        return ()
