"""Processes that share a folder: who takes what, and what is left of those that die."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crfill_core.files.process import ProcessId
from crfill_core.jobs.claims import FOLDER, Claims
from crfill_core.jobs.ledger import Line
from crfill_core.jobs.record import RECORD, UNFINISHED, Record

HERE = ProcessId.here()
ELSEWHERE = replace(HERE, computer="0ther000")
DONE: dict[str, Any] = {"state": "done", "report": {}, "error": "", "ours": False}
FAILED = {**DONE, "state": "failed", "error": "it is no photo"}


@pytest.fixture(scope="module")
def ended() -> ProcessId:
    """A process of this computer that has ended."""
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    return replace(HERE, number=child.pid)


@pytest.fixture
def join(tmp_path: Path):
    """Makes processes that take part; a dead one shows no more signs of life."""
    made: list[Claims] = []

    def join(
        process: ProcessId = HERE, job: str = "", *, dead: bool = False, patience: float = 60.0
    ) -> Claims:
        record = Record(tmp_path / RECORD)
        claims = Claims(tmp_path, record, job, process=process, patience=patience, beat=60 if dead else 0.02)
        claims.join()
        made.append(claims)
        return claims

    yield join
    for claims in made:
        claims._stopped.set()


def record(tmp_path: Path) -> dict[str, str]:
    return Record(tmp_path / RECORD)._made


def state(taken: Line | str) -> str:
    return taken if isinstance(taken, str) else str(taken.outcome and taken.outcome["state"])


def test_only_one_gets_a_photo_and_the_others_learn_what_became_of_it(join, tmp_path: Path) -> None:
    first, second = join(), join(ELSEWHERE)
    assert first.take("a", "x") == "ours" and second.take("a", "x") == "theirs"
    assert second.take("b", "y") == "ours"
    first.begin("a")
    assert first.settle("a", "x", DONE) and second.settle("b", "y", FAILED)
    assert state(second.take("a", "x")) == "done" and state(first.take("b", "y")) == "failed"
    assert first.report() and not second.report()
    assert record(tmp_path) == {"a": "x"} and not (tmp_path / FOLDER).exists()


def test_a_killed_process_of_this_computer_is_noticed_at_once(join, ended: ProcessId) -> None:
    dead, alive = join(ended), join()
    assert dead.take("a", "x") == "ours"
    assert alive.take("a", "x") == "ours"


def test_a_process_of_another_computer_is_dead_after_a_while_without_signs_of_life(join) -> None:
    alive, dead, watcher = join(), join(ELSEWHERE, dead=True), join(ELSEWHERE, patience=0.1)
    assert alive.take("a", "x") == dead.take("b", "x") == "ours"
    assert watcher.take("a", "x") == watcher.take("b", "x") == "theirs"
    until = time.monotonic() + 20
    while (taken := watcher.take("b", "x")) == "theirs" and time.monotonic() < until:
        time.sleep(0.02)
    assert taken == "ours" and watcher.take("a", "x") == "theirs"


@pytest.mark.parametrize("jump", [-3600, 3600])
def test_a_process_lives_on_when_the_clock_is_set(join, jump: int, monkeypatch: pytest.MonkeyPatch) -> None:
    alive, watcher = join(dead=True), join(ELSEWHERE, patience=10)
    assert alive.take("a", "x") == "ours" and watcher.take("a", "x") == "theirs"
    seconds, then = time.monotonic(), time.time() + jump
    for _ in range(10):  # it goes on to show signs of life, by a clock that was set
        seconds, then = seconds + 5, then + 5
        monkeypatch.setattr(time, "monotonic", lambda now=seconds: now)
        os.utime(alive._ledger.path, (then, then))
        assert watcher.take("a", "x") == "theirs"
    monkeypatch.setattr(time, "monotonic", lambda: seconds + 11)
    assert watcher.take("a", "x") == "ours"


def test_a_process_that_only_slept_drops_what_it_made(join, ended: ProcessId, tmp_path: Path) -> None:
    slept = join(ended)
    slept.take("a", "x")
    other = join()
    assert other.take("a", "x") == "ours"
    other.begin("a")
    assert not slept.settle("a", "x", DONE)
    assert other.settle("a", "x", DONE) and other.report()
    assert slept.take("b", "x") == "ours"  # it joins again, as the others have ended the work
    assert record(tmp_path) == {"a": "x"}


def test_what_is_given_back_is_free(join) -> None:
    first, second = join(), join()
    first.take("a", "x")
    first.give_back("a")
    assert second.take("a", "x") == "ours" and first.take("a", "x") == "theirs"
    second.leave()
    assert first.take("a", "x") == "ours"


def test_the_last_to_leave_keeps_the_record(join, tmp_path: Path) -> None:
    first, second = join(), join()
    for claims, name in ((first, "a"), (second, "b")):
        claims.take(name, "x")
        claims.begin(name)
        claims.settle(name, "x", DONE)
    first.leave()
    assert record(tmp_path) == {}
    second.leave()
    assert record(tmp_path) == {"a": "x", "b": "x"} and not (tmp_path / FOLDER).exists()


def test_a_start_after_all_were_killed_puts_their_work_into_the_record(join, ended, tmp_path: Path) -> None:
    dead = join(ended)
    for name in ("done", "failed", "begun", "claimed"):
        dead.take(name, "x")
    for name in ("done", "failed", "begun"):
        dead.begin(name)
    dead.settle("done", "x", DONE)
    dead.settle("failed", "x", FAILED)
    again = join()
    assert record(tmp_path) == {"done": "x", "begun": UNFINISHED}
    assert [again.take(name, "x") for name in ("failed", "begun", "claimed")] == ["ours"] * 3


def test_what_may_have_been_written_is_no_strangers(join, ended: ProcessId) -> None:
    alive, dead, other = join(), join(ended), join()
    for name in ("a", "b"):
        dead.take(name, "x")
    dead.begin("a")
    assert other.may_be_ours("a") and not other.may_be_ours("b") and not alive.may_be_ours("c")


def test_what_failed_in_a_dead_process_is_tried_again(join, ended: ProcessId) -> None:
    alive, dead = join(), join(ended)
    dead.take("a", "x")
    dead.settle("a", "x", FAILED)
    assert alive.take("a", "x") == "ours"


def test_other_options_are_another_result_unless_it_is_the_same_job(join) -> None:
    first, other, same = join(job="night"), join(), join(job="night")
    first.take("a", "x")
    first.settle("a", "x", DONE)
    assert state(same.take("a", "y")) == "done"  # a computer where the weights were installed at another time
    assert other.take("a", "y") == "ours"


def test_the_report_does_not_end_the_work_of_others_in_the_same_folder(join, tmp_path: Path) -> None:
    first, other = join(), join()
    for claims, name in ((first, "a"), (other, "b")):
        claims.take(name, name)
        claims.begin(name)
    first.settle("a", "a", DONE)
    assert first.report() and record(tmp_path) == {"a": "a", "b": UNFINISHED}
    assert other.settle("b", "b", DONE) and other.report()
    assert record(tmp_path) == {"a": "a", "b": "b"} and not (tmp_path / FOLDER).exists()


def test_damaged_ledgers_and_empty_claims_stop_no_process(join, tmp_path: Path) -> None:
    first, second = join(), join(patience=0.05)
    for path in (tmp_path / FOLDER / "members").iterdir():
        with path.open("ab") as file:
            file.write(b'{"name": 3}\nnonsense\n\xff\xfe\n[]\n{"half')
    (tmp_path / FOLDER / "members" / "stranger.jsonl").write_bytes(b"")
    first.take("a", "x")
    first.settle("a", "x", DONE)
    (tmp_path / FOLDER / "claims" / "b.1").touch()  # its owner died before it wrote there
    assert second.take("b", "x") == "theirs"
    until = time.monotonic() + 20
    while (taken := second.take("b", "x")) == "theirs" and time.monotonic() < until:
        time.sleep(0.02)
    assert taken == "ours" and state(second.take("a", "x")) in ("theirs", "done")


def test_many_processes_settle_every_photo_once(tmp_path: Path) -> None:
    """Real processes that come together at once; one of them is killed during a photo."""
    script = """
import os, signal, sys, time
from pathlib import Path
from crfill_core.jobs.claims import Claims
from crfill_core.jobs.record import RECORD, Record
folder, rank = Path(sys.argv[1]), int(sys.argv[2])
(folder / f"{rank}.ready").touch()
while len(list(folder.glob("*.ready"))) < 4:
    time.sleep(0.005)
claims = Claims(folder, Record(folder / RECORD))
claims.join()
names = [f"photo{number}" for number in range(40)]
left = names[rank:] + names[:rank]
while left:
    for name in list(left):
        taken = claims.take(name, "x")
        if taken == "ours":
            claims.begin(name)
            if rank == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            time.sleep(0.01)
            (folder / name).touch()
            with open(folder / f"{rank}.log", "a") as log:
                print(name, file=log)
            claims.settle(name, "x", {"state": "done"})
        if taken != "theirs":
            left.remove(name)
print("reports" if claims.report() else "quiet")
"""
    command = [sys.executable, "-c", script, str(tmp_path)]
    children = [
        subprocess.Popen([*command, str(rank)], stdout=subprocess.PIPE, text=True) for rank in range(4)
    ]
    said = [child.communicate(timeout=60)[0].strip() for child in children]
    assert sorted(said) == ["", "quiet", "quiet", "reports"] and said[0] == ""
    done = [name for log in tmp_path.glob("*.log") for name in log.read_text().split()]
    assert len(done) == 40 and len(set(done)) == 40
    assert len(record(tmp_path)) == 40 and set(record(tmp_path).values()) == {"x"}
    assert not (tmp_path / FOLDER).exists()
