"""Saving an edited JPEG leaves what was not edited as it was, as far as whole numbers allow."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from crfill_core.imaging import jpeg
from crfill_core.imaging.photo import Photo
from crfill_core.imaging.read import read_photo
from crfill_core.imaging.write import write_photo
from tests.core.imaging import samples

HOLE = np.s_[10:40, 8:50]
FAR = np.s_[:144, 80:224]
"""Blocks that reach over the border hold there what nobody sees, and are packed anew."""


def grainy(path: Path, quality: int, subsampling: str, orientation: int = 1) -> Photo:
    """A colourful picture with grain in every channel, of sides that no block fits into; stored like that."""
    grain = np.random.default_rng(0).normal(0, 6, (149, 237, 3))
    pixels = np.clip(samples.picture(149, 237) * 0.7 + 40 + grain, 0, 255).astype(np.uint8)
    block = samples.jpeg_exif(samples.exif_block(orientation))
    Image.fromarray(pixels).save(path, quality=quality, subsampling=subsampling, exif=block)
    return read_photo(path)


def edited(photo: Photo) -> Photo:
    pixels = photo.pixels.copy()
    pixels[HOLE] = (250, 20, 40)
    return photo.with_pixels(pixels)


def share_kept(photo: Photo, path: Path) -> float:
    return float((read_photo(path).pixels == photo.pixels)[FAR].mean())


@pytest.mark.parametrize("quality", [75, 90])
@pytest.mark.parametrize("subsampling", ["4:4:4", "4:2:2", "4:2:0"])
def test_far_from_the_edit_nearly_every_value_is_the_same(
    tmp_path: Path, quality: int, subsampling: str
) -> None:
    photo = grainy(tmp_path / "a.jpg", quality, subsampling)
    saved = write_photo(edited(photo), tmp_path / "b.jpg")
    assert share_kept(photo, saved) > 0.98
    inside = read_photo(saved).pixels[HOLE].astype(int)[4:-4, 4:-4]
    assert np.abs(inside - (250, 20, 40)).max() < 24


@pytest.mark.parametrize("subsampling", ["4:2:2", "4:2:0"])
def test_reduced_chroma_is_not_smoothed_again_with_each_save(tmp_path: Path, subsampling: str) -> None:
    photo = grainy(tmp_path / "a.jpg", 95, subsampling)
    saved = write_photo(edited(photo), tmp_path / "b.jpg")
    lost = replace(photo, origin=replace(photo.origin, path=tmp_path / "gone.jpg"))  # type: ignore[type-var]
    plain = write_photo(edited(lost), tmp_path / "c.jpg")
    assert share_kept(photo, saved) > share_kept(photo, plain) + 0.1


@pytest.mark.parametrize("orientation", [1, 2, 3, 4, 5, 6, 7, 8])
@pytest.mark.parametrize("subsampling", ["4:2:2", "4:2:0"])
def test_photos_stored_turned(tmp_path: Path, subsampling: str, orientation: int) -> None:
    photo = grainy(tmp_path / "a.jpg", 90, subsampling, orientation)
    assert photo.size == ((149, 237) if orientation >= 5 else (237, 149))
    again = read_photo(write_photo(edited(photo), tmp_path / "b.jpg"))
    assert again.size == photo.size
    assert np.abs(again.pixels.astype(int) - photo.pixels)[FAR].mean() < 3.5


def test_another_picture_in_the_originals_place_does_not_shine_through(tmp_path: Path) -> None:
    photo = edited(grainy(tmp_path / "a.jpg", 90, "4:2:0"))
    Image.fromarray(samples.picture(149, 237)[::-1]).save(tmp_path / "a.jpg", quality=90)
    again = read_photo(write_photo(photo, tmp_path / "b.jpg"))
    assert np.abs(again.pixels.astype(int) - photo.pixels).mean() < 3


def test_saving_over_the_original(tmp_path: Path) -> None:
    photo = grainy(tmp_path / "a.jpg", 90, "4:2:0")
    write_photo(edited(photo), tmp_path / "a.jpg")
    assert share_kept(photo, tmp_path / "a.jpg") > 0.985


def test_a_jpeg_that_holds_rgb_is_packed_without_its_samples(tmp_path: Path) -> None:
    Image.fromarray(samples.picture(64, 96)).save(tmp_path / "a.jpg", quality=90, keep_rgb=True)
    photo = read_photo(tmp_path / "a.jpg")
    assert photo.origin is not None
    assert jpeg.with_the_originals_samples(photo.pixels, photo.origin) is None
    again = read_photo(write_photo(photo, tmp_path / "b.jpg"))
    assert np.abs(again.pixels.astype(int) - photo.pixels).mean() < 2


def test_a_photo_of_another_size_brings_nothing_along(tmp_path: Path) -> None:
    photo = grainy(tmp_path / "a.jpg", 90, "4:2:0")
    assert photo.origin is not None
    assert jpeg.with_the_originals_samples(photo.pixels[:100], photo.origin) is None
