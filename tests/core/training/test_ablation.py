import os
from pathlib import Path

import pytest

from crfill_core.cli import main
from crfill_core.errors import ConfigError
from crfill_core.evaluation import perceptual
from crfill_core.training.ablation import DEFAULT_RECIPES, Scale, train_variants
from crfill_core.training.checkpoint import load_state
from crfill_core.training.config import load_config
from crfill_core.training.record import read_log
from crfill_core.training.runs import find_recipe, load_run
from crfill_core.weights.load import load_weights
from tests.core.training.test_distributed import torchrun
from tests.core.training.test_runs import RECIPE


@pytest.fixture
def variants(tmp_path: Path, photos: Path, validation_folder: Path) -> list[str]:
    """Two recipes that differ in the CR loss."""
    text = RECIPE + '[validation]\nfolder = "val"\nevery = 0\n'
    for name, variant in {"with": text, "without": text.replace("cr = true", "cr = false")}.items():
        (tmp_path / f"{name}.toml").write_text(variant.replace('name = "tiny"', f'name = "{name}"'))
    return [str(tmp_path / "without.toml"), str(tmp_path / "with.toml")]


def test_the_command_trains_all_and_prints_both_tables(variants, tmp_path, capsys):
    arguments = [
        "ablate",
        *variants,
        "--root",
        str(tmp_path),
        "--out",
        str(tmp_path / "runs"),
        "--steps",
        "2",
    ]
    assert main(arguments) == 0
    out = capsys.readouterr().out
    fills, references = out.split("Jigsaw")
    # Differences: L1 error, PSNR, SSIM, gradient ratio, hole PSNR, and lite0 where its network is installed.
    figures = 5 + perceptual.is_available()
    for part in (fills, references):
        table, differences = part.split("95 % intervals")
        (row,) = [line for line in differences.splitlines() if line.startswith("| with − without | square")]
        assert row.count("[") == figures
        assert "±" in table
        rows = [line for line in table.splitlines() if line.startswith("| with")]
        assert [row.split()[1] for row in rows] == ["without", "with"]
        assert all(kind in table for kind in ("square: PSNR", "irregular: SSIM", "object: L1 error"))
        assert rows[0].count("|") == 3 * (figures + 1) + 2  # one more: the texture distance
    states = {name: load_state(tmp_path / "runs" / name) for name in ("with", "without")}
    assert all(state is not None and state["step"] == 2 for state in states.values())
    assert main(arguments) == 0  # everything is there: evaluated again, not trained again
    again = capsys.readouterr()
    assert again.out == out and "training" not in again.err


def test_a_variant_killed_before_its_last_weights_is_finished(variants, tmp_path):
    scale, said = Scale(steps=2), []
    (folder,) = train_variants(variants[:1], tmp_path / "runs", scale, root=tmp_path, say=said.append)
    whole = (folder / "weights.safetensors").read_bytes()
    (folder / "weights.safetensors").unlink()
    assert load_state(folder)["step"] == 2  # type: ignore[index]
    train_variants(variants[:1], tmp_path / "runs", scale, root=tmp_path, say=said.append)
    assert said.count("training without") == 2
    assert load_weights(folder / "weights.safetensors").info["steps"] == 2
    assert len((folder / "weights.safetensors").read_bytes()) == len(whole)


def test_a_variant_killed_in_its_last_validation_is_finished(variants, tmp_path, monkeypatch):
    def train_first() -> Path:
        (folder,) = train_variants(
            variants[:1], tmp_path / "runs", Scale(steps=2), root=tmp_path, say=said.append
        )
        return folder

    def killed(*_: object) -> None:
        raise SystemExit

    said: list[str] = []
    with monkeypatch.context() as patch, pytest.raises(SystemExit):
        patch.setattr("crfill_core.training.loop.Trainer.validate", killed)
        train_first()
    folder = train_first()
    assert said.count("training without") == 2
    validations = [entry["step"] for entry in read_log(folder) if "validation" in entry]
    assert validations == [2] and "Metrics at step 2" in (folder / "report.html").read_text()


def test_a_variant_killed_before_its_report_gets_one_without_training(variants, tmp_path):
    def train_first() -> Path:
        (folder,) = train_variants(
            variants[:1], tmp_path / "runs", Scale(steps=2), root=tmp_path, say=said.append
        )
        return folder

    said: list[str] = []
    report = train_first() / "report.html"
    report.write_text("old")
    os.utime(report, (0, 0))  # as one that was written when the run was stopped earlier
    train_first()
    assert "Metrics at step 2" in report.read_text()
    report.unlink()
    train_first()
    assert "Metrics at step 2" in report.read_text() and said.count("training without") == 1


def test_another_scale_is_not_mixed_into_the_same_folder(variants, tmp_path):
    train_variants(variants[:1], tmp_path / "runs", Scale(steps=2), root=tmp_path, say=lambda line: None)
    with pytest.raises(ConfigError, match="other settings"):
        train_variants(variants[:1], tmp_path / "runs", Scale(steps=3), root=tmp_path)


def test_budgets_must_agree(variants, tmp_path):
    longer = Path(variants[0]).read_text().replace("batch = 2", "batch = 3")
    Path(variants[0]).write_text(longer)
    with pytest.raises(ConfigError, match="cannot be compared"):
        train_variants(variants, tmp_path / "runs", Scale())


def test_processes_of_torchrun_share_every_run_and_print_once(variants, tmp_path):
    scale = ["--root", str(tmp_path), "--steps", "2", "--set", "batch=2"]
    done = torchrun("ablate", *variants, *scale, "--out", str(tmp_path / "two"))
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("Fills (table 4)") == done.stdout.count("Jigsaw") == 1
    alone = train_variants(
        variants,
        tmp_path / "one",
        Scale(steps=2, settings=("batch=2",)),
        root=tmp_path,
        say=lambda line: None,
    )
    for folder in alone:
        ours, theirs = (
            [entry["loss"] for entry in read_log(run) if "loss" in entry]
            for run in (folder, tmp_path / "two" / folder.name)
        )
        assert theirs == pytest.approx(ours, rel=2e-3)


def test_a_smaller_scale_changes_all_variants_alike():
    scale = Scale(steps=100, width=16, crop=128, batch=8)
    configs = [scale.applied(load_config(find_recipe(Path(name)))) for name in DEFAULT_RECIPES]
    assert {config.images for config in configs} == {800}
    for config in configs:
        assert config.generator.width == 16 and config.crops.crop == 128
        assert config.crops.short_side == (128, 200) and config.data.max_short_side == 200
        assert config.discriminator_width == 21  # a third, as the generator
    assert Scale().applied(configs[0]) == configs[0]


def test_a_variant_without_a_validation_set_is_refused(variants, tmp_path, capsys):
    Path(variants[0]).write_text(Path(variants[0]).read_text().replace('folder = "val"', ""))
    arguments = [
        "ablate",
        variants[0],
        "--root",
        str(tmp_path),
        "--out",
        str(tmp_path / "runs"),
        "--steps",
        "2",
    ]
    assert main(arguments) == 2
    assert "names no validation set" in capsys.readouterr().err
    assert load_run(tmp_path / "runs" / "without").steps == 2
