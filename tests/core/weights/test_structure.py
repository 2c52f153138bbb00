"""Weights of the structure network: their own kind beside the generators'."""

from __future__ import annotations

import json

import cv2
import numpy as np
import pytest
import torch

from crfill_core.errors import WeightsError
from crfill_core.networks.structure import StructureConfig, StructureNetwork
from crfill_core.weights import catalog
from crfill_core.weights.catalog import STRUCTURE
from crfill_core.weights.load import load_structure, load_weights, save_weights
from crfill_core.weights.manage import add_to_user_folder, describe

SMALL = StructureConfig((8, 8, 16), groups=4, heads=2)


@pytest.fixture
def network() -> StructureNetwork:
    torch.manual_seed(5)
    return StructureNetwork(SMALL).eval()


def test_round_trip(network, tmp_path):
    path = tmp_path / "s.safetensors"
    save_weights(path, network, {"crop": 64})
    weights = load_structure(path)
    assert (weights.config, weights.info, weights.name) == (SMALL, {"crop": 64}, "s")
    for key, value in network.state_dict().items():
        assert torch.equal(weights.network.state_dict()[key], value.half().float())


def test_each_loader_refuses_the_other_kind(network, generator, tmp_path):
    save_weights(tmp_path / "s.safetensors", network, {})
    save_weights(tmp_path / "g.safetensors", generator, {})
    with pytest.raises(WeightsError, match="structure network"):
        load_weights(tmp_path / "s.safetensors")
    with pytest.raises(WeightsError, match="are a generator"):
        load_structure(tmp_path / "g.safetensors")


def test_unknown_kind_is_refused(network, tmp_path):
    from tests.core.weights.test_load import resave

    path = tmp_path / "s.safetensors"
    save_weights(path, network, {})
    resave(path, lambda state, metadata: metadata.update(kind="oracle"))
    with pytest.raises(WeightsError, match="oracle"):
        load_structure(path)
    assert catalog.find(path).kind == "generator"  # loading says what is wrong


def test_strict(network, tmp_path):
    from tests.core.weights.test_load import resave

    path = tmp_path / "s.safetensors"
    save_weights(path, network, {})
    resave(path, lambda state, metadata: state.pop("head.bias"))
    with pytest.raises(WeightsError, match=r"lacks head\.bias"):
        load_structure(path)
    resave(path, lambda state, metadata: metadata.update(config=json.dumps({"channels": [8, 9, 16]})))
    with pytest.raises(WeightsError, match="metadata"):
        load_structure(path)


def test_only_generators_are_offered_for_fills(folders, network, generator, tmp_path):
    bundled, user = folders
    save_weights(user / "guide.safetensors", network, {})
    save_weights(user / "mine.safetensors", generator, {})
    assert [entry.name for entry in catalog.entries()] == ["mine"]
    assert [entry.name for entry in catalog.entries(STRUCTURE)] == ["guide"]
    assert {entry.name for entry in catalog.entries(None)} == {"guide", "mine"}
    assert describe("guide").parameters == sum(p.numel() for p in network.parameters())


def test_it_is_not_imported_as_a_generator(folders, network, tmp_path):
    save_weights(tmp_path / "guide.safetensors", network, {})
    with pytest.raises(WeightsError, match="cannot fill by itself"):
        add_to_user_folder(tmp_path / "guide.safetensors")
    assert not list(folders[1].iterdir())


def test_bundled_network_sees_a_horizon_through_a_hole():
    """Sky above, ground below: the fill separates them at the right height, and is surer away from the edge."""
    photo = np.full((64, 64, 3), (0.75, 0.85, 1.0), np.float32)
    photo[32:] = (0.3, 0.35, 0.2)
    image = torch.from_numpy(cv2.GaussianBlur(photo, (0, 0), 0.7)).permute(2, 0, 1)[None] * 2 - 1
    mask = torch.zeros(1, 1, 64, 64)
    mask[..., 20:44, 20:44] = 1
    weights = load_structure()
    fill, log_scale = weights.network(image * (1 - mask), mask)
    error = ((fill - image).abs().mean(dim=1) / 2)[0, 20:44, 20:44]
    assert error[:8].mean() < 0.05 and error[-8:].mean() < 0.05
    assert log_scale[0, 0, 30:34, 28:36].mean() > log_scale[0, 0, 22:25, 28:36].mean()
