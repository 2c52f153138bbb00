"""A thread for what a tool has to think about: the canvas goes on meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

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
