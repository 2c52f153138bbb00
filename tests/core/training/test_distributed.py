import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from crfill_core.errors import ConfigError
from crfill_core.training.checkpoint import load_state
from crfill_core.training.config import LossConfig, RunConfig, Stage
from crfill_core.training.distributed import World, joined_world
from crfill_core.training.loop import Trainer
from crfill_core.training.record import read_log
from crfill_core.training.runs import write_config

LAUNCHER = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
THREADS_LEFT = """
import os, torch
from crfill_core.training.distributed import joined_world

def step(module):
    module(torch.ones(1, 2)).sum().backward()

with joined_world() as world:
    step(world.parallel(torch.nn.Linear(2, 2)))
left = [open(f"/proc/self/task/{thread}/comm").read() for thread in os.listdir("/proc/self/task")]
print(sum("gloo" in name for name in left), flush=True)
"""


def torchrun(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Two processes on this computer."""
    command = [*LAUNCHER, "-m", "crfill_core.cli", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=300)


@pytest.mark.skipif(sys.platform != "linux", reason="lists the process's threads in /proc")
def test_a_group_that_was_left_has_no_threads(tmp_path):
    (tmp_path / "program.py").write_text(THREADS_LEFT)
    command = [*LAUNCHER, str(tmp_path / "program.py")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["0", "0"]


@pytest.fixture
def staged(validated: RunConfig) -> RunConfig:
    """All kinds of stages, a hole weight, a gradient limit and validation."""
    stages = (
        Stage(steps=2, train="coarse"),
        Stage(steps=1, train="refinement"),
        Stage(steps=5, adversarial=True, cr=True),
    )
    return replace(validated, stages=stages, losses=LossConfig(hole_weight=3.0), threads=1)


def test_two_processes_train_as_one_does(staged, tmp_path):
    for name in ("one", "two"):
        write_config(tmp_path / name, staged)
    Trainer(staged, tmp_path / "one", lambda line: None).run()
    done = torchrun("train", "--resume", str(tmp_path / "two"))
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("step 8/8") == 1  # one of the two speaks
    assert done.stdout.split() == [str(tmp_path / "two")]
    one, two = read_log(tmp_path / "one"), read_log(tmp_path / "two")
    assert [entry["step"] for entry in one] == [entry["step"] for entry in two]
    for ours, theirs in zip(one, two, strict=True):
        assert ours.keys() == theirs.keys()
        for name in ours.keys() - {"step", "seconds", "images_per_second", "memory_gib", "validation"}:
            assert theirs[name] == pytest.approx(ours[name], rel=2e-3, abs=2e-4), (ours["step"], name)
        for kind, figures in ours.get("validation", {}).items():
            assert theirs["validation"][kind]["psnr"] == pytest.approx(figures["psnr"], abs=0.02)
    a, b = (load_state(tmp_path / name)["models"] for name in ("one", "two"))  # type: ignore[index]
    assert b["generator"].keys() == a["generator"].keys()  # no "module." of the wrapper
    for network in ("generator", "discriminator", "aux_discriminator"):
        for key, value in a[network].items():
            assert (b[network][key] - value).abs().mean() < 2e-3, key


def test_a_world_of_one_needs_no_other(monkeypatch):
    monkeypatch.delenv("WORLD_SIZE", raising=False)
    with joined_world() as world:
        assert world == World() and world.first
        module = torch.nn.Linear(2, 2)
        assert world.parallel(module) is module
        assert world.any(True) and not world.any(False)
        assert torch.equal(world.mean(torch.tensor([1.0, 3.0])), torch.tensor([1.0, 3.0]))


def test_parts_of_a_batch_cover_it_once():
    parts = [World(rank, 4).part(12) for rank in range(4)]
    assert [i for part in parts for i in range(12)[part]] == list(range(12))
    with pytest.raises(ConfigError, match="multiple of 4"):
        World(0, 4).part(10)


def test_processes_draw_their_parts_of_the_same_batch(config, tmp_path: Path):
    whole = Trainer(config, tmp_path, lambda line: None).batch(1)
    parts = [Trainer(config, tmp_path, lambda line: None, World(rank, 2)).batch(1) for rank in range(2)]
    for i in range(2):
        assert torch.equal(torch.cat([part[i] for part in parts]), whole[i])
