import ctypes
import importlib.util
import sys
from pathlib import Path

import pytest

from crfill_core.native import build, library


def test_every_library_can_be_compiled_and_loaded_here(tmp_path: Path) -> None:
    (tmp_path / "kernels-of-yesterday-plain.so").touch()
    (tmp_path / "other").touch()
    made = build.compile_all(tmp_path)
    assert len(made) == len(build.LEVELS)
    assert set(tmp_path.iterdir()) == {*made, tmp_path / "other"}
    assert all(ctypes.CDLL(str(path)).minimum_cut for path in made)


def test_changed_sources_make_another_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in build.SOURCES.glob("*.[ch]"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    before = build.library_name(build.PLAIN)
    monkeypatch.setattr(build, "SOURCES", tmp_path)
    assert build.library_name(build.PLAIN) == before
    with (tmp_path / "cut.c").open("a") as source:
        source.write("\n")
    assert build.library_name(build.PLAIN) != before


def test_a_broken_compiler_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CC", "false --option")
    assert build.compile_library(tmp_path, build.PLAIN).exists()


@pytest.mark.skipif(importlib.util.find_spec("ziglang") is None, reason="the compiler wheel is not installed")
def test_the_compiler_wheel_makes_every_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "compilers", lambda: [[sys.executable, "-m", "ziglang", "cc"]])
    assert all(ctypes.CDLL(str(path)).minimum_cut for path in build.compile_all(tmp_path))


def test_without_any_compiler_a_sentence_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "compilers", lambda: [])
    assert not build.compiler_works()
    monkeypatch.setattr(library, "BUILT", tmp_path / "built")
    monkeypatch.setattr(library, "user_cache_path", lambda name: tmp_path)
    with pytest.raises(library.KernelError, match="install the program with pip"):
        library.kernels.__wrapped__()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(build.BuildError, match="file"):
        build.compile_library(tmp_path / "file" / "folder", build.PLAIN)
