"""Real worker processes, with a stand-in for the network."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from crfill_core.base.cores import usable_cores
from crfill_core.errors import WeightsError
from crfill_core.files.process import ProcessId
from crfill_core.inference.request import FillOptions
from crfill_core.jobs import workers
from crfill_core.jobs.batch import Batch, BatchSpec, Outcome
from crfill_core.jobs.batch_run import run
from crfill_core.jobs.record import RECORD
from crfill_core.jobs.workers import Workers, default_workers
from crfill_core.jobs.world import ALONE, World
from crfill_core.progress import Cancelled, Progress


@pytest.fixture
def batch(tmp_path: Path):
    """A batch of photos whose first pixels have these values."""
    made: list[Batch] = []

    def make(*values: int) -> Batch:
        (tmp_path / "photos").mkdir()
        for number, value in enumerate(values):
            Image.fromarray(np.full((20, 30, 3), value, np.uint8)).save(tmp_path / "photos" / f"{number}.png")
        mask = np.zeros((20, 30), np.uint8)
        mask[5:10, 5:10] = 255
        Image.fromarray(mask).save(tmp_path / "mask.png")
        spec = BatchSpec(tmp_path / "photos", tmp_path / "mask.png", tmp_path / "out", tmp_path, widen=False)
        made.append(Batch(spec))
        return made[-1]

    yield make
    for one in made:
        one.close()


def crew(tmp_path: Path, count: int = 2, device: str = "cpu") -> Workers:
    return Workers(
        count, 1, FillOptions(), str(tmp_path), device, opener="tests.core.jobs.stand_in:open_filler"
    )


def states(outcomes: list[Outcome]) -> list[str]:
    return [outcome.state for outcome in sorted(outcomes, key=lambda outcome: outcome.photo)]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_killed_workers_photo_is_taken_by_another(batch, tmp_path: Path) -> None:
    several = batch(1, 50, 60, 70)
    outcomes = run(several, crew(tmp_path), Progress())
    assert states(outcomes) == ["done"] * 4 and (tmp_path / "killed").exists()
    assert several.report()
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        *(f"{n}.png" for n in range(4)),
        RECORD,
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_photo_that_kills_two_workers_costs_only_itself(batch, tmp_path: Path) -> None:
    outcomes = run(batch(2, 50), crew(tmp_path), Progress())
    assert states(outcomes) == ["failed", "done"]
    assert "0.png: the process that filled it was killed twice" in outcomes[-1].error + outcomes[0].error


def test_weights_that_cannot_be_loaded_stop_the_batch(batch, tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="are damaged"):
        run(batch(50, 60), crew(tmp_path, device="none"), Progress())


def test_a_cancel_ends_the_workers_and_leaves_nothing_half_done(batch, tmp_path: Path) -> None:
    several, workers_, progress = batch(3, 3, 50), crew(tmp_path), Progress(lambda *_: progress.cancel())
    with pytest.raises(Cancelled):
        run(several, workers_, progress)
    several.close()
    assert not list((tmp_path / "out").glob("[03].png")) and not list((tmp_path / "out").glob(".crfill*"))


def test_as_many_workers_as_cores_and_memory_allow(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ProcessId.here().has_ended is False
    monkeypatch.setattr(workers, "available_memory", lambda: 1 << 50)
    assert default_workers("cpu", ALONE) == usable_cores()
    monkeypatch.setattr(workers, "shared_cores", lambda processes: 64 // processes)
    monkeypatch.setattr(workers, "available_memory", lambda: 10 * workers.BYTES_OF_A_WORKER)
    assert default_workers("cpu", ALONE) == 10
    assert default_workers("cpu", World(1, 8, 1, 4)) == 2
    assert default_workers("cpu", World(1, 8, 1, 32)) == 1
