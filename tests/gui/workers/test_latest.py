"""Following something that changes often."""

from __future__ import annotations

from functools import partial

from crfill_core.errors import CrfillError
from crfill_core.progress import Progress
from crfill_gui.workers.latest import Latest
from crfill_gui.workers.task import Task
from crfill_gui.workers.worker import Worker


def giving(number: int) -> Task[int]:
    return Task(lambda _: number)


def test_only_the_latest_of_what_was_requested_meanwhile_is_computed(qtbot) -> None:
    made, seen = [], []
    latest: Latest[int] = Latest(Worker("test"), seen.append)

    def make(number: int) -> Task[int]:
        made.append(number)
        return giving(number)

    for number in range(5):
        latest.ask(partial(make, number))
    qtbot.waitUntil(lambda: seen == [0, 4])
    assert made == [0, 4]


def test_what_was_forgotten_is_not_shown(qtbot) -> None:
    seen: list[int] = []
    worker = Worker("test")
    latest = Latest(worker, seen.append)
    latest.ask(partial(giving, 1))
    latest.ask(partial(giving, 2))
    latest.forget()
    latest.ask(partial(giving, 5))
    latest.forget()
    qtbot.waitUntil(lambda: not worker.busy)
    assert seen == []
    latest.ask(partial(giving, 3))
    latest.forget()
    latest.ask(partial(giving, 4))
    qtbot.waitUntil(lambda: seen == [4])


def test_a_failure_is_said_and_the_next_is_computed(qtbot) -> None:
    seen: list[int] = []
    said: list[str] = []
    latest = Latest(Worker("test"), seen.append, said.append)

    def fail(_: Progress) -> int:
        raise CrfillError("It does not fit; take a smaller one.")

    latest.ask(lambda: Task(fail))
    latest.ask(partial(giving, 2))
    qtbot.waitUntil(lambda: seen == [2])
    assert said == ["It does not fit; take a smaller one."]
