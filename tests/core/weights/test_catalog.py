from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from crfill_core.errors import WeightsError
from crfill_core.weights import catalog


def fill_catalog(bundled: Path) -> None:
    for file in ("small.safetensors", "large.safetensors", "unlisted.safetensors"):
        (bundled / file).write_bytes(b"x")
    items = {
        "tiny": {"file": "small.safetensors", "sha256": "AB", "title": "Tiny", "licence": "Apache-2.0"},
        "places": {"file": "large.safetensors", "sha256": "cd", "title": "Places", "default": True},
        "gone": {"file": "gone.safetensors", "sha256": "ef"},
    }
    (bundled / "catalog.json").write_text(json.dumps(items))


def test_lists_bundled_and_user_weights_the_default_first(folders):
    bundled, user = folders
    fill_catalog(bundled)
    (user / "mine.safetensors").write_bytes(b"x")
    (user / "tiny.safetensors").write_bytes(b"x")
    listed = catalog.entries()
    assert [entry.name for entry in listed] == ["places", "tiny", "unlisted", "mine"]
    assert listed[1] == catalog.Entry(
        "tiny", bundled / "small.safetensors", "ab", "Tiny", "Apache-2.0", False
    )
    assert listed[2].sha256 is None


def test_names_default_and_paths_resolve(folders):
    bundled, user = folders
    fill_catalog(bundled)
    assert catalog.find("tiny").path == bundled / "small.safetensors"
    assert catalog.find("default").path == bundled / "large.safetensors"
    other = user.parent / "other.safetensors"
    other.write_bytes(b"x")
    assert catalog.find(str(other)) == catalog.Entry("other", other)


def test_a_path_to_a_bundled_file_keeps_the_catalogues_word(folders):
    bundled, _ = folders
    fill_catalog(bundled)
    assert catalog.find(bundled / "small.safetensors").sha256 == "ab"


@pytest.mark.parametrize("wanted", ["nonesuch", "folder/nonesuch.safetensors", Path("nonesuch")])
def test_unknown_weights_are_refused_with_the_known_names(folders, wanted):
    fill_catalog(folders[0])
    with pytest.raises(WeightsError, match=r"nonesuch.*places, tiny, unlisted"):
        catalog.find(wanted)


def test_no_weights_at_all_is_said(folders):
    with pytest.raises(WeightsError, match="none at all"):
        catalog.find("default")


def test_a_folder_is_no_weights_file(folders):
    with pytest.raises(WeightsError, match="is a folder"):
        catalog.find(folders[1])


@pytest.mark.parametrize("text", ["{", "[]", '{"tiny": {}}', '{"tiny": 3}'])
def test_a_damaged_catalogue_is_said(folders, text):
    (folders[0] / "catalog.json").write_text(text)
    with pytest.raises(WeightsError, match="catalog"):
        catalog.entries()


def test_listing_weights_does_not_import_torch():
    code = (
        "import sys; from crfill_core.weights.catalog import entries; entries(); "
        "sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


@pytest.mark.parametrize("kind", [str, Path])
def test_a_name_that_is_too_long_is_refused(folders, kind):
    with pytest.raises(WeightsError, match=r"cannot be read \(File name too long\)"):
        catalog.find(kind("x" * 300))
