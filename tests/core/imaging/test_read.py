from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps

from crfill_core.geometry import Size
from crfill_core.imaging.metadata.exif import ExifError, first_directory
from crfill_core.imaging.metadata.exif_tiff import tiff_appendix
from crfill_core.imaging.read import read_photo
from tests.core.imaging import samples

# --- orientation ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("suffix", ["jpg", "png", "tif", "webp", "avif"])
def test_every_orientation_comes_upright(tmp_path: Path, suffix: str, orientation: int) -> None:
    path = tmp_path / f"a.{suffix}"
    options = {"quality": 95} if suffix == "jpg" else {"lossless": True} if suffix == "webp" else {}
    block = samples.exif_block(orientation, ">", size=(32, 48))
    with Image.fromarray(samples.picture(32, 48)) as image:
        image.save(path, exif=samples.jpeg_exif(block), **options)
    photo = read_photo(path)
    with Image.open(path) as image:
        expected = np.asarray(ImageOps.exif_transpose(image).convert("RGB"))
    assert photo.size == (Size(48, 32) if orientation < 5 else Size(32, 48))
    np.testing.assert_array_equal(photo.pixels, expected)
    assert photo.exif is not None and samples.MAKER_NOTE in photo.exif
    if suffix in ("jpg", "png", "webp"):
        assert photo.exif == samples.exif_block(1, ">", size=(32, 48))


def test_alpha_and_resolution_turn_with_the_pixels(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    stored = samples.noise(5, 7, 4)
    Image.fromarray(stored).save(path, exif=samples.exif_block(6), dpi=(300, 150))
    photo = read_photo(path)
    np.testing.assert_array_equal(photo.alpha, np.rot90(stored[:, :, 3], -1))
    assert photo.origin is not None and photo.origin.dpi == pytest.approx((150, 300), abs=0.02)


@pytest.mark.parametrize("form", [b'tiff:Orientation="6"', b"<tiff:Orientation>6</tiff:Orientation>"])
def test_xmp_forgets_the_orientation_too(tmp_path: Path, form: bytes) -> None:
    packet = (samples.XMP % 1).replace(b'tiff:Orientation="1"', form)
    Image.fromarray(samples.noise(5, 7)).save(tmp_path / "a.webp", xmp=packet)
    assert read_photo(tmp_path / "a.webp").xmp == packet.replace(b"6", b"1", 1).replace(
        form, form.replace(b"6", b"1")
    )


# --- kinds of pixels --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", ["png", "tif"])
def test_sixteen_bit_stays_sixteen_bit(tmp_path: Path, suffix: str) -> None:
    pixels = samples.noise(9, 11, dtype=np.uint16)
    samples.write_with_oiio(tmp_path / f"a.{suffix}", pixels, "uint16")
    photo = read_photo(tmp_path / f"a.{suffix}")
    np.testing.assert_array_equal(photo.pixels, pixels)
    assert photo.notes == ()


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_colours_under_transparency_are_not_multiplied(tmp_path: Path, dtype: type) -> None:
    pixels = samples.noise(9, 11, 4, dtype)
    pixels[:, :5, 3] = 1
    samples.write_with_oiio(tmp_path / "a.tif", pixels, np.dtype(dtype).name, oiio__UnassociatedAlpha=1)
    photo = read_photo(tmp_path / "a.tif")
    np.testing.assert_array_equal(photo.pixels, pixels[:, :, :3])
    np.testing.assert_array_equal(photo.alpha, pixels[:, :, 3])


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_premultiplied_tiffs_are_divided_by_their_alpha(tmp_path: Path, dtype: type) -> None:
    highest = np.iinfo(dtype).max
    alpha = np.full((4, 6, 1), highest // 2 + 1, dtype=np.uint32)
    alpha[0] = 0
    colors = samples.noise(4, 6, 3, dtype).astype(np.uint32)
    stored = np.concatenate([colors * alpha // highest, alpha], axis=2).astype(dtype)
    samples.write_with_oiio(
        tmp_path / "a.tif", stored, np.dtype(dtype).name
    )  # the library's own way is premultiplied
    photo = read_photo(tmp_path / "a.tif")
    assert np.abs(photo.pixels[1:].astype(int) - colors[1:]).max() <= 2
    np.testing.assert_array_equal(photo.alpha, alpha[:, :, 0])


def a_palette(path: Path) -> None:
    Image.fromarray(samples.picture(20, 30)).quantize(16).save(path)


def a_transparent_palette(path: Path) -> None:
    Image.fromarray(samples.picture(20, 30)).quantize(16).save(path, transparency=3)


def a_grey_palette(path: Path) -> None:
    image = Image.fromarray(samples.picture(20, 30, 1)[:, :, 0]).quantize(16)
    image.save(path)


@pytest.mark.parametrize(
    ("make", "suffix", "mode"),
    [
        (a_palette, "png", "RGB"),
        (a_palette, "tif", "RGB"),
        (a_palette, "bmp", "RGB"),
        (a_palette, "gif", "RGB"),
        (a_transparent_palette, "png", "RGBA"),
        (a_grey_palette, "png", "L"),
    ],
)
def test_palettes_are_expanded_and_said(
    tmp_path: Path, make: Callable[[Path], None], suffix: str, mode: str
) -> None:
    path = tmp_path / f"a.{suffix}"
    make(path)
    photo = read_photo(path)
    with Image.open(path) as image:
        expected = np.asarray(image.convert(mode)).reshape(20, 30, -1)
    np.testing.assert_array_equal(photo.pixels, expected[:, :, : photo.channels])
    assert (photo.alpha is not None) == (mode == "RGBA")
    assert photo.channels == (1 if mode == "L" else 3)
    assert any("palette" in note and "saving" in note for note in photo.notes)


@pytest.mark.parametrize("compression", [None, "tiff_lzw"])
@pytest.mark.parametrize("orientation", [1, 6])
def test_a_palette_tiff_is_turned_once(tmp_path: Path, orientation: int, compression: str | None) -> None:
    image = Image.fromarray(samples.picture(20, 30)).quantize(16)
    image.save(tmp_path / "a.tif", tiffinfo={0x0112: orientation}, compression=compression)
    expected = np.rot90(np.asarray(image.convert("RGB")), 0 if orientation == 1 else -1)
    np.testing.assert_array_equal(read_photo(tmp_path / "a.tif").pixels, expected)


@pytest.mark.parametrize("suffix", ["png", "tif", "bmp"])
def test_one_bit_becomes_grey(tmp_path: Path, suffix: str) -> None:
    bits = samples.noise(9, 13, 1)[:, :, 0] > 127
    Image.fromarray(bits).save(tmp_path / f"a.{suffix}")
    photo = read_photo(tmp_path / f"a.{suffix}")
    np.testing.assert_array_equal(photo.pixels[:, :, 0], bits * 255)
    assert len(photo.notes) == 1


@pytest.mark.parametrize("suffix", ["jpg", "tif"])
def test_cmyk_becomes_rgb(tmp_path: Path, suffix: str) -> None:
    Image.new("CMYK", (8, 8), (0, 255, 255, 0)).save(tmp_path / f"a.{suffix}")
    photo = read_photo(tmp_path / f"a.{suffix}")
    assert photo.pixels[4, 4].tolist() == pytest.approx([255, 0, 0], abs=3)
    assert photo.icc is None
    assert "The CMYK colours were converted to RGB; saving writes RGB." in photo.notes


def test_cmyk_with_a_damaged_profile_says_so(tmp_path: Path) -> None:
    Image.new("CMYK", (8, 8), (0, 255, 255, 0)).save(tmp_path / "a.tif", icc_profile=b"no profile")
    photo = read_photo(tmp_path / "a.tif")
    assert photo.icc is None
    assert any("CMYK colour profile" in note for note in photo.notes)


def test_lab_becomes_rgb(tmp_path: Path) -> None:
    Image.merge("LAB", [Image.new("L", (4, 4), v) for v in (255, 128, 128)]).save(tmp_path / "a.tif")
    photo = read_photo(tmp_path / "a.tif")
    assert photo.pixels[2, 2].tolist() == pytest.approx([255, 255, 255], abs=2)
    assert any("Lab" in note for note in photo.notes)


@pytest.mark.parametrize(("dtype", "value", "expected"), [(np.float32, 0.5, 32768), (np.float16, 2.0, 65535)])
def test_floating_point_becomes_sixteen_bit(tmp_path: Path, dtype: type, value: float, expected: int) -> None:
    kind = {np.float32: "float", np.float16: "half"}[dtype]
    samples.write_with_oiio(tmp_path / "a.tif", np.full((4, 5, 3), value, dtype=dtype), kind)
    photo = read_photo(tmp_path / "a.tif")
    assert photo.pixels.dtype == np.uint16
    assert (photo.pixels == expected).all()
    assert len(photo.notes) == 1 and "16 bit" in photo.notes[0]


def test_long_whole_numbers_become_sixteen_bit(tmp_path: Path) -> None:
    Image.fromarray(np.full((4, 5), 2**30, dtype=np.int32)).save(tmp_path / "a.tif")
    photo = read_photo(tmp_path / "a.tif")
    assert photo.pixels.dtype == np.uint16 and photo.channels == 1
    assert np.abs(photo.pixels.astype(int) - 32768).max() <= 1
    assert len(photo.notes) == 1 and "32-bit" in photo.notes[0]


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_white_is_zero(tmp_path: Path, dtype: type) -> None:
    stored = samples.noise(5, 7, 1, dtype)
    path = tmp_path / "a.tif"
    Image.fromarray(stored[:, :, 0]).save(path)
    data = bytearray(path.read_bytes())
    struct.pack_into("<H", data, first_directory(data).entries[0x0106].at, 0)
    path.write_bytes(data)
    np.testing.assert_array_equal(read_photo(path).pixels, np.iinfo(dtype).max - stored)


def test_numbers_that_are_none_become_black_or_white(tmp_path: Path) -> None:
    samples.write_with_oiio(
        tmp_path / "a.tif", np.array([[[np.nan], [np.inf], [-np.inf]]], dtype=np.float32), "float"
    )
    assert read_photo(tmp_path / "a.tif").pixels.ravel().tolist() == [0, 65535, 0]


def test_one_transparent_colour_becomes_alpha(tmp_path: Path) -> None:
    pixels = samples.noise(6, 6)
    Image.fromarray(pixels).save(tmp_path / "a.png", transparency=tuple(int(v) for v in pixels[2, 3]))
    photo = read_photo(tmp_path / "a.png")
    assert photo.alpha is not None and photo.alpha[2, 3] == 0 and photo.alpha[0, 0] == 255


@pytest.mark.parametrize("suffix", ["gif", "webp", "png", "avif"])
def test_the_first_frame_of_an_animation(tmp_path: Path, suffix: str) -> None:
    frames = [Image.new("RGB", (16, 16), color) for color in ("red", "blue")]
    frames[0].save(tmp_path / f"a.{suffix}", save_all=True, append_images=frames[1:])
    photo = read_photo(tmp_path / f"a.{suffix}")
    assert photo.pixels[8, 8].tolist() == pytest.approx([255, 0, 0], abs=4)
    assert any("animated" in note for note in photo.notes)


def test_the_first_page_of_a_tiff(tmp_path: Path) -> None:
    pages = [Image.new("RGB", (16, 16), color) for color in ("red", "blue")]
    pages[0].save(tmp_path / "a.tif", save_all=True, append_images=pages[1:])
    photo = read_photo(tmp_path / "a.tif")
    assert photo.pixels[8, 8].tolist() == [255, 0, 0]
    assert any("pages" in note for note in photo.notes)


def test_the_main_picture_of_several_in_a_jpeg(tmp_path: Path) -> None:
    pictures = [Image.new("RGB", (16, 16), color) for color in ("red", "blue")]
    pictures[0].save(tmp_path / "a.jpg", "MPO", save_all=True, append_images=pictures[1:])
    photo = read_photo(tmp_path / "a.jpg")
    assert photo.pixels[8, 8].tolist() == pytest.approx([255, 0, 0], abs=3)
    assert photo.origin is not None and photo.origin.format == "JPEG" and photo.origin.jpeg_quantization
    assert any("several pictures" in note for note in photo.notes)


def test_the_content_decides_the_format(tmp_path: Path) -> None:
    Image.fromarray(samples.picture(8, 8)).save(tmp_path / "a.png", "JPEG")
    photo = read_photo(tmp_path / "a.png")
    assert (
        photo.origin is not None and photo.origin.format == "JPEG" and photo.origin.path == tmp_path / "a.png"
    )


# --- metadata that is not sound ---------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", ["jpg", "png", "tif", "webp"])
def test_a_damaged_profile_is_left_out_and_said(tmp_path: Path, suffix: str) -> None:
    Image.fromarray(samples.picture(8, 8)).save(tmp_path / f"a.{suffix}", icc_profile=b"x" * 300)
    photo = read_photo(tmp_path / f"a.{suffix}")
    assert photo.icc is None and any("colour profile" in note for note in photo.notes)


def test_a_profile_that_cannot_be_unpacked_is_said(tmp_path: Path) -> None:
    plain = io.BytesIO()
    Image.fromarray(samples.picture(8, 8)).save(plain, "PNG")
    content = b"name\0\0not zlib"
    chunk = (
        struct.pack(">I", len(content)) + b"iCCP" + content + struct.pack(">I", zlib.crc32(b"iCCP" + content))
    )
    (tmp_path / "a.png").write_bytes(plain.getvalue()[:33] + chunk + plain.getvalue()[33:])
    photo = read_photo(tmp_path / "a.png")
    assert photo.icc is None and any("colour profile" in note for note in photo.notes)


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp"])
def test_damaged_exif_is_left_out_and_said(tmp_path: Path, suffix: str) -> None:
    Image.fromarray(samples.picture(8, 8)).save(
        tmp_path / f"a.{suffix}", exif=samples.jpeg_exif(b"II*\0\xff\xff\xff\x7f")
    )
    photo = read_photo(tmp_path / f"a.{suffix}")
    assert photo.exif is None and any("EXIF" in note for note in photo.notes)


def test_a_grey_profile_on_a_colour_photo_is_left_out(tmp_path: Path) -> None:
    icc = samples.grey_icc(samples.gamma_curve(2.2))
    Image.fromarray(samples.picture(8, 8)).save(tmp_path / "a.jpg", icc_profile=icc)
    assert read_photo(tmp_path / "a.jpg").icc is None


def test_a_tiff_with_long_offsets(tmp_path: Path) -> None:
    pixels = samples.noise(5, 7, dtype=np.uint16)
    samples.write_with_oiio(tmp_path / "a.tif", pixels, "uint16", tiff__bigtiff=1, Make="Camera")
    data = (tmp_path / "a.tif").read_bytes()
    assert data[2] == 43
    photo = read_photo(tmp_path / "a.tif")
    np.testing.assert_array_equal(photo.pixels, pixels)
    assert photo.exif is not None and b"Camera" in photo.exif
    with pytest.raises(ExifError, match="BigTIFF"):
        tiff_appendix(data, None, {})
