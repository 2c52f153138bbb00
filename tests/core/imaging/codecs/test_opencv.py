"""WebP through OpenCV: the same bits as through Pillow, and Pillow where OpenCV gives up."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from crfill_core.imaging.codecs import opencv
from crfill_core.imaging.read import read_photo


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
@pytest.mark.parametrize("options", [{"quality": 70}, {"lossless": True, "exact": True}])
def test_the_same_bits(tmp_path: Path, mode: str, options: dict[str, object]) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (40, 60, len(mode))).astype(np.uint8)
    path = tmp_path / "a.webp"
    Image.fromarray(noise).resize((301, 523)).save(path, **options)
    pixels = opencv.read_pixels(path, len(mode))
    assert pixels is not None
    with Image.open(path) as image:
        assert np.array_equal(pixels, np.asarray(image))


def test_another_number_of_channels_is_refused(tmp_path: Path) -> None:
    Image.new("RGB", (9, 7)).save(tmp_path / "a.webp")
    assert opencv.read_pixels(tmp_path / "a.webp", 4) is None


def test_a_webp_opens_where_opencv_cannot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (40, 60, 3)).astype(np.uint8)
    Image.fromarray(noise).save(tmp_path / "a.webp", lossless=True)
    monkeypatch.setattr(cv2, "imdecode", lambda *_: None)
    assert np.array_equal(read_photo(tmp_path / "a.webp").pixels, noise)
