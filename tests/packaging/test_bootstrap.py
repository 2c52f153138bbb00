"""packaging/bootstrap.py: its pure functions, and when it installs what (pip itself is not run)."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "packaging" / "bootstrap.py"
CONSTRAINTS = ROOT / "packaging" / "constraints.txt"


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bootstrap_under_test", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def bootstrap() -> ModuleType:
    return load()


@pytest.fixture
def sandbox(bootstrap, monkeypatch, tmp_path):
    """A checkout in tmp_path whose installations are recorded instead of made."""
    venv = tmp_path / ".venv"
    (tmp_path / "constraints.txt").write_text("torch==2.13.0\n")
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    for name, path in {
        "ROOT": tmp_path,
        "VENV": venv,
        "STAMP": venv / "stamp.json",
        "LOG": venv / "log",
        "CONSTRAINTS": tmp_path / "constraints.txt",
        "PYPROJECT": tmp_path / "pyproject.toml",
    }.items():
        monkeypatch.setattr(bootstrap, name, path)
    commands: list[list[str]] = []

    def call(command: list[str], failed: str) -> None:
        commands.append(command)
        if command[1:3] == ["-m", "venv"]:
            python = bootstrap.venv_python(venv)
            python.parent.mkdir(parents=True)
            python.touch()
            (venv / "pyvenv.cfg").touch()

    monkeypatch.setattr(bootstrap, "call", call)
    bootstrap.commands = commands
    return bootstrap


def kinds(commands: list[list[str]]) -> list[str]:
    return ["venv" if "venv" in command else "pip" for command in commands]


def test_every_dependency_has_a_pin_within_its_range():
    pins = dict(re.findall(r"^([\w.-]+)==(\S+)$", CONSTRAINTS.read_text(), re.MULTILINE))
    pins = {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in pins.items()}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    for extra in project["project"]["optional-dependencies"].values():
        wanted += extra
    for text in wanted:
        requirement = Requirement(text)
        name = re.sub(r"[-_.]+", "-", requirement.name).lower()
        assert name in pins, f"{name} has no pin in constraints.txt"
        assert requirement.specifier.contains(pins[name]), f"{name}=={pins[name]} is outside of {text}"


def test_torch_is_pinned_without_a_local_version(bootstrap):
    assert re.fullmatch(r"[\d.]+", bootstrap.pinned("torch", CONSTRAINTS.read_text()))


def test_a_missing_pin_is_named(bootstrap):
    with pytest.raises(bootstrap.BootstrapError, match="torch"):
        bootstrap.pinned("torch", "numpy==1.0\ntorchmetrics==1.0\n")


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 13, 2), (4, 0, 0)])
def test_new_pythons_are_welcome(bootstrap, version):
    assert bootstrap.python_problem(version) is None


def test_an_old_python_is_refused_in_a_sentence(bootstrap):
    problem = bootstrap.python_problem((3, 9, 18))
    assert "3.11 or newer" in problem and "this is Python 3.9" in problem


def test_missing_libraries_out_of_ldd_and_of_the_import_error(bootstrap):
    ldd = (
        "\tlibEGL.so.1 => not found\n\tlibc.so.6 => /lib/libc.so.6 (0x0)\n\tlibxcb-cursor.so.0 => not found\n"
    )
    assert bootstrap.missing_libraries(ldd + ldd) == ["libEGL.so.1", "libxcb-cursor.so.0"]
    error = "ImportError: libxkbcommon.so.0: cannot open shared object file: No such file or directory"
    assert bootstrap.missing_libraries(error) == ["libxkbcommon.so.0"]
    assert bootstrap.missing_libraries("\tlibm.so.6 => /lib/libm.so.6\n") == []


def test_advice_names_the_packages(bootstrap):
    text = bootstrap.library_advice(["libEGL.so.1", "libxkbcommon-x11.so.0"])
    assert "apt install libegl1 libxkbcommon-x11-0" in text
    assert "dnf install mesa-libEGL libxkbcommon-x11" in text


def test_advice_for_an_unknown_library_still_names_it(bootstrap):
    assert "libfoo.so.7" in bootstrap.library_advice(["libfoo.so.7"])


@pytest.mark.parametrize(
    ("environment", "platform", "expected"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ""}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({}, "darwin", True),
        ({}, "win32", True),
    ],
)
def test_has_screen(bootstrap, environment, platform, expected):
    assert bootstrap.has_screen(environment, platform) is expected


def test_state_survives_its_file_and_damage_counts_as_none(bootstrap):
    state = bootstrap.State("a", "b", frozenset({"test"}))
    assert bootstrap.State.parse(state.text()) == state
    for text in ("", "{", "[]", '{"base": "a"}', state.text()[:-5]):
        assert bootstrap.State.parse(text) is None


def test_torch_is_installed_first_by_exact_version(sandbox):
    sandbox.prepare(frozenset({"test"}))
    assert kinds(sandbox.commands) == ["venv", "pip", "pip", "pip"]
    assert sandbox.commands[1][-1] == "torch==2.13.0"
    assert sandbox.commands[3][-1].endswith("[test]")
    assert all("-c" in command for command in sandbox.commands[1:])


def test_nothing_is_done_when_nothing_changed(sandbox):
    sandbox.prepare(frozenset({"test"}))
    sandbox.commands.clear()
    sandbox.prepare(frozenset())
    sandbox.prepare(frozenset({"test"}))
    assert sandbox.commands == []


def test_changed_pins_are_installed_into_the_same_environment_with_its_extras(sandbox):
    sandbox.prepare(frozenset({"test"}))
    sandbox.commands.clear()
    sandbox.CONSTRAINTS.write_text("torch==2.14.0\n")
    sandbox.prepare(frozenset())
    assert kinds(sandbox.commands) == ["pip", "pip", "pip"]
    assert sandbox.commands[0][-1] == "torch==2.14.0"
    assert sandbox.commands[2][-1].endswith("[test]")


def test_an_interrupted_installation_is_repaired_by_the_next_run(sandbox, monkeypatch):
    recorded = sandbox.call

    def interrupted(command, failed):
        if "torch==2.13.0" in command:
            raise KeyboardInterrupt
        recorded(command, failed)

    monkeypatch.setattr(sandbox, "call", interrupted)
    with pytest.raises(KeyboardInterrupt):
        sandbox.prepare(frozenset())
    leftover = sandbox.VENV / "half-copied"
    leftover.touch()
    monkeypatch.setattr(sandbox, "call", recorded)
    sandbox.commands.clear()
    sandbox.prepare(frozenset())
    assert kinds(sandbox.commands) == ["venv", "pip", "pip", "pip"]
    assert not leftover.exists()


def test_an_environment_of_another_python_is_made_anew(sandbox, monkeypatch):
    sandbox.prepare(frozenset())
    sandbox.commands.clear()
    monkeypatch.setattr(sandbox.sys, "version", "4.0.0 (another)")
    sandbox.prepare(frozenset())
    assert kinds(sandbox.commands)[0] == "venv"


def test_a_folder_that_is_no_environment_is_left_alone(sandbox):
    sandbox.VENV.mkdir()
    precious = sandbox.VENV / "thesis.txt"
    precious.write_text("years of work")
    with pytest.raises(sandbox.BootstrapError, match="no virtual environment"):
        sandbox.prepare(frozenset())
    assert precious.read_text() == "years of work"


def test_without_ensurepip_the_debian_package_is_named(sandbox, monkeypatch):
    monkeypatch.setattr(sandbox.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(sandbox.BootstrapError, match="python3-venv"):
        sandbox.prepare(frozenset())


def test_without_ensurepip_the_pip_at_hand_fills_the_environment(sandbox, monkeypatch):
    monkeypatch.setattr(sandbox.importlib.util, "find_spec", lambda name: object() if name == "pip" else None)
    sandbox.prepare(frozenset())
    assert "--without-pip" in sandbox.commands[0]
    assert sandbox.commands[1][1:4] == ["-m", "pip", "--python"]


def test_a_failing_command_is_told_with_its_last_words(bootstrap, monkeypatch, tmp_path):
    monkeypatch.setattr(bootstrap, "LOG", tmp_path / "log")
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    command = [sys.executable, "-c", "print('no route to host'); raise SystemExit(1)"]
    with pytest.raises(bootstrap.BootstrapError, match="(?s)pip failed.*no route to host"):
        bootstrap.call(command, "pip failed")
    assert "no route to host" in (tmp_path / "log").read_text()


def test_without_a_screen_the_sample_is_filled_and_its_place_told(sandbox, monkeypatch, capsys):
    for key in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(key, raising=False)
    monkeypatch.setattr(sandbox.sys, "platform", "linux")
    started: list[list[str]] = []
    monkeypatch.setattr(sandbox.subprocess, "call", lambda command, **_: started.append(command) or 0)
    assert sandbox.run([]) == 0
    assert started[0][1:4] == ["-m", "crfill_core.cli", "fill"]
    assert started[0][-1] in capsys.readouterr().err


def test_the_suite_runs_in_parallel_unless_the_arguments_say_otherwise(sandbox, monkeypatch):
    monkeypatch.setattr(sandbox, "check_system_libraries", lambda plugin: None)
    started: list[list[str]] = []
    monkeypatch.setattr(sandbox.subprocess, "call", lambda command, **_: started.append(command) or 0)
    assert sandbox.test(["tests/core", "-n", "0"]) == 0
    arguments = started[0][started[0].index("pytest") + 1 :]
    assert arguments[:2] == ["-n", "auto"]
    assert arguments[-3:] == ["tests/core", "-n", "0"]


@pytest.mark.parametrize("arguments", [[], ["dance"]])
def test_an_unknown_command_shows_the_usage(arguments):
    done = subprocess.run([sys.executable, str(SCRIPT), *arguments], capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr.startswith("usage:")
