"""One Qt-free object that reports how far a job is and lets it be cancelled between steps."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from crfill_core.base.messages import NOTHING, Message

Report = Callable[[float, Message], None]
Show = Callable[[Any], object]


class Cancelled(Exception):
    """Raised inside a job by :meth:`Progress.check` once somebody asked it to stop. Not an error."""


class Progress:
    """Passed down into long work. ``report(fraction, what)`` gets fractions in [0, 1], never decreasing.

    ``show(preview)``, if given, gets first looks at the result while it is worked out; of which type, the work says.

    Any thread may call its methods; the job notices a ``cancel()`` at its next ``check()`` or ``update()``.
    """

    def __init__(self, report: Report | None = None, show: Show | None = None) -> None:
        self._report, self._show = report, show
        self._cancelled = threading.Event()
        self._reached = 0.0
        self._lock = threading.RLock()

    def cancel(self) -> None:
        self._cancelled.set()

    @property
    def cancelled(self) -> bool:
        return self._cancelled.is_set()

    def check(self) -> None:
        """Raise :class:`Cancelled` if the job should stop."""
        if self.cancelled:
            raise Cancelled

    def update(self, fraction: float, what: Message = NOTHING) -> None:
        """Say how far the job is (clamped to [0, 1], never backwards) and stop it if it was cancelled."""
        self.check()
        with self._lock:
            self._reached = max(self._reached, min(1.0, fraction))
            if self._report is not None:
                self._report(self._reached, what)

    def preview(self, make: Callable[[], object]) -> None:
        """Show what ``make`` gives. It is called only where somebody wants to see it, and may cost a little time."""
        self.check()
        if self._show is not None:
            self._show(make())

    def part(
        self,
        start: float,
        end: float,
        *,
        what: Message = NOTHING,
        shown: Callable[[Any], object] | None = None,
    ) -> Progress:
        """A sub-range: the part's 0…1 is this object's start…end; cancellation is shared. With ``what``, all that the
        part does is called that. ``shown`` turns the part's previews into this object's.
        """
        part = self.linked(lambda fraction, said: self.update(start + (end - start) * fraction, what or said))
        show = self._show
        if shown is not None and show is not None:
            part._show = lambda preview: show(shown(preview))
        return part

    def shares(self, count: int) -> list[Progress]:
        """For ``count`` things that are done side by side: this object's fraction is the mean of theirs."""
        reached = [0.0] * count

        def share(number: int) -> Progress:
            def report(fraction: float, what: Message) -> None:
                reached[number] = fraction
                self.update(sum(reached) / count, what)

            return self.linked(report)

        return [share(number) for number in range(count)]

    def linked(self, report: Report) -> Progress:
        """One with a report of its own, which is cancelled together with this one."""
        inner = Progress(report, self._show)
        inner._cancelled, inner._lock = self._cancelled, self._lock
        return inner
