import errno
import json
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import cv2
import pytest
import torch
from torch import Tensor

from crfill_core.errors import ConfigError, FileError
from crfill_core.training import loop
from crfill_core.training.checkpoint import STATE_FILE, load_state, save_state
from crfill_core.training.config import OptimizerConfig, RunConfig
from crfill_core.training.loop import Trainer
from crfill_core.training.record import curves, read_log, sample_grids, validated_holes
from crfill_core.training.runs import write_config
from crfill_core.weights.load import load_weights


def quiet(line: str) -> None:
    """Says nothing."""


def run_in(folder: Path, config: RunConfig) -> Trainer:
    folder.mkdir(parents=True, exist_ok=True)
    trainer = Trainer(config, folder, quiet)
    trainer.run()
    return trainer


def state_tensors(folder: Path) -> dict[str, Tensor]:
    """Every tensor of a saved state by its place in it."""
    found: dict[str, Tensor] = {}

    def walk(value: object, where: str) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                walk(inner, f"{where}/{key}")
        elif isinstance(value, list | tuple):
            for i, inner in enumerate(value):
                walk(inner, f"{where}/{i}")
        elif isinstance(value, Tensor):
            found[where] = value

    walk(load_state(folder), "")
    return found


def assert_same_state(a: Path, b: Path) -> None:
    ours, theirs = state_tensors(a), state_tensors(b)
    assert ours.keys() == theirs.keys() and len(ours) > 100
    different = [key for key in ours if not torch.equal(ours[key], theirs[key])]
    assert not different


def losses(folder: Path) -> list[tuple[int, float]]:
    return [(entry["step"], entry["loss"]) for entry in read_log(folder) if "loss" in entry]


@pytest.mark.parametrize("precision", ["fp32", "bf16"])
def test_a_run_repeats_exactly(tmp_path, config, precision):
    config = replace(config, precision=precision, crops=replace(config.crops, crop=64, short_side=(64, 64)))
    for name in ("a", "b"):
        run_in(tmp_path / name, config)
    assert_same_state(tmp_path / "a", tmp_path / "b")
    assert losses(tmp_path / "a") == losses(tmp_path / "b")


def test_another_seed_is_another_run(tmp_path, config):
    run_in(tmp_path / "a", config)
    run_in(tmp_path / "b", replace(config, seed=2))
    assert losses(tmp_path / "a") != losses(tmp_path / "b")


def test_training_lowers_the_loss_and_moves_every_network(tmp_path, config):
    stages = tuple(replace(stage, steps=n) for stage, n in zip(config.stages, (50, 5), strict=True))
    trainer = run_in(tmp_path, replace(config, stages=stages))
    curve = [entry["fine_l1"] for entry in read_log(tmp_path)]
    assert sum(curve[45:50]) < 0.9 * sum(curve[:5])  # before the adversarial loss, which pulls elsewhere
    start = Trainer(config, tmp_path / "fresh", quiet).models
    for name in ("generator", "auxiliary", "discriminator", "aux_discriminator", "ema"):
        before, after = getattr(start, name).state_dict(), getattr(trainer.models, name).state_dict()
        assert all(not torch.equal(before[key], after[key]) for key in before if key.endswith("weight"))


class StopAfter:
    """Counts a clock's calls in place of seconds, so that a run's time is up after a number of steps."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.checks = 0
        monkeypatch.setattr("crfill_core.training.stop.Stop.late", property(self.late))
        self.limit: int | None = None

    def late(self, stop: object) -> bool:
        self.checks += 1
        return self.limit is not None and self.checks > self.limit


@pytest.mark.parametrize("stopped_at", [1, 3, 6])
def test_a_run_stopped_by_its_time_continues_exactly(tmp_path, config, monkeypatch, stopped_at):
    run_in(tmp_path / "whole", config)
    clock = StopAfter(monkeypatch)
    clock.limit = stopped_at
    first = run_in(tmp_path / "parts", config)
    assert first.step == stopped_at
    clock.limit = None
    second = run_in(tmp_path / "parts", config)
    assert second.step == config.steps
    assert_same_state(tmp_path / "whole", tmp_path / "parts")
    assert losses(tmp_path / "whole") == losses(tmp_path / "parts")


def test_ctrl_c_finishes_the_step_saves_and_says_so(tmp_path, config, monkeypatch):
    run_in(tmp_path / "whole", config)
    said: list[str] = []
    before = signal.getsignal(signal.SIGINT)  # a shell's background jobs start with it ignored
    trainer = Trainer(config, tmp_path, said.append)
    batch = trainer.batch

    def interrupted(step: int) -> tuple[Tensor, Tensor]:
        if step == 4:
            signal.raise_signal(signal.SIGINT)
        return batch(step)

    monkeypatch.setattr(
        "crfill_core.training.loop._ahead", lambda _, steps: (interrupted(step) for step in steps)
    )
    with pytest.raises(KeyboardInterrupt):
        trainer.run()
    assert trainer.step == 5 and load_state(tmp_path)["step"] == 5
    assert said[-1] == "interrupted; saved at step 5"
    assert signal.getsignal(signal.SIGINT) is before
    monkeypatch.undo()
    run_in(tmp_path, config)
    assert_same_state(tmp_path / "whole", tmp_path)


def test_a_run_leaves_no_thread(tmp_path, config):
    before = set(threading.enumerate())
    run_in(tmp_path, replace(config, data=replace(config.data, loader="cache")))
    assert set(threading.enumerate()) <= before


def test_a_killed_run_continues_exactly(tmp_path, config):
    """kill −9 at no particular moment of a step; the end is the one of an undisturbed run."""
    stages = tuple(replace(stage, steps=15) for stage in config.stages)
    config = replace(config, stages=stages)
    run_in(tmp_path / "whole", config)
    killed = tmp_path / "killed"
    write_config(killed, config)
    command = [sys.executable, "-m", "crfill_core.cli", "train", "--resume", str(killed)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    give_up = time.monotonic() + 300
    while (load_state(killed) or {"step": 0})["step"] < 4:
        assert process.poll() is None and time.monotonic() < give_up
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    assert load_state(killed)["step"] < config.steps  # type: ignore[index]
    run_in(killed, config)
    assert_same_state(tmp_path / "whole", killed)
    assert losses(tmp_path / "whole") == losses(killed)


def test_a_damaged_state_is_refused(tmp_path, config):
    run_in(tmp_path, config)
    data = (tmp_path / STATE_FILE).read_bytes()
    (tmp_path / STATE_FILE).write_bytes(data[: len(data) // 2])
    with pytest.raises(ConfigError, match="damaged"):
        Trainer(config, tmp_path, quiet)


def test_a_state_that_finds_no_room_leaves_the_former_one(tmp_path, monkeypatch):
    save_state(tmp_path, {"step": 1})

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(torch, "save", full)
    with pytest.raises(FileError, match="disk is full"):
        save_state(tmp_path, {"step": 2})
    assert load_state(tmp_path) == {"step": 1} and os.listdir(tmp_path) == [STATE_FILE]


def test_exploding_losses_stop_the_run_and_leave_the_last_good_state(tmp_path, config):
    wild = replace(config, optimizer=OptimizerConfig(lr=1e30, discriminator_lr=1e-3), save_every=1)
    with pytest.raises(ConfigError, match="last good state"):
        run_in(tmp_path, wild)
    assert not (tmp_path / STATE_FILE).exists()  # already the first step was no good


def test_the_state_before_an_explosion_is_kept(tmp_path, config, monkeypatch):
    trainer = Trainer(replace(config, save_every=1), tmp_path, quiet)
    batch = trainer.batch

    def poisoned(step: int) -> tuple[Tensor, Tensor]:
        image, mask = batch(step)
        return (image * float("nan") if step == 5 else image), mask

    monkeypatch.setattr(trainer, "batch", poisoned)
    with pytest.raises(ConfigError, match="by step 6: "):
        trainer.run()
    assert load_state(tmp_path)["step"] == 5  # type: ignore[index]
    assert all(torch.isfinite(value).all() for value in state_tensors(tmp_path).values())


def test_a_state_with_a_broken_number_is_never_saved(tmp_path, config):
    trainer = run_in(tmp_path, config)
    before = (tmp_path / STATE_FILE).read_bytes()
    with torch.no_grad():
        trainer.models.discriminator.state_dict()["conv3.bias"][0] = float("nan")
    with pytest.raises(ConfigError, match="last good state"):
        trainer.save()
    assert (tmp_path / STATE_FILE).read_bytes() == before


def test_validation_is_announced_logged_drawn_and_repeatable(tmp_path, validated):
    said: list[str] = []
    trainer = Trainer(validated, tmp_path, said.append)
    trainer.run()
    assert [line.split()[:2] for line in said if line.startswith("validating")] == [["validating", "on"]] * 2
    entries = [entry for entry in read_log(tmp_path) if "validation" in entry]
    assert [entry["step"] for entry in entries] == [4, 8]
    final = entries[-1]["validation"]
    assert set(final) == {"square", "irregular", "object"}
    again = trainer.validate(1)
    assert {kind: scores.psnr for kind, scores in again.items()} == {k: v["psnr"] for k, v in final.items()}
    assert sorted(p.name for p in (tmp_path / "samples").iterdir()) == ["0000004.png", "0000008.png"]


def test_a_run_whose_time_is_up_leaves_the_last_validation_to_a_resume(tmp_path, validated, monkeypatch):
    clock = StopAfter(monkeypatch)
    clock.limit = validated.steps - 1  # up before the last step is over
    run_in(tmp_path, validated)
    clock.limit = None
    assert load_state(tmp_path)["step"] == validated.steps - 1  # type: ignore[index]
    clock.checks, clock.limit = 0, 1  # up after the one step left
    assert run_in(tmp_path, validated).step == validated.steps
    steps = [entry["step"] for entry in read_log(tmp_path) if "validation" in entry]
    assert steps == [4]
    clock.limit = None
    run_in(tmp_path, validated)
    steps = [entry["step"] for entry in read_log(tmp_path) if "validation" in entry]
    assert steps == [4, 8]


def test_the_weights_are_the_moving_average_and_name_their_run(tmp_path, config):
    trainer = run_in(tmp_path, replace(config, credits=("a collection",)))
    weights = load_weights(tmp_path / "weights.safetensors")
    for key, value in trainer.models.ema.state_dict().items():
        assert torch.allclose(weights.generator.state_dict()[key], value, atol=1e-3)
    assert weights.info["steps"] == 8 and weights.info["images_seen"] == 32
    assert weights.info["credits"] == ["a collection"]
    assert weights.info["crop"] == 32 and weights.info["largest_hole"] == 16


def test_the_moving_average_follows_slowly(tmp_path, config):
    trainer = Trainer(config, tmp_path, quiet)
    with torch.no_grad():
        for parameter in trainer.models.generator.parameters():
            parameter.fill_(1.0)
        for parameter in trainer.models.ema.parameters():
            parameter.zero_()
    trainer.models.update_ema(0.9, step=10_000)
    assert all(torch.allclose(p, torch.tensor(0.1)) for p in trainer.models.ema.parameters())
    trainer.models.update_ema(0.9, step=0)  # young averages forget faster: 1/10
    assert all(torch.allclose(p, torch.tensor(0.91)) for p in trainer.models.ema.parameters())


def test_stages_train_what_they_say(tmp_path, config):
    for part in ("coarse", "refinement"):
        stages = (replace(config.stages[0], steps=2, train=part),)
        trainer = run_in(tmp_path / part, replace(config, stages=stages))
        start = Trainer(config, tmp_path / "fresh", quiet).models.generator.state_dict()
        moved = {k for k, v in trainer.models.generator.state_dict().items() if not torch.equal(v, start[k])}
        coarse = {k for k in start if k.startswith("conv")}
        assert moved == (coarse if part == "coarse" else set(start) - coarse)


def test_a_stage_may_have_a_batch_of_its_own(tmp_path, config):
    stages = (config.stages[0], replace(config.stages[1], batch=2))
    trainer = run_in(tmp_path, replace(config, stages=stages))
    assert trainer.batch(2)[0].shape[0] == 4 and trainer.batch(3)[0].shape[0] == 2
    assert trainer.info()["images_seen"] == 3 * 4 + 5 * 2


def test_resuming_drops_log_entries_beyond_the_saved_state(tmp_path, config):
    run_in(tmp_path, config)
    with open(tmp_path / "log.jsonl", "a") as file:
        file.write(json.dumps({"step": 99, "loss": 1.0}) + '\n{"step": 100, "lo')  # cut off by a crash
    run_in(tmp_path, config)
    assert [step for step, _ in losses(tmp_path)] == list(range(1, 9))


def test_starting_weights_must_be_of_the_same_network(tmp_path, config):
    run_in(tmp_path / "a", config)
    weights = str(tmp_path / "a" / "weights.safetensors")
    trainer = Trainer(replace(config, start_from=weights), tmp_path / "b", quiet)
    expected = load_weights(weights).generator.state_dict()
    assert all(torch.equal(v, expected[k]) for k, v in trainer.models.generator.state_dict().items())
    wider = replace(config, start_from=weights, generator=replace(config.generator, width=12))
    with pytest.raises(ConfigError, match="differs from the recipe"):
        Trainer(wider, tmp_path / "c", quiet)


def test_an_empty_data_set_is_refused(tmp_path, config):
    (tmp_path / "empty").mkdir()
    data = replace(config.data, photos=(str(tmp_path / "empty"),))
    with pytest.raises(ConfigError, match="no images"):
        Trainer(replace(config, data=data), tmp_path / "run", quiet)


def test_whoever_watches_a_run_sees_whole_pictures_only(tmp_path, validated, monkeypatch):
    """The grid of fills takes its place when it is written wholly."""
    trainer = Trainer(validated, tmp_path, quiet)
    seen = []
    real = Path.write_bytes

    def slow(path: Path, data: bytes) -> int:
        real(path, data[: len(data) // 2])
        seen.append(sample_grids(tmp_path))
        return real(path, data)

    monkeypatch.setattr(Path, "write_bytes", slow)
    trainer.validate(1)
    assert seen == [[]]
    assert [each.name for each in sample_grids(tmp_path)] == ["0000000.png"]


def test_photos_of_different_sizes_can_be_validated(tmp_path, validated, validation_folder):
    for kind in ("images", "square", "irregular", "object"):
        path = validation_folder / kind / "0.png"
        cv2.imwrite(str(path), cv2.imread(str(path))[:32, :40])
    trainer = Trainer(validated, tmp_path, quiet)
    trainer.validate(1)
    (picture,) = sample_grids(tmp_path)
    assert cv2.imread(str(picture)).shape == (2 * 48, 3 * 3 * 48, 3)


def test_a_long_validation_tells_its_progress(tmp_path, validated, monkeypatch):
    monkeypatch.setattr(loop, "VALIDATED_SECONDS", 0.0)
    trainer = Trainer(validated, tmp_path, quiet)
    trainer.run()
    told = [holes for entry in read_log(tmp_path) if (holes := validated_holes(entry))]
    holes = told[-1][1]
    assert told[-holes:] == [(done, holes) for done in range(1, holes + 1)]
    assert not any("validated" in title for title in curves(read_log(tmp_path)))
    Trainer(validated, tmp_path, quiet).run()  # resumed: what was said in between is of no use any more
    assert [entry["step"] for entry in read_log(tmp_path) if "validation" in entry]


@pytest.mark.parametrize("garbage", [None, 3, [1], [1, 2, 3], ["1", 2], {"a": 1}])
def test_progress_that_is_none_is_passed_over(garbage):
    assert validated_holes({"step": 1, "validated": garbage}) is None
