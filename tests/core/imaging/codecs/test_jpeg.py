"""Saving an edited JPEG keeps what was not edited, as far as rounding allows."""

from __future__ import annotations

import io
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, JpegImagePlugin

from crfill_core.imaging.codecs import jpeg
from crfill_core.imaging.photo import Photo
from crfill_core.imaging.read import read_photo
from crfill_core.imaging.write import loss_on_save, write_photo
from tests.core.imaging import samples
from tests.core.imaging.samples import FILES

HOLE = np.s_[10:40, 8:50]
FAR = np.s_[:144, 80:224]
"""Blocks that extend beyond the border have invisible content there, and are encoded again."""


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


def test_a_jpeg_that_holds_rgb_does_so_again(tmp_path: Path) -> None:
    Image.fromarray(samples.picture(64, 96)).save(tmp_path / "a.jpg", quality=90, keep_rgb=True)
    photo = read_photo(tmp_path / "a.jpg")
    assert photo.origin is not None and photo.origin.jpeg_rgb
    again = read_photo(write_photo(photo, tmp_path / "b.jpg"))
    assert again.origin is not None and again.origin.jpeg_rgb
    assert np.abs(again.pixels.astype(int) - photo.pixels).mean() < 0.1


JPEG = FILES / "jpeg"
SAMPLINGS = {
    "440.jpg": "4:4:0",
    "turned.jpg": "4:4:0",  # a 4:2:2 on its side, by jpegtran
    "411.jpg": "4:1:1",
    "1x4.jpg": "1x4,1x1,1x1",
    "4x2.jpg": "4:1:0",
    "mixed.jpg": "2x2,1x2,2x1",
}


@pytest.mark.parametrize("name", SAMPLINGS)
def test_rare_samplings_stay_and_so_does_what_was_not_edited(tmp_path: Path, name: str) -> None:
    photo = read_photo(JPEG / name)
    assert photo.origin is not None and photo.origin.jpeg_subsampling == SAMPLINGS[name]
    pixels = photo.pixels.copy()
    pixels[20:30, 20:30] = (250, 20, 40)
    saved = write_photo(photo.with_pixels(pixels), tmp_path / "b.jpg")
    again = read_photo(saved)
    assert again.origin is not None
    assert again.origin.jpeg_subsampling == SAMPLINGS[name]
    assert again.origin.jpeg_quantization == photo.origin.jpeg_quantization
    far = np.s_[:64, 56:88]  # blocks that extend beyond the border are encoded again
    assert (again.pixels == photo.pixels)[far].mean() > 0.97
    assert np.abs(again.pixels.astype(int) - photo.pixels)[far].max() < 8
    assert np.abs(again.pixels[23:27, 23:27].astype(int) - (250, 20, 40)).mean() < 40
    assert saved.stat().st_size < 1.15 * (JPEG / name).stat().st_size + 400


@pytest.mark.skipif(shutil.which("djpeg") is None, reason="libjpeg-turbo's programs are not installed")
@pytest.mark.parametrize("name", SAMPLINGS)
def test_djpeg_reads_rare_samplings_as_we_do(tmp_path: Path, name: str) -> None:
    saved = write_photo(read_photo(JPEG / name), tmp_path / "b.jpg")
    told = subprocess.run(["djpeg", "-ppm", str(saved)], capture_output=True, check=True)
    assert told.stderr == b""
    theirs = np.asarray(Image.open(io.BytesIO(told.stdout)))
    assert np.abs(theirs.astype(int) - read_photo(saved).pixels).max() <= 2


@pytest.mark.parametrize("subsampling", ["4:4:4", "4:2:2", "4:2:0"])
@pytest.mark.parametrize("orientation", [5, 6, 7, 8])
def test_on_its_side_sampling_and_tables_turn_with_the_picture(
    tmp_path: Path, subsampling: str, orientation: int
) -> None:
    skewed = [[2 + 3 * (i % 8) for i in range(64)], [3 + 2 * (i // 8) for i in range(64)]]
    block = samples.jpeg_exif(samples.exif_block(orientation))
    whole = Image.fromarray(samples.picture(96, 128))
    whole.save(tmp_path / "a.jpg", qtables=skewed, subsampling=subsampling, exif=block)
    photo = read_photo(tmp_path / "a.jpg")
    again = read_photo(write_photo(photo, tmp_path / "b.jpg"))
    assert again.origin is not None and again.origin.jpeg_quantization is not None
    assert again.origin.jpeg_subsampling == {"4:2:2": "4:4:0"}.get(subsampling, subsampling)
    assert again.origin.jpeg_quantization[0] == [2 + 3 * (i // 8) for i in range(64)]
    assert np.abs(again.pixels.astype(int) - photo.pixels).mean() < 0.5


def test_rare_samplings_with_another_quality_and_all_metadata(tmp_path: Path) -> None:
    photo = read_photo(JPEG / "440.jpg")
    full = replace(
        photo, icc=samples.matrix_icc(samples.ADOBE_RGB, samples.srgb_curve()), xmp=samples.XMP % 1
    )
    small = write_photo(full, tmp_path / "a.jpg", quality=30)
    again = read_photo(small)
    assert (again.icc, again.xmp) == (full.icc, full.xmp)
    assert small.stat().st_size < (JPEG / "440.jpg").stat().st_size
    assert again.origin is not None and again.origin.jpeg_subsampling == "4:4:0"


def test_each_component_keeps_its_own_table(tmp_path: Path) -> None:
    """A third table that no component uses; luma on table 1 and chroma on table 0."""
    photo = read_photo(JPEG / "tables.jpg")
    assert photo.origin is not None and photo.origin.jpeg_quantization is not None
    luma, blue, red = (photo.origin.jpeg_quantization[index] for index in range(3))
    assert blue == red and luma != blue
    with Image.open(JPEG / "tables.jpg") as image:
        assert isinstance(image, JpegImagePlugin.JpegImageFile)
        assert [layer[3] for layer in image.layer] == [1, 0, 0]
        assert set(image.quantization) == {0, 1, 2} and luma == image.quantization[1]
    again = read_photo(write_photo(photo, tmp_path / "b.jpg"))
    assert again.origin is not None and again.origin.jpeg_quantization == photo.origin.jpeg_quantization
    assert np.abs(again.pixels.astype(int) - photo.pixels).mean() < 0.2


def test_a_photo_of_another_size_brings_nothing_along(tmp_path: Path) -> None:
    photo = grainy(tmp_path / "a.jpg", 90, "4:2:0")
    assert photo.origin is not None
    assert jpeg.with_the_originals_samples(photo.pixels[:100], photo.origin) is None


def test_that_a_lossless_jpeg_becomes_lossy_is_told(tmp_path: Path) -> None:
    photo = read_photo(JPEG / "lossless.jpg")
    assert photo.origin is not None and photo.origin.lossless and photo.notes == ()
    assert [loss for loss in loss_on_save(photo, "a.jpg") if "small losses" in loss]
    assert loss_on_save(photo, "a.png") == ()
    again = read_photo(write_photo(photo, tmp_path / "a.jpg"))
    assert again.origin is not None and not again.origin.lossless
    assert np.abs(again.pixels.astype(int) - photo.pixels).mean() < 3
