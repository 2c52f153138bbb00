"""The order of claims, photos and outcomes, with a crew that only takes notes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from crfill_core.jobs.batch import Batch, BatchSpec, Outcome, Todo
from crfill_core.jobs.batch_run import Over, run
from crfill_core.progress import Progress


class Recorded(Batch):
    """A batch that notes what is claimed and settled."""

    def __init__(self, spec: BatchSpec, events: list[str]) -> None:
        super().__init__(spec)
        self.events = events

    def take(self, todo: Todo):
        self.events.append(f"claim {todo.job.photo.stem}")
        return super().take(todo)

    def settle(self, todo: Todo, outcome: Outcome):
        self.events.append(f"settle {todo.job.photo.stem}")
        return super().settle(todo, outcome)


class Crew:
    """Finishes the photos in the order in which they began, one at each look. The first one, if named, kills its
    worker once.
    """

    def __init__(self, places: int, events: list[str], killer: str = "") -> None:
        self.places, self._events, self._killer = places, events, killer
        self.busy: list[Todo] = []

    def start(self, todo: Todo) -> None:
        assert len(self.busy) < self.places
        self._events.append(f"start {todo.job.photo.stem}")
        self.busy.append(todo)

    def wait(self, seconds: float, progress: Progress, told: object) -> list[Over]:
        todo = self.busy.pop(0)
        self._events.append(f"end {todo.job.photo.stem}")
        if todo.job.photo.stem == self._killer:
            self._killer, self.places = "", self.places - 1
            return [Over(todo, None)]
        return [Over(todo, Outcome(todo.job.photo, "done"))]

    def close(self) -> None:
        pass


@pytest.fixture
def spec(tmp_path: Path) -> BatchSpec:
    (tmp_path / "photos").mkdir()
    for name in "abcd":
        Image.fromarray(np.zeros((9, 9, 3), np.uint8)).save(tmp_path / "photos" / f"{name}.png")
    Image.fromarray(np.full((9, 9), 255, np.uint8)).save(tmp_path / "mask.png")
    return BatchSpec(tmp_path / "photos", tmp_path / "mask.png", tmp_path / "out", tmp_path)


def outcomes(spec: BatchSpec, crew: Crew, events: list[str], paused=lambda: False) -> list[str]:
    with Recorded(spec, events) as batch:
        found = run(batch, crew, Progress(), None, paused)
        assert batch.report()
    return sorted(f"{outcome.photo.stem} {outcome.state}" for outcome in found)


def test_a_worker_that_has_finished_waits_neither_for_a_claim_nor_for_the_record(spec):
    events: list[str] = []
    assert outcomes(spec, Crew(2, events), events) == ["a done", "b done", "c done", "d done"]
    assert events == [
        *("claim a", "start a", "claim b", "start b", "claim c"),
        *("end a", "start c", "settle a", "claim d"),
        *("end b", "start d", "settle b"),
        *("end c", "settle c", "end d", "settle d"),
    ]


def test_a_single_worker_claims_only_what_it_begins(spec):
    """Other processes that share the folder may be idle."""
    events: list[str] = []
    outcomes(spec, Crew(1, events), events)
    assert events == [f"{what} {name}" for name in "abcd" for what in ("claim", "start", "end", "settle")]


def test_a_death_that_costs_a_place_loses_no_claimed_photo(spec):
    events: list[str] = []
    assert outcomes(spec, Crew(2, events, "a"), events) == ["a done", "b done", "c done", "d done"]
    assert [event for event in events if event.startswith("claim")] == [f"claim {name}" for name in "abcd"]
    assert events.count("start a") == 2


def test_a_claimed_photo_waits_while_paused_and_is_released_when_the_batch_ends(spec):
    events: list[str] = []
    crew = Crew(2, events)
    with pytest.raises(InterruptedError), Recorded(spec, events) as batch:

        def paused() -> bool:
            if events and not crew.busy:
                raise InterruptedError  # as if the batch were stopped now
            return "end a" in events

        run(batch, crew, Progress(), None, paused)
    assert "claim c" in events and "start c" not in events
    assert "c done" in outcomes(spec, Crew(1, []), [])
