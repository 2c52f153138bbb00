from __future__ import annotations

import hashlib
import json
import os

import pytest
import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file

from crfill_core.errors import WeightsError
from crfill_core.networks.generator import Generator, GeneratorConfig
from crfill_core.weights.header import FORMAT
from crfill_core.weights.load import load_weights, save_weights

INFO = {"licence": "Apache-2.0", "crop": 256, "runs": ["a", "b"]}


@pytest.fixture
def saved(generator, tmp_path):
    path = tmp_path / "tiny.safetensors"
    save_weights(path, generator, INFO)
    return path


def resave(path, change) -> None:
    """Rewrite a weights file after ``change(state, metadata)``."""
    with safe_open(path, "pt") as file:
        metadata = file.metadata()
    state = load_file(path)
    change(state, metadata)
    save_file(state, path, metadata)


@pytest.mark.parametrize("half", [True, False])
def test_round_trip(generator, tmp_path, half):
    path = tmp_path / "tiny.safetensors"
    save_weights(path, generator, INFO, half=half)
    weights = load_weights(path)
    assert (weights.name, weights.config, weights.info) == ("tiny", GeneratorConfig(width=8), INFO)
    assert weights.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert not weights.generator.training
    for key, value in weights.generator.state_dict().items():
        assert value.dtype == torch.float32 and not value.requires_grad
        expected = generator.state_dict()[key]
        assert torch.equal(value, expected.half().float() if half else expected)


def test_contextual_attention_survives_in_the_config(tmp_path):
    path = tmp_path / "ca.safetensors"
    save_weights(path, Generator(GeneratorConfig(width=8, contextual_attention=True)), {})
    assert load_weights(path).config.contextual_attention


def test_half_precision_halves_the_file(generator, saved, tmp_path):
    save_weights(tmp_path / "full.safetensors", generator, INFO, half=False)
    parameters = sum(p.numel() for p in generator.parameters())
    assert (tmp_path / "full.safetensors").stat().st_size - saved.stat().st_size == pytest.approx(
        2 * parameters, rel=0.05
    )


def test_a_catalogued_file_loads_by_name_and_is_verified(folders, generator):
    bundled, _ = folders
    path = bundled / "tiny.safetensors"
    save_weights(path, generator, INFO)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    item = {"file": path.name, "sha256": sha256, "default": True}
    (bundled / "catalog.json").write_text(json.dumps({"tiny-1": item}))
    assert load_weights("default").name == "tiny-1"
    resave(path, lambda state, _: state["conv1.bias"].add_(1))
    with pytest.raises(WeightsError, match="SHA-256"):
        load_weights("tiny-1")


def test_a_missing_key_is_named(saved):
    resave(saved, lambda state, _: state.pop("pmconv6.bias"))
    with pytest.raises(WeightsError, match=r"lacks pmconv6\.bias;"):
        load_weights(saved)


def test_an_extra_key_is_named(saved):
    resave(saved, lambda state, _: state.update({"bconv1.weight": torch.zeros(2)}))
    with pytest.raises(WeightsError, match=r"also holds bconv1\.weight;"):
        load_weights(saved)


def test_a_misshaped_key_is_named_with_both_shapes(saved):
    resave(saved, lambda state, _: state.update({"conv17.weight": torch.zeros(3, 5, 3, 3)}))
    with pytest.raises(WeightsError, match="conv17.weight is 3×5×3×3 instead of 3×2×3×3"):
        load_weights(saved)


def test_many_missing_keys_are_counted(saved):
    resave(saved, lambda state, _: [state.pop(key) for key in list(state)[:10]])
    with pytest.raises(WeightsError, match="and 7 more"):
        load_weights(saved)


def test_a_value_that_is_no_number_is_refused(saved):
    resave(saved, lambda state, _: state["conv5.bias"].fill_(float("nan")))
    with pytest.raises(WeightsError, match=r"damaged: conv5\.bias"):
        load_weights(saved)


def test_whole_numbers_are_refused(saved):
    resave(saved, lambda state, _: state.update({"conv5.bias": state["conv5.bias"].to(torch.int32)}))
    with pytest.raises(WeightsError, match=r"cannot be used: conv5\.bias is stored as int32"):
        load_weights(saved)


@pytest.mark.parametrize(
    "metadata",
    [
        {},
        {"format": "crfill-weights/99", "config": "{}"},
        {"format": FORMAT},
        {"format": FORMAT, "config": "{"},
        {"format": FORMAT, "config": "[1]"},
        {"format": FORMAT, "config": "[" * 100_000},
        {"format": FORMAT, "config": "{}", "kind": "[" * 100_000},
        {"format": FORMAT, "config": '{"width": 8, "colour": "red"}'},
        {"format": FORMAT, "config": '{"width": 7}'},
        {"format": FORMAT, "config": '{"width": "8"}'},
        {"format": FORMAT, "config": '{"width": 8}', "info": "3"},
    ],
)
def test_unusable_metadata_is_refused(saved, metadata):
    save_file(load_file(saved), saved, metadata)
    with pytest.raises(WeightsError, match="metadata"):
        load_weights(saved)


@pytest.mark.parametrize("keep", [0, 4, 100, -1])
def test_a_truncated_file_is_refused(saved, keep):
    saved.write_bytes(saved.read_bytes()[:keep])
    with pytest.raises(WeightsError, match="damaged"):
        load_weights(saved)


def test_a_pickle_is_no_weights_file(tmp_path, generator):
    path = tmp_path / "weights.pth"
    torch.save(generator.state_dict(), path)
    with pytest.raises(WeightsError, match="crfill weights import"):
        load_weights(path)


@pytest.mark.parametrize(
    ("failure", "why"),
    [
        (FileNotFoundError("No such file or directory: x"), "No such file or directory"),
        (PermissionError(13, "Permission denied"), "Permission denied"),
    ],
)
def test_a_file_that_cannot_be_opened_is_not_called_damaged(saved, monkeypatch, failure, why):
    """Between the check of its SHA-256 and the reading, a file may go."""

    def refuse(*_: object, **__: object) -> None:
        raise failure

    monkeypatch.setattr("crfill_core.weights.header.safe_open", refuse)
    with pytest.raises(WeightsError) as caught:
        load_weights(saved)
    said = str(caught.value)
    assert f"tiny.safetensors cannot be read ({why}); check its name" in said and "damaged" not in said


def test_a_failed_save_leaves_the_old_file_and_no_litter(saved, generator, monkeypatch):
    before = saved.read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(WeightsError, match="disk is full"):
        save_weights(saved, generator, {})
    assert saved.read_bytes() == before
    assert list(saved.parent.iterdir()) == [saved]


def test_a_value_beyond_half_precision_is_not_saved(tmp_path, generator):
    with torch.no_grad():
        generator.conv6.bias[0] = 1e6
    with pytest.raises(WeightsError, match=r"conv6\.bias"):
        save_weights(tmp_path / "big.safetensors", generator, {})
    assert not list(tmp_path.iterdir())


def test_numbers_that_float32_cannot_hold_are_refused(saved):
    def change(state, metadata):
        key = next(iter(state))
        state[key] = state[key].double()
        state[key].view(-1)[0] = 1e300

    resave(saved, change)
    with pytest.raises(WeightsError, match="not finite"):
        load_weights(saved)


@pytest.mark.parametrize("kind", [torch.bfloat16, torch.int8])
def test_sound_numbers_of_another_type_are_not_called_damaged(saved, kind):
    def change(state, metadata):
        key = next(iter(state))
        state[key] = state[key].to(kind)

    resave(saved, change)
    with pytest.raises(WeightsError, match=f"is stored as {str(kind).removeprefix('torch.')}") as caught:
        load_weights(saved)
    assert "damaged" not in str(caught.value)
