"""Files that cannot be opened, or just so."""

from __future__ import annotations

import errno
import io
import struct
import warnings
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from crfill_core.errors import PhotoError
from crfill_core.geometry import Size
from crfill_core.imaging.codecs import formats
from crfill_core.imaging.codecs.decoded import MOST_PIXELS
from crfill_core.imaging.photo import Photo
from crfill_core.imaging.read import read_photo
from tests.core.imaging import samples


def test_missing_folder_empty_text(tmp_path: Path) -> None:
    assert "does not exist" in samples.refusal(tmp_path / "none.jpg")
    assert "does not exist" in samples.refusal(tmp_path / "no" / "folder" / "a.jpg")
    assert "folder" in samples.refusal(tmp_path)
    (tmp_path / "empty.jpg").touch()
    assert "0 bytes" in samples.refusal(tmp_path / "empty.jpg")
    (tmp_path / "text.png").write_text("Dear diary")
    assert "known format" in samples.refusal(tmp_path / "text.png")
    assert "cannot be read" in samples.refusal(tmp_path / ("x" * 300 + ".jpg"))


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.jpg"
    Image.fromarray(samples.picture(8, 8)).save(path)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert "you have no permission" in samples.refusal(path)


def test_not_a_regular_file(tmp_path: Path) -> None:
    import os

    os.mkfifo(tmp_path / "pipe.jpg")
    assert "not a regular file" in samples.refusal(tmp_path / "pipe.jpg")


KINDS = (
    "jpg",
    "progressive.jpg",
    "png",
    "deep.png",
    "tif",
    "deep.tif",
    "palette.tif",
    "webp",
    "avif",
    "bmp",
    "gif",
)


def encoded(kind: str) -> bytes:
    """A small sound file of an 8-bit kind, with metadata."""
    buffer = io.BytesIO()
    image = Image.fromarray(samples.picture(40, 50))
    metadata = {
        "exif": samples.jpeg_exif(samples.exif_block(6)),
        "icc_profile": samples.matrix_icc(samples.SRGB, samples.srgb_curve()),
    }
    name = {"jpg": "JPEG", "tif": "TIFF"}.get(kind.rpartition(".")[2], kind.rpartition(".")[2].upper())
    if kind == "palette.tif":
        image = image.quantize(16)
    options = {} if name in ("BMP", "GIF") else metadata
    image.save(buffer, name, progressive=kind == "progressive.jpg", **options)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def sound_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("sound")
    result = {}
    for kind in KINDS:
        if kind.startswith("deep"):
            samples.write_with_oiio(folder / kind, samples.noise(40, 50, 3, np.uint16), "uint16")
            result[kind] = (folder / kind).read_bytes()
        else:
            result[kind] = encoded(kind)
    return result


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_truncated_files_are_refused(
    tmp_path: Path, sound_files: dict[str, bytes], kind: str, share: float
) -> None:
    path = tmp_path / kind
    path.write_bytes(sound_files[kind])
    assert isinstance(read_photo(path), Photo)
    path.write_bytes(sound_files[kind][: int(len(sound_files[kind]) * share)])
    samples.refusal(path)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_damaged_files_open_or_are_refused_in_one_sentence(
    tmp_path: Path, sound_files: dict[str, bytes], kind: str, data: st.DataObject
) -> None:
    sound = sound_files[kind]
    damaged = bytearray(sound[: data.draw(st.integers(1, len(sound)))])
    for _ in range(data.draw(st.integers(0, 4))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / kind
    path.write_bytes(damaged)
    try:
        assert read_photo(path).size.area > 0
    except PhotoError as error:
        assert str(path) in str(error) and "\n" not in str(error)


MAGICS = [magic for magic, _ in formats._MAGIC] + [
    b"II*\0",
    b"MM\0*",
    b"RIFF\0\0\0\0WEBP",
    b"\0\0\0\x1cftypavif",
]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(magic=st.sampled_from([b"", *MAGICS]), garbage=st.binary(min_size=1, max_size=300))
def test_garbage_is_refused_in_one_sentence(tmp_path: Path, magic: bytes, garbage: bytes) -> None:
    path = tmp_path / "garbage.png"
    path.write_bytes(magic + garbage)
    with pytest.raises(PhotoError):
        read_photo(path)


def bomb(width: int, height: int) -> bytes:
    """A PNG's beginning that claims any size."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = b"\0\0\0\rIHDR" + header + struct.pack(">I", zlib.crc32(b"IHDR" + header))
    return b"\x89PNG\r\n\x1a\n" + chunk + b"\0\0\0\1IDAT\0" + bytes(64)


def test_bombs_are_refused_before_anything_is_decoded(tmp_path: Path) -> None:
    (tmp_path / "bomb.png").write_bytes(bomb(60000, 60000))
    assert "3600 megapixels" in samples.refusal(tmp_path / "bomb.png")
    side = int(MOST_PIXELS**0.5)
    (tmp_path / "large.png").write_bytes(bomb(side, side))
    assert "damaged" in samples.refusal(tmp_path / "large.png")  # the size itself is fine


def test_a_hundred_megapixels_open_without_a_warning(tmp_path: Path) -> None:
    Image.new("L", (12000, 9000), 77).save(tmp_path / "large.png", compress_level=1)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        photo = read_photo(tmp_path / "large.png")
    assert photo.size == Size(12000, 9000) and photo.pixels[-1, -1] == 77


def test_a_failure_to_read_is_not_called_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.jpg"
    Image.fromarray(samples.picture(8, 8)).save(path)

    def failing(path: Path) -> bytes:
        raise OSError(errno.EIO, "Input/output error", str(path))

    monkeypatch.setattr(Path, "read_bytes", failing)
    sentence = samples.refusal(path)
    assert "cannot be read (Input/output error)" in sentence and "damaged" not in sentence
