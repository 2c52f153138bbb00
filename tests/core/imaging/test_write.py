from __future__ import annotations

import errno
import os
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from crfill_core.errors import PhotoError
from crfill_core.imaging import write
from crfill_core.imaging.mask import write_mask
from crfill_core.imaging.photo import Origin, Photo
from crfill_core.imaging.read import read_photo
from crfill_core.imaging.write import loss_on_save, write_photo
from tests.core.imaging import samples

SUFFIXES = (".jpg", ".png", ".tif", ".webp", ".avif", ".bmp")
ICC = samples.matrix_icc(samples.ADOBE_RGB, samples.gamma_curve(2.2))


def refusal(photo: Photo, path: Path, **options: object) -> str:
    """The sentence with which saving is refused; nothing in the folder may have changed."""
    before = samples.folder_state(path.parent) if path.parent.is_dir() else {}
    with pytest.raises(PhotoError) as caught:
        write_photo(photo, path, **options)  # type: ignore[arg-type]
    sentence = str(caught.value)
    assert str(path) in sentence and sentence.endswith(".") and "\n" not in sentence
    if path.parent.is_dir():
        assert samples.folder_state(path.parent) == before
    return sentence


# --- formats ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("suffix", "expected"),
    [
        (".jpg", "JPEG"),
        (".JPEG", "JPEG"),
        (".png", "PNG"),
        (".TIFF", "TIFF"),
        (".webp", "WEBP"),
        (".avif", "AVIF"),
        (".bmp", "BMP"),
    ],
)
def test_the_suffix_decides_what_is_written(tmp_path: Path, suffix: str, expected: str) -> None:
    path = write_photo(samples.photo(origin=Origin(None, "PNG")), tmp_path / f"a{suffix}")
    with Image.open(path) as image:
        assert image.format == expected


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_no_time_of_saving_is_in_a_file(tmp_path: Path, suffix: str) -> None:
    path = write_photo(Photo(np.zeros((40, 40, 3), np.uint8)), tmp_path / f"a{suffix}")
    assert b"20%d" % (time.gmtime().tm_year % 100) not in path.read_bytes()


@pytest.mark.parametrize("name", ["a.gif", "a", "a.nef", "a.heic", "a.jpg.txt"])
def test_unknown_suffixes_are_refused(tmp_path: Path, name: str) -> None:
    assert ".png" in refusal(samples.photo(), tmp_path / name)
    with pytest.raises(PhotoError):
        loss_on_save(samples.photo(), tmp_path / name)


@pytest.mark.parametrize("overwrite", [True, False])
def test_a_name_that_is_too_long_is_refused(tmp_path: Path, overwrite: bool) -> None:
    path = tmp_path / ("x" * 300 + ".png")
    assert "choose a shorter name" in refusal(samples.photo(), path, overwrite=overwrite)


def test_sixteen_bit_and_alpha_into_jpeg(tmp_path: Path) -> None:
    pixels = np.zeros((16, 16, 3), dtype=np.uint16)
    pixels[:, :, 0] = 40000
    alpha = np.full((16, 16), 65535, dtype=np.uint16)
    alpha[:, 8:] = 0
    photo = Photo(pixels, alpha)
    losses = loss_on_save(photo, tmp_path / "a.jpg")
    assert any("8 bits" in loss for loss in losses) and any("transparency" in loss for loss in losses)
    saved = read_photo(write_photo(photo, tmp_path / "a.jpg"))
    assert saved.pixels[8, 2].tolist() == pytest.approx([156, 0, 0], abs=3)
    assert saved.pixels[8, 13].tolist() == pytest.approx([255, 255, 255], abs=3)


def test_half_transparent_colours_are_blended_with_white(tmp_path: Path) -> None:
    photo = samples.photo(alpha=True)
    saved = read_photo(write_photo(photo, tmp_path / "a.bmp"))
    share = photo.alpha[:, :, None] / 255  # type: ignore[index]
    np.testing.assert_allclose(saved.pixels, photo.pixels * share + 255 * (1 - share), atol=0.51)


def test_sixteen_bit_is_rounded_to_the_nearest_of_eight(tmp_path: Path) -> None:
    photo = samples.photo(dtype=np.uint16)
    saved = read_photo(write_photo(photo, tmp_path / "a.bmp"))
    np.testing.assert_allclose(saved.pixels, photo.pixels / 257, atol=0.5001)


def test_losses_are_told_before_and_only_real_ones() -> None:
    plain = samples.photo()
    rich = samples.photo(alpha=True, icc=ICC, exif=samples.exif_block(), xmp=samples.XMP % 1)
    lossy = samples.photo(origin=Origin(None, "JPEG", lossless=False))
    for suffix in (".png", ".tif", ".webp", ".bmp"):
        assert loss_on_save(plain, f"a{suffix}") == ()
    for suffix in (".png", ".tif", ".webp"):
        assert loss_on_save(rich, f"a{suffix}") == ()
    assert len(loss_on_save(plain, "a.jpg")) == 1
    assert loss_on_save(lossy, "a.jpg") == ()
    assert len(loss_on_save(rich, "a.bmp")) == 4
    assert all(loss.endswith(".") for loss in loss_on_save(rich, "a.bmp"))


def test_metadata_too_large_for_jpeg_is_left_out_and_told(tmp_path: Path) -> None:
    about = b'rdf:about="' + b"x" * 70000 + b'"'  # no property: what cannot go into an extension
    packet = (samples.XMP % 1).replace(b'rdf:about=""', about)
    photo = samples.photo(xmp=packet, origin=Origin(None, "JPEG", lossless=False))
    assert [loss for loss in loss_on_save(photo, tmp_path / "a.jpg") if "XMP" in loss]
    assert read_photo(write_photo(photo, tmp_path / "a.jpg")).xmp is None
    assert read_photo(write_photo(photo, tmp_path / "a.png")).xmp == packet


def test_sides_beyond_the_format_are_refused(tmp_path: Path) -> None:
    long = Photo(np.zeros((1, 65501, 1), dtype=np.uint8))
    assert "65500" in refusal(long, tmp_path / "a.jpg")
    assert "16383" in refusal(long, tmp_path / "a.webp")
    assert read_photo(write_photo(long, tmp_path / "a.png")).size == long.size


@pytest.mark.parametrize("quality", [0, 101, -5])
def test_senseless_qualities_are_refused(tmp_path: Path, quality: int) -> None:
    assert "1 to 100" in refusal(samples.photo(), tmp_path / "a.jpg", quality=quality)


@pytest.mark.parametrize("suffix", [".jpg", ".webp", ".avif"])
def test_quality_decides_the_size(tmp_path: Path, suffix: str) -> None:
    photo = Photo(samples.picture(120, 160))
    small = write_photo(photo, tmp_path / f"small{suffix}", quality=20).stat().st_size
    large = write_photo(photo, tmp_path / f"large{suffix}", quality=95).stat().st_size
    assert small * 1.5 < large


def test_damaged_exif_in_memory_is_left_out_not_written(tmp_path: Path) -> None:
    assert (
        read_photo(write_photo(samples.photo(exif=b"II*\0\xff\xff\xff\xff"), tmp_path / "a.tif")).exif is None
    )


def test_three_quantisation_tables_are_kept(tmp_path: Path) -> None:
    tables = {0: [2] * 64, 1: [5] * 64, 2: [9] * 64}
    photo = samples.photo(origin=Origin(None, "JPEG", tables, "4:4:4", lossless=False))
    with Image.open(write_photo(photo, tmp_path / "a.jpg")) as image:
        assert image.quantization == tables  # type: ignore[attr-defined]


# --- all or nothing ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_existing_file_is_replaced_and_keeps_its_permissions(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_photo(samples.photo(), path)
    assert read_photo(path).size == samples.photo().size
    assert path.stat().st_mode & 0o777 == 0o640
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_a_new_file_gets_the_usual_permissions(tmp_path: Path) -> None:
    (tmp_path / "usual").touch()
    path = write_photo(samples.photo(), tmp_path / "a.png")
    assert path.stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_a_symbolic_link_stays_one(tmp_path: Path) -> None:
    target = tmp_path / "target.png"
    target.write_bytes(b"old")
    (tmp_path / "link.png").symlink_to(target)
    write_photo(samples.photo(), tmp_path / "link.png")
    assert (tmp_path / "link.png").is_symlink()
    assert read_photo(target).size == samples.photo().size


def test_overwriting_can_be_forbidden(tmp_path: Path) -> None:
    path = write_photo(samples.photo(), tmp_path / "a.png", overwrite=False)
    assert "already exists" in refusal(samples.photo(), path, overwrite=False)


def test_a_missing_folder_and_a_folder_in_the_way(tmp_path: Path) -> None:
    assert "folder does not exist" in refusal(samples.photo(), tmp_path / "none" / "a.png")
    (tmp_path / "a.png").mkdir()
    assert "is a folder" in refusal(samples.photo(), tmp_path / "a.png")


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file may grow beyond ``size`` bytes meanwhile: writing fails for real, in whatever library does it."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("missing", ["all but a page", "half", "a page", "one byte"])
@pytest.mark.parametrize("exists", [False, True])
def test_when_the_disk_is_full_nothing_changes(
    tmp_path: Path, suffix: str, missing: str, exists: bool
) -> None:
    path = tmp_path / f"a{suffix}"
    photo = Photo(samples.noise(100, 150), icc=ICC, exif=samples.exif_block())
    size = write_photo(photo, path).stat().st_size
    if exists:
        path.write_bytes(b"old")
    else:
        path.unlink()
    room = {"all but a page": 4096, "half": size // 2, "a page": size - 4096, "one byte": size - 1}[missing]
    with room_for(room):
        assert "not saved" in refusal(photo, path)


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EFBIG, "does not allow files this large"),
        (errno.EACCES, "not permitted"),
        (errno.EIO, "Input/output"),
    ],
)
@pytest.mark.parametrize("step", ["open", "fsync", "replace"])
def test_when_the_system_refuses_nothing_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str, code: int, words: str, step: str
) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(b"old")

    def refuse(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, step, refuse)
    assert words in refusal(samples.photo(), path)


def test_an_encoder_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("no such codec\nand more")

    monkeypatch.setitem(write.ENCODERS, "PNG", fail)
    assert "no such codec" in refusal(samples.photo(), tmp_path / "a.png")

    def starve(*_: object) -> None:
        raise MemoryError

    monkeypatch.setitem(write.ENCODERS, "PNG", starve)
    assert "memory" in refusal(samples.photo(), tmp_path / "a.png")


def test_masks_are_written_all_at_once_too(tmp_path: Path) -> None:
    path = tmp_path / "mask.png"
    path.write_bytes(b"old")
    mask = samples.noise(100, 100, 1)[:, :, 0]
    size = write_mask(mask, tmp_path / "whole.png").stat().st_size
    before = samples.folder_state(tmp_path)
    for room in (100, size - 1):
        with room_for(room), pytest.raises(PhotoError, match="does not allow files this large"):
            write_mask(mask, path)
        assert samples.folder_state(tmp_path) == before
