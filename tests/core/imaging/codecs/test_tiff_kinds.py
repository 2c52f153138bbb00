"""TIFF files of the kinds that other programs write, made by tifffile (``files/odd/make_tiffs.py``)."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from crfill_core.imaging.codecs import oiio
from crfill_core.imaging.photo import Photo
from crfill_core.imaging.read import read_photo
from tests.core.imaging import samples
from tests.core.imaging.samples import FILES

ODD = FILES / "odd"
Y, X = np.mgrid[0:28, 0:40]
RGB = np.stack([40 + 5 * X, 30 + 7 * Y, 200 - 3 * X - Y], axis=2)
ALPHA = 255 - 6 * Y


def opened(name: str) -> Photo:
    return read_photo(ODD / name)


def check(photo: Photo, colors: np.ndarray, alpha: np.ndarray | None, off: int = 0) -> None:
    """Pixels and alpha are those values, given in 8 bits."""
    wide = photo.max_value // 255
    assert photo.pixels.shape == (*colors.shape[:2], colors.shape[2])
    assert np.abs(photo.pixels.astype(int) - colors * wide).max() <= off * wide
    assert (photo.alpha is None) == (alpha is None)
    if alpha is not None:
        assert np.array_equal(photo.alpha, alpha * wide)


@pytest.mark.parametrize("bits", [8, 16])
@pytest.mark.parametrize(
    ("name", "channels", "alpha", "left_out"),
    [
        ("selection", 3, False, True),
        ("selection-alpha", 3, True, True),
        ("grey-selection-alpha", 1, True, True),
        ("white-is-zero-alpha", 1, True, False),
    ],
)
def test_what_a_channel_beyond_the_colours_is_its_tag_says(
    name: str, bits: int, channels: int, alpha: bool, left_out: bool
) -> None:
    """A selection that Photoshop saved is no transparency, wherever it comes among the channels."""
    photo = opened(f"{name}{bits}.tif")
    check(photo, RGB[:, :, :channels], ALPHA if alpha else None)
    assert photo.pixels.dtype == (np.uint16 if bits == 16 else np.uint8)
    assert any("selections" in note for note in photo.notes) == left_out and len(photo.notes) == left_out


@pytest.mark.parametrize("name", ["alpha-selection", "separate-selection-alpha"])
def test_the_alpha_among_several_channels(name: str) -> None:
    check(opened(f"{name}.tif"), RGB, ALPHA)


@pytest.mark.parametrize("name", ["selections-two", "no-extra-tag"])
def test_channels_without_a_meaning_are_left_out(name: str) -> None:
    photo = opened(f"{name}.tif")
    check(photo, RGB, None)
    assert "selections" in photo.notes[0]


@pytest.mark.parametrize("threads", [False, True])
@pytest.mark.parametrize("name", ["offset", "offset-tiled"])
def test_a_crop_of_a_panorama_is_read_from_its_own_first_row(
    monkeypatch: pytest.MonkeyPatch, name: str, threads: bool
) -> None:
    if threads:
        monkeypatch.setattr(oiio, "_WORTH_THREADS", 0)
        monkeypatch.setattr(oiio, "_STRIP_ROWS", 8)
    check(opened(f"{name}.tif"), RGB, ALPHA)


@pytest.mark.parametrize("bits", [8, 16])
@pytest.mark.parametrize(("name", "alpha"), [("cmyk-spot", False), ("cmyk-alpha", True)])
def test_cmyk_with_a_fifth_channel(name: str, bits: int, alpha: bool) -> None:
    photo = opened(f"{name}{bits}.tif")
    check(photo, RGB, ALPHA if alpha else None)
    assert any("CMYK" in note for note in photo.notes)
    assert any("spot" in note for note in photo.notes) != alpha
    assert any("reduced to 8" in note for note in photo.notes) == (bits == 16)


def test_lab_of_every_kind_shows_the_same_colours() -> None:
    first = opened("lab8.tif")
    # L = 54, a = -20 … 19, b = -14 … 13: LittleCMS through ImageMagick says so of a few.
    assert np.ptp(first.pixels[:, :, 0]) > 30
    for name in ("lab16", "icclab8", "icclab16"):
        photo = opened(f"{name}.tif")
        check(photo, first.pixels.astype(int), None, off=1)
        assert any("Lab" in note for note in photo.notes)


@pytest.mark.parametrize("compression", ["zstd", "lzma"])
@pytest.mark.parametrize("bits", [8, 16])
def test_compressions_that_one_library_lacks_the_other_reads(compression: str, bits: int) -> None:
    photo = opened(f"{compression}{bits}.tif")
    check(photo, RGB, None)
    assert any("reduced to 8" in note for note in photo.notes) == (bits == 16)


@pytest.mark.parametrize(
    ("name", "said"), [("in-jpeg2000", "JPEG 2000"), ("in-jpegxl", "JPEG XL"), ("in-lerc", "LERC")]
)
def test_a_compression_that_cannot_be_read_is_named(name: str, said: str) -> None:
    sentence = samples.refusal(ODD / f"{name}.tif")
    assert f"compressed with {said}," in sentence and "LZW" in sentence


@pytest.mark.parametrize("name", ["in-lzw", "in-packbits", "in-webp"])
def test_compressions_that_can(name: str) -> None:
    check(opened(f"{name}.tif"), RGB, None)


@pytest.mark.parametrize(
    "name", ["thumbnail-first", "thumbnail-first-main-below", "big-thumbnail-first", "thumbnail-second"]
)
def test_not_the_thumbnail_is_opened(name: str) -> None:
    photo = opened(f"{name}.tif")
    check(photo, RGB, None)
    assert photo.origin is not None and photo.origin.path == ODD / f"{name}.tif"
    assert any("small copy" in note for note in photo.notes) == (name != "thumbnail-second")


def test_a_thumbnail_alone_is_opened(tmp_path: Path) -> None:
    """No larger page: the first is all there is."""
    data = bytearray((ODD / "thumbnail-first.tif").read_bytes())
    at = struct.unpack_from("<I", data, 4)[0]
    count = struct.unpack_from("<H", data, at)[0]
    struct.pack_into("<I", data, at + 2 + 12 * count, 0)
    (tmp_path / "a.tif").write_bytes(data)
    check(read_photo(tmp_path / "a.tif"), RGB[::4, ::4], None)


def test_pages_that_point_at_each_other_end(tmp_path: Path) -> None:
    data = bytearray((ODD / "thumbnail-first.tif").read_bytes())
    first = struct.unpack_from("<I", data, 4)[0]
    count = struct.unpack_from("<H", data, first)[0]
    second = struct.unpack_from("<I", data, first + 2 + 12 * count)[0]
    more = struct.unpack_from("<H", data, second)[0]
    struct.pack_into("<I", data, second + 2 + 12 * more, first)
    (tmp_path / "a.tif").write_bytes(data)
    check(read_photo(tmp_path / "a.tif"), RGB, None)


@pytest.mark.parametrize(
    ("name", "white"),
    [("float", 1), ("float-255", 255), ("float-65535", 65535), ("float-half-255", 255)],
)
def test_floating_point_values_of_every_scale(name: str, white: int) -> None:
    photo = opened(f"{name}.tif")
    check(photo, RGB, None)
    assert len(photo.notes) == 1 and (
        "0–1" in photo.notes[0] if white == 1 else f"{white} was" in photo.notes[0]
    )


def test_floating_point_grey_and_alpha_of_a_scale_of_their_own() -> None:
    check(opened("float-double-255.tif"), RGB[:, :, :1], None)
    check(opened("float-alpha-255.tif"), RGB, ALPHA)


def test_light_beyond_white_is_cut() -> None:
    photo = opened("float-bright.tif")
    assert np.abs(photo.pixels / 65535 - np.minimum(RGB / 100, 1)).max() < 1e-4


def test_an_unknown_scale_is_reported() -> None:
    assert "up to 2.35e+08" in samples.refusal(ODD / "float-huge.tif")
