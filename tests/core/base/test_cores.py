"""How much of the computer a process may use."""

from __future__ import annotations

import os

import pytest

from crfill_core.base import cores


def test_the_free_memory_is_plausible() -> None:
    assert 2**28 < cores.available_memory() < 2**45


def test_slurms_number_of_cores_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: set(range(8)), raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 8)
    for told, expected in (("3", 3), ("99", 8), ("nonsense", 8), ("0", 1)):
        monkeypatch.setenv("SLURM_CPUS_PER_TASK", told)
        assert cores.usable_cores() == expected


def test_processes_share_the_cores_unless_they_were_divided_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SLURM_CPUS_PER_TASK", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 8)
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: set(range(8)), raising=False)
    assert [cores.shared_cores(n) for n in (1, 3, 8, 16)] == [8, 2, 1, 1]
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {2, 3}, raising=False)
    assert cores.shared_cores(4) == 2


def test_a_limit_of_a_container_counts(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    group = tmp_path / "job" / "step"
    monkeypatch.setattr(cores, "GROUPS", tmp_path)
    monkeypatch.setattr(cores.Path, "read_text", _reading(cores.Path.read_text, "0::/job/step\n"))
    group.mkdir(parents=True)
    (group / "memory.max").write_text("max\n")
    (group.parent / "memory.max").write_text(f"{3 << 20}\n")
    (group.parent / "memory.current").write_text(f"{1 << 20}\n")
    assert cores.available_memory() == 2 << 20
    # Files in memory that nobody uses give way to what the process takes.
    (group.parent / "memory.stat").write_text(f"anon 1\nfile 900000\ninactive_file {1 << 19}\n")
    assert cores.available_memory() == (2 << 20) + (1 << 19)
    (group.parent / "memory.max").write_text("max\n")
    assert cores.available_memory() > 2 << 20


def _reading(read, group: str):
    def read_text(path, *arguments, **named) -> str:
        return group if str(path) == "/proc/self/cgroup" else read(path, *arguments, **named)

    return read_text
