"""Segments of a JPEG besides its picture: kept if valid after a fill, else left out with a note."""

from __future__ import annotations

import io
import shutil
import struct
import subprocess
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from crfill_core.imaging.codecs import jpeg_segments
from crfill_core.imaging.codecs.decoded import Decoded
from crfill_core.imaging.metadata import photoshop, xmp, xmp_extension
from crfill_core.imaging.read import read_photo
from crfill_core.imaging.write import loss_on_save, write_photo
from tests.core.imaging import samples
from tests.core.imaging.test_hidden_copies import SECRET, SMALL, packet

needs_exiftool = pytest.mark.skipif(shutil.which("exiftool") is None, reason="ExifTool is not installed")
MAIN = b"http://ns.adobe.com/xap/1.0/\0"
LONG_TEXT = "".join(chr(65 + i * i % 57) if i % 40 else " " for i in range(80000)).replace("\\", "é")
BIG = packet(f"<own:long>{LONG_TEXT}</own:long>", 'xmp:Rating="4"').replace(b"A &gt; title", b"Title")


def with_segments(path: Path, *segments: tuple[int, bytes], trailer: bytes = b"") -> Path:
    file = io.BytesIO()
    Image.fromarray(samples.picture(24, 32)).save(file, "JPEG", quality=90)
    data = file.getvalue()
    inserted = b"".join(jpeg_segments.segment(*part) for part in segments)
    path.write_bytes(data[:20] + inserted + data[20:] + trailer)  # after the JFIF segment
    return path


def resource(number: int, data: bytes, name: bytes = b"") -> bytes:
    head = b"8BIM" + struct.pack(">HB", number, len(name)) + name + bytes((len(name) + 1) % 2)
    return head + struct.pack(">I", len(data)) + data + bytes(len(data) % 2)


def saved(path: Path, name: str = "saved.jpg") -> bytes:
    return write_photo(read_photo(path), path.with_name(name)).read_bytes()


def test_comments_and_texts_stay(tmp_path: Path) -> None:
    ducky = b"Ducky\0\1\0\4\0\0\0\x3c\0\0"
    path = with_segments(
        tmp_path / "a.jpg", (0xFE, b"A comment"), (0xFE, "Größe".encode("latin-1")), (0xEC, ducky)
    )
    photo = read_photo(path)
    assert photo.notes == () and loss_on_save(photo, path) == ()
    content = saved(path)
    for kept in (b"\xff\xfe\0\x0bA comment", "Größe".encode("latin-1"), ducky):
        assert kept in content
    assert any("comments" in loss for loss in loss_on_save(photo, "a.png"))
    again = read_photo(path.with_name("saved.jpg"))
    assert again.origin is not None and photo.origin is not None
    assert again.origin.segments == photo.origin.segments


def test_comments_that_hold_a_picture_go(tmp_path: Path) -> None:
    path = with_segments(tmp_path / "a.jpg", (0xFE, SMALL), (0xEC, b"[picture info]" + SMALL))
    assert SECRET in path.read_bytes() and SECRET not in saved(path)


@pytest.mark.parametrize("suffix", ["jpg", "tif"])
def test_photoshop_resources_stay_without_their_thumbnails(tmp_path: Path, suffix: str) -> None:
    outline = resource(2000, bytes(26 * 3), b"Path 1")
    caption, copyrighted = resource(0x0404, b"\x1c\x02\x78\0\2hi"), resource(0x040A, b"\1")
    block = caption + resource(0x040C, b"\0\0\0\1" + bytes(24) + SMALL) + outline
    block += (
        resource(0x0409, samples.noise(9, 9).tobytes()) + copyrighted + resource(0x0FA0, b"what nobody knows")
    )
    path = with_segments(tmp_path / "a.jpg", (0xED, photoshop.SIGNATURE + block))
    content = saved(path, f"saved.{suffix}")
    assert SECRET not in content and samples.noise(9, 9).tobytes() not in content
    assert outline in content and copyrighted in content and b"what nobody knows" not in content
    again = read_photo(path.with_name(f"saved.{suffix}"))
    assert again.origin is not None
    assert (again.origin.iptc, again.origin.photoshop) == (b"\x1c\x02\x78\0\2hi", outline + copyrighted)
    assert any("Photoshop" in loss for loss in loss_on_save(again, "a.webp"))
    if suffix == "tif":  # and back again
        assert outline in saved(path.with_name("saved.tif"), "back.jpg")


def test_photoshop_resources_over_several_segments(tmp_path: Path) -> None:
    block = resource(2000, bytes(range(256)) * 300, b"outline") + resource(0x040A, b"\1")
    parts = [(0xED, part) for part in photoshop.segments(block)]
    assert len(parts) == 2
    again = read_photo(write_photo(read_photo(with_segments(tmp_path / "a.jpg", *parts)), tmp_path / "b.jpg"))
    assert again.origin is not None and again.origin.photoshop == block


@pytest.mark.parametrize(
    ("segments", "trailer", "word"),
    [
        ([(0xE1, MAIN + packet("", 'hdrgm:Version="1.0"'))], SMALL, "gain map"),
        ([(0xE2, b"urn:iso:std:iso:ts:21496:-1\0\0\0\0\0")], SMALL, "gain map"),
        ([(0xE1, MAIN + packet("<GCamera:MotionPhoto>1</GCamera:MotionPhoto>"))],
         b"\0\0\0\x18ftypmp42" + b"video of what was removed" * 9, "video"),
        ([], b"\0\0\x09\x0aMotionPhoto_Data\0\0\0\x18ftypmp42" + bytes(range(200)), "video"),
        ([], b"\0\0\0\x18ftypmp42" + bytes(99), "video"),
        ([], b"\0\0\x01\x0aImage_UTC_Data1500000000000SEFH\x6b\0\0\0SEFT", "data after the end of the picture"),
        ([(0xE6, b"GPMF" + bytes(9)), (0xE1, b"FLIR\0" + bytes(99))], b"", "APP6, APP1"),
        ([(0xEB, b"JP\0\1\0\0\0\1\0\0\0\x60jumb\0\0\0\x30jumdc2pa" + bytes(40))], b"", "C2PA"),
    ],
)  # fmt: skip
def test_what_shows_the_photo_as_it_was_goes_and_is_told(
    tmp_path: Path, segments: list[tuple[int, bytes]], trailer: bytes, word: str
) -> None:
    path = with_segments(tmp_path / "a.jpg", *segments, trailer=trailer)
    photo = read_photo(path)
    assert len(photo.notes) == 1 and word in photo.notes[0] and photo.notes[0].endswith(".")
    content = saved(path)
    for gone in (SECRET, b"hdrgm:Version", b"<GCamera", b"ftyp", b"SEFT", b"GPMF", b"c2pa", b"FLIR"):
        assert gone not in content
    assert content.endswith(b"\xff\xd9")
    assert read_photo(path.with_name("saved.jpg")).notes == ()


def test_padding_after_the_end_is_nothing(tmp_path: Path) -> None:
    assert read_photo(with_segments(tmp_path / "a.jpg", trailer=b"\0" * 100 + b"\r\n")).notes == ()


def test_xmp_beyond_one_segment_is_read_whole_and_split_again(tmp_path: Path) -> None:
    main, parts = xmp_extension.split(BIG)
    assert main is not None and len(main) <= xmp_extension.LARGEST_MAIN and len(parts) == 2
    pieces = [(0xE1, MAIN + main), *((0xE1, part) for part in reversed(parts))]
    photo = read_photo(with_segments(tmp_path / "a.jpg", *pieces))
    assert photo.xmp is not None and b"HasExtendedXMP" not in photo.xmp and photo.notes == ()
    whole = xmp.parse(photo.xmp)[1]
    values = {item.name[1]: "".join(item.text) for bag in xmp.descriptions(whole) for item in bag.children}
    assert values["long"] == LONG_TEXT and "title" in values
    again = read_photo(write_photo(photo, tmp_path / "b.jpg"))
    assert again.xmp is not None and LONG_TEXT.encode() in again.xmp
    assert LONG_TEXT.encode() in (read_photo(write_photo(photo, tmp_path / "b.png")).xmp or b"")
    assert loss_on_save(photo, "a.jpg") == ()


@needs_exiftool
def test_exiftool_reads_our_extended_xmp_and_we_its(tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text(LONG_TEXT, encoding="utf-8")
    path = with_segments(tmp_path / "a.jpg")
    exiftool = ["exiftool", "-q", "-overwrite_original", "-XMP-xmp:Rating=4"]
    subprocess.run([*exiftool, f"-XMP-dc:Description<={tmp_path / 'long.txt'}", str(path)], check=True)
    assert xmp_extension.EXTENSION in path.read_bytes()
    content = saved(path)
    assert xmp_extension.EXTENSION in content
    told = subprocess.run(
        ["exiftool", "-b", "-a", "-XMP-dc:Description", "-XMP-xmp:Rating", str(tmp_path / "saved.jpg")],
        capture_output=True,
        check=True,
    )
    assert told.stderr == b"" and told.stdout.decode() == LONG_TEXT + "4"


def test_an_extension_that_is_missing_is_promised_no_more(tmp_path: Path) -> None:
    main, parts = xmp_extension.split(BIG)
    assert main is not None
    path = with_segments(tmp_path / "a.jpg", (0xE1, MAIN + main), (0xE1, parts[0]))
    assert b"HasExtendedXMP" not in saved(path) and b'xmp:Rating="4"' in saved(path)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 600))
def test_damaged_files_are_walked_without_harm(junk: bytes, at: int) -> None:
    file = io.BytesIO()
    Image.fromarray(np.zeros((8, 8, 3), np.uint8)).save(file, "JPEG", comment=b"c" * 50, xmp=packet(""))
    data = file.getvalue()
    pixels = np.zeros((1, 1, 3), np.uint8)
    jpeg_segments.describe(Decoded(pixels), data[:at] + junk + data[at:])
    jpeg_segments.describe(Decoded(pixels, xmp=junk), data[:at] + junk)
    xmp_extension.merged(packet(""), [xmp_extension.EXTENSION + junk])
    xmp_extension.split(packet("") + junk * 300)
