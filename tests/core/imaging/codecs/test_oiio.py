"""Rows of a TIFF read by several threads are those that one thread reads."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from crfill_core.errors import PhotoError
from crfill_core.imaging.codecs import oiio
from crfill_core.imaging.photo import Photo
from crfill_core.imaging.read import read_photo
from crfill_core.imaging.write import write_photo


@pytest.fixture
def threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oiio, "_WORTH_THREADS", 0)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("alpha", [False, True])
def test_many_strips(tmp_path: Path, threads: None, dtype: type, alpha: bool) -> None:
    rng = np.random.default_rng(0)
    values = rng.integers(0, np.iinfo(dtype).max + 1, (1111, 37, 4)).astype(dtype)
    photo = Photo(values[:, :, :3].copy(), values[:, :, 3].copy() if alpha else None)
    again = read_photo(write_photo(photo, tmp_path / "a.tif"))
    assert np.array_equal(again.pixels, photo.pixels) and again.pixels.dtype == dtype
    if photo.alpha is not None:
        assert again.alpha is not None and np.array_equal(again.alpha, photo.alpha)


def test_a_damaged_strip_is_a_sentence(tmp_path: Path, threads: None) -> None:
    path = tmp_path / "a.tif"
    rng = np.random.default_rng(0)
    write_photo(Photo(rng.integers(0, 256, (2000, 40, 3)).astype(np.uint8)), path)
    whole = path.read_bytes()
    path.write_bytes(whole[:60000] + bytes(60000) + whole[120000:])
    with pytest.raises(PhotoError, match="damaged"):
        read_photo(path)
