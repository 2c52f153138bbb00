"""A thread for what a tool has to think about: the canvas goes on meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal

from crfill_core.progress import Cancelled
from crfill_gui.background import Background

T = TypeVar("T")


class Thinking(QObject):
    """Does one piece of work after another in a thread that starts with the first."""

    failed = Signal(str)  # a sentence

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._background = Background(self, "tools")

    def ask(self, work: Callable[[], T], done: Callable[[T | None], None]) -> None:
        """Do the work in the thread, then ``done(answer)`` on the main one: None if it raised, which is said by
        :attr:`failed` unless it was :class:`Cancelled`.
        """

        def unless_cancelled() -> T | None:
            try:
                return work()
            except Cancelled:
                return None

        def fail(sentence: str) -> None:
            done(None)
            self.failed.emit(sentence)

        self._background.run(unless_cancelled, done, fail)


class Latest(Generic[T]):
    """Follows something that changes often: one answer is worked out at a time, and after it the latest one asked for."""

    def __init__(self, thinking: Thinking, show: Callable[[T], None]) -> None:
        self._thinking, self._show = thinking, show
        self._busy = self._wanted = False  # one is worked out; it is to be shown
        self._next: Callable[[], T] | None = None

    def ask(self, work: Callable[[], T]) -> None:
        """Show what the work gives, unless something else is asked for before it has begun."""
        if self._busy:
            self._next = work
        else:
            self._busy = self._wanted = True
            self._thinking.ask(work, self._answered)

    def forget(self) -> None:
        """Show nothing of what was asked for so far."""
        self._wanted, self._next = False, None

    def _answered(self, found: T | None) -> None:
        self._busy = False
        work, self._next = self._next, None
        if found is not None and self._wanted:
            self._show(found)
        if work is not None:
            self.ask(work)
