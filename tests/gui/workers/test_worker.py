"""Tasks and their thread: order, outcomes, progress, giving way, released objects."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from crfill_core.base.messages import Message
from crfill_core.errors import CrfillError
from crfill_core.progress import Cancelled, Progress
from crfill_gui.workers.task import Priority, Task, TimeLeft
from crfill_gui.workers.worker import Worker


class Pixels:
    """What a task's work holds."""


def holding(work: Callable[[Progress], object]) -> tuple[Callable[[Progress], object], weakref.ref[Pixels]]:
    """That work, and whether what it holds is still there."""
    pixels = Pixels()
    return partial(lambda _, progress: work(progress), pixels), weakref.ref(pixels)


class Gate:
    """Work that waits until it is let through or cancelled."""

    def __init__(self) -> None:
        self.reached, self.open, self.runs = threading.Event(), threading.Event(), 0

    def __call__(self, progress: Progress) -> str:
        self.runs += 1
        self.reached.set()
        while not self.open.wait(0.005):
            progress.check()
        return "through"


@pytest.fixture
def worker(qtbot) -> Iterator[Worker]:
    worker = Worker("test")
    yield worker
    worker.cancel_all()
    worker.close()


def followed(task: Task) -> list[str]:
    """The events of a task, in order."""
    told: list[str] = []

    def tell(word: str) -> Callable[..., None]:
        return lambda *_: told.append(word)

    for word in ("progressed", "done", "failed", "cancelled", "ended"):
        getattr(task, word).connect(tell(word))
    return told


def test_work_is_done_beside_the_window_and_answered_on_the_main_thread(worker: Worker, qtbot) -> None:
    threads: list[int] = []
    busy: list[bool] = []
    worker.busy_changed.connect(busy.append)
    task = Task(lambda _: threading.get_ident())
    assert task.state == "waiting"
    task.done.connect(lambda _: threads.append(threading.get_ident()))
    worker.put(task)
    assert worker.busy
    done: list[int] = []
    task.done.connect(done.append)
    qtbot.waitUntil(lambda: task.is_over)
    assert task.state == "done" and threads == [threading.get_ident()] and done != threads
    assert busy == [True, False]


def test_each_task_ends_once_in_its_own_way_and_lets_go_of_what_it_held(worker: Worker, qtbot) -> None:
    def fail(_: Progress) -> None:
        raise CrfillError("The disk is full; make room.")

    def break_down(_: Progress) -> None:
        raise ZeroDivisionError("oops")

    def give_up(_: Progress) -> None:
        raise Cancelled

    sentences: list[str] = []
    expected = {"done": lambda _: 1, "failed": fail, "broken": break_down, "cancelled": give_up}
    tasks, held = {}, {}
    for name, work in expected.items():
        holds, held[name] = holding(work)
        tasks[name] = Task(holds)
        del holds
        tasks[name].failed.connect(sentences.append)
    told = {name: followed(task) for name, task in tasks.items()}
    for task in tasks.values():
        worker.put(task)
    qtbot.waitUntil(lambda: all(task.is_over for task in tasks.values()))
    assert told == {
        "done": ["done", "ended"],
        "failed": ["failed", "ended"],
        "broken": ["failed", "ended"],
        "cancelled": ["cancelled", "ended"],
    }
    del held["broken"]  # the log holds it
    assert [pixels() for pixels in held.values()] == [None] * 3  # although the tasks are kept
    assert sentences[0] == "The disk is full; make room."
    assert "oops" in sentences[1] and "\n" not in sentences[1]


def test_a_waiting_task_is_cancelled_at_once(worker: Worker, qtbot) -> None:
    gate = Gate()
    running = worker.start(gate)
    work, pixels = holding(lambda _: 1)
    waiting = worker.put(Task(work))
    del work
    told = followed(waiting)
    waiting.cancel()
    waiting.cancel()
    qtbot.waitUntil(lambda: waiting.is_over)
    assert told == ["cancelled", "ended"] and pixels() is None and not running.is_over
    gate.open.set()
    qtbot.waitUntil(lambda: running.state == "done")


def test_a_running_task_is_cancelled_at_its_next_step(worker: Worker, qtbot) -> None:
    gate = Gate()
    task = worker.start(gate)
    told = followed(task)
    assert gate.reached.wait(5)
    task.cancel()
    qtbot.waitUntil(lambda: task.is_over)
    assert told == ["cancelled", "ended"] and gate.runs == 1


def test_what_matters_more_is_done_first_and_equals_take_turns(worker: Worker, qtbot) -> None:
    gate, order = Gate(), []
    worker.start(gate)
    assert gate.reached.wait(5)
    for number, priority in enumerate((Priority.EXPLAIN, Priority.NORMAL, Priority.FILL, Priority.NORMAL)):
        worker.start(lambda _, number=number: number, order.append, priority=priority)
    gate.open.set()
    qtbot.waitUntil(lambda: len(order) == 4)
    assert order == [2, 1, 3, 0]


def test_an_explanation_gives_way_to_a_fill_and_restarts(worker: Worker, qtbot) -> None:
    gate = Gate()
    explanation = worker.start(gate, priority=Priority.EXPLAIN, gives_way=True)
    told = followed(explanation)
    assert gate.reached.wait(5)
    answers: list[str] = []
    worker.start(lambda _: "filled", answers.append, priority=Priority.FILL)
    qtbot.waitUntil(lambda: answers == ["filled"])
    assert told == []
    gate.open.set()
    qtbot.waitUntil(lambda: explanation.state == "done")
    assert gate.runs == 2 and told == ["done", "ended"]


def test_a_task_that_gave_way_can_be_cancelled(worker: Worker, qtbot) -> None:
    first, second = Gate(), Gate()
    explanation = worker.start(first, priority=Priority.EXPLAIN, gives_way=True)
    assert first.reached.wait(5)
    worker.start(second, priority=Priority.FILL)
    assert second.reached.wait(5)
    explanation.cancel()
    qtbot.waitUntil(lambda: explanation.is_over)
    assert explanation.state == "cancelled" and first.runs == 1
    second.open.set()


def test_an_explanation_gives_way_to_fills_only(worker: Worker, qtbot) -> None:
    """A batch asks for one photo after another: explanations between them would never end."""
    gate = Gate()
    explanation = worker.start(gate, priority=Priority.EXPLAIN, gives_way=True)
    assert gate.reached.wait(5)
    photo = worker.start(lambda _: 1)
    gate.open.set()
    qtbot.waitUntil(lambda: explanation.is_over and photo.is_over)
    assert gate.runs == 1 and explanation.state == "done"


def test_other_work_does_not_give_way(worker: Worker, qtbot) -> None:
    gate = Gate()
    export = worker.start(gate)
    assert gate.reached.wait(5)
    worker.start(lambda _: "filled", priority=Priority.FILL)
    gate.open.set()
    qtbot.waitUntil(lambda: export.is_over)
    assert export.state == "done" and gate.runs == 1


def test_progress_is_told_until_the_end_or_a_cancel(worker: Worker, qtbot) -> None:
    steps: list[float] = []

    def work(progress: Progress) -> None:
        for step in range(5):
            progress.update(step / 4, Message("work"))

    task = Task(work)
    task.progressed.connect(lambda fraction, what, left: steps.append(fraction))
    worker.put(task)
    qtbot.waitUntil(lambda: task.is_over)
    assert steps == [0.0, 0.25, 0.5, 0.75, 1.0]


def test_closing_finishes_what_was_requested(qtbot) -> None:
    worker, written = Worker("test"), []
    for number in range(3):
        worker.start(lambda _, number=number: written.append(number))
    worker.close()
    assert written == [0, 1, 2]


def test_closing_finishes_the_fill_for_which_an_explanation_gave_way(qtbot) -> None:
    worker, reached, closing = Worker("test"), threading.Event(), threading.Event()
    filled: list[str] = []

    def explain(progress: Progress) -> None:
        reached.set()
        closing.wait(5)
        progress.check()

    explanation = worker.start(explain, gives_way=True, priority=Priority.EXPLAIN)
    assert reached.wait(5)
    worker.start(lambda _: filled.append("hole"), priority=Priority.FILL)
    threading.Timer(0.2, closing.set).start()
    worker.close()
    assert filled == ["hole"]
    qtbot.waitUntil(lambda: explanation.is_over)
    assert explanation.state == "cancelled"


def test_closing_after_cancelling_leaves_no_thread(qtbot) -> None:
    before = set(threading.enumerate())
    worker, gate = Worker("test"), Gate()
    worker.start(gate, gives_way=True, priority=Priority.EXPLAIN)
    worker.start(lambda _: 1)
    assert gate.reached.wait(5)
    worker.cancel_all()
    worker.close()
    assert set(threading.enumerate()) <= before


def test_what_is_requested_after_closing_is_cancelled(qtbot) -> None:
    worker = Worker("test")
    worker.close()
    task = worker.start(lambda _: 1)
    qtbot.waitUntil(lambda: task.is_over)
    assert task.state == "cancelled"


def test_time_left_is_known_after_a_while_and_right_for_steady_work() -> None:
    clock = [0.0]
    left = TimeLeft(lambda: clock[0])
    assert left.update(0.01) is None
    for second in range(1, 10):
        clock[0] = second
        estimate = left.update(second / 10)
    assert estimate == pytest.approx(1.0)
    clock[0] = 20
    assert left.update(0.95) == pytest.approx(0.0, abs=1.1)
