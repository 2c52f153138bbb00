"""Looking after weights: describing, importing, and whose licence holds."""

from __future__ import annotations

import errno
import json

import pytest
import safetensors.torch
import torch

from crfill_core.errors import WeightsError
from crfill_core.networks.generator import Generator, GeneratorConfig
from crfill_core.weights import catalog
from crfill_core.weights.description import glance
from crfill_core.weights.header import file_sha256
from crfill_core.weights.load import load_weights, save_weights
from crfill_core.weights.manage import add_to_user_folder, describe


@pytest.fixture
def generator():
    torch.manual_seed(3)
    return Generator(GeneratorConfig(width=8))


@pytest.fixture
def folders(monkeypatch, tmp_path):
    bundled, user = tmp_path / "bundled", tmp_path / "a" / "user"
    bundled.mkdir()
    monkeypatch.setattr(catalog, "bundled_folder", lambda: bundled)
    monkeypatch.setattr(catalog, "user_folder", lambda: user)
    return bundled, user


def test_a_checkpoint_of_the_authors_becomes_weights_of_ones_own(folders, generator, tmp_path):
    source = tmp_path / "latest_net_G.pth"
    torch.save({f"baseg.{key}": value for key, value in generator.state_dict().items()}, source)
    entry = add_to_user_folder(source)
    assert entry.path == folders[1] / "latest_net_G.safetensors" and entry in catalog.entries()
    found = describe(entry.name)
    assert found.sha256 == file_sha256(entry.path) and not found.vouched_for
    assert found.info["origin_sha256"] == file_sha256(source)
    assert found.origin == f"imported from {source.name}" and found.origin.values == {"name": source.name}
    assert "non-commercial" in found.warning
    imported = load_weights(entry.name).generator.state_dict()
    assert all(torch.equal(imported[key], value) for key, value in generator.state_dict().items())


def test_weights_of_others_are_copied_unchanged(folders, generator, tmp_path):
    source = tmp_path / "theirs.safetensors"
    save_weights(source, generator, {"licence": "CC0"})
    entry = add_to_user_folder(source)
    assert entry.path.read_bytes() == source.read_bytes()
    assert (describe("theirs").licence, describe("theirs").warning) == ("CC0", "")


def test_weights_that_say_no_licence_are_warned_of(folders, generator, tmp_path):
    save_weights(tmp_path / "x.safetensors", generator, {})
    assert "do not state" in describe(tmp_path / "x.safetensors").warning


@pytest.mark.parametrize("name", ["x.pth", "x.safetensors"])
def test_what_does_not_fit_is_refused_and_leaves_nothing(folders, tmp_path, name):
    (tmp_path / name).write_bytes(b"nonsense")
    with pytest.raises(WeightsError, match=name):
        add_to_user_folder(tmp_path / name)
    assert catalog.entries() == []


@pytest.mark.parametrize("name", ["photo.jpg", "weights", "x.safetensors"])
def test_a_refusal_says_what_to_choose_and_names_no_command(folders, tmp_path, name):
    (tmp_path / name).write_bytes(b"nonsense")
    with pytest.raises(WeightsError, match="choose another file") as refusal:
        add_to_user_folder(tmp_path / name)
    assert "`" not in str(refusal.value)


def test_a_failure_to_read_the_source_is_not_blamed_on_the_folder(folders, generator, tmp_path, monkeypatch):
    source = tmp_path / "theirs.safetensors"
    save_weights(source, generator, {"licence": "CC0"})

    def fail(path):
        raise OSError(errno.EIO, "Input/output error", str(path))

    monkeypatch.setattr(type(source), "read_bytes", fail)
    with pytest.raises(WeightsError) as refusal:
        add_to_user_folder(source)
    assert f"{source} cannot be read (Input/output error)" in str(refusal.value)
    assert str(folders[1]) not in str(refusal.value)
    assert not list(folders[1].iterdir())


def test_a_taken_name_is_refused(folders, generator, tmp_path):
    save_weights(folders[0] / "same.safetensors", generator, {})
    save_weights(tmp_path / "same.safetensors", generator, {"licence": "other"})
    with pytest.raises(WeightsError, match="already"):
        add_to_user_folder(tmp_path / "same.safetensors")
    assert not folders[1].exists()


def test_a_glance_tells_what_a_complete_reading_tells(folders, generator, tmp_path):
    save_weights(tmp_path / "x.safetensors", generator, {"licence": "CC0", "crop": 256})
    entry = catalog.find(tmp_path / "x.safetensors")
    assert glance(entry) == describe(entry.path)


def test_a_glance_refuses_a_damaged_header_and_other_files(folders, generator, tmp_path):
    save_weights(tmp_path / "x.safetensors", generator, {})
    data = (tmp_path / "x.safetensors").read_bytes()
    for name, content in (("short", data[:40]), ("cut", data[:-100]), ("text", b"hello"), ("empty", b"")):
        path = tmp_path / f"{name}.safetensors"
        path.write_bytes(content)
        with pytest.raises(WeightsError, match="damaged"):
            glance(catalog.find(path))
    other = tmp_path / "other.safetensors"
    safetensors.torch.save_file({"a": torch.zeros(2)}, other)
    with pytest.raises(WeightsError, match="holds no CR-Fill weights"):
        glance(catalog.find(other))


def test_weights_named_default_are_refused_because_that_name_means_others(folders, generator, tmp_path):
    save_weights(folders[0] / "places.safetensors", generator, {})
    items = {"places": {"file": "places.safetensors", "default": True}}
    (folders[0] / "catalog.json").write_text(json.dumps(items))
    source = tmp_path / "default.safetensors"
    save_weights(source, generator, {"licence": "CC0"})
    with pytest.raises(WeightsError, match="already weights named 'default'; rename default.safetensors"):
        add_to_user_folder(source)
    assert [entry.name for entry in catalog.entries()] == ["places"]
