from dataclasses import replace
from pathlib import Path

import pytest
import torch

from crfill_core.files.resources import resource
from crfill_core.networks.structure import StructureConfig
from crfill_core.training.checkpoint import load_state, save_state
from crfill_core.training.config import RunConfig, load_config, with_steps
from crfill_core.training.loop import Trainer
from crfill_core.training.models import Models
from crfill_core.training.portable import export_state
from crfill_core.training.record import read_log
from crfill_core.weights.load import Weights, load_any, load_weights

RECIPES = {path.stem: path for path in sorted(resource("recipes").glob("*.toml"))}
STEPS = 20


def shrunk(config: RunConfig, photos: Path, validation: Path) -> RunConfig:
    """The recipe at the scale of a test: width 8, crops of 64 px, batches of 2, some 20 steps, other photos, not compiled.

    Everything else stays as the recipe says: stages, losses, holes, optimiser, precision, loader; but none starts
    from weights. (Smaller crops leave the discriminator's last layer a map of one pixel, whose bfloat16 gradient oneDNN gets
    wrong now and then.)
    """
    config = with_steps(config, STEPS)
    return replace(
        config,
        data=replace(config.data, photos=(str(photos),), object_masks=None, threads=1),
        generator=replace(config.generator, width=8),
        structure=config.structure and StructureConfig((8, 8, 16), groups=4, heads=2),
        discriminator_width=4,
        crops=replace(config.crops, crop=64, short_side=(64, 80)),
        validation=replace(config.validation, folder=str(validation), every=10),
        stages=tuple(replace(stage, batch=stage.batch and 2) for stage in config.stages),
        batch=2,
        compile=False,
        start_from=None,
        device="cpu",
        threads=1,
        log_every=1,
    )


def test_the_recipes_are_the_ones_promised():
    assert set(RECIPES) == {
        "baseline",
        "baseline-cr",
        "deepfillv2",
        "deepfillv2-cr",
        "h200",
        "paper",
        "starter-cpu",
        "starter-more",
        "structure",
    }


@pytest.mark.parametrize("name", RECIPES)
def test_every_recipe_is_explained_and_named_after_its_file(name):
    text = RECIPES[name].read_text(encoding="utf-8")
    assert text.startswith("# ") and text.count("#") >= 3
    assert load_config(RECIPES[name]).name == name


@pytest.mark.parametrize("name", RECIPES)
def test_twenty_steps_of_every_recipe(name, photos, validation_folder, tmp_path):
    config = shrunk(load_config(RECIPES[name]), photos, validation_folder)
    assert abs(config.steps - STEPS) <= 2
    folder = tmp_path / "run"
    folder.mkdir()
    Trainer(config, folder, lambda line: None).run()
    assert load_state(folder)["step"] == config.steps  # type: ignore[index]
    entries = [entry for entry in read_log(folder) if "loss" in entry]
    assert len(entries) == config.steps
    last = config.stages[-1]
    assert ("aux_l1" in entries[-1]) == last.cr and ("adversarial" in entries[-1]) == last.adversarial
    weights = load_any(folder / "weights.safetensors")
    if isinstance(weights, Weights):
        assert weights.config.contextual_attention == (name == "deepfillv2")
    else:
        assert name == "structure"
    assert (folder / "report.html").exists()


def differing(a: str, b: str) -> set[str]:
    """The keys in which two recipes differ, stages numbered."""

    def flat(value: object, where: str = "") -> dict[str, object]:
        if isinstance(value, dict):
            return {k: v for key, inner in value.items() for k, v in flat(inner, f"{where}.{key}").items()}
        if isinstance(value, list | tuple):
            return {k: v for i, inner in enumerate(value) for k, v in flat(inner, f"{where}[{i}]").items()}
        return {where[1:]: value}

    one, two = (flat(load_config(RECIPES[name]).to_dict()) for name in (a, b))
    return {key for key in one.keys() | two.keys() if one.get(key) != two.get(key)}


def test_ablations_differ_in_what_they_compare_alone():
    assert differing("baseline", "baseline-cr") == {"name", "stages[1].cr"}
    assert differing("deepfillv2", "deepfillv2-cr") == {
        "name",
        "stages[1].cr",
        "generator.contextual_attention",
    }


def test_trained_on_weights_fit_the_bundled_ones():
    config = load_config(RECIPES["starter-more"])
    assert config.start_from is not None and load_weights(config.start_from).config == config.generator


def test_the_paper_recipe_has_the_papers_protocol():
    config = load_config(RECIPES["paper"])
    assert [stage.train for stage in config.stages] == ["coarse", "refinement", "both", "both"]
    assert [(stage.adversarial, stage.cr) for stage in config.stages] == [
        (False, False),
        (False, False),
        (True, False),
        (True, True),
    ]
    photos = 1_803_460
    epochs = [stage.steps * config.batch_of(stage) / photos for stage in config.stages]
    assert epochs == pytest.approx([1, 2, 4, 10], rel=0.01)
    assert config.losses.beta == 1.5 and config.losses.cr == 0.5 and config.optimizer.lr == 1e-4
    assert config.optimizer.betas == (0.0, 0.9) and config.init_gain == 0.02


def test_the_h200_state_fits_its_channel(tmp_path):
    """Files of at most 16 MiB, 64 MiB in all, at full width."""
    models = Models(load_config(RECIPES["h200"]), torch.device("cpu"))
    for optimizer in (models.optimizer, models.discriminator_optimizer):
        for parameter in optimizer.param_groups[0]["params"]:
            parameter.grad = torch.ones_like(parameter)
        optimizer.step()
    save_state(tmp_path, {"models": models.state(), "step": 1, "seconds": 1.0})
    sizes = [path.stat().st_size for path in export_state(tmp_path, tmp_path / "export")]
    assert max(sizes) <= 16 * 2**20 and sum(sizes) <= 60 * 2**20 and len(sizes) <= 6
