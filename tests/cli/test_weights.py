from __future__ import annotations

import json

import pytest
import torch
from safetensors.torch import load_file

from crfill_core.networks.generator import Generator, GeneratorConfig
from crfill_core.weights import catalog
from crfill_core.weights.header import file_sha256
from crfill_core.weights.load import load_weights


@pytest.fixture
def bundled(monkeypatch, tmp_path, small_weights):
    """A catalogue with the small weights in it."""
    folder = tmp_path / "bundled"
    folder.mkdir()
    (folder / "small.safetensors").write_bytes(small_weights.read_bytes())
    item = {
        "file": "small.safetensors",
        "sha256": file_sha256(small_weights),
        "title": "Small weights",
        "licence": "CC0",
        "default": True,
    }
    (folder / "catalog.json").write_text(json.dumps({"small": item}))
    monkeypatch.setattr(catalog, "bundled_folder", lambda: folder)
    monkeypatch.setattr(catalog, "user_folder", lambda: tmp_path / "user")
    return folder


def test_list(crfill, bundled):
    outcome = crfill("weights", "list")
    assert (outcome.status, outcome.out) == (0, "* small  generator  Small weights\n")
    listed = json.loads(crfill("weights", "list", "--json").out)["weights"]
    assert [(row["name"], row["kind"], row["default"]) for row in listed] == [("small", "generator", True)]


def test_list_tells_kinds_apart(crfill):
    rows = crfill("weights", "list").out.splitlines()
    assert sum(" generator " in row and row.startswith("*") for row in rows) == 1
    assert any(" structure  " in row and not row.startswith("*") for row in rows)


def test_list_without_weights_says_where_they_belong(crfill, no_weights):
    assert str(catalog.user_folder()) in crfill("weights", "list").out


def test_show(crfill, bundled):
    shown = json.loads(crfill("weights", "show", "small", "--json").out)
    assert shown["sha256"] == file_sha256(bundled / "small.safetensors")
    assert shown["config"]["width"] == 8
    assert shown["info"]["crop"] == 64
    text = crfill("weights", "show", "small").out
    assert shown["sha256"] in text and "width = 8" in text


def test_verify(crfill, bundled, small_weights):
    assert "as in the catalogue" in crfill("weights", "verify", "small").out
    assert "not in the catalogue" in crfill("weights", "verify", small_weights).out
    assert json.loads(crfill("weights", "verify", "default", "--json").out)["catalogued"] is True


def test_verify_finds_a_replaced_file(crfill, bundled):
    path = bundled / "small.safetensors"
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    outcome = crfill("weights", "verify", "small")
    assert outcome.status == 2
    assert "SHA-256" in outcome.err


def test_import_keeps_every_bit(crfill, tmp_path):
    generator = Generator(GeneratorConfig(width=8))
    torch.save({f"module.{k}": v for k, v in generator.state_dict().items()}, tmp_path / "latest_net_G.pth")
    outcome = crfill("weights", "import", tmp_path / "latest_net_G.pth", "-o", tmp_path / "w.safetensors")
    assert outcome.status == 0
    stored = load_file(tmp_path / "w.safetensors")
    assert all(torch.equal(stored[key], value) for key, value in generator.state_dict().items())
    info = load_weights(tmp_path / "w.safetensors").info
    assert info["origin_sha256"] == file_sha256(tmp_path / "latest_net_G.pth")
    assert "non-commercial" in info["licence"]
