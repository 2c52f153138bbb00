"""A small part of each campaign, the same every time; the programs beside this file run the whole of them."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.campaign import mutations
from tests.campaign.mutated_files import ROOT, environment
from tests.campaign.subjects import KINDS, Kind
from tests.tiny import tiny_inpainter

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits of memory and file size are Linux's")


def test_the_same_seed_makes_the_same_files(tmp_path: Path) -> None:
    kind = next(kind for kind in KINDS if kind.name == "project")
    samples = kind.samples(tmp_path)
    for seed in range(40):
        one, other = (mutations.mutated(random.Random(seed), samples[0], samples) for _ in range(2))
        assert one == other and one[1]


def test_damaged_files_of_every_kind_open_or_are_refused() -> None:
    from tests.campaign.mutated_files import campaign

    tally = campaign(120, seed=0)
    assert not tally.faults
    states = sum(tally.states.values(), start=type(next(iter(tally.states.values())))())
    assert states.total() == 120 and states["opened"] > 10 and states["refused"] > 40


def _ends(path: Path) -> object:
    raise ValueError("no sentence")


def test_another_exception_is_a_fault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The campaign can fail."""
    from tests.campaign import worker

    kind = Kind("broken", ".bin", lambda scratch: [], _ends)
    monkeypatch.setattr(worker, "KINDS", (kind,))
    (tmp_path / "a.bin").write_bytes(b"exception")
    assert worker.outcome("broken", tmp_path / "a.bin")["state"] == "fault"


def test_a_worker_that_ends_or_hangs_is_noticed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from tests.campaign import mutated_files

    for script, state in (
        ("print('ready', flush=True); input(); raise SystemExit(3)", "crash"),
        (HANGS, "hang"),
    ):
        worker = mutated_files.Worker()
        worker.command = (sys.executable, "-c", script)
        monkeypatch.setattr(mutated_files, "SECONDS", 0.5 if state == "hang" else 20)
        assert worker.open(KINDS[0], tmp_path / "a.jpg")["state"] == state
        worker.close()


HANGS = "print('ready', flush=True); input(); import time; time.sleep(60)"


@pytest.mark.parametrize("kind", ["a.png", "a.crfill"])
def test_a_program_that_is_killed_while_saving_leaves_a_whole_file(kind: str) -> None:
    from tests.campaign.killed_saves import kill_once

    wrong, _ = kill_once(kind, seed=1)
    assert wrong == ""


def test_a_full_disk_leaves_the_earlier_version() -> None:
    from tests.campaign.refused_writes import full_disks

    tried, refused, amiss = full_disks(("a.jpg", "a.tif", "mask.png", "a.crfill", "record"), (0.0, 0.5, 0.97))
    assert (tried, refused, amiss) == (15, 15, [])


def test_other_programs_read_what_we_save() -> None:
    from tests.campaign.round_trips import campaign

    _, amiss = campaign(step=23)
    assert amiss == []


def test_of_several_windows_on_one_project_none_loses_a_change_of_another() -> None:
    from tests.campaign.two_windows import together

    refused, amiss = together(2, 12)
    assert amiss == []


def test_no_work_is_lost_while_the_program_is_stopped() -> None:
    from tests.campaign.killed_work import PAUSE, work_since

    assert work_since(10, [0, 10, 11, 12, 112], 113) == 3 + PAUSE
    assert work_since(0, [number / 10 for number in range(400)], 40) == pytest.approx(40)
    assert work_since(7, [5, 7], 7) == 0


@pytest.mark.parametrize("kind", ["Fills", "Editor"])
def test_a_program_that_is_killed_at_work_loses_little_and_leaves_nothing(kind: str, tmp_path: Path) -> None:
    from tests.campaign import killed_work

    kill = getattr(killed_work, kind)(tmp_path / "room").kill(random.Random(1))
    assert kill.amiss == []


@pytest.mark.parametrize(("mode", "step"), [("network", 97), ("auto", 301)])
def test_a_gpu_that_refuses_memory_costs_no_program_and_no_later_fill(mode: str, step: int) -> None:
    from tests.campaign import refused_memory

    tally = refused_memory.refused_by_gpu(tiny_inpainter(), mode, step)
    assert not tally.amiss and tally.states["smaller"] >= 2


def test_a_system_that_refuses_memory_costs_no_program_and_no_later_fill() -> None:
    from tests.campaign import refused_memory

    tally = refused_memory.refused_by_system(refused_memory.fill_scarcely, "network", [0, 1 << 30], 400)
    assert not tally.amiss and tally.states == {"refused": 1, "filled": 1}


def test_a_command_that_starts_with_little_memory_says_so(tmp_path: Path) -> None:
    from tests.campaign import scarce_start

    command = scarce_start.make_job(tmp_path, 96)
    for size in (
        90,
        160,
        790,
    ):  # where OpenBLAS, a library of photos, and a thread of torch ended the process
        state, what = scarce_start.start(command, tmp_path / "out.png", size << 20, 60)
        assert state == "refused", what


@pytest.mark.parametrize("kind", ["fills and undos", "photos opened"])
def test_an_evening_leaves_no_thread_no_handle_and_no_file(kind: str, tmp_path: Path) -> None:
    script = (
        "import sys, tempfile; from pathlib import Path; from tests.campaign import leaks;"
        "tempfile.tempdir = sys.argv[1]; leaks.WARM = 5;"
        "before, after = leaks.KINDS[sys.argv[2]][0](10, Path(sys.argv[1]), 128);"
        "grown = [what for what in after.worse(before) if 'memory' not in what]; print(grown); sys.exit(bool(grown))"
    )
    command = [sys.executable, "-c", script, str(tmp_path), kind]
    ended = subprocess.run(command, capture_output=True, text=True, env=environment(), cwd=ROOT)
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_every_kind_of_file_that_once_failed_has_tests() -> None:
    from tests.campaign.cases import CASES, names

    assert len(CASES) == 16
    for name in names():
        file, test = name.split("::")
        assert f"def {test}(" in (ROOT / file).read_text(encoding="utf-8"), name


def test_every_program_of_the_whole_campaign_is_there() -> None:
    from tests.campaign.whole import CAMPAIGNS

    for commands in CAMPAIGNS.values():
        for module, *_ in commands:
            text = (ROOT / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8")
            assert "conclude(" in text, module  # whole reads its verdict


def test_an_interrupted_campaign_continues_with_the_part_it_was_in(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from tests.campaign import whole

    program = "from tests.campaign.verdict import conclude; import sys; sys.exit(conclude({}, {}))"
    parts = tuple(tmp_path / f"part_{number}.py" for number in range(3))
    parts[0].write_text(program.format(7, []))
    parts[1].write_text("raise SystemExit(9)")  # ended without a verdict
    parts[2].write_text(program.format(5, ["one", "two"]))
    monkeypatch.setattr(whole, "CAMPAIGNS", {"a": tuple((part.stem,) for part in parts)})
    monkeypatch.setattr(whole, "environment", lambda: {**environment(), "PYTHONPATH": f"{ROOT}:{tmp_path}"})
    monkeypatch.setattr(sys, "argv", ["whole", "--record", str(tmp_path / "record")])
    record = whole.Record(tmp_path / "record", whole.commit())
    whole.run_part((parts[0].stem,), record)
    parts[0].unlink()
    assert whole.main() == 1
    table = (tmp_path / "record" / "table.md").read_text(encoding="utf-8")
    assert "| a | 12 | 3 |" in table and "3 of 3" in table
    capsys.readouterr()
    assert whole.main() == 1
    assert capsys.readouterr().out.count("done before") == 3
    assert whole.Record(tmp_path / "record", "another commit").part(parts[0].stem) is None
