"""Formats × depth × transparency × profile × EXIF × XMP × colour signals: what is kept, and a note for every loss."""

from __future__ import annotations

import itertools
import shutil
import struct
import subprocess
from pathlib import Path

import numpy as np
import pytest

from crfill_core.imaging import color
from crfill_core.imaging.codecs import color_signals, png_chunks
from crfill_core.imaging.metadata import exif
from crfill_core.imaging.photo import Origin, Photo
from crfill_core.imaging.read import read_photo
from crfill_core.imaging.write import loss_on_save, write_photo
from tests.core.imaging import samples
from tests.core.imaging.samples import FILES

WIDE = samples.matrix_icc(samples.ADOBE_RGB, samples.gamma_curve(2.2), "Wide")
SUFFIXES = (".jpg", ".png", ".tif", ".webp", ".avif", ".bmp")
EXACT = (".png", ".tif", ".webp", ".bmp")
DEEP = (".png", ".tif")
SEE_THROUGH = (".png", ".tif", ".webp", ".avif")
COLORS = ("none", "icc", "gamma", "cicp")


def photo(deep: bool, alpha: bool, colors: str, block: bool, packet: bool) -> Photo:
    pixels = samples.picture(40, 56)
    cover = np.where(np.indices((40, 56))[1] < 30, 255, 90).astype(np.uint8) if alpha else None
    if deep:
        pixels = pixels.astype(np.uint16) * 257 + np.uint16(3) * (pixels < 250)
        cover = None if cover is None else cover.astype(np.uint16) * 257
    chunks = png_chunks.chunk(b"gAMA", struct.pack(">I", 100000)) if colors == "gamma" else None
    cicp = (12, 13) if colors == "cicp" else None
    icc = WIDE if colors == "icc" else color_signals.profile(cicp, chunks, False)
    origin = Origin(None, "PNG", dpi=(300.0, 300.0), chunks=chunks, cicp=cicp)
    exif_block = samples.exif_block(size=(56, 40)) if block else None
    return Photo(pixels, cover, icc, exif_block, samples.XMP % 1 if packet else None, origin)


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("colors", COLORS)
@pytest.mark.parametrize(("deep", "alpha"), list(itertools.product([False, True], repeat=2)))
@pytest.mark.parametrize(("block", "packet"), list(itertools.product([False, True], repeat=2)))
def test_what_a_format_holds_is_kept_and_the_rest_is_told(
    tmp_path: Path, suffix: str, colors: str, deep: bool, alpha: bool, block: bool, packet: bool
) -> None:
    before = photo(deep, alpha, colors, block, packet)
    path = tmp_path / f"a{suffix}"
    losses = " ".join(loss_on_save(before, path))
    after = read_photo(write_photo(before, path))
    assert after.notes == ()

    assert ("16 bits" in losses) == (deep and suffix not in DEEP)
    assert ("transparency" in losses) == (alpha and suffix not in SEE_THROUGH)
    assert ("small losses" in losses) == (suffix not in EXACT)
    assert ("colour profile" in losses) == (before.icc is not None and suffix == ".bmp")
    assert ("EXIF" in losses, "XMP" in losses) == (block and suffix == ".bmp", packet and suffix == ".bmp")

    assert (after.pixels.dtype == np.uint16) == (deep and suffix in DEEP)
    assert (after.alpha is not None) == (alpha and suffix in SEE_THROUGH)
    if suffix != ".bmp":
        assert after.xmp == before.xmp and (after.exif is not None or not block)
        assert after.icc == before.icc
        if block and after.exif is not None:
            first = exif.first_directory(after.exif)
            camera = exif.sub_directory(after.exif, first, exif.EXIF_IFD)
            assert camera is not None and camera.entries[0x927C].data == samples.MAKER_NOTE
    if suffix in (".png", ".tif", ".bmp", ".jpg"):
        assert after.origin is not None and after.origin.dpi == pytest.approx((300, 300), abs=0.02)
    if suffix in EXACT and not (deep and suffix not in DEEP) and (not alpha or suffix in SEE_THROUGH):
        np.testing.assert_array_equal(after.pixels, before.pixels)
        if alpha:
            np.testing.assert_array_equal(after.alpha, before.alpha)
    elif not alpha and suffix != ".bmp":
        shown = [color.to_display(one.pixels, one.icc).astype(int) for one in (before, after)]
        assert np.abs(shown[0] - shown[1]).mean() < 4


@pytest.mark.skipif(shutil.which("exiftool") is None, reason="ExifTool is not installed")
@pytest.mark.parametrize("suffix", SUFFIXES[:-1])
def test_exiftool_validates_what_we_save(tmp_path: Path, suffix: str) -> None:
    path = write_photo(photo(False, False, "icc", True, True), tmp_path / f"a{suffix}")
    tags = (
        "-IFD0:Make",
        "-ExifIFD:DateTimeOriginal",
        "-XMP-tiff:Orientation",
        "-ICC_Profile:ProfileDescription",
    )
    told = subprocess.run(
        ["exiftool", "-s3", "-n", *tags, str(path)], capture_output=True, text=True, check=True
    )
    assert told.stdout.splitlines() == ["Camera", "2026:05:04 03:02:01", "1", "Wide"]
    checked = subprocess.run(
        ["exiftool", "-warning", "-error", "-s3", str(path)], capture_output=True, text=True
    )
    assert "Error" not in checked.stdout and "[minor]" not in checked.stdout.replace(
        "[minor] Unrecognized MakerNotes", ""
    )


@pytest.mark.skipif(shutil.which("identify") is None, reason="ImageMagick is not installed")
@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif", ".bmp"])
def test_imagemagick_opens_what_we_save(tmp_path: Path, suffix: str) -> None:
    path = write_photo(photo(suffix in DEEP, False, "none", True, True), tmp_path / f"a{suffix}")
    command = ["identify", "-format", "%w %h %z", str(path)]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["56", "40", "16" if suffix in DEEP else "8"]


def test_interoperability_comments_and_captions_go_into_tiff(tmp_path: Path) -> None:
    """By ExifTool, in the other byte order than ours."""
    before = read_photo(FILES / "jpeg" / "camera.jpg")
    assert before.exif is not None and before.exif.startswith(b"MM")
    after = read_photo(write_photo(before, tmp_path / "a.tif"))
    assert after.exif is not None and before.origin is not None and after.origin is not None
    order = exif.first_directory(after.exif).order
    camera = exif.sub_directory(after.exif, exif.first_directory(after.exif), exif.EXIF_IFD)
    assert camera is not None
    interop = exif.sub_directory(after.exif, camera, exif.INTEROP_IFD)
    assert interop is not None and interop.entries[1].data == b"R98\0"
    comment = camera.entries[0x9286].data
    assert comment.startswith(b"UNICODE\0")
    assert comment[8:].decode("utf-16-le" if order == "<" else "utf-16-be") == "Größe 写真"
    assert after.origin.iptc == before.origin.iptc is not None
    assert before.origin.dpi == (300, 300)  # which only EXIF says
    assert read_photo(write_photo(before, tmp_path / "a.png")).origin.dpi == (300, 300)  # type: ignore[union-attr]


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("turned", [False, True])
def test_iptc_of_a_tiff_goes_into_a_jpeg_whatever_its_words(tmp_path: Path, order: str, turned: bool) -> None:
    record = b"\x1c\x02\x78\0\x09A caption"
    path = write_photo(
        Photo(samples.noise(9, 9), origin=Origin(None, "TIFF", iptc=record)), tmp_path / "a.tif"
    )
    data = bytearray(path.read_bytes())
    entry = exif.first_directory(data).entries[exif.IPTC]
    words = (
        entry.data
        if not turned
        else b"".join(entry.data[i : i + 4][::-1] for i in range(0, len(entry.data), 4))
    )
    data[entry.at : entry.at + len(words)] = words
    path.write_bytes(data)
    again = read_photo(write_photo(read_photo(path), tmp_path / "b.jpg"))
    assert again.origin is not None and again.origin.iptc == record
