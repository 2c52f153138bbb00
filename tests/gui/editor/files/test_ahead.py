"""The photo that is read while the editor is being imported."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from crfill_core.errors import PhotoError
from crfill_core.files.resources import resource
from crfill_core.imaging.read import read_photo
from crfill_gui.editor.ahead import PhotoAhead


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    return Path(shutil.copy(resource("samples", "canyon-wren.jpg"), tmp_path / "photo.jpg"))


def test_the_photo_is_the_one_that_the_file_holds(photo: Path) -> None:
    ahead = PhotoAhead(photo)
    read = ahead.read(photo)
    assert np.array_equal(read.pixels, read_photo(photo).pixels)
    assert ahead.read(photo) is not read  # it may have been edited by another program


def test_a_file_that_changed_meanwhile_is_read_again(photo: Path) -> None:
    ahead = PhotoAhead(photo)
    other = resource("samples", "extreme-desert-hike.jpg")
    shutil.copy(other, photo.with_suffix(".new"))
    os.replace(photo.with_suffix(".new"), photo)
    assert np.array_equal(ahead.read(photo).pixels, read_photo(other).pixels)


def test_another_photo_is_read_itself(photo: Path) -> None:
    other = resource("samples", "extreme-desert-hike.jpg")
    assert np.array_equal(PhotoAhead(photo).read(other).pixels, read_photo(other).pixels)


def test_a_damaged_photo_is_refused_where_it_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(b"\xff\xd8\xff\xe0 no photo")
    ahead = PhotoAhead(path)
    with pytest.raises(PhotoError, match="photo.jpg"):
        ahead.read(path)
