from __future__ import annotations

from pathlib import Path

import numpy as np
import OpenImageIO
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from PIL import Image

from crfill_core.errors import PhotoError
from crfill_core.geometry import Size
from crfill_core.imaging.codecs import png_chunks
from crfill_core.imaging.mask import read_area, read_mask, write_mask
from crfill_core.imaging.photo import Photo
from tests.core.imaging import samples
from tests.core.imaging.samples import FILES

ODD = FILES / "odd"
SIZE = Size(13, 9)
HOLE = np.zeros((9, 13), dtype=np.uint8)
HOLE[2:5, 3:11] = 255


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mask=arrays(np.uint8, array_shapes(min_dims=2, max_dims=2, max_side=40)))
def test_soft_values_come_back(tmp_path: Path, mask: np.ndarray) -> None:
    path = write_mask(mask, tmp_path / "mask.png")
    with Image.open(path) as image:
        assert (image.format, image.mode) == ("PNG", "L")
        np.testing.assert_array_equal(np.asarray(image), mask)
    size = Size(mask.shape[1], mask.shape[0])
    again = read_mask(path, size)
    assert again.dtype == np.uint8
    np.testing.assert_array_equal(again, mask)
    np.testing.assert_array_equal(read_area(path, size), mask > 127)


def test_soft_values_of_others_count_from_half(tmp_path: Path) -> None:
    """They may be noise: a JPEG's black is not black everywhere."""
    values = np.linspace(0, 255, 9 * 13).reshape(9, 13).astype(np.uint8)
    Image.fromarray(values).save(tmp_path / "m.png")
    np.testing.assert_array_equal(read_mask(tmp_path / "m.png", SIZE), np.where(values > 127, 255, 0))


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "CMYK"])
@pytest.mark.parametrize("suffix", ["png", "tif", "bmp", "webp"])
def test_masks_of_every_kind(tmp_path: Path, mode: str, suffix: str) -> None:
    if (mode == "CMYK") and suffix != "tif":
        mode = "RGB"
    image = Image.fromarray(HOLE).convert(mode)
    options = {"lossless": True} if suffix == "webp" else {}
    image.save(tmp_path / f"m.{suffix}", **options)
    np.testing.assert_array_equal(read_mask(tmp_path / f"m.{suffix}", SIZE), HOLE)


@pytest.mark.parametrize(("level", "expected"), [(127, 0), (128, 255)])
@pytest.mark.parametrize("deep", [False, True])
def test_the_threshold(tmp_path: Path, level: int, expected: int, deep: bool) -> None:
    values = np.full((9, 13), level * 257 if deep else level, dtype=np.uint16 if deep else np.uint8)
    values[0, :2] = 0, np.iinfo(values.dtype).max  # else two values, or too dark a file
    Image.fromarray(values).save(tmp_path / "m.png")
    assert (read_mask(tmp_path / "m.png", SIZE)[1:] == expected).all()


@pytest.mark.parametrize(("dark", "bright"), [(0, 1), (0, 3), (0, 127), (100, 120), (200, 255)])
@pytest.mark.parametrize("kind", [np.uint8, np.uint16])
def test_of_two_values_the_brighter_is_filled(tmp_path: Path, dark: int, bright: int, kind: type) -> None:
    Image.fromarray(np.where(HOLE > 0, bright, dark).astype(kind)).save(tmp_path / "m.png")
    np.testing.assert_array_equal(read_mask(tmp_path / "m.png", SIZE), HOLE)


@pytest.mark.parametrize(
    "name", ["01-uint8", "01-uint16", "01-uint32", "01-int32", "01-float32", "label3-uint16"]
)
def test_masks_of_label_programs(name: str) -> None:
    expected = np.zeros((28, 40), np.uint8)
    expected[8:20, 10:30] = 255
    np.testing.assert_array_equal(read_mask(ODD / f"mask-{name}.tif", Size(40, 28)), expected)


def test_a_palette_of_two_colours_and_one_colour_on_black(tmp_path: Path) -> None:
    image = Image.fromarray((HOLE > 0).astype(np.uint8))
    image.putpalette([0, 0, 0, 128, 0, 0] + [0] * 20)
    image.save(tmp_path / "voc.png")
    Image.fromarray(np.where(HOLE[:, :, None] > 0, (255, 0, 0), (0, 0, 0)).astype(np.uint8)).save(
        tmp_path / "red.bmp"
    )
    for name in ("voc.png", "red.bmp"):
        np.testing.assert_array_equal(read_mask(tmp_path / name, SIZE), HOLE)


@pytest.mark.parametrize("color", [(1, 0, 0), (0, 2, 0), (0, 1, 1)])
def test_a_very_dark_colour_on_black_is_filled(tmp_path: Path, color: tuple[int, int, int]) -> None:
    Image.fromarray(np.where(HOLE[:, :, None] > 0, color, (0, 0, 0)).astype(np.uint8)).save(
        tmp_path / "m.png"
    )
    np.testing.assert_array_equal(read_mask(tmp_path / "m.png", SIZE), HOLE)


@pytest.mark.parametrize(("values", "said"), [((0, 1, 2), "is 2 of 255"), ((0, 60, 127), "is 127 of 255")])
def test_several_dark_values_are_refused_with_what_would_count(
    tmp_path: Path, values: tuple[int, ...], said: str
) -> None:
    levels = np.choose(np.arange(9 * 13).reshape(9, 13) % 3, values).astype(np.uint8)
    Image.fromarray(levels).save(tmp_path / "m.png")
    with pytest.raises(PhotoError) as caught:
        read_mask(tmp_path / "m.png", SIZE)
    assert said in str(caught.value) and "above 127" in str(caught.value)
    with pytest.raises(PhotoError, match="is 2 of 65535"):
        read_mask(ODD / "mask-labels-uint16.tif", Size(40, 28))


def test_white_under_transparency_is_not_filled(tmp_path: Path) -> None:
    """Everything transparent white, a white hole, something black elsewhere."""
    pixels = np.full((9, 13, 4), 255, np.uint8)
    pixels[:, :, 3] = HOLE
    pixels[6:8, :5] = 0, 0, 0, 255
    Image.fromarray(pixels).save(tmp_path / "m.png")
    np.testing.assert_array_equal(read_mask(tmp_path / "m.png", SIZE), HOLE)


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("noise", [0, 3])
def test_a_copy_of_the_photo_with_a_transparent_hole(tmp_path: Path, channels: int, noise: int) -> None:
    colors = samples.picture(9, 13, channels)
    photo = Photo(colors)
    erased = np.minimum(colors.astype(int) + noise, 255).astype(np.uint8)
    Image.fromarray(np.dstack([erased, 255 - HOLE]), "RGBA" if channels == 3 else "LA").save(
        tmp_path / "m.png"
    )
    np.testing.assert_array_equal(read_mask(tmp_path / "m.png", SIZE, photo), HOLE)


def test_a_photo_with_a_transparent_hole_is_known_by_its_colours(tmp_path: Path) -> None:
    hole = np.zeros((60, 80), np.uint8)
    hole[20:30, 30:50] = 255
    Image.fromarray(np.dstack([samples.picture(60, 80), 255 - hole])).save(tmp_path / "m.png")
    np.testing.assert_array_equal(read_mask(tmp_path / "m.png", Size(80, 60)), hole)


@pytest.mark.parametrize("kind", ["uint8", "uint16"])
@pytest.mark.parametrize("color", [0, 1])
def test_alpha_counts_where_the_colours_are_flat(tmp_path: Path, kind: str, color: int) -> None:
    highest = np.iinfo(kind).max
    pixels = np.full((9, 13, 4), color * highest, dtype=kind)
    pixels[:, :, 3] = (HOLE > 0) * highest
    pixels[0, 0, :3] = 99  # hidden under full transparency
    spec = OpenImageIO.ImageSpec(13, 9, 4, kind)
    spec.attribute("oiio:UnassociatedAlpha", 1)
    target = OpenImageIO.ImageOutput.create(str(tmp_path / "m.png"))
    assert target.open(str(tmp_path / "m.png"), spec) and target.write_image(pixels) and target.close()
    np.testing.assert_array_equal(read_mask(tmp_path / "m.png", SIZE), HOLE)


def test_colours_count_where_they_differ_and_alpha_is_full(tmp_path: Path) -> None:
    pixels = np.dstack([HOLE, HOLE, HOLE, np.full_like(HOLE, 255)])
    Image.fromarray(pixels).save(tmp_path / "m.png")
    np.testing.assert_array_equal(read_mask(tmp_path / "m.png", SIZE), HOLE)


@pytest.mark.parametrize("level", [0, 255])
def test_a_flat_opaque_mask_is_what_its_colour_says(tmp_path: Path, level: int) -> None:
    pixels = np.full((9, 13, 4), level, dtype=np.uint8)
    pixels[:, :, 3] = 255
    Image.fromarray(pixels).save(tmp_path / "m.png")
    assert (read_mask(tmp_path / "m.png", SIZE) == level).all()


def test_an_invisible_layer_is_an_empty_mask(tmp_path: Path) -> None:
    Image.new("RGBA", tuple(SIZE), (255, 255, 255, 0)).save(tmp_path / "m.png")
    assert not read_mask(tmp_path / "m.png", SIZE).any()


def test_another_size_is_refused_with_both_sizes(tmp_path: Path) -> None:
    write_mask(HOLE, tmp_path / "m.png")
    with pytest.raises(PhotoError) as caught:
        read_mask(tmp_path / "m.png", Size(640, 480))
    assert "13 × 9" in str(caught.value) and "640 × 480" in str(caught.value)
    assert str(tmp_path / "m.png") in str(caught.value)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=100))
def test_garbage_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "m.png").write_bytes(content)
    with pytest.raises(PhotoError):
        read_mask(tmp_path / "m.png", SIZE)


@pytest.mark.parametrize("wrong", [np.zeros((4, 4)), np.zeros((4, 4, 1), np.uint8)])
def test_only_masks_are_written_as_masks(tmp_path: Path, wrong: np.ndarray) -> None:
    with pytest.raises(ValueError, match="mask"):
        write_mask(wrong, tmp_path / "m.png")
    assert not list(tmp_path.iterdir())


def test_a_mask_of_ours_with_a_damaged_mark_is_read_as_any_other(tmp_path: Path) -> None:
    soft = np.linspace(0, 255, 9 * 13).reshape(9, 13).astype(np.uint8)
    data = bytearray(write_mask(soft, tmp_path / "m.png").read_bytes())
    data[data.index(b"coverage")] ^= 1
    (tmp_path / "m.png").write_bytes(data)
    np.testing.assert_array_equal(read_mask(tmp_path / "m.png", SIZE), np.where(soft > 127, 255, 0))


def test_soft_values_outlive_a_damaged_chunk_without_the_mark(tmp_path: Path) -> None:
    soft = np.linspace(0, 255, 9 * 13).reshape(9, 13).astype(np.uint8)
    data = write_mask(soft, tmp_path / "m.png").read_bytes()
    damaged = png_chunks.chunk(b"tIME", bytes(7))[:-1] + b"?"
    (tmp_path / "m.png").write_bytes(data[:33] + damaged + data[33:])  # after the header
    np.testing.assert_array_equal(read_mask(tmp_path / "m.png", SIZE), soft)


@pytest.mark.parametrize("mode", ["LA", "RGBA"])
@pytest.mark.parametrize("channels", [1, 3])
def test_a_copy_of_a_grey_photo_may_be_stored_in_grey_or_colour(
    tmp_path: Path, mode: str, channels: int
) -> None:
    """Editors save a grey photo as RGB, ImageMagick saves colours that are all grey as grey."""
    grey = samples.picture(9, 13, 1)
    copy = Image.fromarray(grey[:, :, 0]).convert(mode)
    copy.putalpha(Image.fromarray(255 - HOLE))
    copy.save(tmp_path / "m.png")
    photo = Photo(np.ascontiguousarray(grey.repeat(channels, axis=2)))
    np.testing.assert_array_equal(read_mask(tmp_path / "m.png", SIZE, photo), HOLE)
