from __future__ import annotations

import os
import pickle
from collections import OrderedDict
from pathlib import Path

import pytest
import torch

from crfill_core.errors import WeightsError
from crfill_core.networks.generator import Generator, GeneratorConfig
from crfill_core.weights.load import load_weights, save_weights
from crfill_core.weights.official import AUXILIARY_LAYERS, import_official


def checkpoint(path: Path, state, **how) -> Path:
    torch.save(OrderedDict(state), path, **how)
    return path


def prefixed(generator: Generator, prefix: str) -> dict[str, torch.Tensor]:
    return {prefix + key: value for key, value in generator.state_dict().items()}


def auxiliary(prefix: str = "") -> dict[str, torch.Tensor]:
    """Layers beside the generator; shapes of their own, so that mistaking them would be noticed."""
    keys = [f"{layer}.{kind}" for layer in AUXILIARY_LAYERS for kind in ("weight", "bias")]
    return {prefix + key: torch.zeros(1) for key in keys}


@pytest.mark.parametrize(
    ("prefix", "beside"),
    [
        ("", {}),
        ("module.", {}),
        ("baseg.", auxiliary()),
        ("module.baseg.", auxiliary("module.")),
        ("baseg.module.", auxiliary()),
        ("baseg.", {}),
    ],
)
def test_every_form_of_the_keys(tmp_path, generator, prefix, beside):
    path = checkpoint(tmp_path / "latest_net_G.pth", {**beside, **prefixed(generator, prefix)})
    imported = import_official(path)
    assert imported.config == GeneratorConfig(width=8)
    for key, value in imported.state_dict().items():
        assert torch.equal(value, generator.state_dict()[key]), key


def test_the_format_before_zip_files_too(tmp_path, generator):
    path = checkpoint(tmp_path / "old.pth", prefixed(generator, ""), _use_new_zipfile_serialization=False)
    assert import_official(path).config.width == 8


def test_parameters_are_as_good_as_plain_tensors(tmp_path, generator):
    path = checkpoint(tmp_path / "g.pth", dict(generator.named_parameters()))
    assert torch.equal(import_official(path).conv1.weight, generator.conv1.weight)


def test_the_width_is_read_off_the_first_layer(tmp_path):
    path = checkpoint(tmp_path / "wide.pth", Generator(GeneratorConfig(width=12)).state_dict())
    assert import_official(path).config.width == 12


def test_an_imported_generator_gives_the_same_output(tmp_path, generator):
    path = checkpoint(tmp_path / "latest_net_G.pth", prefixed(generator, "module."))
    save_weights(tmp_path / "w.safetensors", import_official(path), {}, half=False)
    image, mask = torch.rand(1, 3, 32, 32) * 2 - 1, torch.zeros(1, 1, 32, 32)
    mask[..., 8:20, 8:20] = 1
    with torch.no_grad():
        expected = generator(image, mask).fine
        actual = load_weights(tmp_path / "w.safetensors").generator(image, mask).fine
    assert torch.equal(actual, expected)


@pytest.mark.parametrize("prefix", ["", "module.", "baseg."])
def test_a_missing_key_is_named(tmp_path, generator, prefix):
    state = prefixed(generator, prefix)
    del state[f"{prefix}xconv7_atrous.bias"]
    with pytest.raises(WeightsError, match=r"lacks xconv7_atrous\.bias"):
        import_official(checkpoint(tmp_path / "g.pth", state))


def test_auxiliary_layers_do_not_stand_in_for_missing_ones(tmp_path, generator):
    state = {**auxiliary(), **prefixed(generator, "baseg.")}
    del state["baseg.conv14.weight"]
    with pytest.raises(WeightsError, match=r"lacks conv14\.weight"):
        import_official(checkpoint(tmp_path / "g.pth", state))


@pytest.mark.parametrize("prefix", ["", "baseg."])
def test_an_extra_key_is_named(tmp_path, generator, prefix):
    state = {**prefixed(generator, prefix), f"{prefix}pmconv7.weight": torch.zeros(1)}
    with pytest.raises(WeightsError, match=r"also holds pmconv7\.weight"):
        import_official(checkpoint(tmp_path / "g.pth", state))


def test_a_stranger_beside_the_generator_is_named(tmp_path, generator):
    state = {**prefixed(generator, "baseg."), "head.weight": torch.zeros(1)}
    with pytest.raises(WeightsError, match=r"also holds head\.weight"):
        import_official(checkpoint(tmp_path / "g.pth", state))


def test_a_key_in_two_forms_is_refused(tmp_path, generator):
    state = {**prefixed(generator, ""), "module.conv1.weight": torch.zeros(1)}
    with pytest.raises(WeightsError, match=r"conv1\.weight twice"):
        import_official(checkpoint(tmp_path / "g.pth", state))


def test_another_network_is_refused(tmp_path):
    path = checkpoint(
        tmp_path / "d.pth", {"conv1.weight": torch.zeros(7, 4, 5, 5), "conv1.bias": torch.zeros(7)}
    )
    with pytest.raises(WeightsError, match=r"conv1\.weight"):
        import_official(path)


class Malicious:
    """Unpickled without care this would make a file."""

    def __init__(self, touched: Path) -> None:
        self.touched = touched

    def __reduce__(self):
        return os.system, (f"touch '{self.touched}'",)


@pytest.mark.parametrize("zipped", [True, False])
def test_code_in_a_checkpoint_is_refused_and_never_runs(tmp_path, generator, zipped):
    touched = tmp_path / "touched"
    state = {**generator.state_dict(), "payload": Malicious(touched)}
    path = checkpoint(tmp_path / "evil.pth", state, _use_new_zipfile_serialization=zipped)
    with pytest.raises(WeightsError) as refused:
        import_official(path)
    assert not touched.exists()
    sentence = str(refused.value)
    assert "refused" in sentence and "code" in sentence and "\n" not in sentence


def test_a_bare_malicious_pickle_never_runs(tmp_path):
    touched = tmp_path / "touched"
    (tmp_path / "evil.pth").write_bytes(pickle.dumps(Malicious(touched), protocol=2))
    with pytest.raises(WeightsError, match="refused"):
        import_official(tmp_path / "evil.pth")
    assert not touched.exists()


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04 no zip"])
def test_garbage_is_refused(tmp_path, content):
    (tmp_path / "g.pth").write_bytes(content)
    with pytest.raises(WeightsError, match="refused"):
        import_official(tmp_path / "g.pth")


@pytest.mark.parametrize("content", [[1, 2], {"conv1.weight": 3}, {1: torch.zeros(1)}])
def test_something_else_than_named_tensors_is_refused(tmp_path, content):
    torch.save(content, tmp_path / "g.pth")
    with pytest.raises(WeightsError, match="named tensors"):
        import_official(tmp_path / "g.pth")


def test_a_missing_checkpoint_is_said(tmp_path):
    with pytest.raises(WeightsError, match="does not exist"):
        import_official(tmp_path / "none.pth")
