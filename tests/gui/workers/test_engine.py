"""The engine: which weights answer a request, loading them, closing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial

import numpy as np
import pytest

from crfill_core.errors import WeightsError
from crfill_core.imaging.photo import Photo
from crfill_core.inference.request import FillRequest, FillResult
from crfill_gui.workers.engine import Choice, Engine, usable_devices
from crfill_gui.workers.task import Priority, Task
from tests.fakes import ScriptedFiller
from tests.gui.helpers import noise


@pytest.fixture
def engine(filler: ScriptedFiller, qtbot) -> Iterator[Engine]:
    engine = Engine(make_filler=filler.make)
    yield engine
    filler.release()
    engine.close()


def request(weights: str = "", device: str = "") -> FillRequest:
    mask = np.zeros((40, 50), np.uint8)
    mask[10:20, 10:30] = 255
    return FillRequest(Photo(noise(40, 50)), mask, revision=7, weights=weights, device=device)


def fill(engine: Engine, asked: FillRequest) -> Task[FillResult]:
    return engine.worker.put(Task(partial(engine.fill, asked), priority=Priority.FILL))


def test_a_fill_reports_its_progress(engine: Engine, qtbot) -> None:
    steps: list[tuple[float, str]] = []
    results: list[FillResult] = []
    task = Task(partial(engine.fill, request()))
    task.progressed.connect(lambda fraction, what, left: steps.append((fraction, what)))
    task.done.connect(results.append)
    engine.worker.put(task)
    qtbot.waitUntil(lambda: task.is_over)
    assert results[0].revision == 7
    fractions = [fraction for fraction, _ in steps]
    assert fractions == sorted(fractions) and fractions[-1] == 1.0
    assert steps[0] == (0.0, "Loading weights")


def test_weights_that_cannot_be_loaded_are_said_and_tried_again(qtbot) -> None:
    attempts: list[str] = []
    filler = ScriptedFiller()

    def make(weights: str, device: str) -> ScriptedFiller:
        attempts.append(weights)
        if len(attempts) == 1:
            raise WeightsError("The weights are missing; import some.")
        return filler

    engine = Engine(make_filler=make)
    with qtbot.waitSignal(engine.not_ready) as said:
        engine.warm()
    assert said.args == ["The weights are missing; import some."] and engine.loaded is None
    with qtbot.waitSignal(engine.ready):
        fill(engine, request())
    assert engine.loaded is not None and engine.loaded.sha256 == filler.weights_sha256
    engine.close()


def test_other_weights_are_loaded_when_chosen(engine: Engine, filler: ScriptedFiller, qtbot) -> None:
    with qtbot.waitSignal(engine.ready):
        engine.warm()
    with qtbot.waitSignal(engine.ready):
        engine.choose("other", "cpu")
    assert filler.made_with == [("default", "auto"), ("other", "cpu")]


def test_a_request_is_answered_with_what_it_names(engine: Engine, filler: ScriptedFiller, qtbot) -> None:
    """Whatever has been chosen since."""
    gate = threading.Event()
    engine.worker.start(lambda _: gate.wait(10))
    task = fill(engine, request("default", "cpu"))
    engine.choose("other", "auto")
    gate.set()
    qtbot.waitUntil(lambda: task.is_over and engine.loaded is not None)
    assert filler.made_with == [("default", "cpu"), ("other", "auto")]
    assert engine.choice == Choice("other", "auto")


def test_closing_leaves_no_thread_inside_the_network(filler: ScriptedFiller, qtbot) -> None:
    before = set(threading.enumerate())
    engine = Engine(make_filler=filler.make)
    filler.hold()
    task = fill(engine, request())
    assert filler.reached_half.wait(5)
    engine.close()
    assert set(threading.enumerate()) <= before and task.is_cancelled


def test_the_devices_that_work_here_are_found() -> None:
    found = usable_devices()
    assert [name for name, _ in found][:2] == ["auto", "cpu"] and all(text for _, text in found)
