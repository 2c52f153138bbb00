"""What the colours mean without a profile (PNG's chunks, code points in AVIF and PNG), and PNG's texts, stay."""

from __future__ import annotations

import base64
import shutil
import struct
import subprocess
import zlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from crfill_core.imaging import color, icc
from crfill_core.imaging.codecs import color_signals, isobmff, png_chunks
from crfill_core.imaging.photo import Photo
from crfill_core.imaging.read import read_photo
from crfill_core.imaging.write import loss_on_save, write_photo
from tests.core.imaging import samples
from tests.core.imaging.samples import FILES
from tests.core.imaging.test_hidden_copies import SECRET, SMALL

COLOR = FILES / "color"
CHRM_P3 = struct.pack(">8I", 31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000)
CHRM_SRGB = struct.pack(">8I", 31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000)
TEXTS = [
    (b"tEXt", b"Copyright\0\xa9 Ansel"),
    (b"zTXt", b"Description\0\0" + zlib.compress(b"A long text " * 9)),
    (b"iTXt", "Author\0\0\0de\0Verfasser\0Ansel É.".encode()),
]
SIGNALS = {
    "linear": [(b"gAMA", struct.pack(">I", 100000))],
    "P3 by chromaticities": [(b"gAMA", struct.pack(">I", 45455)), (b"cHRM", CHRM_P3)],
    "as sRGB": [(b"gAMA", struct.pack(">I", 45455)), (b"cHRM", CHRM_SRGB)],
    "sRGB": [(b"sRGB", b"\0"), (b"gAMA", struct.pack(">I", 45455))],
    "P3": [(b"cICP", bytes([12, 13, 0, 1]))],
    "PQ": [(b"cICP", bytes([9, 16, 0, 1])), (b"mDCV", bytes(range(24))), (b"cLLI", bytes(range(8)))],
    "HLG": [(b"cICP", bytes([9, 18, 0, 1]))],
    "significant bits": [(b"sBIT", b"\5\6\5")],
    "places": [(b"oFFs", struct.pack(">iiB", 5, 7, 0)), (b"sCAL", b"\x011.5\x002.5")],
}


def png(
    path: Path, chunks: list[tuple[bytes, bytes]], pixels: np.ndarray | None = None, late: bool = False
) -> Path:
    """A PNG with these chunks after its header, or before its end."""
    pixels = samples.noise(23, 37) if pixels is None else pixels
    Image.fromarray(pixels if pixels.shape[2] > 1 else pixels[:, :, 0]).save(path)
    data = path.read_bytes()
    at = len(data) - 12 if late else 33
    path.write_bytes(data[:at] + b"".join(png_chunks.chunk(*one) for one in chunks) + data[at:])
    return path


def chunks_of(path: Path) -> list[tuple[bytes, bytes]]:
    of_the_picture = (b"IHDR", b"IDAT", b"IEND")
    return [one for one in png_chunks.parts(path.read_bytes()[8:]) if one[0] not in of_the_picture]


@pytest.mark.parametrize("kind", SIGNALS)
def test_a_png_keeps_its_signals_and_texts_as_they_are(tmp_path: Path, kind: str) -> None:
    path = png(tmp_path / "a.png", SIGNALS[kind] + TEXTS)
    photo = read_photo(path)
    assert photo.notes == () and loss_on_save(photo, path) == ()
    saved = write_photo(photo, tmp_path / "b.png")
    assert chunks_of(saved) == SIGNALS[kind] + TEXTS
    again = read_photo(saved)
    np.testing.assert_array_equal(again.pixels, photo.pixels)
    assert again.icc == photo.icc and again.origin is not None and photo.origin is not None
    assert (again.origin.chunks, again.origin.cicp) == (photo.origin.chunks, photo.origin.cicp)


@pytest.mark.parametrize("suffix", [".tif", ".webp", ".jpg", ".avif"])
@pytest.mark.parametrize("kind", ["linear", "P3 by chromaticities", "P3", "as sRGB"])
def test_in_other_formats_the_colours_mean_the_same(tmp_path: Path, kind: str, suffix: str) -> None:
    photo = read_photo(png(tmp_path / "a.png", SIGNALS[kind], samples.picture(24, 32)))
    plain = Photo(photo.pixels)
    shown = color.to_display(photo.pixels, photo.icc).astype(int)
    if kind == "as sRGB":
        assert photo.icc is None
    else:
        assert np.abs(shown - color.to_display(plain.pixels, None)).mean() > 3
    again = read_photo(write_photo(photo, tmp_path / f"b{suffix}"))
    assert np.abs(color.to_display(again.pixels, again.icc) - shown).mean() < (
        0.01 if suffix == ".tif" else 4
    )
    assert not any("profile" in loss or "HDR" in loss for loss in loss_on_save(photo, f"b{suffix}"))


@pytest.mark.parametrize("kind", ["linear", "P3", "PQ"])
def test_grey_photos(tmp_path: Path, kind: str) -> None:
    photo = read_photo(png(tmp_path / "a.png", SIGNALS[kind], samples.picture(24, 32, 1)))
    assert photo.channels == 1
    if kind != "P3":  # grey has no primaries
        assert photo.icc is not None and icc.fits(photo.icc, 1) and not icc.fits(photo.icc, 3)
    again = read_photo(write_photo(photo, tmp_path / "b.tif"))
    np.testing.assert_array_equal(again.pixels, photo.pixels)
    assert again.icc == photo.icc


def test_losses_of_texts_are_told(tmp_path: Path) -> None:
    photo = read_photo(png(tmp_path / "a.png", SIGNALS["PQ"] + TEXTS))
    losses = " ".join(loss_on_save(photo, "a.tif"))
    assert "(Copyright, Description, Author)" in losses and "HDR" in losses
    assert "HDR light levels" in " ".join(loss_on_save(photo, "a.avif"))


@pytest.mark.parametrize("kind", ["PQ", "HLG"])
@pytest.mark.parametrize("suffix", [".png", ".avif", ".tif", ".jpg", ".webp", ".bmp"])
def test_hdr_is_kept_or_its_loss_told(tmp_path: Path, kind: str, suffix: str) -> None:
    """PNG and AVIF say that a photo is HDR; a profile in other formats ends at white."""
    codes = np.rint(np.linspace(0.5, 1, 32 * 24 * 3) * 65535).astype(np.uint16).reshape(24, 32, 3)
    signals = png_chunks.chunk(*SIGNALS[kind][0])
    photo = read_photo(png(tmp_path / "a.png", SIGNALS[kind], (codes >> 8).astype(np.uint8)))
    photo = replace(photo, pixels=codes)
    path = write_photo(photo, tmp_path / f"b{suffix}")
    told = " ".join(loss_on_save(photo, path))
    assert ("cannot mark the colours as HDR" in told) == (suffix not in (".png", ".avif"))
    again = read_photo(path)
    cicp = SIGNALS[kind][0][1][0], SIGNALS[kind][0][1][1]
    assert again.origin is not None and (again.origin.cicp == cicp) == (suffix in (".png", ".avif"))
    if suffix == ".png":
        assert signals in path.read_bytes()
    if suffix in (".png", ".tif"):  # every code, also of light brighter than white
        np.testing.assert_array_equal(again.pixels, codes)
    if suffix != ".bmp":
        assert again.icc == photo.icc is not None
    if suffix == ".avif" and shutil.which("avifdec"):
        info = subprocess.run(["avifdec", "--info", str(path)], capture_output=True, text=True, check=True)
        assert f"Transfer Char. : {cicp[1]}" in info.stdout and "Color Primaries: 9" in info.stdout


def test_sixteen_bit_linear_png_by_imagemagick(tmp_path: Path) -> None:
    photo = read_photo(COLOR / "linear.png")
    assert photo.origin is not None and photo.origin.chunks is not None
    assert png_chunks.keywords(photo.origin.chunks) == ["Author", "Copyright"]
    saved = write_photo(photo, tmp_path / "b.png")
    np.testing.assert_array_equal(read_photo(saved).pixels, photo.pixels)
    of_theirs = [one for one in chunks_of(COLOR / "linear.png") if one[0] not in (b"bKGD", b"tIME")]
    assert chunks_of(saved) == of_theirs


@pytest.mark.parametrize(
    ("content", "channels", "alpha", "expected"),
    [
        (b"\5\6\5", 3, False, b"\5\6\5"),
        (b"\5\6\5", 3, True, b"\5\6\5\x08"),
        (b"\5\6\5\1", 3, True, b"\5\6\5\1"),
        (b"\4", 1, False, b"\4"),
        (b"\4", 1, True, b"\4\x08"),
        (b"\5\6\5", 1, False, b"\6"),
        (b"\x10\x10\x10", 3, False, None),
        (b"\0\0\0", 3, False, None),
    ],
)
def test_significant_bits_follow_the_channels(
    content: bytes, channels: int, alpha: bool, expected: bytes | None
) -> None:
    fitted = list(png_chunks.parts(png_chunks.fitted(png_chunks.chunk(b"sBIT", content), channels, alpha, 8)))
    assert fitted == ([] if expected is None else [(b"sBIT", expected)])


def test_chunks_that_may_show_the_photo_go(tmp_path: Path) -> None:
    texts = [
        (b"tEXt", b"Thumb\0" + base64.b64encode(SMALL)),
        (b"zTXt", b"Raw\0\0" + zlib.compress(SMALL)),
        (b"tEXt", b"Raw profile type 8bim\0\n8bim\n 4\n00000000\n"),
    ]
    path = png(tmp_path / "a.png", [*texts, (b"mkBS", b"layers"), (b"caBX", b"jumb")], late=True)
    photo = read_photo(path)
    assert len(photo.notes) == 2 and "(mkBS)" in " ".join(photo.notes) and "C2PA" in " ".join(photo.notes)
    content = write_photo(photo, tmp_path / "b.png").read_bytes()
    for gone in (SECRET, base64.b64encode(SMALL)[:60], b"zTXt", b"mkBS", b"caBX", b"8bim"):
        assert gone not in content


@pytest.mark.parametrize(("name", "cicp"), [("p3.avif", (12, 13)), ("pq.avif", (9, 16))])
def test_an_avif_keeps_its_code_points(tmp_path: Path, name: str, cicp: tuple[int, int]) -> None:
    photo = read_photo(COLOR / name)
    assert photo.origin is not None and photo.origin.cicp == cicp and photo.icc is not None
    saved = write_photo(photo, tmp_path / "b.avif")
    again = read_photo(saved)
    assert again.origin is not None and again.origin.cicp == cicp and again.icc == photo.icc
    assert np.abs(again.pixels.astype(int) - photo.pixels).mean() < 5
    with Image.open(saved) as image:
        assert "icc_profile" not in image.info
    as_png = write_photo(photo, tmp_path / "b.png")
    assert (b"cICP", bytes([*cicp, 0, 1])) in chunks_of(as_png)
    if shutil.which("avifdec"):
        told = subprocess.run(
            ["avifdec", "--info", str(saved)], capture_output=True, text=True, check=True
        ).stdout
        assert f"Color Primaries: {cicp[0]}" in told and f"Transfer Char. : {cicp[1]}" in told


@pytest.mark.parametrize("alpha", [False, True])
def test_a_lossless_avif_stays_lossless(tmp_path: Path, alpha: bool) -> None:
    photo = read_photo(COLOR / "lossless.avif")
    assert photo.origin is not None and photo.origin.lossless and loss_on_save(photo, "b.avif") == ()
    cover = samples.noise(*photo.pixels.shape[:2], 1)[:, :, 0] if alpha else None
    rich = Photo(photo.pixels, cover, None, samples.exif_block(size=(40, 28)), samples.XMP % 1, photo.origin)
    saved = write_photo(rich, tmp_path / "b.avif")
    again = read_photo(saved)
    np.testing.assert_array_equal(again.pixels, photo.pixels)
    if alpha:
        np.testing.assert_array_equal(again.alpha, cover)
    assert again.origin is not None and again.origin.lossless and again.icc is None
    assert again.xmp == rich.xmp and again.exif is not None and samples.MAKER_NOTE in again.exif
    if shutil.which("avifdec"):
        subprocess.run(["avifdec", str(saved), str(tmp_path / "c.png")], check=True, capture_output=True)
        np.testing.assert_array_equal(read_photo(tmp_path / "c.png").pixels, photo.pixels)


def test_made_profiles_are_what_they_say() -> None:
    p3 = color_signals.profile((12, 13), None, False)
    assert p3 is not None
    read = icc.read_matrix_profile(p3)
    assert read is not None and read.matrix is not None
    np.testing.assert_allclose(read.matrix, samples.DISPLAY_P3, atol=2e-4)
    assert color_signals.profile((1, 13), None, False) is None
    assert color_signals.profile((2, 2), None, False) is None
    linear = color_signals.profile(None, png_chunks.chunk(b"gAMA", struct.pack(">I", 100000)), False)
    half = np.full((1, 1, 3), 128, np.uint8)
    assert color.to_display(half, linear)[0, 0].tolist() == [188, 188, 188]
    bright = color_signals.profile((1, 16), None, False)
    white = np.full((1, 1, 3), round(0.5806 * 65535), np.uint16)  # 203 candela per square metre
    assert color.to_display(white, bright)[0, 0].min() >= 253
    assert color.to_display(white // 2, bright)[0, 0].max() < 90
    with pytest.raises(ValueError):
        icc.matrix((0.3, 0.0), ((0.64, 0.33), (0.3, 0.6), (0.15, 0.06)))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300), st.binary(max_size=40), st.booleans())
def test_damaged_bytes_do_no_harm(data: bytes, more: bytes, grey: bool) -> None:
    isobmff.read(data)
    content = (COLOR / "p3.avif").read_bytes()
    for at in (0, 40, 120, 200):
        isobmff.read(content[:at] + more + content[at + len(more) :])
    signals = png_chunks.chunk(b"gAMA", data[:4].ljust(4, b"\0")) + png_chunks.chunk(
        b"cHRM", data[4:36].ljust(32, b"\1")
    )
    made = color_signals.profile(None, signals, grey)
    assert made is None or icc.fits(made, 1)
    assert png_chunks.keywords(signals + data) is not None


def test_content_credentials_of_a_webp_go_and_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.webp"
    Image.fromarray(samples.noise(9, 9)).save(path, lossless=True, xmp=samples.XMP % 1)
    data = path.read_bytes() + b"C2PA" + struct.pack("<I", 4) + b"jumb"
    path.write_bytes(data[:4] + struct.pack("<I", len(data) - 8) + data[8:])
    photo = read_photo(path)
    assert len(photo.notes) == 1 and "C2PA" in photo.notes[0]
    assert photo.origin is not None and photo.origin.lossless
    assert b"C2PA" not in write_photo(photo, tmp_path / "b.webp").read_bytes()
