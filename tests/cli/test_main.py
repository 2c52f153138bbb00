from __future__ import annotations

import subprocess
import sys

import pytest

from crfill_core import cli
from crfill_core.errors import CrfillError
from crfill_core.progress import Cancelled


@pytest.fixture
def failing(monkeypatch):
    """Makes `crfill weights list` raise the given exception."""

    def arrange(error: BaseException) -> None:
        def run(arguments):
            raise error

        monkeypatch.setattr("crfill_core.cli.weights.run", run)

    return arrange


@pytest.mark.parametrize("arguments", [["--help"], ["fill", "--help"], ["weights", "list"], ["--version"]])
def test_light_commands_do_not_import_torch(arguments):
    code = (
        f"import sys; from crfill_core.cli import main; status = main({arguments}); "
        "sys.exit(status or 'torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout


def test_runs_as_a_module():
    done = subprocess.run(
        [sys.executable, "-m", "crfill_core.cli", "nonesuch"], capture_output=True, text=True
    )
    assert done.returncode == 2
    assert done.stderr.startswith("crfill: error:")


def test_help_names_every_command(crfill):
    outcome = crfill("--help")
    assert outcome.status == 0
    assert all(command in outcome.out for command in cli.COMMANDS)


@pytest.mark.parametrize("command", cli.COMMANDS)
def test_every_command_has_help(crfill, command):
    outcome = crfill(command, "--help")
    assert outcome.status == 0
    assert outcome.out.startswith(f"usage: crfill {command}")


def test_an_error_of_the_users_is_one_line_and_status_2(crfill, failing):
    failing(CrfillError("the sky is\nmissing; paint it."))
    outcome = crfill("weights", "list")
    assert (outcome.status, outcome.err) == (2, "crfill: error: the sky is missing; paint it.\n")


def test_a_fault_of_ours_is_one_line_and_status_1(crfill, failing):
    failing(ZeroDivisionError("division by zero"))
    outcome = crfill("weights", "list")
    assert outcome.status == 1
    assert outcome.err.startswith("crfill: error:") and outcome.err.count("\n") == 1
    assert "ZeroDivisionError" in outcome.err


def test_a_traceback_is_there_for_the_asking(crfill, failing, monkeypatch):
    monkeypatch.setenv(cli.TRACEBACK_VARIABLE, "1")
    failing(ZeroDivisionError("division by zero"))
    assert "Traceback" in crfill("weights", "list").err


@pytest.mark.parametrize("error", [KeyboardInterrupt(), Cancelled()])
def test_interrupted_is_130_without_words(crfill, failing, error):
    failing(error)
    outcome = crfill("weights", "list")
    assert (outcome.status, outcome.err) == (130, "")


def test_gui_opens_the_editor_with_the_photos(crfill, monkeypatch):
    started: list[list[str]] = []
    monkeypatch.setattr("crfill_core.cli.gui.subprocess.call", lambda command: started.append(command) or 3)
    assert crfill("gui", "a.jpg", "b.jpg").status == 3
    assert started == [[sys.executable, "-m", "crfill_gui", "a.jpg", "b.jpg"]]


def test_progress_is_printed_for_programs_that_ask_for_it(crfill, photo, mask, tmp_path, monkeypatch):
    command = ("fill", photo, "--mask", mask, "-o", tmp_path / "out.png")
    assert "progress" not in crfill(*command).err
    monkeypatch.setenv("CRFILL_PROGRESS", "lines")
    lines = crfill(*command[:-1], tmp_path / "again.png").err.splitlines()
    steps = [line.split("\t") for line in lines if line.startswith("progress\t")]
    fractions = [float(fraction) for _, fraction, _ in steps]
    assert len(steps) >= 2 and fractions == sorted(fractions) and fractions[-1] == 1


def test_the_program_keeps_its_status_and_runs_exit_handlers_before_it_ends_at_once() -> None:
    code = (
        "import atexit, sys, crfill_core.cli.__main__ as cli\n"
        "def command():\n"
        "    atexit.register(print, 'handler')\n"
        "    print('done')\n"
        "    return 3\n"
        "cli.main = command\n"
        "sys.exit(cli.program())"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (ended.returncode, ended.stdout, ended.stderr) == (3, "done\nhandler\n", "")
