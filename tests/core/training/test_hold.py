"""One process at a time trains in a folder; it can be asked to stop."""

import os
import subprocess
import sys

import pytest

from crfill_core.errors import ConfigError
from crfill_core.training import hold
from crfill_core.training.checkpoint import load_state
from crfill_core.training.hold import STOP_FILE, ask_to_stop, holder, is_held, training_in
from crfill_core.training.loop import Trainer
from crfill_core.training.runs import train, write_config

HOLDING = """
import sys
from pathlib import Path
from crfill_core.training.hold import training_in
with training_in(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def other(tmp_path, monkeypatch):
    """Another process that trains in the folder."""
    monkeypatch.setattr(hold, "PATIENCE_SECONDS", 0.05)
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDING, tmp_path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None and process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()


def test_a_held_folder_is_refused_and_tells_who_holds_it(other, tmp_path, config):
    assert is_held(tmp_path) and holder(tmp_path) == other.pid
    write_config(tmp_path, config)
    with pytest.raises(ConfigError, match="Another process is training"):
        train(None, resume=tmp_path)


def test_a_killed_process_holds_nothing(other, tmp_path):
    other.kill()
    other.wait()
    assert not is_held(tmp_path) and holder(tmp_path) is None
    with training_in(tmp_path):
        assert holder(tmp_path) == os.getpid()
    assert not is_held(tmp_path) and not (tmp_path / STOP_FILE).exists()


def test_a_run_that_is_asked_to_stop_saves_and_continues_later(tmp_path, config):
    write_config(tmp_path, config)
    said: list[str] = []

    def say(line: str) -> None:
        said.append(line)
        if line.startswith("step 3/"):
            ask_to_stop(tmp_path)

    Trainer(config, tmp_path, say).run()
    assert load_state(tmp_path)["step"] == 3
    assert said[-1] == "stopped at step 3 as it was asked to; everything is saved"
    train(None, resume=tmp_path, say=said.append)  # the request of before is dropped
    assert load_state(tmp_path)["step"] == config.steps


def test_a_folder_without_a_lock_is_free(tmp_path):
    assert not is_held(tmp_path / "none") and holder(tmp_path) is None
