"""What is read, written and read again is the same, in every format."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import OpenImageIO
import pytest
from PIL import Image, JpegImagePlugin

from crfill_core.imaging.metadata import exif, exif_refresh
from crfill_core.imaging.photo import Origin
from crfill_core.imaging.read import read_photo
from crfill_core.imaging.write import loss_on_save, write_photo
from tests.core.imaging import samples

WIDE = samples.matrix_icc(samples.ADOBE_RGB, samples.gamma_curve(2.2), "Wide")
GREY = samples.grey_icc(samples.gamma_curve(1.8))
XMP = samples.XMP % 1
EXIF = samples.exif_block(size=(37, 23))
APART = (exif.EXIF_IFD, exif.GPS_IFD, exif.X_RESOLUTION, exif.Y_RESOLUTION, exif.RESOLUTION_UNIT)


def description(block: bytes | None) -> list[tuple[int, int, bytes]]:
    """Tags, types and values of an EXIF block in any order, except the resolution; {} for None."""
    if block is None:
        return []
    first = exif.first_directory(block)
    subs = [exif.sub_directory(block, first, tag) for tag in (exif.EXIF_IFD, exif.GPS_IFD)]
    result = [(tag, e.type, e.data) for tag, e in first.entries.items() if tag not in APART]
    return sorted(result + [(tag, e.type, e.data) for sub in subs if sub for tag, e in sub.entries.items()])


@pytest.mark.parametrize("suffix", [".png", ".tif"])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("alpha", [False, True])
@pytest.mark.parametrize("metadata", [False, True])
def test_png_and_tiff_keep_everything(
    tmp_path: Path, suffix: str, dtype: type, channels: int, alpha: bool, metadata: bool
) -> None:
    extras = {"icc": WIDE if channels == 3 else GREY, "exif": EXIF, "xmp": XMP} if metadata else {}
    origin = Origin(None, "PNG", dpi=(300.0, 150.0)) if metadata else None
    photo = samples.photo(channels, dtype, alpha, origin=origin, **extras)
    path = write_photo(photo, tmp_path / f"photo{suffix}")
    assert loss_on_save(photo, path) == ()
    again = read_photo(path)
    np.testing.assert_array_equal(again.pixels, photo.pixels)
    assert (again.alpha is None) == (not alpha)
    if photo.alpha is not None:
        np.testing.assert_array_equal(again.alpha, photo.alpha)
    assert (again.icc, again.xmp, again.notes) == (photo.icc, photo.xmp, ())
    assert description(again.exif) == description(photo.exif)
    assert again.origin is not None and again.origin.lossless
    assert again.origin.format == ("PNG" if suffix == ".png" else "TIFF")
    if metadata:
        assert again.origin.dpi == pytest.approx((300, 150), abs=0.02)
    if suffix == ".png":
        assert again.exif == photo.exif
    twice = read_photo(write_photo(again, tmp_path / f"twice{suffix}"))
    np.testing.assert_array_equal(twice.pixels, photo.pixels)
    assert description(twice.exif) == description(photo.exif)


@pytest.mark.parametrize("alpha", [False, True])
@pytest.mark.parametrize("metadata", [False, True])
def test_webp_from_a_lossless_file_is_lossless(tmp_path: Path, alpha: bool, metadata: bool) -> None:
    extras = {"icc": WIDE, "exif": EXIF, "xmp": XMP} if metadata else {}
    photo = samples.photo(alpha=alpha, **extras)
    again = read_photo(write_photo(photo, tmp_path / "photo.webp"))
    np.testing.assert_array_equal(again.pixels, photo.pixels)
    if photo.alpha is not None:
        np.testing.assert_array_equal(again.alpha, photo.alpha)
    assert (again.icc, again.exif, again.xmp) == (photo.icc, photo.exif, photo.xmp)
    assert again.origin is not None and again.origin.lossless


def test_webp_from_a_lossy_file_is_lossy_again(tmp_path: Path) -> None:
    Image.fromarray(samples.picture(40, 60)).save(tmp_path / "lossy.webp", quality=80)
    photo = read_photo(tmp_path / "lossy.webp")
    assert photo.origin is not None and not photo.origin.lossless
    again = read_photo(write_photo(photo, tmp_path / "again.webp"))
    assert again.origin is not None and not again.origin.lossless
    assert np.abs(again.pixels.astype(int) - photo.pixels).mean() < 6


@pytest.mark.parametrize("channels", [1, 3])
def test_bmp_keeps_the_pixels(tmp_path: Path, channels: int) -> None:
    photo = samples.photo(channels)
    again = read_photo(write_photo(photo, tmp_path / "photo.bmp"))
    np.testing.assert_array_equal(again.pixels, photo.pixels)


@pytest.mark.parametrize("alpha", [False, True])
def test_avif_keeps_the_metadata_and_nearly_the_picture(tmp_path: Path, alpha: bool) -> None:
    block = exif.without(samples.exif_block(size=(64, 48)), [exif.ORIENTATION])
    picture = samples.picture(48, 64, 4 if alpha else 3)
    Image.fromarray(picture).save(tmp_path / "a.avif", quality=95, exif=block, xmp=XMP, icc_profile=WIDE)
    photo = read_photo(tmp_path / "a.avif")
    assert (photo.icc, photo.xmp, photo.exif, photo.alpha is not None) == (WIDE, XMP, block, alpha)
    again = read_photo(write_photo(photo, tmp_path / "b.avif"))
    assert np.abs(again.pixels.astype(int) - photo.pixels).mean() < 3
    assert (again.icc, again.xmp, again.exif) == (WIDE, XMP, block)
    assert again.origin is not None and again.origin.format == "AVIF" and not again.origin.lossless


@pytest.mark.parametrize("quality", [40, 75, 93])
@pytest.mark.parametrize("subsampling", ["4:4:4", "4:2:2", "4:2:0"])
def test_jpeg_keeps_its_tables_and_subsampling(tmp_path: Path, quality: int, subsampling: str) -> None:
    original, saved = tmp_path / "a.jpg", tmp_path / "b.jpeg"
    Image.fromarray(samples.picture(64, 96)).save(
        original,
        quality=quality,
        subsampling=subsampling,
        icc_profile=WIDE,
        exif=b"Exif\0\0" + EXIF,
        xmp=XMP,
        dpi=(240, 240),
    )
    photo = read_photo(original)
    assert photo.origin is not None
    assert (photo.origin.jpeg_subsampling, photo.origin.lossless, photo.origin.dpi) == (
        subsampling,
        False,
        (240, 240),
    )
    assert (photo.icc, photo.exif, photo.xmp) == (WIDE, EXIF, XMP)
    assert loss_on_save(photo, saved) == ()
    write_photo(photo, saved)
    with Image.open(original) as before, Image.open(saved) as after:
        assert isinstance(before, JpegImagePlugin.JpegImageFile) and isinstance(
            after, JpegImagePlugin.JpegImageFile
        )
        assert after.quantization == before.quantization
        assert JpegImagePlugin.get_sampling(after) == JpegImagePlugin.get_sampling(before)
    assert saved.stat().st_size == pytest.approx(original.stat().st_size, rel=0.1)
    again = read_photo(saved)
    assert np.abs(again.pixels.astype(int) - photo.pixels).mean() < 0.5
    assert (again.icc, again.xmp, again.origin and again.origin.dpi) == (WIDE, XMP, (240, 240))
    assert again.exif == exif_refresh.refreshed(EXIF, photo.size)


def test_a_grey_jpeg_stays_grey(tmp_path: Path) -> None:
    Image.fromarray(samples.picture(40, 60, 1)[:, :, 0]).save(
        tmp_path / "a.jpg", quality=88, icc_profile=GREY
    )
    photo = read_photo(tmp_path / "a.jpg")
    assert (photo.channels, photo.icc) == (1, GREY)
    write_photo(photo, tmp_path / "b.jpg")
    with Image.open(tmp_path / "a.jpg") as before, Image.open(tmp_path / "b.jpg") as after:
        assert after.mode == "L"
        assert after.quantization == before.quantization  # type: ignore[attr-defined]
    np.testing.assert_allclose(read_photo(tmp_path / "b.jpg").pixels.astype(int), photo.pixels, atol=3)


def test_a_jpeg_without_a_stated_resolution_gets_none(tmp_path: Path) -> None:
    Image.fromarray(samples.picture(16, 16)).save(tmp_path / "a.jpg")
    photo = read_photo(tmp_path / "a.jpg")
    assert photo.origin is not None and photo.origin.dpi is None
    write_photo(photo, tmp_path / "b.jpg")
    with Image.open(tmp_path / "b.jpg") as after:
        assert after.info["jfif_unit"] == 0


def test_quality_on_request_replaces_the_tables(tmp_path: Path) -> None:
    Image.fromarray(samples.picture(64, 96)).save(tmp_path / "a.jpg", quality=95, subsampling="4:2:0")
    photo = read_photo(tmp_path / "a.jpg")
    small = write_photo(photo, tmp_path / "b.jpg", quality=30)
    assert small.stat().st_size < (tmp_path / "a.jpg").stat().st_size / 2
    assert read_photo(small).origin.jpeg_subsampling == "4:2:0"  # type: ignore[union-attr]


def test_a_jpeg_from_another_format_has_high_quality_and_full_chroma(tmp_path: Path) -> None:
    path = write_photo(samples.photo(), tmp_path / "a.jpg")
    with Image.open(path) as image:
        assert JpegImagePlugin.get_sampling(image) == 0  # type: ignore[arg-type]
        assert max(image.quantization[0]) <= 12  # type: ignore[attr-defined]


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif", ".webp"])
def test_an_edited_photo_carries_no_thumbnail_of_what_was_removed(tmp_path: Path, suffix: str) -> None:
    photo = samples.photo(exif=samples.exif_block(1, "<", samples.THUMBNAIL, size=(9000, 9000)))
    path = write_photo(photo, tmp_path / f"a{suffix}")
    assert b"small picture of what was removed" not in path.read_bytes()
    tags = dict((tag, data) for tag, _, data in description(read_photo(path).exif))
    assert struct.unpack("<I", tags[0xA002]) + struct.unpack("<H", tags[0xA003]) == (37, 23)


@pytest.mark.parametrize("suffix", [".png", ".tif"])
@pytest.mark.parametrize("channels", [1, 3])
def test_openimageio_sees_the_same_pixels(tmp_path: Path, suffix: str, channels: int) -> None:
    photo = samples.photo(
        channels, np.uint16, alpha=True, icc=WIDE if channels == 3 else None, exif=EXIF, xmp=XMP
    )
    path = write_photo(photo, tmp_path / f"a{suffix}")
    config = OpenImageIO.ImageSpec()
    config.attribute("oiio:UnassociatedAlpha", 1)
    source = OpenImageIO.ImageInput.open(str(path), config)
    stored = source.read_image(0, 0, 0, channels + 1, "uint16")
    assert source.spec().getattribute("Make") == "Camera"
    source.close()
    np.testing.assert_array_equal(stored[:, :, :channels], photo.pixels)
    np.testing.assert_array_equal(stored[:, :, channels], photo.alpha)


CAPTION = b"\x1c\x02\x78\x00\x0eA photographer"


@pytest.mark.parametrize("record", [CAPTION, CAPTION + b"!"])
def test_captions_stay_in_jpeg_and_go_into_tiff(tmp_path: Path, record: bytes) -> None:
    origin = Origin(None, "JPEG", lossless=False, iptc=record)
    photo = samples.photo(origin=origin, exif=EXIF, icc=WIDE)
    path = write_photo(photo, tmp_path / "a.jpg")
    again = read_photo(path)
    assert again.origin is not None and again.origin.iptc == record
    assert (again.icc, again.exif) == (WIDE, EXIF)
    with Image.open(path) as image:
        assert image.info["photoshop"] == {0x0404: record}
    tag = exif.first_directory(write_photo(photo, tmp_path / "a.tif").read_bytes()).entries[exif.IPTC]
    assert (tag.type, tag.data.rstrip(b"\0")) == (exif.LONG, record)  # as Photoshop and ExifTool have it
    assert (
        read_photo(write_photo(read_photo(tmp_path / "a.tif"), tmp_path / "b.tif")).exif
        == read_photo(tmp_path / "a.tif").exif
    )
    assert any("IPTC" in loss for loss in loss_on_save(photo, "a.png"))
    assert not any("IPTC" in loss for loss in loss_on_save(photo, "a.jpg"))
