"""What killed processes left is deleted; what others are writing, or own, is not."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from crfill_core.files import leftovers
from crfill_core.files.replace import replacing

pytestmark = pytest.mark.usefixtures("unseen")
DIES = """
import os, signal, sys
from pathlib import Path
from crfill_core.files.replace import replacing
from crfill_core.files.leftovers import scratch_folder

with replacing(Path(sys.argv[1])) as temporary, scratch_folder() as folder:
    temporary.write_text("half")
    (folder / "photo.png").write_text("a photo")
    print(temporary, folder, flush=True)
    {end}
"""
KILLED = DIES.format(
    end="os.kill(os.getpid(), signal.SIGKILL if hasattr(signal, 'SIGKILL') else signal.SIGTERM)"
)
WAITS = DIES.format(end="sys.stdin.read()")


@pytest.fixture
def unseen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No folder has been looked at in this process, and temporary files are kept apart."""
    monkeypatch.setattr(leftovers, "_cleared", set())
    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))


def start(script: str, target: Path) -> tuple[subprocess.Popen[str], Path, Path]:
    child = subprocess.Popen(
        [sys.executable, "-c", script, str(target)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.getcwd()},
    )
    assert child.stdout
    temporary, folder = child.stdout.readline().split()
    return child, Path(temporary), Path(folder)


def test_the_next_save_deletes_what_a_killed_process_left(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_text("before")
    child, temporary, folder = start(KILLED, target)
    child.communicate()
    assert temporary.exists() and (folder / "photo.png").exists() and target.read_text() == "before"
    with replacing(tmp_path / "b.txt") as other, leftovers.scratch_folder():
        other.write_text("b")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "b.txt", "temporary"]
    assert not list((tmp_path / "temporary").iterdir())


def test_what_another_process_is_writing_stays(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    child, temporary, folder = start(WAITS, target)
    with replacing(tmp_path / "b.txt") as other, leftovers.scratch_folder():
        other.write_text("b")
    assert temporary.exists() and (folder / "photo.png").exists()
    child.communicate("")
    assert target.read_text() == "half" and not temporary.exists() and not folder.exists()


def stale(tmp_path: Path) -> Path:
    """A file that a process left which does not run any more."""
    child, temporary, _ = start(KILLED, tmp_path / "a.txt")
    child.communicate()
    return temporary


def test_files_of_other_computers_and_names_like_ours_stay(tmp_path: Path) -> None:
    left = stale(tmp_path)
    computer = left.name.split("-")[1]
    others = [
        tmp_path / left.name.replace(computer, "00000000"),
        tmp_path / ".crfill-holiday.jpg",
        tmp_path / ".crfill-0123456789abcdef.png",
        tmp_path / f"crfill-{computer}.txt",
    ]
    for path in others:
        path.write_text("mine")
    outside = tmp_path / "outside.txt"
    outside.write_text("mine")
    link = tmp_path / left.name.replace(".txt", "link.txt")
    if sys.platform != "win32":
        link.symlink_to(outside)
    leftovers.clear(tmp_path)
    assert not left.exists() and outside.exists()
    assert all(path.exists() for path in others)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells when it was started")
def test_numbers_of_another_start_of_the_computer_count_after_a_day(tmp_path: Path) -> None:
    left = stale(tmp_path)
    parts = left.name.split("-")
    other = tmp_path / "-".join([*parts[:2], "00000000", str(os.getpid()), *parts[4:]])
    other.write_text("half")
    leftovers.clear(tmp_path)
    assert other.exists() and not left.exists()
    old = time.time() - leftovers.LONGEST_SECONDS - 60
    os.utime(other, (old, old))
    leftovers._cleared.clear()
    leftovers.clear(tmp_path)
    assert not other.exists()


@pytest.mark.parametrize("jump", [-3600, 3600])
def test_what_is_being_written_stays_when_the_clock_is_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jump: int
) -> None:
    real = time.time
    with replacing(tmp_path / "a.txt") as temporary:
        temporary.write_text("whole")
        monkeypatch.setattr(time, "time", lambda: real() + jump)
        leftovers._cleared.clear()
        leftovers.clear(tmp_path)
        assert temporary.exists()
    assert (tmp_path / "a.txt").read_text() == "whole"


def test_a_folder_that_cannot_be_listed_is_no_failure(tmp_path: Path) -> None:
    leftovers.clear(tmp_path / "none")
