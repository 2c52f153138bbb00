"""Progress and cancellation of a job. No Qt."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from crfill_core.base.messages import NOTHING, Message

Report = Callable[[float, Message], None]
Show = Callable[[Any], object]


class Cancelled(Exception):
    """Raised inside a job by :meth:`Progress.check` once the job has been cancelled. Not an error."""


class Progress:
    """Passed to long work (a job), which reports through it and can be cancelled.

    ``report(fraction, what)`` gets fractions in [0, 1] that never decrease. ``show(preview)``, if given, gets previews of
    the result; their type depends on the work. Any thread may call the methods. A job notices that it was cancelled at its
    next ``check()``, ``update()`` or ``preview()``.
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
        """Report the fraction done. Fractions above 1 count as 1, and a fraction below the last one counts as the last one.
        Raises :class:`Cancelled` if the job was cancelled.
        """
        self.check()
        if self._report is None:
            return
        with self._lock:
            self._reached = max(self._reached, min(1.0, fraction))
            self._report(self._reached, what)

    def preview(self, make: Callable[[], object]) -> None:
        """Show the preview that ``make`` returns. ``make`` may be slow, because it is called only if previews are wanted.
        Raises :class:`Cancelled` if the job was cancelled.
        """
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
        """A Progress for a part of the work: its fractions 0…1 are this object's ``start``…``end``; cancellation is shared.
        With ``what``, all steps of the part have that name. ``shown`` converts the part's previews into this object's.
        """
        heard = self._report is not None
        part = self.linked(
            (lambda fraction, said: self.update(start + (end - start) * fraction, what or said))
            if heard
            else None
        )
        show = self._show
        if shown is not None and show is not None:
            part._show = lambda preview: show(shown(preview))
        return part

    def shares(self, count: int) -> list[Progress]:
        """One Progress for each of ``count`` parallel tasks; this object's fraction is the mean of theirs."""
        if self._report is None:
            return [self.linked(None) for _ in range(count)]
        reached = [0.0] * count

        def share(number: int) -> Progress:
            def report(fraction: float, what: Message) -> None:
                reached[number] = fraction
                self.update(sum(reached) / count, what)

            return self.linked(report)

        return [share(number) for number in range(count)]

    def linked(self, report: Report | None) -> Progress:
        """A Progress with a report of its own, or none, that is cancelled together with this one."""
        inner = Progress(report, self._show)
        inner._cancelled, inner._lock = self._cancelled, self._lock
        return inner
