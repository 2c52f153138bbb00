"""Training a structure network: the same loop, another task."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from crfill_core.errors import ConfigError
from crfill_core.networks.structure import StructureConfig, StructureNetwork
from crfill_core.training.ablation import Scale, train_variants
from crfill_core.training.checkpoint import load_state
from crfill_core.training.config import OptimizerConfig, RunConfig, Stage, load_config, with_settings
from crfill_core.training.loop import Trainer
from crfill_core.training.losses import structure_loss
from crfill_core.training.models import learning_rate_factor
from crfill_core.training.muon import Muon, orthogonalised
from crfill_core.training.portable import export_state, import_state
from crfill_core.training.record import read_log
from crfill_core.training.runs import find_recipe, write_config
from crfill_core.training.structure_validation import structure_fill, validate_structure
from crfill_core.training.validation import load_validation
from crfill_core.weights.load import load_structure, save_weights
from tests.core.training.test_distributed import torchrun
from tests.core.training.test_loop import StopAfter, assert_same_state, losses, quiet, run_in

SMALL = StructureConfig((8, 8, 16), groups=4, heads=2)


@pytest.fixture
def structure(config: RunConfig) -> RunConfig:
    return replace(
        config,
        structure=SMALL,
        stages=(Stage(steps=6),),
        optimizer=OptimizerConfig(lr=2e-3, muon_lr=0.01, betas=(0.9, 0.99), decay=0.5, final_lr=0.0),
    )


def test_orthogonalised_matrices_are_nearly_orthogonal():
    generator = torch.Generator().manual_seed(0)
    for shape in ((8, 8), (6, 40), (40, 6)):
        values = torch.linalg.svdvals(orthogonalised(torch.randn(shape, generator=generator)))
        assert values.min() > 0.5 and values.max() < 1.3
    assert not orthogonalised(torch.zeros(3, 4)).any()


def test_muon_steps_are_of_equal_length_whatever_the_gradient():
    """The update of a kernel has the size of the rate, not of the gradient; decay is decoupled from both."""
    for scale in (1e-4, 1e4):
        kernel = torch.nn.Parameter(torch.zeros(4, 2, 3, 3))
        optimizer = Muon([kernel], lr=0.5, weight_decay=0.0)
        kernel.grad = scale * torch.randn(kernel.shape, generator=torch.Generator().manual_seed(1))
        optimizer.step()
        values = torch.linalg.svdvals(kernel.detach().flatten(1))
        assert values.min() > 0.3 and values.max() < 0.65
        assert (kernel * kernel.grad).sum() < 0
    still = torch.nn.Parameter(torch.ones(2, 2))
    optimizer = Muon([still], lr=0.5, weight_decay=0.1)
    still.grad = torch.zeros(2, 2)
    optimizer.step()
    torch.testing.assert_close(still.detach(), torch.full((2, 2), 0.95))


def test_muon_refuses_vectors():
    with pytest.raises(ValueError, match="vectors"):
        Muon([torch.nn.Parameter(torch.zeros(3))])


def test_the_loss_is_least_where_b_is_the_error():
    truth, mask = torch.zeros(2, 3, 8, 8), torch.ones(2, 1, 8, 8)
    fill = torch.full_like(truth, 0.25)

    def likelihood(b: float) -> float:
        log_scale = torch.full((2, 1, 8, 8), math.log(b))
        return structure_loss(fill, log_scale, truth, mask, 0.1)["likelihood"].item()

    assert likelihood(0.25) < min(likelihood(0.2), likelihood(0.3))
    assert likelihood(0.25) == pytest.approx(1 + math.log(0.25), abs=1e-5)


def test_the_loss_tells_missing_from_known_pixels():
    truth, mask = torch.zeros(1, 3, 8, 8), torch.zeros(1, 1, 8, 8)
    mask[..., :4] = 1
    fill, log_scale = torch.zeros_like(truth), torch.zeros(1, 1, 8, 8)
    fill[..., 4:] = 0.5
    values = structure_loss(fill, log_scale, truth, mask, 0.1)
    assert values["likelihood"] == 0 and values["known_l1"] == pytest.approx(0.5)
    assert values["loss"] == pytest.approx(0.05)


def test_the_rate_stays_and_then_falls_to_nothing():
    factors = [learning_rate_factor(s, s, 100, warmup=10, final=0.0, decay=0.2) for s in range(101)]
    assert [factors[s] for s in (4, 10, 80, 90, 100)] == pytest.approx([0.5, 1, 1, 0.5, 0])


def test_training_lowers_the_loss(tmp_path, structure):
    run_in(tmp_path, replace(structure, stages=(Stage(steps=40),)))
    curve = [loss for _, loss in losses(tmp_path)]
    assert sum(curve[-8:]) < sum(curve[:8]) - 1
    weights = load_structure(tmp_path / "weights.safetensors")
    assert weights.config == SMALL and weights.info["steps"] == 40


def test_a_stopped_run_continues_exactly(tmp_path, structure, monkeypatch):
    run_in(tmp_path / "whole", structure)
    clock = StopAfter(monkeypatch)
    clock.limit = 3
    assert run_in(tmp_path / "parts", structure).step == 3
    clock.limit = None
    run_in(tmp_path / "parts", structure)
    assert_same_state(tmp_path / "whole", tmp_path / "parts")


def test_two_processes_train_as_one_does(structure, tmp_path):
    for name in ("one", "two"):
        write_config(tmp_path / name, structure)
    Trainer(structure, tmp_path / "one", quiet).run()
    done = torchrun("train", "--resume", str(tmp_path / "two"))
    assert done.returncode == 0, done.stderr
    for ours, theirs in zip(read_log(tmp_path / "one"), read_log(tmp_path / "two"), strict=True):
        assert theirs["loss"] == pytest.approx(ours["loss"], rel=2e-3, abs=2e-3)


def test_an_exported_state_continues(tmp_path, structure):
    run_in(tmp_path / "run", structure)
    export_state(tmp_path / "run", tmp_path / "export")
    import_state(tmp_path / "export", tmp_path / "back")
    before, after = (load_state(tmp_path / name)["models"] for name in ("run", "back"))  # type: ignore[index]
    for key, value in before["network"].items():
        torch.testing.assert_close(after["network"][key], value, atol=1e-3, rtol=1e-3)
    longer = replace(structure, stages=(Stage(steps=8),))
    assert run_in(tmp_path / "back", longer).step == 8


def test_it_starts_from_weights_of_its_own_kind_alone(tmp_path, structure, config):
    network = StructureNetwork(SMALL)
    save_weights(tmp_path / "s.safetensors", network, {}, half=False)
    starting = replace(structure, start_from=str(tmp_path / "s.safetensors"))
    models = Trainer(starting, tmp_path, quiet).models
    assert all(torch.equal(models.ema.state_dict()[k], v) for k, v in network.state_dict().items())
    with pytest.raises(ConfigError, match="differs from the recipe"):
        Trainer(replace(starting, structure=StructureConfig((8, 8, 8), 4, 2)), tmp_path, quiet)


def test_validation_compares_at_the_networks_resolution(tmp_path, structure, validation_folder):
    items = load_validation(validation_folder)
    trainer = Trainer(
        replace(structure, validation=replace(structure.validation, folder=str(validation_folder))),
        tmp_path,
        quiet,
    )
    figures = trainer.validate(1)
    assert set(figures) == {"square", "irregular", "object"}
    assert (tmp_path / "samples" / "0000000.png").exists()
    again = validate_structure(trainer.models.ema, items, 32)["square"]
    assert again == figures["square"] and 5 < again.hole_psnr < again.layout_psnr + 5


def test_a_sample_keeps_known_pixels(validation_folder):
    item = load_validation(validation_folder)[0]
    filled = structure_fill(StructureNetwork(SMALL).eval(), item.photo, item.hole, 24)
    assert np.array_equal(filled[~item.hole], item.photo[~item.hole])
    assert filled.dtype == np.uint8 and not np.array_equal(filled, item.photo)


def test_stages_of_generators_are_refused():
    recipe = load_config(find_recipe(Path("structure")))
    with pytest.raises(ConfigError, match="no adversarial"):
        with_settings(recipe, ["stages=[{steps=1,adversarial=true}]"])


def test_structure_networks_are_not_compared_by_fills(tmp_path):
    with pytest.raises(ConfigError, match="cannot fill on its own"):
        train_variants(["structure"], tmp_path, Scale(steps=1))
