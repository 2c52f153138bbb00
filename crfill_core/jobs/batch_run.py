"""Fills a batch: gives its photos to a crew of workers and collects their results until nothing is left."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from crfill_core.base.messages import NOTHING, Message
from crfill_core.inference.request import FillOptions
from crfill_core.jobs.batch import Batch, Outcome, Todo, failure, fill_photo
from crfill_core.jobs.job import Filler
from crfill_core.progress import Progress

Told = Callable[[Todo, float, Message], None]
"""Progress of a photo: a fraction from 0 to 1 and the current step."""
LOOK_SECONDS = 0.5
"""Seconds between checks of other processes' photos when there is nothing else to do."""
TICK = 0.1
MOST_DEATHS = 2


@dataclass(frozen=True)
class Over:
    """A photo that a worker has finished."""

    todo: Todo
    outcome: Outcome | None
    """None: the worker died without reporting an outcome."""


class Crew(Protocol):
    """The workers that fill photos."""

    @property
    def places(self) -> int:
        """How many photos can be in progress at once, at least 1."""

    def start(self, todo: Todo) -> None:
        """Begin a photo; at most ``places`` at once."""

    def wait(self, seconds: float, progress: Progress, told: Told) -> Iterable[Over]:
        """Photos finished meanwhile; returns after about ``seconds`` at most if the crew works in other processes.

        Raises Cancelled if ``progress`` was cancelled, and CrfillError if no photo can be filled.
        """

    def close(self) -> None:
        """Stop at once all photos in progress."""


class Listener:
    """Events of a batch; called in the thread that runs it."""

    def began(self, todo: Todo) -> None:
        """A photo was begun."""

    def told(self, todo: Todo, fraction: float, what: Message) -> None:
        """Progress of a photo."""

    def dropped(self, todo: Todo) -> None:
        """A photo was dropped without an outcome yet."""

    def ended(self, todo: Todo, outcome: Outcome) -> None:
        """The outcome of a photo."""

    def rested(self) -> None:
        """Nothing is in progress because of a pause."""


class Here:
    """A crew of one: this thread."""

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
        part = progress.linked(lambda fraction, what: told(todo, fraction, what))
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
    """Fill what is left, and wait for photos of other processes: if they die it is done here.

    ``progress`` is of the whole batch. While ``paused()`` no photo is begun. The crew is closed in any case, the batch is
    not. Raises Cancelled, and CrfillError for errors that would hit every photo.
    """
    return _Run(batch, crew, progress, listener or Listener()).run(paused)


class _Run:
    def __init__(self, batch: Batch, crew: Crew, progress: Progress, listener: Listener) -> None:
        self._batch, self._crew, self._progress, self._listener = batch, crew, progress, listener
        self._waiting = deque(batch.todo)
        self._elsewhere: list[Todo] = []
        self._again = 0.0
        self._active: dict[Todo, float] = {}
        """The photos in progress, with their progress."""
        self._deaths: Counter[Todo] = Counter()
        self._outcomes: list[Outcome] = []

    def run(self, paused: Callable[[], bool]) -> list[Outcome]:
        try:
            while len(self._outcomes) < len(self._batch.todo):
                self._progress.check()
                resting = paused()
                while self._waiting and len(self._active) < self._crew.places and not resting:
                    self._begin(self._waiting.popleft())
                if self._active:
                    for over in self._crew.wait(TICK, self._progress, self._told):
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

    def _begin(self, todo: Todo) -> None:
        if todo not in self._deaths:
            taken = self._batch.take(todo)
            if taken == "theirs":
                self._elsewhere.append(todo)
                return
            if taken != "ours":
                self._settled(todo, taken)
                return
        self._active[todo] = 0.0
        self._listener.began(todo)
        self._crew.start(todo)

    def _end(self, over: Over) -> None:
        todo, outcome = over.todo, over.outcome
        del self._active[todo]
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
