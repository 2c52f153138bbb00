"""packaging/bootstrap.py: its pure functions, and when it installs what (pip itself is not run)."""

from __future__ import annotations

import importlib.util
import os
import re
import signal
import subprocess
import sys
import time
import tomllib
from functools import partial
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
    sys.path.insert(0, str(SCRIPT.parent))  # as when it is started
    try:
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(SCRIPT.parent))
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
    monkeypatch.setattr(bootstrap, "is_root", lambda: False)
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
    for manager in (None, "apt-get", "dnf"):
        assert "libfoo.so.7" in bootstrap.library_advice(["libfoo.so.7"], manager)


def test_where_the_system_is_known_the_advice_is_one_line(bootstrap):
    text = bootstrap.library_advice(
        ["libEGL.so.1", "libfoo.so.7", "libxcb-randr.so.0", "libxcb-shape.so.0"], "dnf"
    )
    assert "run `sudo dnf install mesa-libEGL libxcb`, then" in text
    assert "apt" not in text


@pytest.fixture
def lacking(bootstrap, monkeypatch):
    """Linux whose Qt lacks libraries until their packages are installed; ``installs`` are the commands that were run."""
    bootstrap.installs = []
    missing = ["libEGL.so.1", "libxcb-cursor.so.0"]

    def run(command, **options):
        bootstrap.installs.append(command)
        if "install" in command and bootstrap.works:
            missing.clear()
        return subprocess.CompletedProcess(command, 0 if bootstrap.works else 100)

    bootstrap.works = True
    monkeypatch.setattr(bootstrap.sys, "platform", "linux")
    monkeypatch.setattr(bootstrap, "lacking_libraries", lambda plugin: list(missing))
    monkeypatch.setattr(bootstrap, "package_manager", lambda: "apt-get")
    monkeypatch.setattr(bootstrap.subprocess, "run", run)
    return bootstrap


def test_root_gets_the_libraries_installed_and_is_told_first(lacking, monkeypatch, capsys):
    monkeypatch.setattr(lacking, "is_root", lambda: True)
    lacking.check_system_libraries("qxcb")
    assert lacking.installs[0] == ["apt-get", "update", "-qq"]
    assert lacking.installs[1][:3] == ["apt-get", "install", "-y"]
    assert lacking.installs[1][-2:] == ["libegl1", "libxcb-cursor0"]
    assert "installing libegl1, libxcb-cursor0" in capsys.readouterr().err


def test_others_get_the_line_to_run(lacking, monkeypatch):
    monkeypatch.setattr(lacking, "is_root", lambda: False)
    with pytest.raises(lacking.BootstrapError, match="run `sudo apt install libegl1 libxcb-cursor0`"):
        lacking.check_system_libraries("qxcb")
    assert lacking.installs == []


def test_an_installation_that_fails_is_said(lacking, monkeypatch):
    monkeypatch.setattr(lacking, "is_root", lambda: True)
    lacking.works = False
    with pytest.raises(lacking.BootstrapError, match="could not install libegl1 libxcb-cursor0"):
        lacking.check_system_libraries("qxcb")


@pytest.mark.parametrize("libraries", [[], ["libfoo.so.7"]])
def test_nothing_is_installed_where_nothing_would_help(lacking, monkeypatch, libraries):
    monkeypatch.setattr(lacking, "is_root", lambda: True)
    monkeypatch.setattr(lacking, "lacking_libraries", lambda plugin: libraries)
    if libraries:
        with pytest.raises(lacking.BootstrapError, match="libfoo.so.7"):
            lacking.check_system_libraries("qxcb")
    else:
        lacking.check_system_libraries("qxcb")
    assert lacking.installs == []


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


def test_an_environment_of_another_python_is_made_again(sandbox, monkeypatch):
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


@pytest.fixture
def started(sandbox, monkeypatch):
    """The programs that are started, instead of starting them; ``sandbox.status`` is how they end."""
    started: list[list[str]] = []
    sandbox.status = {}

    def run(command, *_, **__):
        started.append(command)
        return sandbox.status.get(command[2], 0)

    monkeypatch.setattr(sandbox, "run_until_stopped", run)
    monkeypatch.setattr(sandbox, "check_system_libraries", lambda plugin: None)
    monkeypatch.setattr(sandbox.sys, "platform", "linux")
    for key in sandbox.SCREENS:
        monkeypatch.delenv(key, raising=False)
    return started


def test_without_a_screen_the_sample_is_filled_and_its_place_told(sandbox, started, capsys):
    assert sandbox.run([]) == 0
    assert started[0][1:4] == ["-m", "crfill_core.cli", "fill"]
    assert started[0][-1] in capsys.readouterr().err


def test_a_screen_that_qt_cannot_use_is_said_and_the_sample_filled(sandbox, started, monkeypatch, capsys):
    monkeypatch.setenv("DISPLAY", ":99")
    monkeypatch.setattr(sandbox, "opens_windows", lambda python: False)
    sandbox.status = {"crfill_gui": -signal.SIGABRT}
    assert sandbox.run(["a.jpg"]) == 0
    assert [command[2] for command in started] == ["crfill_gui", "crfill_core.cli"]
    said = capsys.readouterr().err
    assert "DISPLAY=:99" in said and started[1][-1] in said


@pytest.mark.parametrize("status", [0, 1, -signal.SIGABRT, -signal.SIGSEGV])
def test_an_editor_that_had_a_screen_is_not_followed_by_a_fill(sandbox, started, monkeypatch, status):
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(sandbox, "opens_windows", lambda python: True)
    sandbox.status = {"crfill_gui": status}
    assert sandbox.run([]) == status
    assert len(started) == 1


def test_qt_is_asked_itself_whether_it_can_use_the_screen(bootstrap, monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert bootstrap.opens_windows(sys.executable)
    monkeypatch.setenv("QT_QPA_PLATFORM", "none-such")
    assert not bootstrap.opens_windows(sys.executable)


STOPPED = """
import importlib.util, signal, sys
sys.path.insert(0, {folder!r})
import bootstrap
stop = {stop}
sys.exit(bootstrap.run_until_stopped([sys.executable, "-c", {child!r}], stop))
"""
CHILD = """
import os, signal, sys, time
{prepare}
print(os.getpid(), flush=True)
time.sleep(60)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize(
    ("sent", "stop", "prepare"),
    [
        (["SIGTERM"], "None", ""),
        (["SIGINT"], "signal.SIGTERM", "signal.signal(signal.SIGINT, signal.SIG_IGN)"),
        (["SIGHUP"], "None", ""),
        (["SIGTERM", "SIGTERM"], "None", "signal.signal(signal.SIGTERM, signal.SIG_IGN)"),
    ],
)
def test_what_stops_the_bootstrap_stops_what_it_runs(sent, stop, prepare):
    child = CHILD.format(prepare=prepare)
    script = STOPPED.format(folder=str(SCRIPT.parent), stop=stop, child=child)
    # Below nohup the suite inherits that SIGHUP is ignored.
    plain = partial(signal.signal, signal.SIGHUP, signal.SIG_DFL)
    command = [sys.executable, "-c", script]
    with subprocess.Popen(command, stdout=subprocess.PIPE, preexec_fn=plain) as process:
        assert process.stdout is not None
        started = int(process.stdout.readline())
        for name in sent:
            process.send_signal(getattr(signal, name))
            time.sleep(0.2)
        assert process.wait(20) == 128 + getattr(signal, sent[0])
    with pytest.raises(ProcessLookupError):
        os.kill(started, 0)


def test_the_suite_runs_in_parallel_unless_the_arguments_say_otherwise(sandbox, started):
    assert sandbox.test(["tests/core", "-n", "0"]) == 0
    arguments = started[0][started[0].index("pytest") + 1 :]
    assert arguments[:2] == ["-n", "auto"]
    assert arguments[-3:] == ["tests/core", "-n", "0"]


@pytest.mark.parametrize("arguments", [[], ["dance"]])
def test_an_unknown_command_shows_the_usage(arguments):
    done = subprocess.run([sys.executable, str(SCRIPT), *arguments], capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr.startswith("usage:")
