from __future__ import annotations

from pathlib import Path

import pytest

from crfill_core.errors import ConfigError
from crfill_core.files.sources import index_images


def test_a_list_names_images_relative_to_its_own_folder(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("a.png\n\nsub/b.jpg\n")
    entries = index_images([tmp_path / "list.txt"])
    assert [(entry.path, entry.name) for entry in entries] == [
        (tmp_path / "a.png", "a.png"),
        (tmp_path / "sub" / "b.jpg", "b.jpg"),
    ]


@pytest.mark.parametrize("name", ["photos", "list.txt", "photo.png", "notes.md"])
def test_a_path_that_does_not_exist_is_refused_by_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(ConfigError, match=f"{name} is not an existing folder"):
        index_images([tmp_path / name])


def test_a_list_is_read_as_utf_8_with_or_without_a_mark(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_bytes("\ufeffé.png\r\nb.jpg\r\n".encode())
    assert [entry.name for entry in index_images([tmp_path / "list.txt"])] == ["é.png", "b.jpg"]


def test_a_list_in_another_encoding_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_bytes("é.png\n".encode("latin-1"))
    with pytest.raises(
        ConfigError, match=r"list\.txt cannot be read as a list of images \(it is not text in UTF-8"
    ):
        index_images([tmp_path / "list.txt"])


def test_a_path_that_is_too_long_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="is not an existing folder"):
        index_images([tmp_path / ("x" * 300)])
