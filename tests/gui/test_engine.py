from __future__ import annotations

import numpy as np
import pytest

from crfill_core.imaging.photo import Photo
from crfill_core.inference.request import FillRequest
from crfill_gui.engine import Engine, TimeLeft, usable_devices
from tests.fakes import ScriptedFiller
from tests.gui.helpers import noise


@pytest.fixture
def engine(filler: ScriptedFiller):
    engine = Engine(make_filler=filler.make)
    yield engine
    filler.release()
    engine.close()


def request() -> FillRequest:
    mask = np.zeros((40, 50), np.uint8)
    mask[10:20, 10:30] = 255
    return FillRequest(Photo(noise(40, 50)), mask, revision=7)


def test_a_job_reports_progress_and_ends_once(engine: Engine, qtbot) -> None:
    events: list[tuple] = []
    engine.progress.connect(lambda job, fraction, what, left: events.append((job, fraction)))
    with qtbot.waitSignal(engine.finished) as ended:
        job = engine.submit(request())
    assert ended.args is not None and ended.args[0] == job and ended.args[1].revision == 7
    assert {number for number, _ in events} == {job}
    fractions = [fraction for _, fraction in events]
    assert fractions == sorted(fractions) and fractions[-1] == 1.0


def test_one_job_at_a_time(engine: Engine, filler: ScriptedFiller, qtbot) -> None:
    filler.hold()
    first = engine.submit(request())
    with pytest.raises(RuntimeError, match="under way"):
        engine.submit(request())
    with qtbot.waitSignal(engine.cancelled) as ended:
        engine.cancel()
    assert ended.args == [first]
    filler.release()
    with qtbot.waitSignal(engine.finished) as ended:
        second = engine.submit(request())
    assert second > first


def test_weights_that_cannot_be_loaded_are_said_and_tried_again(qtbot) -> None:
    from crfill_core.errors import WeightsError

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
    assert said.args == ["The weights are missing; import some."]
    with qtbot.waitSignals([engine.ready, engine.finished]):
        engine.submit(request())
    assert engine.weights_sha256 == filler.weights_sha256
    engine.close()


def test_other_weights_are_loaded_when_chosen(engine: Engine, filler: ScriptedFiller, qtbot) -> None:
    with qtbot.waitSignal(engine.ready):
        engine.warm()
    with qtbot.waitSignal(engine.ready):
        engine.choose("other", "cpu")
    assert filler.made_with == [("default", "auto"), ("other", "cpu")]


def test_a_bug_in_the_engine_is_a_sentence_too(qtbot) -> None:
    def make(weights: str, device: str) -> ScriptedFiller:
        raise ZeroDivisionError("oops")

    engine = Engine(make_filler=make)
    with qtbot.waitSignal(engine.failed) as said:
        engine.submit(request())
    assert said.args is not None and "oops" in said.args[1] and "\n" not in said.args[1]
    engine.close()


def test_closing_cancels_what_is_under_way(filler: ScriptedFiller) -> None:
    engine = Engine(make_filler=filler.make)
    filler.hold()
    engine.submit(request())
    assert filler.reached_half.wait(5)
    engine.close()
    assert not engine._thread.is_alive()


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


def test_the_devices_that_work_here_are_found() -> None:
    found = usable_devices()
    assert [name for name, _ in found][:2] == ["auto", "cpu"] and all(text for _, text in found)
