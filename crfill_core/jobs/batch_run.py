"""Fills a batch: gives the photos to a crew of workers and collects the outcomes."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from crfill_core.base.messages import NOTHING, Message
from crfill_core.inference.request import FillOptions
from crfill_core.jobs.batch import Batch, Outcome, Todo, failure, fill_photo
from crfill_core.jobs.job import Filler
from crfill_core.progress import Progress

Told = Callable[[Todo, float, Message], None]
"""Reports the progress of a photo: the photo, a fraction from 0 to 1, and the current step."""
LOOK_SECONDS = 0.5
"""Minimum seconds between two looks at photos that other processes have claimed, once no others are left to claim."""
TICK = 0.1
"""Seconds of one wait for the crew, or during a pause."""
MOST_DEATHS = 2
"""A photo fails once this many workers have been killed while filling it."""


@dataclass(frozen=True)
class Over:
    """A photo on which a worker no longer works."""

    todo: Todo
    outcome: Outcome | None
    """None: the worker was killed before it could report an outcome."""


class Crew(Protocol):
    """The workers that fill photos."""

    @property
    def places(self) -> int:
        """The number of photos that can be in progress at the same time, at least 1."""

    def start(self, todo: Todo) -> None:
        """Begin a photo. At most ``places`` may be in progress at the same time."""

    def wait(self, seconds: float, progress: Progress, told: Told) -> Iterable[Over]:
        """The photos on which the work has ended since the last call; wait for the first, but at most about ``seconds``.

        A crew that works in the calling thread fills its photo during this call, however long that takes. Raises
        Cancelled if ``progress`` was cancelled, and CrfillError if no photo can be filled.
        """

    def close(self) -> None:
        """Stop the work on all photos in progress, without waiting until they are filled."""


class Listener:
    """Receives the events of a batch, in the thread that runs it."""

    def began(self, todo: Todo) -> None:
        """The work on a photo has begun."""

    def told(self, todo: Todo, fraction: float, what: Message) -> None:
        """A photo has made progress, see :data:`Told`."""

    def dropped(self, todo: Todo) -> None:
        """The work on a photo has ended without an outcome."""

    def ended(self, todo: Todo, outcome: Outcome) -> None:
        """A photo has an outcome."""

    def rested(self) -> None:
        """Nothing is in progress because of a pause."""


class Here:
    """A crew that fills one photo at a time in this thread."""

    places = 1

    def __init__(self, options: FillOptions, open_filler: Callable[[], Filler]) -> None:
        self._options, self._open = options, open_filler
        self._filler: Filler | None = None
        self._todo: Todo | None = None

    def start(self, todo: Todo) -> None:
        self._todo = todo

    def wait(self, seconds: float, progress: Progress, told: Told) -> Iterable[Over]:
        todo, self._todo = self._todo, None
        assert todo is not None
        if self._filler is None:
            self._filler = self._open()
        part = progress.linked(partial(told, todo))
        return [Over(todo, fill_photo(todo, self._options, self._filler, part))]

    def close(self) -> None:
        pass


def run(
    batch: Batch,
    crew: Crew,
    progress: Progress,
    listener: Listener | None = None,
    paused: Callable[[], bool] = lambda: False,
) -> list[Outcome]:
    """Fill the photos of a batch, and wait for those that other processes fill. Returns the outcomes.

    If another process dies, its photos are filled here. ``progress`` is that of the whole batch. While ``paused()`` is
    true, no photo is begun. The crew is always closed at the end; the batch is not. Raises Cancelled, and CrfillError for
    errors that would affect every photo.
    """
    return _Run(batch, crew, progress, listener or Listener()).run(paused)


class _Run:
    def __init__(self, batch: Batch, crew: Crew, progress: Progress, listener: Listener) -> None:
        self._batch, self._crew, self._progress, self._listener = batch, crew, progress, listener
        self._waiting = deque(batch.todo)
        self._ready: Todo | None = None
        """A photo that was claimed while all places were taken. Claims and outcomes are flushed to the disk, which takes
        time. A worker that has finished gets this photo first, so it does not wait for either.
        """
        self._elsewhere: list[Todo] = []
        """The photos that other processes have claimed."""
        self._again = 0.0
        """When to look at those photos again, by time.monotonic()."""
        self._active: dict[Todo, float] = {}
        """The photos in progress → the fraction of each that is done."""
        self._deaths: Counter[Todo] = Counter()
        self._outcomes: list[Outcome] = []

    def run(self, paused: Callable[[], bool]) -> list[Outcome]:
        try:
            while len(self._outcomes) < len(self._batch.todo):
                self._progress.check()
                resting = paused()
                while not resting and len(self._active) < self._crew.places and self._claim():
                    self._begin()
                if self._active:
                    if self._crew.places > 1 and not resting:
                        self._claim()
                    for over in self._crew.wait(TICK, self._progress, self._told):
                        del self._active[over.todo]
                        room = len(self._active) < self._crew.places
                        if room and self._ready and over.outcome and not paused():
                            self._begin()
                        self._end(over)
                elif resting:
                    self._listener.rested()
                    time.sleep(TICK)
                elif not self._waiting and len(self._outcomes) < len(self._batch.todo):
                    time.sleep(TICK)
                if not self._waiting and time.monotonic() >= self._again:
                    self._waiting, self._elsewhere = deque(self._elsewhere), []
                    self._again = time.monotonic() + LOOK_SECONDS
        finally:
            self._crew.close()
            for todo in self._active:
                self._listener.dropped(todo)
        return self._outcomes

    def _claim(self) -> bool:
        """Claim the photo to begin next, unless there is one already. Returns whether there is one."""
        while self._ready is None and self._waiting:
            todo = self._waiting.popleft()
            taken = "ours" if todo in self._deaths else self._batch.take(todo)
            if taken == "ours":
                self._ready = todo
            elif taken == "theirs":
                self._elsewhere.append(todo)
            else:
                self._settled(todo, taken)
        return self._ready is not None

    def _begin(self) -> None:
        todo, self._ready = self._ready, None
        assert todo is not None
        self._active[todo] = 0.0
        self._listener.began(todo)
        self._crew.start(todo)

    def _end(self, over: Over) -> None:
        todo, outcome = over.todo, over.outcome
        if outcome is None:
            self._deaths[todo] += 1
            if self._deaths[todo] < MOST_DEATHS:
                self._listener.dropped(todo)
                self._waiting.append(todo)
                return
            sentence = Message(
                "the process that filled it was killed twice, probably for lack of memory; use fewer workers."
            )
            outcome = failure(todo, sentence)
        self._deaths.pop(todo, None)
        settled = self._batch.settle(todo, outcome)
        if settled is None:
            self._listener.dropped(todo)
            self._elsewhere.append(todo)
        else:
            self._settled(todo, settled)

    def _settled(self, todo: Todo, outcome: Outcome) -> None:
        self._outcomes.append(outcome)
        self._listener.ended(todo, outcome)
        self._advance(NOTHING)

    def _told(self, todo: Todo, fraction: float, what: Message) -> None:
        self._active[todo] = fraction
        self._listener.told(todo, fraction, what)
        self._advance(what)

    def _advance(self, what: Message) -> None:
        done = len(self._outcomes) + sum(self._active.values())
        self._progress.update(done / len(self._batch.todo), what)
