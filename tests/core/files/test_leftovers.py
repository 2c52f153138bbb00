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
    leftovers.clear.cache_clear()
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


def renamed(left: Path, **parts: str) -> Path:
    """A file named as the leftover, but with other parts."""
    fields = dict(
        zip(("", "computer", "boot", "space", "number", "born"), left.name.split("-"), strict=False)
    )
    rest = left.name.split("-")[6:]
    path = left.with_name("-".join([*(fields | parts).values(), *rest]))
    path.write_text("half")
    return path


def clear_again(folder: Path) -> None:
    leftovers.clear.cache_clear()
    leftovers.clear(folder)


DAYS_AGO = time.time() - leftovers.LONGEST_SECONDS - 60


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells when it was started")
def test_files_of_an_earlier_boot_count_after_a_day(tmp_path: Path) -> None:
    left = stale(tmp_path)
    earlier = renamed(left, boot="00000000", number=str(os.getpid()))
    clear_again(tmp_path)
    assert earlier.exists() and not left.exists()
    os.utime(earlier, (DAYS_AGO, DAYS_AGO))
    clear_again(tmp_path)
    assert not earlier.exists()
    assert [path.name for path in tmp_path.iterdir()] == ["temporary"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells when a process was started")
def test_a_later_process_of_the_same_number_does_not_keep_a_leftover(tmp_path: Path) -> None:
    left = stale(tmp_path)
    same_number = renamed(left, number=str(os.getpid()))
    clear_again(tmp_path)
    assert not same_number.exists()


def test_files_of_a_container_of_this_computer_stay(tmp_path: Path) -> None:
    """Its processes cannot be asked for, and a clock that was set tells nothing."""
    contained = renamed(stale(tmp_path), space="00000000")
    os.utime(contained, (DAYS_AGO, DAYS_AGO))
    clear_again(tmp_path)
    assert contained.exists()


@pytest.mark.parametrize("hours", [-1000, -1, 1, 25, 10_000])
def test_what_is_being_written_stays_when_the_clock_is_set(tmp_path: Path, hours: int) -> None:
    child, temporary, folder = start(WAITS, tmp_path / "a.txt")
    written = time.time() - 3600 * hours  # as the clock sees it after it was set
    for path in (temporary, folder):
        os.utime(path, (written, written))
    clear_again(tmp_path)
    clear_again(folder.parent)
    assert temporary.exists() and folder.exists()
    child.communicate("")
    assert (tmp_path / "a.txt").read_text() == "half"


def test_a_folder_that_cannot_be_listed_is_no_failure(tmp_path: Path) -> None:
    leftovers.clear(tmp_path / "none")
