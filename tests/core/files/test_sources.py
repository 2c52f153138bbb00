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
