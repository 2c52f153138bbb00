"""The round trip of files made by other programs (``files/make.sh``): opened, filled, saved, opened again.

Format × depth × grey or colour × alpha × colour profile × EXIF, XMP and IPTC.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from crfill_core.imaging.photo import Photo
from crfill_core.imaging.read import read_photo
from crfill_core.imaging.write import loss_on_save, write_photo
from tests.core.imaging.samples import FILES
from tests.core.imaging.test_roundtrip import description

EXACT = sorted(
    path.name
    for path in FILES.iterdir()
    if path.is_file() and path.suffix != ".sh" and path.suffix != ".jpg" and "lossy" not in path.name
)
JPEGS = sorted(path.name for path in FILES.glob("*.jpg"))
HOLE = np.s_[4:14, 2:12]
FAR = np.s_[:64, 32:80]
"""Distance from the hole and the borders at which no block, nor its neighbour in reduced chroma, touches them."""


def filled(photo: Photo) -> Photo:
    pixels = photo.pixels.copy()
    pixels[HOLE] = photo.max_value // 3
    return photo.with_pixels(pixels)


def check_metadata(again: Photo, photo: Photo) -> None:
    assert (again.icc, again.xmp) == (photo.icc, photo.xmp)
    assert description(again.exif) == description(photo.exif)
    assert again.origin is not None and photo.origin is not None
    assert (again.origin.format, again.origin.lossless) == (photo.origin.format, photo.origin.lossless)
    assert (again.origin.iptc, again.origin.dpi) == (photo.origin.iptc, photo.origin.dpi)


@pytest.mark.parametrize("name", EXACT)
def test_outside_the_hole_not_a_bit_changes(tmp_path: Path, name: str) -> None:
    photo = read_photo(FILES / name)
    assert photo.pixels.dtype == (np.uint16 if "16" in name else np.uint8)
    assert photo.channels == (1 if "grey" in name else 3) and (photo.alpha is not None) == ("a" in name[:4])
    assert (photo.icc is not None) == ("grey" not in name and not name.endswith("bmp")) and photo.notes == ()
    assert (photo.exif is None) == (photo.xmp is None) == name.endswith("bmp")
    work = filled(photo)
    saved = tmp_path / name
    assert loss_on_save(work, saved) == ()
    again = read_photo(write_photo(work, saved))
    assert np.array_equal(again.pixels, work.pixels) and again.pixels.dtype == photo.pixels.dtype
    outside = np.ones(photo.pixels.shape[:2], bool)
    outside[HOLE] = False
    assert np.array_equal(again.pixels[outside], photo.pixels[outside])
    if photo.alpha is not None:
        assert again.alpha is not None and np.array_equal(again.alpha, photo.alpha)
    check_metadata(again, photo)


@pytest.mark.parametrize("name", JPEGS)
def test_far_from_the_hole_a_jpeg_stays_all_but_the_same(tmp_path: Path, name: str) -> None:
    """JPEG is encoded again from the original's samples with its tables, which nearly always gives the same
    coefficients.
    """
    photo = read_photo(FILES / name)
    assert photo.origin is not None and photo.origin.iptc is not None and photo.exif is not None
    again = read_photo(write_photo(filled(photo), tmp_path / name))
    check_metadata(again, photo)
    assert again.origin is not None
    assert again.origin.jpeg_quantization == photo.origin.jpeg_quantization
    assert again.origin.jpeg_subsampling == photo.origin.jpeg_subsampling
    off = np.abs(again.pixels.astype(int) - photo.pixels)[FAR]
    assert off.max() <= 4 and (off > 0).mean() < 0.02


@pytest.mark.parametrize("name", ["lossy.webp", "lossy.avif"])
def test_lossy_files_keep_what_travels_with_them(tmp_path: Path, name: str) -> None:
    photo = read_photo(FILES / name)
    again = read_photo(write_photo(filled(photo), tmp_path / name))
    check_metadata(again, photo)
    assert np.abs(again.pixels.astype(int) - photo.pixels)[:, 20:].mean() < 5
