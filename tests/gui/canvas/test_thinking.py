"""What a tool thinks about, in its own thread."""

from __future__ import annotations

import threading
from functools import partial

from PySide6.QtCore import QObject

from crfill_core.errors import CrfillError
from crfill_core.progress import Cancelled
from crfill_gui.canvas.thinking import Latest, Thinking


def test_answers_come_in_order_and_on_the_main_thread(qtbot) -> None:
    parent = QObject()
    thinking = Thinking(parent)
    main = threading.get_ident()
    go_on = threading.Event()
    answers: list[tuple[object, int]] = []

    def slow() -> int:
        assert go_on.wait(10)
        return threading.get_ident()

    for _ in range(2):
        thinking.ask(slow, lambda found: answers.append((found, threading.get_ident())))
    assert answers == []  # nobody has waited
    go_on.set()
    qtbot.waitUntil(lambda: len(answers) == 2)
    workers = {found for found, _ in answers}
    assert len(workers) == 1 and main not in workers and {where for _, where in answers} == {main}


def test_what_was_cancelled_is_answered_in_silence_and_what_failed_is_said(qtbot) -> None:
    parent = QObject()
    thinking = Thinking(parent)
    said: list[str] = []
    thinking.failed.connect(said.append)
    answers: list[object] = []

    def give_up() -> int:
        raise Cancelled

    def fail() -> int:
        raise CrfillError("It does not fit; take a smaller one.")

    for work in (give_up, fail, lambda: 7):
        thinking.ask(work, answers.append)
    qtbot.waitUntil(lambda: len(answers) == 3)
    assert answers == [None, None, 7] and said == ["It does not fit; take a smaller one."]


def test_only_the_latest_of_what_was_asked_for_meanwhile_is_worked_out(qtbot) -> None:
    parent = QObject()
    done, seen = [], []
    latest: Latest[int] = Latest(Thinking(parent), seen.append)

    def work(number: int) -> int:
        done.append(number)
        return number

    for number in range(5):
        latest.ask(partial(work, number))
    qtbot.waitUntil(lambda: seen == [0, 4])
    assert done == [0, 4]


def test_what_was_forgotten_is_not_shown(qtbot) -> None:
    parent = QObject()
    seen: list[int] = []
    thinking = Thinking(parent)
    latest = Latest(thinking, seen.append)
    latest.ask(lambda: 1)
    latest.ask(lambda: 2)
    latest.forget()
    latest.ask(lambda: 5)
    latest.forget()
    after: list[int | None] = []
    thinking.ask(lambda: 3, after.append)
    qtbot.waitUntil(lambda: after == [3])
    assert seen == []
    latest.ask(lambda: 3)
    latest.forget()
    latest.ask(lambda: 4)
    qtbot.waitUntil(lambda: seen == [4])
