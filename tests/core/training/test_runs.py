import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from crfill_core.cli import main
from crfill_core.errors import ConfigError
from crfill_core.training.checkpoint import STATE_FILE, load_state, save_state
from crfill_core.training.config import RunConfig
from crfill_core.training.loop import Trainer
from crfill_core.training.portable import FORMAT, _decoded, _encoded, export_state, import_state
from crfill_core.training.record import read_log
from crfill_core.training.runs import find_recipe, load_run, train, write_config
from tests.tiny import TINY_RECIPE

RECIPE = f"""{TINY_RECIPE}[[stages]]
steps = 2
[[stages]]
steps = 2
adversarial = true
cr = true
"""


@pytest.fixture
def recipe(tmp_path: Path, photos: Path) -> Path:
    (tmp_path / "tiny.toml").write_text(RECIPE)
    return tmp_path / "tiny.toml"


def quiet(line: str) -> None:
    """Says nothing."""


def test_a_recipe_becomes_a_run_that_tells_everything(recipe, tmp_path):
    said: list[str] = []
    folder = train(recipe, out=tmp_path / "run", root=tmp_path, say=said.append)
    names = {path.name for path in folder.iterdir()}
    assert {"config.json", STATE_FILE, "weights.safetensors", "log.jsonl", "report.html"} <= names
    assert load_run(folder).root == str(tmp_path)
    last = next(line for line in reversed(said) if line.startswith("step "))
    assert last.startswith("step 4/4  coarse_l1 0.")
    assert "img/s" in last and "GiB" in last and last.endswith("0 min left")
    assert [entry["step"] for entry in read_log(folder)] == [1, 2, 3, 4]


def test_an_occupied_folder_is_not_overwritten(recipe, tmp_path):
    train(recipe, out=tmp_path / "run", root=tmp_path, say=quiet)
    before = (tmp_path / "run" / STATE_FILE).read_bytes()
    with pytest.raises(ConfigError, match="--resume"):
        train(recipe, out=tmp_path / "run", root=tmp_path, say=quiet)
    assert (tmp_path / "run" / STATE_FILE).read_bytes() == before


def test_a_run_shortened_to_some_steps(recipe, tmp_path):
    folder = train(recipe, out=tmp_path / "run", root=tmp_path, steps=2, say=quiet)
    assert load_run(folder).steps == 2 and load_state(folder)["step"] == 2


def test_a_run_whose_minutes_are_up_is_saved_and_continues(recipe, tmp_path):
    folder = train(recipe, out=tmp_path / "run", root=tmp_path, minutes=1e-6, say=quiet)
    assert load_state(folder)["step"] == 0
    train(None, resume=folder, say=quiet)
    assert load_state(folder)["step"] == 4


def test_a_run_can_be_moved_to_other_data(recipe, photos, tmp_path):
    folder = train(recipe, out=tmp_path / "run", root=tmp_path, minutes=1e-6, say=quiet)
    (tmp_path / "elsewhere").mkdir()
    photos.rename(tmp_path / "elsewhere" / "photos")
    train(None, resume=folder, root=tmp_path / "elsewhere", say=quiet)
    assert load_run(folder).root == str(tmp_path / "elsewhere")


def test_no_run_no_recipe(tmp_path):
    with pytest.raises(ConfigError, match="not the folder of a run"):
        train(None, resume=tmp_path, say=quiet)
    with pytest.raises(ConfigError, match="recipe"):
        train(None, say=quiet)
    with pytest.raises(ConfigError, match="starter-cpu"):
        find_recipe(Path("no-such-recipe"))


def test_bundled_recipes_are_found_by_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert find_recipe(Path("starter-cpu")).name == "starter-cpu.toml"
    Path("starter-cpu").write_text("mine")
    assert find_recipe(Path("starter-cpu")) == Path("starter-cpu")


@pytest.fixture
def trained(config: RunConfig, tmp_path: Path) -> Path:
    """A run of eight steps."""
    folder = tmp_path / "trained"
    write_config(folder, config)
    Trainer(config, folder, quiet).run()
    return folder


def test_an_exported_state_is_small_and_nearly_the_same(trained, tmp_path):
    parts = export_state(trained, tmp_path / "export", part_mib=0.1)
    assert len(parts) > 3 and all(path.stat().st_size <= 0.1 * 2**20 for path in parts)
    assert sum(p.stat().st_size for p in parts) < 0.4 * (trained / STATE_FILE).stat().st_size
    import_state(tmp_path / "export", tmp_path / "back")
    ours, theirs = load_state(tmp_path / "back"), load_state(trained)
    assert ours is not None and theirs is not None
    assert ours["step"] == theirs["step"] and ours["seconds"] == theirs["seconds"]
    for name in ("generator", "auxiliary", "discriminator", "aux_discriminator", "ema"):
        assert ours["models"][name].keys() == theirs["models"][name].keys()
        for key, value in ours["models"][name].items():
            assert value.dtype == theirs["models"][name][key].dtype
            assert torch.allclose(value, theirs["models"][name][key], rtol=1e-3, atol=1e-6)
    for name in ("optimizer", "discriminator_optimizer"):
        for index, adam in ours["models"][name]["state"].items():
            other = theirs["models"][name]["state"][index]
            assert adam["step"] == other["step"]
            assert torch.equal(adam["exp_avg_sq"] > 0, other["exp_avg_sq"] > 0)
            assert torch.allclose(adam["exp_avg_sq"], other["exp_avg_sq"], rtol=0.15, atol=0)
    assert load_run(tmp_path / "back") == load_run(trained)
    assert read_log(tmp_path / "back") == read_log(trained)


def test_parts_of_two_exports_are_not_mixed(trained, tmp_path):
    """As after an export or a copy that was cut off."""
    for name, step in (("new", 8), ("old", 6)):
        state = load_state(trained)
        save_state(trained, {**state, "step": step})  # type: ignore[dict-item]
        export_state(trained, tmp_path / name, part_mib=0.1)
    shutil.copy(tmp_path / "old" / "state-1.safetensors", tmp_path / "new")
    with pytest.raises(ConfigError, match="state-1.* is a part of another export"):
        import_state(tmp_path / "new", tmp_path / "back")
    assert not (tmp_path / "back").exists()


def test_a_run_is_not_exported_into_itself(trained, tmp_path):
    before = sorted(path.name for path in trained.iterdir())
    with pytest.raises(ConfigError, match="holds the run itself"):
        train(None, resume=trained, minutes=0, export=tmp_path / "x" / ".." / "trained", say=quiet)
    assert sorted(path.name for path in trained.iterdir()) == before and load_run(trained).steps == 8


def test_training_continues_from_an_exported_state(recipe, photos, tmp_path):
    export = tmp_path / "export"
    whole = train(recipe, out=tmp_path / "whole", root=tmp_path, say=quiet)
    first = train(recipe, out=tmp_path / "first", root=tmp_path, say=quiet, export=export)
    assert load_state(first)["step"] == 4
    longer = replace(
        load_run(export), stages=(*load_run(export).stages[:1], replace(load_run(export).stages[1], steps=6))
    )
    (export / "config.json").write_text(json.dumps(longer.to_dict()))
    second = train(None, resume=export, out=tmp_path / "second", say=quiet)
    assert load_state(second)["step"] == 8
    curve = [entry["fine_l1"] for entry in read_log(second)]
    assert len(curve) == 8 and curve[:4] == [entry["fine_l1"] for entry in read_log(whole)]
    assert curve[4] < 1.2 * curve[3]  # it continues from there, not from the start


def test_exporting_alone_trains_nothing(trained, tmp_path):
    before = (trained / STATE_FILE).read_bytes()
    train(None, resume=trained, minutes=0, export=tmp_path / "export", say=quiet)
    assert (trained / STATE_FILE).read_bytes() == before
    assert (tmp_path / "export" / "state-0.safetensors").exists()


def test_a_broken_export_is_refused(trained, tmp_path):
    parts = export_state(trained, tmp_path / "export", part_mib=0.1)
    parts[1].unlink()
    with pytest.raises(ConfigError, match="copy the whole folder again"):
        import_state(tmp_path / "export", tmp_path / "back")


@pytest.mark.parametrize(
    "metadata",
    [
        {"parts": "many", "state": "{}"},
        {"parts": "1"},
        {"parts": "1", "state": "{"},
        {"parts": "1", "state": '{"step": 4, "seconds": 1.0, "adam_steps": {}, "groups": 3}'},
    ],
)
def test_an_export_with_damaged_metadata_is_refused(tmp_path, metadata):
    save_file({"a": torch.zeros(1)}, tmp_path / "state-0.safetensors", {"format": FORMAT, **metadata})
    with pytest.raises(ConfigError, match="not a part of an exported state"):
        import_state(tmp_path, tmp_path / "back")


def test_there_must_be_a_state_to_export(tmp_path, config):
    write_config(tmp_path / "run", config)
    with pytest.raises(ConfigError, match="no state to export"):
        export_state(tmp_path / "run", tmp_path / "export")


def test_a_tensor_larger_than_a_part_is_refused(trained, tmp_path):
    with pytest.raises(ConfigError, match="alone is larger"):
        export_state(trained, tmp_path / "export", part_mib=0.001)


@pytest.mark.parametrize("values", [[0.0, 0.0], [3e-9, 3e-9], [0.0, 1e-20, 1e-3, 7.0], [1e-38, 1e30]])
def test_second_moments_keep_their_magnitude_over_any_range(values):
    squares = torch.tensor(values)
    codes, span = _encoded(squares)
    assert codes.dtype == torch.uint8
    back = _decoded(codes, span)
    assert torch.equal(back == 0, squares == 0)
    width = (span[1] - span[0]) / 254
    assert ((back.log2() - squares.log2()).abs()[squares > 0] <= width / 2 + 1e-3).all()


@pytest.mark.parametrize(
    "arguments, words",
    [
        ([], "nothing to train"),
        (["starter-cpu", "--resume", "runs/x"], "either a recipe or --resume"),
        (["--resume", "runs/x", "--steps", "5"], "--steps is for new runs"),
        (["--resume", "runs/x", "--set", "batch=5"], "--set is for new runs"),
        (["starter-cpu", "--steps", "0"], "at least 1"),
        (["starter-cpu", "--set", "batches=5"], "an unknown key 'batches'"),
        (["starter-cpu", "--root", "/nowhere", "--out", "run"], "matches nothing"),
    ],
)
def test_the_command_refuses_what_makes_no_sense(arguments, words, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["train", *arguments]) == 2
    assert words in capsys.readouterr().err


def test_the_command_trains_and_prints_the_runs_folder(recipe, tmp_path, capsys):
    out = tmp_path / "run"
    changed = ["--steps", "2", "--set", "optimizer.lr=1e-5"]
    assert main(["train", str(recipe), "--out", str(out), "--root", str(tmp_path), *changed]) == 0
    assert capsys.readouterr().out.strip() == str(out)
    assert load_run(out).steps == 2 and load_run(out).optimizer.lr == 1e-5


def test_an_interrupted_command_exits_with_130(recipe, tmp_path, monkeypatch):
    def interrupted(self: Trainer, deadline: float | None = None) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Trainer, "run", interrupted)
    assert main(["train", str(recipe), "--out", str(tmp_path / "run"), "--root", str(tmp_path)]) == 130
