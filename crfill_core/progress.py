"""One Qt-free object that reports how far a job is and lets it be cancelled between steps."""

from __future__ import annotations

import threading
from collections.abc import Callable

Report = Callable[[float, str], None]


class Cancelled(Exception):
    """Raised inside a job by :meth:`Progress.check` once somebody asked it to stop. Not an error."""


class Progress:
    """Passed down into long work. ``report(fraction, what)`` gets fractions in [0, 1], never decreasing.

    ``cancel()`` may be called from any thread; the job notices at its next ``check()`` or ``update()``.
    """

    def __init__(self, report: Report | None = None) -> None:
        self._report = report
        self._cancelled = threading.Event()
        self._reached = 0.0

    def cancel(self) -> None:
        self._cancelled.set()

    @property
    def cancelled(self) -> bool:
        return self._cancelled.is_set()

    def check(self) -> None:
        """Raise :class:`Cancelled` if the job should stop."""
        if self.cancelled:
            raise Cancelled

    def update(self, fraction: float, what: str = "") -> None:
        """Say how far the job is (clamped to [0, 1], never backwards) and stop it if it was cancelled."""
        self.check()
        self._reached = max(self._reached, min(1.0, fraction))
        if self._report is not None:
            self._report(self._reached, what)

    def part(self, start: float, end: float, *, what: str = "") -> Progress:
        """A sub-range: the part's 0…1 is this object's start…end; cancellation is shared. With ``what``, all that the
        part does is called that.
        """
        part = Progress(lambda fraction, said: self.update(start + (end - start) * fraction, what or said))
        part._cancelled = self._cancelled
        return part
