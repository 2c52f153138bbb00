"""JPEG and PNG files that other programs open although something is amiss (``files/odd/make_others.sh``)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from crfill_core.imaging.photo import Photo
from crfill_core.imaging.read import read_photo
from crfill_core.imaging.write import write_photo
from tests.core.imaging import samples
from tests.core.imaging.samples import FILES

ODD = FILES / "odd"
Y, X = np.mgrid[0:28, 0:40]
RGB = np.stack([40 + 5 * X, 30 + 7 * Y, 200 - 3 * X - Y], axis=2)
NO_END = ["rgb-no-end.jpg", "rgb-progressive-no-end.jpg"]


@pytest.mark.parametrize("name", NO_END)
def test_a_jpeg_without_its_end_mark_is_opened_and_said(name: str) -> None:
    photo = read_photo(ODD / name)
    assert np.abs(photo.pixels - RGB).max() <= 8
    assert "end mark" in photo.notes[0]


@pytest.mark.parametrize("name", NO_END)
def test_it_is_saved_as_if_the_mark_were_there(tmp_path: Path, name: str) -> None:
    whole = tmp_path / "whole.jpg"
    whole.write_bytes((ODD / name).read_bytes() + b"\xff\xd9")
    saved = write_photo(read_photo(ODD / name), tmp_path / "a.jpg")
    assert saved.read_bytes() == write_photo(read_photo(whole), tmp_path / "b.jpg").read_bytes()
    assert read_photo(saved).notes == ()


@pytest.mark.parametrize("share", [0.55, 0.8, 0.95])
@pytest.mark.parametrize("name", ["half.jpg", "quarter.jpg", "progressive.jpg", "grey.jpg"])
def test_a_jpeg_that_breaks_off_is_refused(tmp_path: Path, name: str, share: float) -> None:
    data = (FILES / name).read_bytes()
    (tmp_path / "a.jpg").write_bytes(data[: int(len(data) * share)])
    samples.refusal(tmp_path / "a.jpg")


@pytest.mark.parametrize("tail", [b"", b"\xff", b"\xff\xff"])
def test_a_jpeg_with_a_thumbnail_that_ends_is_not_taken_for_whole(tmp_path: Path, tail: bytes) -> None:
    """The thumbnail's end mark comes long before the photo's."""
    import io

    from PIL import Image

    small = io.BytesIO()
    Image.fromarray(samples.picture(8, 8)).save(small, "JPEG")
    image = Image.fromarray(samples.picture(60, 80))
    block = samples.jpeg_exif(samples.exif_block(thumbnail=small.getvalue()))
    image.save(tmp_path / "whole.jpg", exif=block)
    data = (tmp_path / "whole.jpg").read_bytes()
    (tmp_path / "a.jpg").write_bytes(data[:-2] + tail)
    assert "end mark" in read_photo(tmp_path / "a.jpg").notes[0]
    (tmp_path / "a.jpg").write_bytes(data[:-200] + tail)
    samples.refusal(tmp_path / "a.jpg")


def test_what_follows_the_end_is_no_picture(tmp_path: Path) -> None:
    data = (FILES / "half.jpg").read_bytes()
    (tmp_path / "a.jpg").write_bytes(data + b"\0\0\0\x18ftypmp42" + bytes(range(256)) * 9)
    assert not any("end mark" in note for note in read_photo(tmp_path / "a.jpg").notes)


@pytest.mark.parametrize("name", ["rgb-side-wrong-checksum.png", "rgb16-side-wrong-checksum.png"])
def test_a_damaged_side_chunk_costs_only_itself(name: str) -> None:
    photo = read_photo(ODD / name)
    assert np.array_equal(photo.pixels, RGB * (photo.max_value // 255))
    assert "(pHYs)" in photo.notes[0] and photo.origin is not None and photo.origin.dpi is None
    assert photo.origin.path == ODD / name


def test_a_damaged_header_is_refused(tmp_path: Path) -> None:
    data = bytearray((ODD / "rgb-side-wrong-checksum.png").read_bytes())
    data[29] ^= 0xFF  # its checksum
    (tmp_path / "a.png").write_bytes(data)
    samples.refusal(tmp_path / "a.png")


@pytest.mark.parametrize("bits", [1, 2, 4, 8, 16])
def test_one_transparent_grey_of_few_bits(bits: int) -> None:
    """As ImageMagick has it."""
    photo = read_photo(ODD / f"grey{bits}-transparent.png")
    values = np.arange(40) * ((1 << bits) - 1) // 39
    assert photo.alpha is not None
    assert np.array_equal(photo.alpha[5] == 0, values == np.unique(values)[1])
    assert np.array_equal(photo.pixels[5, :, 0], values * photo.max_value // ((1 << bits) - 1))


def test_transparency_stays_when_it_is_saved(tmp_path: Path) -> None:
    photo = read_photo(ODD / "grey2-transparent.png")
    again: Photo = read_photo(write_photo(photo, tmp_path / "a.png"))
    assert photo.alpha is not None and np.array_equal(again.alpha, photo.alpha)


def test_a_profile_for_colours_of_no_name_is_left_out_and_said(tmp_path: Path) -> None:
    """Bytes that are no ASCII where the profile names its colour space."""
    icc = samples.matrix_icc(samples.SRGB, samples.srgb_curve())
    photo = read_photo(write_photo(Photo(samples.picture(20, 30), icc=icc), tmp_path / "a.tif"))
    assert photo.icc == icc
    data = (tmp_path / "a.tif").read_bytes()
    (tmp_path / "a.tif").write_bytes(data.replace(icc, icc[:16] + b"R\xffB\xfc" + icc[20:]))
    photo = read_photo(tmp_path / "a.tif")
    assert photo.icc is None and "colour profile" in photo.notes[0]
