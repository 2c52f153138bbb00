"""Versions of files: what another program has written is noticed, and not replaced."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from crfill_core.errors import FileError
from crfill_core.files.replace import replacing
from crfill_core.files.versions import FileVersions, version_of


def test_only_what_was_seen_and_is_another_now_has_changed(tmp_path: Path) -> None:
    path, versions = tmp_path / "a.txt", FileVersions()
    path.write_text("one")
    assert not versions.changed(path)
    versions.note(path, version_of(path))
    assert not versions.changed(path)
    os.utime(path, ns=(0, 0))  # a clock that was put back
    assert versions.changed(path)
    versions.note(path, version_of(path))
    path.write_text("other")
    assert versions.changed(tmp_path / "." / "a.txt")
    path.unlink()
    assert not versions.changed(path)


def test_a_file_that_changes_while_its_new_version_is_made_is_not_replaced(tmp_path: Path) -> None:
    path, versions = tmp_path / "a.txt", FileVersions()
    path.write_text("read")
    versions.note(path, version_of(path))
    with (
        pytest.raises(FileError, match="changed it in the meantime"),
        replacing(path, versions=versions) as new,
    ):
        new.write_text("ours")
        path.write_text("theirs")
    assert path.read_text() == "theirs" and [file.name for file in tmp_path.iterdir()] == ["a.txt"]
    with replacing(tmp_path / "b.txt", versions=versions) as new:
        new.write_text("ours")
    for text in ("again", "and again"):  # what was written here is known
        with replacing(tmp_path / "b.txt", versions=versions) as new:
            new.write_text(text)
    assert (tmp_path / "b.txt").read_text() == "and again"


def test_of_two_writers_neither_loses_a_line_of_the_other(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("")

    def write(name: str) -> None:
        versions, number = FileVersions(), 0
        while number < 40:
            versions.note(path, version_of(path))
            before = path.read_text()
            try:
                with replacing(path, versions=versions) as new:
                    new.write_text(f"{before}{name}{number}\n")
            except FileError:
                continue
            number += 1

    writers = [threading.Thread(target=write, args=(name,)) for name in "ab"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert sorted(path.read_text().split()) == sorted(f"{name}{i}" for name in "ab" for i in range(40))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other locks")
def test_a_program_that_keeps_a_lock_on_the_file_does_not_stop_saving(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from crfill_core.files import versions as module

    monkeypatch.setattr(module, "_PATIENCE", 0.1)
    path = tmp_path / "a.txt"
    path.write_text("before")
    script = "import fcntl, sys; file = open(sys.argv[1]); fcntl.flock(file, fcntl.LOCK_EX); print(1, flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", script, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout and other.stdout.readline()
        with replacing(path, versions=FileVersions()) as new:
            new.write_text("after")
        other.communicate(b"\n")
    assert path.read_text() == "after"
