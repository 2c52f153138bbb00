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
from crfill_core.imaging.mask import read_mask, write_mask

SIZE = Size(13, 9)
HOLE = np.zeros((9, 13), dtype=np.uint8)
HOLE[2:5, 3:11] = 255


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mask=arrays(np.uint8, array_shapes(min_dims=2, max_dims=2, max_side=40)))
def test_soft_values_are_kept_and_read_as_black_and_white(tmp_path: Path, mask: np.ndarray) -> None:
    path = write_mask(mask, tmp_path / "mask.png")
    with Image.open(path) as image:
        assert (image.format, image.mode) == ("PNG", "L")
        np.testing.assert_array_equal(np.asarray(image), mask)
    again = read_mask(path, Size(mask.shape[1], mask.shape[0]))
    assert again.dtype == np.uint8
    np.testing.assert_array_equal(again, np.where(mask > 127, 255, 0))


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
    Image.fromarray(values).save(tmp_path / "m.png")
    assert (read_mask(tmp_path / "m.png", SIZE) == expected).all()


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
