from __future__ import annotations

import io
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from crfill_core.imaging.codecs import extras
from crfill_core.imaging.read import read_photo
from tests.core.imaging import samples


@pytest.mark.parametrize(
    ("name", "content", "extra"),
    [
        ("a.nef", b"MM\0*\0\0\0\x08", "crfill-studio[raw]"),
        ("a.cr3", b"\0\0\0\x18ftypcrx \0\0\0\1crx isom", "crfill-studio[raw]"),
        ("a.raf", b"FUJIFILMCCD-RAW 0201", "crfill-studio[raw]"),
        ("a.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "crfill-studio[heic]"),
    ],
)
def test_a_missing_library_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, "rawpy", None)
    monkeypatch.setitem(sys.modules, "pi_heif", None)
    (tmp_path / name).write_bytes(content + bytes(100))
    assert extra in samples.refusal(tmp_path / name)


class Raw:
    """As much of rawpy's object as is used."""

    sizes = SimpleNamespace(width=7, height=5)

    def __enter__(self) -> Raw:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def postprocess(self, output_bps: int, use_camera_wb: bool, gamma: tuple[float, float]) -> np.ndarray:
        assert (output_bps, use_camera_wb, gamma) == (16, True, (2.4, 12.92))
        return samples.noise(5, 7, 3, np.uint16)


def test_raw_is_developed_and_keeps_the_camera_tags(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extras, "_optional", lambda *_: SimpleNamespace(imread=lambda path: Raw()))
    (tmp_path / "a.dng").write_bytes(samples.exif_block(6))
    photo = read_photo(tmp_path / "a.dng")
    np.testing.assert_array_equal(
        photo.pixels, samples.noise(5, 7, 3, np.uint16)
    )  # LibRaw has turned it already
    assert photo.exif is not None and b"Camera" in photo.exif and samples.MAKER_NOTE in photo.exif
    assert photo.origin is not None and photo.origin.format == "RAW"
    assert "RAW" in photo.notes[0]


class RawWithPreview(Raw):
    def __init__(self, flip: int, data: bytes | np.ndarray | None) -> None:
        self.sizes = SimpleNamespace(width=7, height=5, flip=flip)
        self._data = data

    def extract_thumb(self) -> SimpleNamespace:
        if self._data is None:
            raise LookupError
        kind = "jpeg" if isinstance(self._data, bytes) else "bitmap"
        return SimpleNamespace(format=kind, data=self._data)


def jpeg(orientation: int | None) -> bytes:
    """800 × 400, the left half red, the right half blue."""
    image = Image.new("RGB", (800, 400), "red")
    image.paste("blue", (400, 0, 800, 400))
    file, block = io.BytesIO(), Image.Exif()
    if orientation is not None:
        block[0x0112] = orientation
    image.save(file, "JPEG", exif=block)
    return file.getvalue()


@pytest.mark.parametrize(
    ("flip", "data", "size", "top_is_red"),
    [
        (0, jpeg(None), (200, 100), None),
        (6, jpeg(None), (100, 200), True),  # only the RAW file tells how the camera was held
        (6, jpeg(1), (200, 100), None),  # the preview has been turned already and says so
        (5, jpeg(8), (100, 200), False),
        (3, samples.noise(5, 7), (7, 5), None),
        (0, None, None, None),
    ],
)
def test_the_preview_of_a_raw_file_is_upright(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    flip: int,
    data: bytes | np.ndarray | None,
    size: tuple[int, int] | None,
    top_is_red: bool | None,
) -> None:
    library = SimpleNamespace(
        imread=lambda path: RawWithPreview(flip, data),
        ThumbFormat=SimpleNamespace(JPEG="jpeg"),
        LibRawNoThumbnailError=LookupError,
        LibRawUnsupportedThumbnailError=LookupError,
    )
    monkeypatch.setattr(extras, "_optional", lambda *_: library)
    preview = extras.raw_preview(tmp_path / "a.nef", 200)
    if preview is None:
        assert size is None
        return
    assert preview.shape[1::-1] == size and preview.dtype == np.uint8
    if isinstance(data, np.ndarray):
        np.testing.assert_array_equal(preview, data[::-1, ::-1])
    if top_is_red is not None:
        red_above = bool(preview[10, 50, 0] > preview[-10, 50, 0])
        assert red_above == top_is_red


def test_heic_comes_upright_with_its_metadata(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    image = Image.fromarray(samples.noise(5, 7))
    image.info.update(exif=samples.jpeg_exif(samples.exif_block(1)), xmp=samples.XMP % 1)
    heif = SimpleNamespace(size=(7, 5), to_pillow=lambda: image)
    library = SimpleNamespace(open_heif=lambda path, convert_hdr_to_8bit: heif)
    monkeypatch.setattr(extras, "_optional", lambda *_: library)
    (tmp_path / "a.heic").write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic")
    photo = read_photo(tmp_path / "a.heic")
    np.testing.assert_array_equal(photo.pixels, samples.noise(5, 7))
    assert (photo.exif, photo.xmp) == (samples.exif_block(1), samples.XMP % 1)
    assert photo.origin is not None and photo.origin.format == "HEIC" and not photo.origin.lossless
