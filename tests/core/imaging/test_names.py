"""Names that are not text, and folders that refuse what others allow."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from crfill_core.errors import PhotoError
from crfill_core.files.replace import replacing
from crfill_core.imaging.mask import write_mask
from crfill_core.imaging.openraster import write_openraster
from crfill_core.imaging.photo import Photo
from crfill_core.imaging.read import read_photo
from crfill_core.imaging.write import write_photo
from tests.core.imaging import samples

LATIN_1 = os.fsdecode(b"caf\xe9")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder whose name is Latin-1, where the system takes such names."""
    path = tmp_path / LATIN_1
    try:
        path.mkdir()
    except OSError:
        pytest.skip("this system takes no such names")
    return path


@pytest.mark.parametrize("suffix", [".png", ".tif", ".jpg", ".webp", ".avif", ".bmp"])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_a_name_that_is_no_text_is_written_and_read(folder: Path, suffix: str, dtype: type) -> None:
    if dtype == np.uint16 and suffix not in (".png", ".tif"):
        pytest.skip("8 bit only")
    photo = Photo(samples.noise(20, 30, 3, dtype))
    path = write_photo(photo, folder / f"{LATIN_1}{suffix}")
    again = read_photo(path)
    assert again.size == photo.size and again.pixels.dtype == dtype
    if suffix in (".png", ".tif", ".bmp"):
        assert np.array_equal(again.pixels, photo.pixels)
    assert os.listdir(os.fsencode(folder)) == [os.fsencode(path.name)]


def test_a_large_tiff_of_such_a_name_is_read_by_several_threads(folder: Path, monkeypatch) -> None:
    from crfill_core.imaging.codecs import oiio

    monkeypatch.setattr(oiio, "_WORTH_THREADS", 0)
    photo = Photo(samples.noise(600, 30))
    assert np.array_equal(read_photo(write_photo(photo, folder / "a.tif")).pixels, photo.pixels)


def _write_png(folder: Path) -> Path:
    return write_photo(Photo(samples.noise(8, 8)), folder / "a.png")


def _write_mask(folder: Path) -> Path:
    return write_mask(np.zeros((8, 8), np.uint8), folder / "m.png")


def _write_openraster(folder: Path) -> Path:
    photo = Photo(samples.noise(8, 8))
    return write_openraster(folder / "a.ora", photo, photo.with_pixels(samples.noise(8, 8, seed=1)))


WRITERS = [_write_png, _write_mask, _write_openraster]


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("refusal", [errno.EPERM, errno.ENOTSUP, errno.ENOSYS])
def test_a_folder_that_refuses_chmod_takes_new_versions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write, refusal: int
) -> None:
    """NTFS and SMB mounted with ``uid=,umask=``: the content is written, only the mode cannot be set."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(refusal, os.strerror(refusal))

    path = write(tmp_path)
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "chmod", refuse)
    write(tmp_path)
    assert path.read_bytes() != b"old" and os.listdir(tmp_path) == [path.name]


def test_a_share_that_refuses_fsync_takes_new_versions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: int) -> None:
        raise OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr(os, "fsync", refuse)
    assert _write_png(tmp_path).stat().st_size > 0


def test_a_disk_that_fails_while_flushing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _write_png(tmp_path)
    before = path.read_bytes()

    def fail(_: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(PhotoError, match="Input/output error"):
        _write_png(tmp_path)
    assert path.read_bytes() == before and os.listdir(tmp_path) == ["a.png"]


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_a_mode_is_kept(tmp_path: Path) -> None:
    path = _write_png(tmp_path)
    path.chmod(0o640)
    _write_png(tmp_path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@pytest.fixture
def no_chmod(tmp_path: Path) -> Iterator[Path]:
    """A file system that refuses chmod, as FUSE has it."""
    if not shutil.which("bindfs"):
        pytest.skip("needs bindfs")
    real, seen = tmp_path / "real", tmp_path / "seen"
    real.mkdir()
    seen.mkdir()
    if subprocess.run(["bindfs", "--chmod-deny", real, seen], capture_output=True).returncode:
        pytest.skip("FUSE is not at hand")
    yield seen
    subprocess.run(["fusermount", "-u", seen], check=True)


@pytest.mark.parametrize("write", WRITERS)
def test_a_mounted_folder_that_refuses_chmod(no_chmod: Path, write) -> None:
    path = write(no_chmod)
    with pytest.raises(PermissionError):
        path.chmod(0o600)
    path.write_bytes(b"old")
    write(no_chmod)
    assert path.read_bytes() != b"old" and os.listdir(no_chmod) == [path.name]


def test_a_link_to_a_file_there_stays_a_link(no_chmod: Path, tmp_path: Path) -> None:
    target = _write_png(no_chmod)
    link = tmp_path / "link.png"
    link.symlink_to(target)
    with replacing(link) as temporary:
        temporary.write_bytes(b"new")
    assert link.is_symlink() and target.read_bytes() == b"new"
